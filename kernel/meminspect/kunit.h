/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: the core image, as tests look at it
 */
#ifndef _KERNEL_MEMINSPECT_KUNIT_H
#define _KERNEL_MEMINSPECT_KUNIT_H

#include <linux/align.h>
#include <linux/cleanup.h>
#include <linux/crc32.h>
#include <linux/elf.h>
#include <linux/io.h>
#include <linux/string.h>
#include <linux/types.h>

#include <uapi/linux/meminspect.h>

#include "internal.h"

static inline const struct elf64_phdr *image_loads(const void *image,
						   unsigned int *count)
{
	const struct elf64_hdr *ehdr = image;

	*count = ehdr->e_phnum - 1;
	return image + ehdr->e_phoff + sizeof(struct elf64_phdr);
}

static inline const struct meminspect_image_note *
image_note(const void *image)
{
	const struct elf64_hdr *ehdr = image;
	const struct elf64_phdr *phdr = image + ehdr->e_phoff;

	return image + phdr->p_offset + sizeof(struct elf64_note) +
	       ALIGN(sizeof(MEMINSPECT_NOTE_NAME), 4);
}

static inline bool image_is_valid(const void *image)
{
	const struct meminspect_image_note *note = image_note(image);
	const struct elf64_hdr *ehdr = image;
	u32 crc;

	crc = crc32_le(~0, image, ehdr->e_phoff +
				  ehdr->e_phnum * sizeof(struct elf64_phdr));
	crc = ~crc32_le(crc, (const u8 *)note, offsetof(typeof(*note), crc));
	return !memcmp(ehdr->e_ident, ELFMAG, SELFMAG) && crc == note->crc &&
	       note->paddr == virt_to_phys((void *)image);
}

static inline const void *newest_image(void)
{
	return inspect_images_newest(inspect_images_current());
}

/* Index of the load with the page at @pa, or -1. */
static inline int find_in(const void *image, phys_addr_t pa)
{
	const struct elf64_phdr *load;
	unsigned int count, i;

	load = image_loads(image, &count);
	for (i = 0; i < count; i++) {
		if (pa >= load[i].p_paddr &&
		    pa < load[i].p_paddr + load[i].p_filesz)
			return i;
	}
	return -1;
}

/* The same in the image of the table that counts */
static inline int find_in_image(phys_addr_t pa)
{
	guard(meminspect)();

	return find_in(newest_image(), pa);
}

#endif /* _KERNEL_MEMINSPECT_KUNIT_H */
