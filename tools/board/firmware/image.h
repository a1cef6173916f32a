/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finding a meminspect core image in RAM, without symbols, and checking it
 * (include/uapi/linux/meminspect.h has the format).
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ram.h"

/**
 * struct image - a core image found in RAM
 * @paddr:	its physical address
 * @size:	its size in bytes
 * @sequence:	how many updates it has seen
 * @segments:	its program headers in RAM; all but the first are PT_LOAD
 * @segment_count: how many
 */
struct image {
	uint64_t paddr;
	uint64_t size;
	uint64_t sequence;
	const Elf64_Phdr *segments;
	unsigned int segment_count;
};

/* Find the newest image with a right checksum. Returns 0, or -1 and @error. */
int image_find(const struct ram *ram, struct image *image,
	       struct failure *error);

/*
 * Check that every segment of @image lies in RAM, and has a place of its own
 * in the dump. Returns 0, or -1 and @error.
 */
int image_check(const struct ram *ram, const struct image *image,
		struct failure *error);

#endif /* IMAGE_H */
