/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * AArch64 stage 1 translation tables (Arm ARM, VMSAv8-64) of the kernel's half
 * of the address space. They come out of a dump and are untrusted.
 */
#ifndef CSD_PAGETABLE_H
#define CSD_PAGETABLE_H

#include "dump.h"

/*
 * @root:	physical address of the first table
 * @page_shift:	12, 14 or 16: the granule
 * @va_bits:	bits of a virtual address that the tables translate
 */
struct pagetable {
	uint64_t root;
	unsigned int page_shift;
	unsigned int va_bits;
};

/* The kernel's, as VMCOREINFO says. */
int pagetable_read(struct pagetable *table, const struct csd_dump *dump,
		   struct csd_error *err);

/* @size bytes of physical memory at @paddr, seen at @va */
struct mapping {
	uint64_t va;
	uint64_t paddr;
	uint64_t size;
};

/*
 * @all:	ascending by @va
 * @lost:	tables that the dump does not hold
 */
struct mappings {
	struct mapping *all;
	size_t nr;
	size_t lost;
};

/*
 * Collects all that the kernel may execute; neighbours are joined. The caller
 * frees @mappings->all, also upon failure.
 */
int pagetable_executable(const struct pagetable *table,
			 const struct csd_dump *dump,
			 struct mappings *mappings, struct csd_error *err);

/*
 * Gets an entry of a table: number @index of the table at @paddr, which has
 * @size bytes. Returns false if it is not to be had.
 */
typedef bool (*pagetable_fetch)(void *priv, uint64_t paddr, uint64_t size,
				uint64_t index, uint64_t *desc);

enum pagetable_result {
	PAGETABLE_MAPPED,
	PAGETABLE_UNMAPPED,
	PAGETABLE_LOST,		/* @fetch failed */
};

/* Fails if there are no such tables. */
int pagetable_check(const struct pagetable *table, struct csd_error *err);

/* Translates one address, with tables that pagetable_check() is content with. */
enum pagetable_result pagetable_translate(const struct pagetable *table,
					  uint64_t va, pagetable_fetch fetch,
					  void *priv, uint64_t *paddr);

#endif /* CSD_PAGETABLE_H */
