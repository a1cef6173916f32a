// SPDX-License-Identifier: GPL-2.0-or-later
/* Blocks, and which address may follow which. */
#include "block.h"

#include <string.h>

/* QEMU leaves no block early but at a load or store. */
static bool may_be_left_early(const uint32_t *words, unsigned int count)
{
	unsigned int i;

	for (i = 0; i + 1 < count; i++) {
		if (a64_is_memory_access(words[i]))
			return true;
	}
	return false;
}

struct block block_describe(const uint32_t *words, unsigned int count)
{
	int32_t offset;
	enum a64_kind kind = a64_kind(words[count - 1], &offset);
	struct block block = {
		.target = (int32_t)(count - 1) * A64_BYTES + offset,
		.count = count,
		.kind = kind,
	};

	block.marked = block_is_ambiguous(block) && may_be_left_early(words, count);
	return block;
}

struct block block_from_pointer(void *pointer)
{
	struct block block;

	memcpy(&block, &pointer, sizeof(block));
	return block;
}

void *block_to_pointer(struct block block)
{
	void *pointer;

	memcpy(&pointer, &block, sizeof(pointer));
	return pointer;
}

bool block_is_ambiguous(struct block block)
{
	switch (block.kind) {
	case A64_INDIRECT:
		return block.count > 1;
	case A64_CONDITIONAL:
	case A64_DIRECT:
		return block.count > 1 && block_holds(block, 0, block.target);
	default:
		return false;
	}
}

bool block_leads_to(struct block block, uint64_t start, uint64_t to)
{
	bool next = to == block_end(block, start);
	bool target = to == start + (int64_t)block.target;

	switch (block.kind) {
	case A64_CONDITIONAL:
		return next || target;
	case A64_DIRECT:
		return target;
	case A64_INDIRECT:
		return true;
	default:
		return next;
	}
}

bool block_left_early(struct block block, uint64_t start, uint64_t to,
		      bool reached_end)
{
	if (!block_holds(block, start, to))
		return false;
	if (block.marked)
		return !reached_end;
	return !block_leads_to(block, start, to);
}
