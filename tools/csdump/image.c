// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds and reads the meminspect core image in a RAM image. */
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

/* The ELF header of an image; phdr[0] is the notes. */
static bool read_headers(const uint8_t *bytes, uint64_t room, Elf64_Ehdr *ehdr,
			 Elf64_Phdr *notes)
{
	if (room < sizeof(*ehdr) || memcmp(bytes, ELFMAG, SELFMAG))
		return false;
	memcpy(ehdr, bytes, sizeof(*ehdr));
	if (ehdr->e_type != ET_CORE || ehdr->e_machine != EM_AARCH64 ||
	    ehdr->e_phentsize != sizeof(*notes) || !ehdr->e_phnum ||
	    !fits(ehdr->e_phoff, ehdr->e_phnum * sizeof(*notes), room))
		return false;
	memcpy(notes, bytes + ehdr->e_phoff, sizeof(*notes));
	return notes->p_type == PT_NOTE &&
	       fits(notes->p_offset, notes->p_filesz, room);
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

/* Reads the note of the image at @bytes. */
static enum image_state read_note(const uint8_t *bytes, uint64_t room,
				  struct meminspect_image_note *note,
				  uint64_t *end)
{
	const uint8_t *desc;
	Elf64_Phdr notes;
	Elf64_Ehdr ehdr;
	uint64_t size;

	if (!read_headers(bytes, room, &ehdr, &notes))
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
	struct meminspect_image_note note;
	uint64_t end;

	return read_note(bytes, size, &note, &end);
}

/* Whether a valid image starts at @bytes, which is at @paddr. */
static bool image_at(struct image *image, const uint8_t *bytes, uint64_t room,
		     uint64_t paddr)
{
	struct meminspect_image_note note;
	uint64_t end;

	if (read_note(bytes, room, &note, &end) != IMAGE_SOUND ||
	    note.paddr != paddr || note.size > room || note.size < end)
		return false;
	*image = (struct image){ bytes, note.size, note.sequence };
	return true;
}

static bool find_newest(struct image *newest, const struct extent *ram)
{
	uint64_t at = align_up(ram->paddr, MEMINSPECT_IMAGE_ALIGN) - ram->paddr;
	struct image image;
	bool found = false;

	for (; at < ram->size; at += MEMINSPECT_IMAGE_ALIGN) {
		if (!image_at(&image, ram->bytes + at, ram->size - at,
			      ram->paddr + at))
			continue;
		if (!found || image.sequence > newest->sequence)
			*newest = image;
		found = true;
	}
	return found;
}

/* Adds the part of a region that lies in @ram. */
static int add_region(struct csd_dump *dump, const struct extent *ram,
		      const GElf_Phdr *phdr, struct csd_error *err)
{
	uint64_t off = phdr->p_paddr - ram->paddr;
	uint64_t size = phdr->p_filesz;

	if (phdr->p_paddr < ram->paddr || off >= ram->size)
		return 0;
	if (size > ram->size - off)
		size = ram->size - off;
	return extents_add(&dump->regions, phdr->p_paddr, size,
			   ram->bytes + off, err);
}

static int add_regions(struct csd_dump *dump, const struct extent *ram,
		       const struct elfcore *core, struct csd_error *err)
{
	GElf_Phdr phdr;
	size_t i;

	for (i = 0; i < core->phnum; i++) {
		if (!gelf_getphdr(core->elf, (int)i, &phdr) ||
		    phdr.p_type != PT_LOAD)
			continue;
		if (add_region(dump, ram, &phdr, err))
			return -1;
	}
	return vmcoreinfo_from_core(dump, core, err);
}

int image_regions(struct csd_dump *dump, const struct extent *ram,
		  struct csd_error *err)
{
	struct image image = { 0 };
	struct elfcore core;
	int ret;

	if (!find_newest(&image, ram))
		return extents_add(&dump->regions, ram->paddr, ram->size,
				   ram->bytes, err);
	if (elfcore_open(&core, image.bytes, image.size, err))
		return csd_error_context(err, "meminspect image");
	ret = add_regions(dump, ram, &core, err);
	elfcore_close(&core);
	return ret;
}
