/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The head of a compressed kdump, as makedumpfile writes it on 64-bit Arm (its
 * diskdump_mod.h): in blocks of a page a header, a sub-header, and two bitmaps,
 * which say what is memory and what of it is in the dump; behind them a
 * descriptor a page, and pages. All numbers are little-endian.
 */
#ifndef CSD_DISKDUMP_H
#define CSD_DISKDUMP_H

#define DISKDUMP_MAGIC		"KDUMP   "

/* Offsets in the header */
#define DISKDUMP_BLOCK_SIZE	428	/* u32 */
#define DISKDUMP_SUB_BLOCKS	432	/* u32 */
#define DISKDUMP_BITMAP_BLOCKS	436	/* u32, of both bitmaps */
#define DISKDUMP_HEADER_SIZE	464

/* Offsets in the sub-header: each of a u64 file offset and a u64 size */
#define DISKDUMP_VMCOREINFO	32
#define DISKDUMP_NOTES		48
#define DISKDUMP_ERASEINFO	64

#endif /* CSD_DISKDUMP_H */
