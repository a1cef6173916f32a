// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel's ELF file: text as linked, symbols and build ID. */
#include <inttypes.h>

#include "bytes.h"
#include "dump.h"
#include "elfcore.h"
#include "symbols.h"
#include "text.h"
#include "vmlinux.h"

struct csd_vmlinux {
	char *path;
	struct csd_dump *files;		/* keeps the file mapped */
	Elf *elf;
	const uint8_t *bytes;
	uint64_t size;
};

static int open_mapped(struct csd_vmlinux *vmlinux, const char *path,
		       struct csd_error *err)
{
	GElf_Ehdr ehdr;

	vmlinux->path = strdup(path);
	if (!vmlinux->path)
		return csd_error_set(err, "out of memory");
	vmlinux->files = dump_new(err);
	if (!vmlinux->files ||
	    dump_map(vmlinux->files, path, &vmlinux->bytes, &vmlinux->size,
		     err))
		return -1;
	vmlinux->elf = elf_open_arm64(vmlinux->bytes, vmlinux->size, &ehdr,
				      err);
	return vmlinux->elf ? 0 : -1;
}

int csd_vmlinux_open(struct csd_vmlinux **vmlinux, const char *path,
		     struct csd_error *err)
{
	*vmlinux = calloc(1, sizeof(**vmlinux));
	if (!*vmlinux)
		return csd_error_set(err, "out of memory");
	if (!open_mapped(*vmlinux, path, err))
		return 0;
	csd_vmlinux_close(*vmlinux);
	*vmlinux = NULL;
	return csd_error_context(err, "%s", path);
}

void csd_vmlinux_close(struct csd_vmlinux *vmlinux)
{
	if (!vmlinux)
		return;
	elf_end(vmlinux->elf);
	csd_dump_close(vmlinux->files);
	free(vmlinux->path);
	free(vmlinux);
}

const char *vmlinux_path(const struct csd_vmlinux *vmlinux)
{
	return vmlinux->path;
}

Elf *vmlinux_elf(const struct csd_vmlinux *vmlinux)
{
	return vmlinux->elf;
}

/* The next section of @type with all of @flags, its bytes being in the file. */
static Elf_Scn *next_section(const struct csd_vmlinux *vmlinux, Elf_Scn *scn,
			     uint32_t type, uint64_t flags, GElf_Shdr *shdr)
{
	while ((scn = elf_nextscn(vmlinux->elf, scn)))
		if (gelf_getshdr(scn, shdr) && shdr->sh_type == type &&
		    (shdr->sh_flags & flags) == flags &&
		    fits(shdr->sh_offset, shdr->sh_size, vmlinux->size))
			return scn;
	return NULL;
}

static const uint8_t *build_id(const struct csd_vmlinux *vmlinux,
			       uint64_t *size)
{
	const uint8_t *desc;
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	while ((scn = next_section(vmlinux, scn, SHT_NOTE, 0, &shdr))) {
		desc = elf_note(vmlinux->bytes + shdr.sh_offset, shdr.sh_size,
				ELF_NOTE_GNU, NT_GNU_BUILD_ID, size);
		if (desc)
			return desc;
	}
	return NULL;
}

int csd_vmlinux_check(const struct csd_vmlinux *vmlinux,
		      const struct csd_dump *dump, struct csd_error *err)
{
	const char *want = csd_dump_vmcoreinfo(dump, "BUILD-ID");
	char have[2 * 64 + 1] = "";
	const uint8_t *id;
	uint64_t size;
	size_t i;

	id = build_id(vmlinux, &size);
	if (!id || !want || size > 64)
		return 0;
	for (i = 0; i < size; i++)
		snprintf(have + 2 * i, 3, "%02x", id[i]);
	if (!strcmp(have, want))
		return 0;
	return csd_error_set(err, "build ID %s is not the crashed kernel's %.130s; give that kernel's vmlinux",
			     have, want);
}

int csd_text_vmlinux(struct csd_text *text, const struct csd_vmlinux *vmlinux,
		     uint64_t offset, struct csd_error *err)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	memset(text, 0, sizeof(*text));
	while ((scn = next_section(vmlinux, scn, SHT_PROGBITS,
				   SHF_ALLOC | SHF_EXECINSTR, &shdr))) {
		if (!shdr.sh_size || shdr.sh_addr + offset + shdr.sh_size <
				     shdr.sh_addr + offset)
			continue;
		if (text_add(text, shdr.sh_addr + offset, shdr.sh_size,
			     vmlinux->bytes + shdr.sh_offset, err)) {
			csd_text_free(text);
			return -1;
		}
	}
	if (!text->nr)
		return csd_error_set(err, "no executable section; is this a vmlinux?");
	text_sort(text);
	return 0;
}

/* As nm(1): capital if global. */
static char symbol_type(const GElf_Sym *sym, bool exec)
{
	bool local = GELF_ST_BIND(sym->st_info) == STB_LOCAL;

	if (GELF_ST_BIND(sym->st_info) == STB_WEAK)
		return exec ? 'W' : 'V';
	if (exec)
		return local ? 't' : 'T';
	return local ? 'd' : 'D';
}

static bool in_exec_section(const struct csd_vmlinux *vmlinux,
			    const GElf_Sym *sym)
{
	Elf_Scn *scn = elf_getscn(vmlinux->elf, sym->st_shndx);
	GElf_Shdr shdr;

	return scn && gelf_getshdr(scn, &shdr) &&
	       shdr.sh_flags & SHF_EXECINSTR;
}

/* Mapping symbols ($x, $d) and the like are no names. */
static bool is_wanted(const GElf_Sym *sym, const char *name)
{
	return sym->st_shndx != SHN_UNDEF && sym->st_shndx < SHN_LORESERVE &&
	       GELF_ST_TYPE(sym->st_info) != STT_SECTION &&
	       GELF_ST_TYPE(sym->st_info) != STT_FILE && name && *name &&
	       *name != '$';
}

static int add_symbols(struct csd_symbols *symbols,
		       const struct csd_vmlinux *vmlinux, Elf_Scn *scn,
		       const GElf_Shdr *shdr, uint64_t offset,
		       struct csd_error *err)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	const char *name;
	GElf_Sym sym;
	bool exec;
	int i;

	for (i = 0; data && gelf_getsym(data, i, &sym); i++) {
		name = elf_strptr(vmlinux->elf, shdr->sh_link, sym.st_name);
		if (!is_wanted(&sym, name))
			continue;
		exec = in_exec_section(vmlinux, &sym);
		if (symbols_add(symbols, sym.st_value + offset,
				symbol_type(&sym, exec), name, err))
			return -1;
	}
	return 0;
}

int csd_symbols_vmlinux(struct csd_symbols *symbols,
			const struct csd_vmlinux *vmlinux, uint64_t offset,
			struct csd_error *err)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	memset(symbols, 0, sizeof(*symbols));
	while ((scn = next_section(vmlinux, scn, SHT_SYMTAB, 0, &shdr))) {
		if (add_symbols(symbols, vmlinux, scn, &shdr, offset, err)) {
			csd_symbols_free(symbols);
			return -1;
		}
	}
	if (!symbols->nr)
		return csd_error_set(err, "no symbols; give an unstripped vmlinux");
	return 0;
}
