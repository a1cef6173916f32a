// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the ELF core image
 *
 * The image is the head of an ELF core file: ELF header, program headers and
 * notes, as include/uapi/linux/meminspect.h describes it. It lies in memory
 * for whoever saves the regions after a crash, and is not used by the kernel.
 *
 * There are two images. An update rewrites the older one, while the newer
 * one stays valid, and then takes over by its sequence number. A crash in
 * the middle of an update thus finds one valid image, of the state before.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/crc32.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include <uapi/linux/meminspect.h>

#include "internal.h"

/* Loads that a new image has room for, beyond those it needs. */
#define IMAGE_SPARE_LOADS	32

/* A note takes its head, its name and its descriptor, each a multiple of 4. */
#define NOTE_SIZE(name, size) \
	(sizeof(struct elf64_note) + ALIGN(sizeof(name), 4) + ALIGN(size, 4))

#define IMAGE_NOTE_SIZE \
	NOTE_SIZE(MEMINSPECT_NOTE_NAME, sizeof(struct meminspect_image_note))

/**
 * struct inspect_image - one of the images
 * @base:	its memory, page aligned, %NULL until the first update
 * @capacity:	bytes at @base
 */
struct inspect_image {
	void *base;
	size_t capacity;
};

static struct inspect_image images[2];
static u64 image_sequence;

/* The pages of all regions. */
static struct inspect_loads image_loads;

/* VMCOREINFO grows when kdump starts; an image keeps what it was. */
static size_t vmcoreinfo_bytes;

static struct elf64_phdr *image_phdrs(void *base)
{
	return base + sizeof(struct elf64_hdr);
}

static size_t notes_offset(unsigned int loads)
{
	return sizeof(struct elf64_hdr) +
	       (1 + loads) * sizeof(struct elf64_phdr);
}

static size_t notes_size(void)
{
	return IMAGE_NOTE_SIZE +
	       NOTE_SIZE(VMCOREINFO_NOTE_NAME, vmcoreinfo_bytes);
}

static size_t image_size(unsigned int loads)
{
	return notes_offset(loads) + notes_size();
}

static struct meminspect_image_note *image_note(void *base)
{
	struct elf64_hdr *ehdr = base;

	/* The first note; its head and name come before the descriptor. */
	return base + notes_offset(ehdr->e_phnum - 1) +
	       IMAGE_NOTE_SIZE - sizeof(struct meminspect_image_note);
}

/* Make sure that @image has room for @loads; its old content may go. */
static int image_reserve(struct inspect_image *image, unsigned int loads)
{
	size_t size;
	void *base;

	if (1 + loads >= PN_XNUM)
		return -ENOSPC;
	if (image->base && image_size(loads) <= image->capacity)
		return 0;

	size = PAGE_ALIGN(image_size(loads + IMAGE_SPARE_LOADS));
	base = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	if (!base)
		return -ENOMEM;

	if (image->base)
		free_pages_exact(image->base, image->capacity);
	image->base = base;
	image->capacity = size;
	return 0;
}

static int loads_reserve(struct inspect_loads *loads, unsigned int capacity)
{
	struct inspect_load *load;

	if (capacity <= loads->capacity)
		return 0;
	load = krealloc_array(loads->load, capacity, sizeof(*load), GFP_KERNEL);
	if (!load)
		return -ENOMEM;

	loads->load = load;
	loads->capacity = capacity;
	return 0;
}

/* The pages of all regions whose class is not switched off. */
static int collect_loads(const struct inspect_table *table)
{
	const struct inspect_entry *entry = table->entries;
	unsigned int i;
	int ret;

	/* Each region ends in one load, and may split around another's. */
	ret = loads_reserve(&image_loads, 2 * table->count);
	if (ret)
		return ret;

	image_loads.count = 0;
	for (i = 0; i < table->count; i++, entry++) {
		if (inspect_class_is_off(entry->class))
			continue;
		if (!inspect_loads_add(&image_loads, (unsigned long)entry->va,
				       entry->pa, entry->size))
			return -ENOSPC;
	}
	return 0;
}

static void write_ehdr(struct elf64_hdr *ehdr, unsigned int loads)
{
	memset(ehdr, 0, sizeof(*ehdr));
	memcpy(ehdr->e_ident, ELFMAG, SELFMAG);
	ehdr->e_ident[EI_CLASS] = ELFCLASS64;
	ehdr->e_ident[EI_DATA] = ELF_DATA;
	ehdr->e_ident[EI_VERSION] = EV_CURRENT;
	ehdr->e_ident[EI_OSABI] = ELF_OSABI;
	ehdr->e_type = ET_CORE;
	ehdr->e_machine = ELF_ARCH;
	ehdr->e_version = EV_CURRENT;
	ehdr->e_phoff = sizeof(*ehdr);
	ehdr->e_ehsize = sizeof(*ehdr);
	ehdr->e_phentsize = sizeof(struct elf64_phdr);
	ehdr->e_phnum = 1 + loads;
}

