/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds compressed kdumps and flattened files, from scratch. */
#ifndef CSD_TEST_KDUMP_H
#define CSD_TEST_KDUMP_H

#include "test-build.h"

#define KDUMP_PAGE	4096
#define KDUMP_NO_PAGE	SIZE_MAX

/*
 * Appends a kdump of @memory at TEST_PADDR, without page number @left_out. Its
 * pages are compressed by zlib, or not at all.
 */
void put_kdump(struct buffer *kdump, const struct buffer *memory,
	       const char *vmcoreinfo, bool compressed, size_t left_out);

/* The name of the machine, with room for 64 characters */
char *kdump_machine(const struct buffer *kdump);

/* The descriptor of page @index of those in the dump: u64 offset, u32 size */
uint8_t *kdump_page(const struct buffer *kdump, size_t index);

/* Appends @file in flattened pieces of @piece bytes, the last ones first. */
void put_flat(struct buffer *flat, const struct buffer *file, size_t piece);

#endif /* CSD_TEST_KDUMP_H */
