/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The text region of meminspect: what the kernel has changed in its own text.
 *
 * The kernel patches itself when it boots and while it runs. Who wants to
 * know which instructions ran takes the text of vmlinux, moved to where the
 * kernel ran, and puts the words of this region over it.
 *
 * The region is one physically contiguous, page aligned piece of memory:
 * struct meminspect_text, the lists of patchable sites, and two states. A
 * state has the words at all sites at one moment. The kernel writes them in
 * turn; the valid one with the highest sequence number counts. One is there
 * from boot on, a freeze adds another.
 *
 * All numbers are little-endian. Lists and states are streams of
 *
 * varint	a number, seven bits a byte, the lowest first; bit 7 is set in
 *		all bytes but the last
 * delta	a varint: twice a number that is not negative, or twice the
 *		complement of a negative one, plus one
 * word		four bytes: an instruction. In B and BL the offset, bits 25:0,
 *		is counted from @base instead of from the instruction
 *
 * Addresses are counted in words, from @base on.
 *
 * Lists, up to @lists_size:
 *
 * varint	words of a site, not zero
 * varint	how many of them come before the site's address
 * delta...	for each site: its address less that of the last one, not zero
 * delta	zero
 *
 * A state, up to its @size:
 *
 * For each list, the first word of all of its sites, then the second...: runs
 * of sites with the same word. A varint: eight times the number of sites, plus
 * which of the last %MEMINSPECT_TEXT_KNOWN words that were new it is, or
 * %MEMINSPECT_TEXT_KNOWN: then a word follows, which is new. It takes the place
 * of the oldest, starting with place zero. Each column of words has its own.
 *
 * Then spots, which need not be in the kernel image:
 *
 * delta	its address less that of the last one's end
 * varint	number of words, not zero
 * word...
 */
#ifndef _UAPI_LINUX_MEMINSPECT_TEXT_H
#define _UAPI_LINUX_MEMINSPECT_TEXT_H

#include <linux/types.h>

#define MEMINSPECT_TEXT_MAGIC		"MITEXT\r\n"
#define MEMINSPECT_TEXT_MAGIC_LEN	8
#define MEMINSPECT_TEXT_VERSION		1
/* The region starts on a boundary of this many bytes. */
#define MEMINSPECT_TEXT_ALIGN		4096
#define MEMINSPECT_TEXT_STATES		2
/* New words that a run can refer to */
#define MEMINSPECT_TEXT_KNOWN		7

/* Written by a freeze, not at boot */
#define MEMINSPECT_TEXT_FROZEN		0x1
/* There was not room for all: the stream ends somewhere. */
#define MEMINSPECT_TEXT_CUT		0x2

/**
 * struct meminspect_text_state - the words at one moment
 * @sequence:	higher is newer; 0 while it is being written, and if it never was
 * @offset:	of the stream, from the start of the region
 * @size:	bytes of the stream
 * @flags:	MEMINSPECT_TEXT_FROZEN, MEMINSPECT_TEXT_CUT
 * @crc:	CRC-32 (IEEE 802.3, as zlib's) of @offset to @flags, then of the
 *		stream
 */
struct meminspect_text_state {
	__le64	sequence;
	__le32	offset;
	__le32	size;
	__le32	flags;
	__le32	crc;
};

/**
 * struct meminspect_text - the head of the region
 * @magic:	%MEMINSPECT_TEXT_MAGIC
 * @version:	%MEMINSPECT_TEXT_VERSION
 * @header_size: bytes of this structure
 * @size:	bytes of the region
 * @paddr:	its physical address
 * @base:	virtual address of _text
 * @alias:	another virtual address at which a part of the text runs, or 0
 * @alias_of:	where that part begins, in bytes from @base
 * @alias_size:	bytes of that part
 * @lists_offset: of the lists, from the start of the region
 * @lists_size:	bytes of the lists
 * @reserved:	zero
 * @crc:	CRC-32 of all before it, then of the lists
 * @state:	the two states
 *
 * All but @state is written once.
 */
struct meminspect_text {
	__u8	magic[MEMINSPECT_TEXT_MAGIC_LEN];
	__le16	version;
	__le16	header_size;
	__le32	size;
	__le64	paddr;
	__le64	base;
	__le64	alias;
	__le32	alias_of;
	__le32	alias_size;
	__le32	lists_offset;
	__le32	lists_size;
	__le32	reserved;
	__le32	crc;
	struct meminspect_text_state state[MEMINSPECT_TEXT_STATES];
};

#endif /* _UAPI_LINUX_MEMINSPECT_TEXT_H */
