/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A core's PT_LOADs as they stand, even where the file ends too early: for
 * judging a core rather than for reading it.
 */
#ifndef CSD_LOADS_H
#define CSD_LOADS_H

#include "elfcore.h"

/*
 * @held:	bytes of @filesz that the file really has
 */
struct load {
	uint64_t va, paddr, offset, filesz, memsz, align;
	uint64_t held;
};

/* In the order of the program headers. */
struct loads {
	struct load *all;
	size_t nr;
	const uint8_t *file;
};

/* The address that memory is looked up by. */
enum loads_by { LOADS_BY_PADDR, LOADS_BY_VA };

/*
 * How much of a range a core has.
 * @held:	bytes that can be read; what is beyond p_filesz reads as zero
 * @cut:	bytes that were in the file before it was cut off
 */
struct coverage {
	uint64_t held;
	uint64_t cut;
};

int loads_read(struct loads *loads, const struct elfcore *core,
	       struct csd_error *err);
void loads_free(struct loads *loads);

/* Adds to @cover what there is of @size bytes at @addr. */
void loads_cover(const struct loads *loads, enum loads_by by, uint64_t addr,
		 uint64_t size, struct coverage *cover);

/* Copies physical memory. Returns false unless all of it is in one PT_LOAD. */
bool loads_copy(const struct loads *loads, uint64_t paddr, void *to,
		size_t size);

#endif /* CSD_LOADS_H */
