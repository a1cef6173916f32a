/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: the core image, as tests look at it
 */
#ifndef _KERNEL_MEMINSPECT_KUNIT_H
#define _KERNEL_MEMINSPECT_KUNIT_H

#include <linux/cleanup.h>
#include <linux/elf.h>
#include <linux/types.h>

#include "internal.h"

static inline const struct elf64_phdr *image_loads(const void *image,
						   unsigned int *count)
{
	const struct elf64_hdr *ehdr = image;

	*count = ehdr->e_phnum - 1;
	return image + ehdr->e_phoff + sizeof(struct elf64_phdr);
}

/* Index of the load with the page at @pa, or -1. */
static inline int find_in_image(phys_addr_t pa)
{
	const struct elf64_phdr *load;
	unsigned int count, i;

	guard(meminspect)();

	load = image_loads(inspect_image_newest(), &count);
	for (i = 0; i < count; i++) {
		if (pa >= load[i].p_paddr &&
		    pa < load[i].p_paddr + load[i].p_filesz)
			return i;
	}
	return -1;
}

#endif /* _KERNEL_MEMINSPECT_KUNIT_H */
