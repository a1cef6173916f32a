/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF64 little-endian AArch64 core files in memory, through libelf. */
#ifndef CSD_ELFCORE_H
#define CSD_ELFCORE_H

#include <gelf.h>

#include "extent.h"

/*
 * @bytes:	the file, @size bytes, owned by the caller
 * @phnum:	number of program headers
 */
struct elfcore {
	Elf *elf;
	const uint8_t *bytes;
	uint64_t size;
	size_t phnum;
};

int elfcore_open(struct elfcore *core, const uint8_t *bytes, uint64_t size,
		 struct csd_error *err);
void elfcore_close(struct elfcore *core);

/* Adds every PT_LOAD's bytes in the file. */
int elfcore_memory(const struct elfcore *core, struct extents *extents,
		   struct csd_error *err);

/* Where the last of its PT_LOADs ends in the file. */
uint64_t elfcore_end(const struct elfcore *core);

/* The notes of program header @i, *@size bytes, or NULL if it has none. */
const uint8_t *elfcore_notes(const struct elfcore *core, size_t i,
			     uint64_t *size);

/*
 * The descriptor of the first note of this name and type, *@size bytes, or
 * NULL.
 */
const uint8_t *elfcore_note(const struct elfcore *core, const char *name,
			    uint32_t type, uint64_t *size);

/*
 * Opens the ELF file of @size bytes and checks class, byte order and machine.
 * The caller elf_end()s it. NULL with @err set on failure.
 */
Elf *elf_open_arm64(const uint8_t *bytes, uint64_t size, GElf_Ehdr *ehdr,
		    struct csd_error *err);

/* The same among @size bytes of notes. */
const uint8_t *elf_note(const uint8_t *notes, uint64_t size, const char *name,
			uint32_t type, uint64_t *desc_size);

struct note {
	const uint8_t *name, *desc;
	uint32_t name_size, desc_size, type;
};

/* Takes the note at *@at of @notes and moves on. Returns false at the end. */
bool elf_next_note(const uint8_t *notes, uint64_t size, uint64_t *at,
		   struct note *note);
bool note_is(const struct note *note, const char *name, uint32_t type);

#endif /* CSD_ELFCORE_H */
