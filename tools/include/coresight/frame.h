/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CoreSight formatter's frames (Arm IHI 0029, "Formatter data
 * processing"): 16 bytes that carry up to 15 bytes of trace and the IDs of
 * the sources they belong to.
 *
 * An even byte 0..14 is an ID if its bit 0 is set, else data whose bit 0 is
 * held in the last byte. Odd bytes 1..13 are data. For an ID byte, its bit in
 * the last byte says that the ID takes effect only after the next data byte.
 */
#ifndef CORESIGHT_FRAME_H
#define CORESIGHT_FRAME_H

#define FRAME_BYTES		16
#define FRAME_PAYLOAD		15
/* Index of the byte with the low bits of the even ones. */
#define FRAME_AUX		15

#define FRAME_IS_ID		0x01
#define FRAME_ID_BYTE(id)	((unsigned char)((id) << 1 | FRAME_IS_ID))
#define FRAME_ID(byte)		((byte) >> 1)

/* Data of this ID is padding. */
#define FRAME_ID_NULL		0x00
/* IDs of trace sources: 0x01 to 0x6f. */
#define FRAME_ID_LAST		0x6f

/* A frame of four of these little-endian words marks a gap: forget the ID. */
#define FRAME_BARRIER_WORD	0x7fffffffU

#endif /* CORESIGHT_FRAME_H */
