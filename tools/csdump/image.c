// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds and reads the meminspect core image in memory. */
#include <elf.h>
#include <linux/meminspect.h>
#include <zlib.h>

#include "bytes.h"
#include "elfcore.h"
#include "image.h"
#include "vmcoreinfo.h"

/* A valid image: @size bytes at @bytes */
struct image {
	const uint8_t *bytes;
	uint64_t size;
	uint64_t sequence;
};

/* Where an image may be: @off into @ext */
struct place {
	const struct extent *ext;
	uint64_t off;
};

/* Whether the dump has @size bytes at @off of the place. */
static bool have(const struct place *at, uint64_t off, uint64_t size)
{
	return fits(off, size, at->ext->size - at->off) &&
	       extent_have(at->ext, at->off + off, size) == size;
}

static bool looks_like_elf(const struct place *at)
{
	const uint8_t *bytes;
	uint64_t room;

	bytes = extent_look(at->ext, at->off, &room);
	return bytes && room >= SELFMAG && !memcmp(bytes, ELFMAG, SELFMAG);
}

/* The ELF header of an image; phdr[0] is the notes. */
static bool read_headers(const struct place *at, Elf64_Ehdr *ehdr,
			 Elf64_Phdr *notes)
{
	const uint8_t *bytes = at->ext->bytes + at->off;

	if (!looks_like_elf(at) || !have(at, 0, sizeof(*ehdr)))
		return false;
	memcpy(ehdr, bytes, sizeof(*ehdr));
	if (ehdr->e_type != ET_CORE || ehdr->e_machine != EM_AARCH64 ||
	    ehdr->e_phentsize != sizeof(*notes) || !ehdr->e_phnum ||
	    !have(at, ehdr->e_phoff, ehdr->e_phnum * sizeof(*notes)))
		return false;
	memcpy(notes, bytes + ehdr->e_phoff, sizeof(*notes));
	return notes->p_type == PT_NOTE &&
	       have(at, notes->p_offset, notes->p_filesz);
}

static uint32_t image_crc(const uint8_t *bytes, const Elf64_Ehdr *ehdr,
			  const uint8_t *note)
{
	uLong crc = crc32(0, bytes, sizeof(*ehdr));

	crc = crc32(crc, bytes + ehdr->e_phoff,
		    (uInt)(ehdr->e_phnum * sizeof(Elf64_Phdr)));
	crc = crc32(crc, note, offsetof(struct meminspect_image_note, crc));
	return (uint32_t)crc;
}

/* Reads the note of the image at the place, and where its notes end. */
static enum image_state read_note(const struct place *at,
				  struct meminspect_image_note *note,
				  uint64_t *end)
{
	const uint8_t *bytes = at->ext->bytes + at->off;
	const uint8_t *desc;
	Elf64_Phdr notes;
	Elf64_Ehdr ehdr;
	uint64_t size;

	if (!read_headers(at, &ehdr, &notes))
		return IMAGE_NONE;
	desc = elf_note(bytes + notes.p_offset, notes.p_filesz,
			MEMINSPECT_NOTE_NAME, MEMINSPECT_NOTE_IMAGE, &size);
	if (!desc || size < sizeof(*note))
		return IMAGE_NONE;
	memcpy(note, desc, sizeof(*note));
	*end = notes.p_offset + notes.p_filesz;
	return note->crc == image_crc(bytes, &ehdr, desc) ? IMAGE_SOUND :
							    IMAGE_DAMAGED;
}

enum image_state image_judge(const uint8_t *bytes, uint64_t size)
{
	const struct extent file = { 0, size, bytes, NULL };
	const struct place start = { .ext = &file };
	struct meminspect_image_note note;
	uint64_t end;

	return read_note(&start, &note, &end);
}

/* Whether a valid image starts at the place. */
static bool image_at(struct image *image, const struct place *at)
{
	struct meminspect_image_note note;
	uint64_t end;

	if (read_note(at, &note, &end) != IMAGE_SOUND ||
	    note.paddr != at->ext->paddr + at->off ||
	    !have(at, 0, note.size) || note.size < end)
		return false;
	*image = (struct image){ at->ext->bytes + at->off, note.size,
				 note.sequence };
	return true;
}

/* Takes the image at the place if it is newer than @newest. */
static void consider(struct image *newest, const struct place *at)
{
	struct image image;

	if (image_at(&image, at) &&
	    (!newest->bytes || image.sequence > newest->sequence))
		*newest = image;
}

static void find_in(struct image *newest, const struct csd_dump *dump,
		    const struct extent *ram)
{
	struct place at = { .ext = ram };

	at.off = align_up(ram->paddr, MEMINSPECT_IMAGE_ALIGN) - ram->paddr;
	for (; at.off < ram->size; at.off += MEMINSPECT_IMAGE_ALIGN) {
		dump_passed(dump, ram, at.off);
		consider(newest, &at);
	}
}

static void find_newest(struct image *newest, const struct csd_dump *dump,
			size_t first)
{
	size_t i;

	for (i = first; i < dump->memory.nr; i++)
		find_in(newest, dump, &dump->memory.all[i]);
}

/* Adds what the dump has of a region. */
static int add_region(struct csd_dump *dump, size_t first,
		      const GElf_Phdr *phdr, struct csd_error *err)
{
	size_t i;

	for (i = first; i < dump->memory.nr; i++)
		if (extents_add_part(&dump->regions, &dump->memory.all[i],
				     phdr->p_paddr, phdr->p_filesz, err))
			return -1;
	return 0;
}

static int add_regions(struct csd_dump *dump, size_t first,
		       const struct elfcore *core, struct csd_error *err)
{
	GElf_Phdr phdr;
	size_t i;

	for (i = 0; i < core->phnum; i++) {
		if (!gelf_getphdr(core->elf, (int)i, &phdr) ||
		    phdr.p_type != PT_LOAD)
			continue;
		if (add_region(dump, first, &phdr, err))
			return -1;
	}
	return vmcoreinfo_from_core(dump, core, err);
}

int image_all(struct csd_dump *dump, size_t first, struct csd_error *err)
{
	const struct extent *ext;
	size_t i;

	for (i = first; i < dump->memory.nr; i++) {
		ext = &dump->memory.all[i];
		if (extents_add_part(&dump->regions, ext, ext->paddr, ext->size,
				     err))
			return -1;
	}
	return 0;
}

int image_regions(struct csd_dump *dump, size_t first, struct csd_error *err)
{
	struct image image = { 0 };
	struct elfcore core;
	int ret;

	find_newest(&image, dump, first);
	if (!image.bytes)
		return image_all(dump, first, err);
	if (elfcore_open(&core, image.bytes, image.size, err))
		return csd_error_context(err, "meminspect image");
	ret = add_regions(dump, first, &core, err);
	elfcore_close(&core);
	return ret;
}
