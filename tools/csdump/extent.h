/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a crashed machine's physical memory. */
#ifndef CSD_EXTENT_H
#define CSD_EXTENT_H

#include "csdump.h"

/* @size bytes of memory at @paddr */
struct extent {
	uint64_t paddr;
	uint64_t size;
	const uint8_t *bytes;
};

struct extents {
	struct extent *all;
	size_t nr;
};

/* Drops extents of no bytes and those that wrap around. */
int extents_add(struct extents *extents, uint64_t paddr, uint64_t size,
		const uint8_t *bytes, struct csd_error *err);

#endif /* CSD_EXTENT_H */
