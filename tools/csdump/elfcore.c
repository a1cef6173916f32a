// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads ELF core files. Their headers are untrusted. */
#include <inttypes.h>

#include "bytes.h"
#include "elfcore.h"

Elf *elf_open_arm64(const uint8_t *bytes, uint64_t size, GElf_Ehdr *ehdr,
		    struct csd_error *err)
{
	Elf *elf;

	elf_version(EV_CURRENT);
	/* Opened for reading, libelf does not write to the image. */
	elf = elf_memory((char *)(uintptr_t)bytes, size);
	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, ehdr)) {
		csd_error_set(err, "broken ELF header at offset 0x0: %s",
			      elf_errmsg(-1));
		goto err_end;
	}
	if (ehdr->e_ident[EI_CLASS] != ELFCLASS64 ||
	    ehdr->e_ident[EI_DATA] != ELFDATA2LSB ||
	    ehdr->e_machine != EM_AARCH64) {
		csd_error_set(err, "ELF header at offset 0x0: not for 64-bit little-endian Arm (class %u, byte order %u, machine %u)",
			      ehdr->e_ident[EI_CLASS], ehdr->e_ident[EI_DATA],
			      ehdr->e_machine);
		goto err_end;
	}
	return elf;

err_end:
	elf_end(elf);
	return NULL;
}

int elfcore_open(struct elfcore *core, const uint8_t *bytes, uint64_t size,
		 struct csd_error *err)
{
	GElf_Ehdr ehdr;

	core->bytes = bytes;
	core->size = size;
	core->elf = elf_open_arm64(bytes, size, &ehdr, err);
	if (!core->elf)
		return -1;
	if (ehdr.e_type != ET_CORE) {
		csd_error_set(err, "ELF header at offset 0x10: type %u is not a core; give the vmlinux with -k",
			      ehdr.e_type);
		goto err_end;
	}
	/* libelf counts only the headers that are there. */
	if (elf_getphdrnum(core->elf, &core->phnum) ||
	    (core->phnum != ehdr.e_phnum && ehdr.e_phnum != PN_XNUM) ||
	    !fits(ehdr.e_phoff, core->phnum * sizeof(Elf64_Phdr), size)) {
		csd_error_set(err, "program headers at offset 0x%" PRIx64 " lie outside the file of %" PRIu64 " bytes; was the dump cut off?",
			      ehdr.e_phoff, size);
		goto err_end;
	}
	return 0;

err_end:
	elf_end(core->elf);
	return -1;
}

void elfcore_close(struct elfcore *core)
{
	elf_end(core->elf);
}

static int add_load(const struct elfcore *core, size_t i,
		    struct extents *extents, struct csd_error *err)
{
	GElf_Phdr phdr;

	if (!gelf_getphdr(core->elf, (int)i, &phdr))
		return csd_error_set(err, "program header %zu: %s", i,
				     elf_errmsg(-1));
	if (phdr.p_type != PT_LOAD)
		return 0;
	if (!fits(phdr.p_offset, phdr.p_filesz, core->size))
		return csd_error_set(err, "program header %zu: %" PRIu64 " bytes at offset 0x%" PRIx64 " lie outside the file of %" PRIu64 " bytes; was the dump cut off?",
				     i, phdr.p_filesz, phdr.p_offset,
				     core->size);
	return extents_add(extents, phdr.p_paddr, phdr.p_filesz,
			   core->bytes + phdr.p_offset, err);
}

int elfcore_memory(const struct elfcore *core, struct extents *extents,
		   struct csd_error *err)
{
	size_t i;

	for (i = 0; i < core->phnum; i++)
		if (add_load(core, i, extents, err))
			return -1;
	return 0;
}

uint64_t elfcore_end(const struct elfcore *core)
{
	uint64_t end = 0;
	GElf_Phdr phdr;
	size_t i;

	for (i = 0; i < core->phnum; i++)
		if (gelf_getphdr(core->elf, (int)i, &phdr) &&
		    phdr.p_type == PT_LOAD &&
		    end < phdr.p_offset + phdr.p_filesz)
			end = phdr.p_offset + phdr.p_filesz;
	return end;
}

bool elf_next_note(const uint8_t *notes, uint64_t size, uint64_t *at,
		   struct note *note)
{
	uint64_t desc;

	if (!fits(*at, sizeof(Elf64_Nhdr), size))
		return false;
	note->name_size = get_le32(notes + *at);
	note->desc_size = get_le32(notes + *at + 4);
	note->type = get_le32(notes + *at + 8);
	*at += sizeof(Elf64_Nhdr);
	desc = *at + align_up(note->name_size, 4);
	if (!fits(*at, note->name_size, size) ||
	    !fits(desc, note->desc_size, size))
		return false;
	note->name = notes + *at;
	note->desc = notes + desc;
	*at = desc + align_up(note->desc_size, 4);
	return true;
}

bool note_is(const struct note *note, const char *name, uint32_t type)
{
	return note->type == type && note->name_size == strlen(name) + 1 &&
	       !memcmp(note->name, name, note->name_size);
}

const uint8_t *elf_note(const uint8_t *notes, uint64_t size, const char *name,
			uint32_t type, uint64_t *desc_size)
{
	struct note note;
	uint64_t at = 0;

	while (elf_next_note(notes, size, &at, &note)) {
		if (!note_is(&note, name, type))
			continue;
		*desc_size = note.desc_size;
		return note.desc;
	}
	return NULL;
}

const uint8_t *elfcore_notes(const struct elfcore *core, size_t i,
			     uint64_t *size)
{
	GElf_Phdr phdr;

	if (!gelf_getphdr(core->elf, (int)i, &phdr) ||
	    phdr.p_type != PT_NOTE ||
	    !fits(phdr.p_offset, phdr.p_filesz, core->size))
		return NULL;
	*size = phdr.p_filesz;
	return core->bytes + phdr.p_offset;
}

const uint8_t *elfcore_note(const struct elfcore *core, const char *name,
			    uint32_t type, uint64_t *size)
{
	const uint8_t *notes, *desc;
	uint64_t notes_size;
	size_t i;

	for (i = 0; i < core->phnum; i++) {
		notes = elfcore_notes(core, i, &notes_size);
		if (!notes)
			continue;
		desc = elf_note(notes, notes_size, name, type, size);
		if (desc)
			return desc;
	}
	return NULL;
}
