/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a crashed machine's physical memory. */
#ifndef CSD_EXTENT_H
#define CSD_EXTENT_H

#include "lazy.h"

/*
 * @size bytes of memory at @paddr. What is @lazy must be fetched before it is
 * read: at @bytes there may be nothing yet.
 */
struct extent {
	uint64_t paddr;
	uint64_t size;
	const uint8_t *bytes;
	struct lazy *lazy;
};

struct extents {
	struct extent *all;
	size_t nr;
};

/*
 * Drops extents of no bytes and those that wrap around. One that goes on where
 * the last one ended, in memory and in the file, becomes a part of it.
 */
int extents_add(struct extents *extents, uint64_t paddr, uint64_t size,
		const uint8_t *bytes, struct csd_error *err);

/* Adds memory that is fetched on demand. */
int extents_add_lazy(struct extents *extents, struct lazy *lazy,
		     struct csd_error *err);

/* Adds what of [@paddr, @paddr + @size) lies in @whole. */
int extents_add_part(struct extents *extents, const struct extent *whole,
		     uint64_t paddr, uint64_t size, struct csd_error *err);

/*
 * Makes the bytes at @off readable, at most @size. Returns how many of them
 * there are before the first that the dump lacks.
 */
uint64_t extent_have(const struct extent *ext, uint64_t off, uint64_t size);

/*
 * The bytes at @off, for a look before the next call, and how many there are
 * at least in *@room; NULL if the dump lacks them.
 */
const uint8_t *extent_look(const struct extent *ext, uint64_t off,
			   uint64_t *room);

#endif /* CSD_EXTENT_H */