/*
 * p_align stays 0: crash(8) takes a core whose first segment is aligned for a
 * netdump, and then ignores what VMCOREINFO says.
 */
static void write_phdrs(struct elf64_phdr *phdr,
			const struct inspect_loads *loads)
{
	u64 end = PAGE_ALIGN(image_size(loads->count));
	const struct inspect_load *load = loads->load;
	unsigned int i;

	*phdr = (struct elf64_phdr) {
		.p_type = PT_NOTE,
		.p_offset = notes_offset(loads->count),
		.p_filesz = notes_size(),
		.p_memsz = notes_size(),
		.p_align = 4,
	};

	for (i = 0; i < loads->count; i++, load++) {
		*++phdr = (struct elf64_phdr) {
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_W,
			.p_offset = end,
			.p_vaddr = load->va,
			.p_paddr = load->pa,
			.p_filesz = load->size,
			.p_memsz = load->size,
		};
		end += load->size;
	}
}

static void *write_note(void *to, const char *name, u32 type,
			const void *desc, size_t size)
{
	struct elf64_note *note = to;

	note->n_namesz = strlen(name) + 1;
	note->n_descsz = size;
	note->n_type = type;
	to += sizeof(*note);
	memcpy(to, name, note->n_namesz);
	to += ALIGN(note->n_namesz, 4);
	memcpy(to, desc, size);
	return to + ALIGN(size, 4);
}

static void write_notes(void *base, unsigned int loads)
{
	struct meminspect_image_note desc = {
		.paddr = virt_to_phys(base),
		.size = image_size(loads),
		.sequence = image_sequence,
	};
	void *to = base + notes_offset(loads);

	to = write_note(to, MEMINSPECT_NOTE_NAME, MEMINSPECT_NOTE_IMAGE,
			&desc, sizeof(desc));
	write_note(to, VMCOREINFO_NOTE_NAME, 0, vmcoreinfo_data,
		   vmcoreinfo_bytes);
}

static u32 image_crc(void *base, const struct meminspect_image_note *note)
{
	struct elf64_hdr *ehdr = base;
	u32 crc;

	crc = crc32_le(~0, base, notes_offset(ehdr->e_phnum - 1));
	crc = crc32_le(crc, (const u8 *)note,
		       offsetof(struct meminspect_image_note, crc));
	return ~crc;
}

/*
 * Whoever saves the memory may look at any moment: a half-written image has
 * no valid checksum.
 */
static void image_write(void *base, const struct inspect_loads *loads)
{
	struct meminspect_image_note *note;

	memset(base, 0, sizeof(struct elf64_hdr));
	/* The old image must be gone before parts of the new one are there. */
	wmb();

	write_phdrs(image_phdrs(base), loads);
	write_notes(base, loads->count);
	write_ehdr(base, loads->count);
	note = image_note(base);
	/* All that the checksum covers is there before it is. */
	wmb();
	WRITE_ONCE(note->crc, image_crc(base, note));
	/* And it is there before the next update touches the other image. */
	wmb();
}

/*
 * The older image, unless it has to grow and cannot. The newer one is then
 * rewritten in place if it has the room: a removal never fails, and no image
 * is left that refers to memory which is about to be freed.
 */
static int image_to_write(unsigned int loads, struct inspect_image **image)
{
	struct inspect_image *older = &images[(image_sequence + 1) % 2];
	struct inspect_image *newer = &images[image_sequence % 2];
	int ret;

	*image = older;
	ret = image_reserve(older, loads);
	if (ret == -ENOMEM && newer->base &&
	    image_size(loads) <= newer->capacity) {
		*image = newer;
		image_sequence++;
		ret = 0;
	}
	return ret;
}

/**
 * inspect_image_update() - make the core image follow the table
 * @table: the table, locked by the caller
 *
 * Return: 0, -ENOMEM if there is no memory for a larger image, -ENOSPC if
 * there are more regions than an ELF file has room for. The image then stays
 * as it was.
 */
int inspect_image_update(const struct inspect_table *table)
{
	struct inspect_image *image;
	int ret;

	ret = collect_loads(table);
	if (ret)
		return ret;

	vmcoreinfo_bytes = vmcoreinfo_size;
	ret = image_to_write(image_loads.count, &image);
	if (ret)
		return ret;

	image_sequence++;
	image_write(image->base, &image_loads);
	return 0;
}

/**
 * inspect_image_newest() - the image that counts
 *
 * For tests; under the table's lock.
 *
 * Return: its first byte, %NULL if there is none yet.
 */
const void *inspect_image_newest(void)
{
	return images[image_sequence % 2].base;
}
