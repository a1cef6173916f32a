/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A block: instructions that QEMU translated and runs as a unit, of which only
 * the last may change the flow. Everything in it is relative to where it
 * starts, as QEMU runs one translation at each address its page is mapped to.
 */
#ifndef BOARD_BLOCK_H
#define BOARD_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "a64.h"

/**
 * struct block - what there is to know about a block, in the size of a pointer
 * @target:	offset of the direct branch's target from the block's start
 * @count:	number of instructions
 * @kind:	enum a64_kind of the last one
 * @marked:	QEMU tells when execution reaches the last one
 */
struct block {
	int32_t target;
	uint16_t count;
	uint8_t kind;
	uint8_t marked;
};

_Static_assert(sizeof(struct block) == sizeof(void *), "QEMU passes on one pointer");

/** block_describe() - the block of the @count instructions at @words */
struct block block_describe(const uint32_t *words, unsigned int count);

/** block_from_pointer() - the block that block_to_pointer() packed */
struct block block_from_pointer(void *pointer);

/** block_to_pointer() - the block as user data of a QEMU callback */
void *block_to_pointer(struct block block);

/**
 * block_is_ambiguous() - can its end lead back to its own middle?
 * @block:	the block
 *
 * Then an address in the middle alone does not tell whether the block ran to
 * its end or QEMU left it early. If it can, @marked must be set.
 */
bool block_is_ambiguous(struct block block);

/** block_leads_to() - having run to its end from @start, can it go on at @to? */
bool block_leads_to(struct block block, uint64_t start, uint64_t to);

/**
 * block_left_early() - did QEMU leave the block before its end?
 * @block:	the block
 * @start:	where it started
 * @to:		where execution goes on
 * @reached_end: execution reached the last instruction; only if @marked
 *
 * QEMU leaves a block to run an atomic or a device access on its own, and then
 * goes on in the middle.
 */
bool block_left_early(struct block block, uint64_t start, uint64_t to,
		      bool reached_end);

/** block_end() - the address behind the last instruction */
static inline uint64_t block_end(struct block block, uint64_t start)
{
	return start + (uint64_t)block.count * A64_BYTES;
}

/** block_holds() - is @address in the block? */
static inline bool block_holds(struct block block, uint64_t start, uint64_t address)
{
	return address >= start && address < block_end(block, start);
}

#endif /* BOARD_BLOCK_H */
