// SPDX-License-Identifier: GPL-2.0-or-later
#include "image.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <linux/meminspect.h>

/* No region of a dump starts so far out that this RAM could not fill it. */
#define MAX_DUMP_PER_RAM	2

/* The note as the kernel lays it out */
struct image_note {
	Elf64_Nhdr head;
	char name[(sizeof(MEMINSPECT_NOTE_NAME) + 3) & ~3];
	struct meminspect_image_note desc;
} __attribute__((packed));

static bool is_core_header(const Elf64_Ehdr *header)
{
	return !memcmp(header->e_ident, ELFMAG, SELFMAG) &&
	       header->e_ident[EI_CLASS] == ELFCLASS64 &&
	       header->e_ident[EI_DATA] == ELFDATA2LSB &&
	       header->e_type == ET_CORE &&
	       header->e_phoff == sizeof(*header) &&
	       header->e_phentsize == sizeof(Elf64_Phdr) &&
	       header->e_phnum > 0;
}

static bool is_image_note(const struct image_note *note, uint64_t paddr)
{
	return note->head.n_namesz == sizeof(MEMINSPECT_NOTE_NAME) &&
	       note->head.n_descsz == sizeof(note->desc) &&
	       note->head.n_type == MEMINSPECT_NOTE_IMAGE &&
	       !memcmp(note->name, MEMINSPECT_NOTE_NAME,
		       sizeof(MEMINSPECT_NOTE_NAME)) &&
	       note->desc.paddr == paddr;
}

static uint64_t headers_size(const Elf64_Ehdr *header)
{
	return sizeof(*header) + header->e_phnum * sizeof(Elf64_Phdr);
}

/* The note of the image at @header, NULL if there is no image. */
static const struct image_note *find_note(const struct ram *ram,
					  const Elf64_Ehdr *header,
					  uint64_t paddr)
{
	const Elf64_Phdr *first = (const void *)(header + 1);
	const struct image_note *note;

	if (!is_core_header(header) ||
	    !ram_at(ram, paddr, headers_size(header)) ||
	    first->p_type != PT_NOTE || first->p_filesz < sizeof(*note) ||
	    first->p_offset > ram->size)
		return NULL;
	note = ram_at(ram, paddr + first->p_offset, sizeof(*note));
	return note && is_image_note(note, paddr) ? note : NULL;
}

static uint32_t image_crc(const Elf64_Ehdr *header,
			  const struct meminspect_image_note *desc)
{
	uint32_t crc = crc32(0, (const void *)header, headers_size(header));

	return crc32(crc, (const void *)desc, offsetof(typeof(*desc), crc));
}

static void image_init(struct image *image, const Elf64_Ehdr *header,
		       const struct meminspect_image_note *desc)
{
	image->paddr = desc->paddr;
	image->size = desc->size;
	image->sequence = desc->sequence;
	image->segments = (const void *)(header + 1);
	image->segment_count = header->e_phnum;
}

/* Look at one page: 1 if an image was found, 0 if there is none, -1 if bad. */
static int look_at(const struct ram *ram, uint64_t paddr, struct image *image,
		   struct failure *error)
{
	const Elf64_Ehdr *header = ram_at(ram, paddr, sizeof(*header) +
						      sizeof(Elf64_Phdr));
	const struct image_note *note;
	struct meminspect_image_note desc;

	if (!header)
		return 0;
	note = find_note(ram, header, paddr);
	if (!note)
		return 0;
	desc = note->desc;
	if (image_crc(header, &desc) != desc.crc)
		return refuse(error, "core image at %#" PRIx64
			      ": wrong checksum", paddr);
	image_init(image, header, &desc);
	return 1;
}

int image_find(const struct ram *ram, struct image *image,
	       struct failure *error)
{
	bool found = false;

	refuse(error, "no core image in RAM");
	for (uint64_t offset = 0; offset < ram->size;
	     offset += MEMINSPECT_IMAGE_ALIGN) {
		struct image next;

		if (look_at(ram, ram->base + offset, &next, error) <= 0)
			continue;
		if (!found || next.sequence > image->sequence)
			*image = next;
		found = true;
	}
	return found ? 0 : -1;
}

/* Compare two segments, given by pointers to them, by place in the dump. */
static int compare_offsets(const void *a, const void *b)
{
	const Elf64_Phdr *x = *(const Elf64_Phdr * const *)a;
	const Elf64_Phdr *y = *(const Elf64_Phdr * const *)b;

	return x->p_offset < y->p_offset ? -1 : x->p_offset > y->p_offset;
}

static int check_segment(const struct ram *ram, const struct image *image,
			 unsigned int i, struct failure *error)
{
	const Elf64_Phdr *segment = &image->segments[i];

	if (segment->p_type != PT_LOAD)
		return refuse(error, "core image at %#" PRIx64
			      ": segment %u is not PT_LOAD", image->paddr, i);
	if (!ram_at(ram, segment->p_paddr, segment->p_filesz))
		return refuse(error, "core image at %#" PRIx64
			      ": segment %u (%#" PRIx64 ", %" PRIu64
			      " bytes) is not in RAM", image->paddr, i,
			      (uint64_t)segment->p_paddr,
			      (uint64_t)segment->p_filesz);
	if (segment->p_offset > ram->size * MAX_DUMP_PER_RAM)
		return refuse(error, "core image at %#" PRIx64
			      ": segment %u is too far out, at offset %#" PRIx64,
			      image->paddr, i, (uint64_t)segment->p_offset);
	return 0;
}

/* Check that no two of the @count segments, nor the image, share a byte. */
static int check_overlap(const struct image *image, const Elf64_Phdr **sorted,
			 unsigned int count, struct failure *error)
{
	uint64_t end = image->size;

	qsort(sorted, count, sizeof(*sorted), compare_offsets);
	for (unsigned int i = 0; i < count; i++) {
		if (sorted[i]->p_offset < end)
			return refuse(error, "core image at %#" PRIx64
				      ": segment %td overlaps at offset %#" PRIx64,
				      image->paddr, sorted[i] - image->segments,
				      (uint64_t)sorted[i]->p_offset);
		end = sorted[i]->p_offset + sorted[i]->p_filesz;
	}
	return 0;
}

static int check_header(const struct ram *ram, const struct image *image,
			struct failure *error)
{
	const Elf64_Phdr *notes = &image->segments[0];
	uint64_t headers = sizeof(Elf64_Ehdr) +
			   image->segment_count * sizeof(Elf64_Phdr);

	if (!ram_at(ram, image->paddr, image->size) ||
	    image->size < notes->p_offset || notes->p_offset < headers ||
	    image->size - notes->p_offset < notes->p_filesz)
		return refuse(error, "core image at %#" PRIx64
			      ": size %" PRIu64 " is wrong", image->paddr,
			      image->size);
	return 0;
}

int image_check(const struct ram *ram, const struct image *image,
		struct failure *error)
{
	const Elf64_Phdr **sorted;
	unsigned int count = image->segment_count - 1;
	int status = check_header(ram, image, error);

	for (unsigned int i = 1; !status && i <= count; i++)
		status = check_segment(ram, image, i, error);
	if (status)
		return status;

	sorted = calloc(count + 1, sizeof(*sorted));
	if (!sorted)
		return refuse(error, "out of memory");
	for (unsigned int i = 0; i < count; i++)
		sorted[i] = &image->segments[i + 1];
	status = check_overlap(image, sorted, count, error);
	free(sorted);
	return status;
}
