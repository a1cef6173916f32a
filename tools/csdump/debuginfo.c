// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads symbols and, through libdw, layouts. */
#include <dwarf.h>
#include <elfutils/libdw.h>

#include "bytes.h"
#include "debuginfo.h"
#include "vmlinux.h"

#define NAME_ROOM	128
/* Deeper than any kernel's unnamed members */
#define MAX_DEPTH	8

void debuginfo_free(struct debuginfo *info)
{
	size_t i;

	for (i = 0; i < info->nr_symbols; i++)
		free(info->symbols[i].name);
	for (i = 0; i < info->nr_types; i++)
		free(info->types[i].name);
	free(info->symbols);
	free(info->types);
	memset(info, 0, sizeof(*info));
}

static int add_entry(struct debuginfo_entry **entries, size_t *nr,
		     const char *name, uint64_t value, uint64_t size,
		     struct csd_error *err)
{
	struct debuginfo_entry *all = array_grow(*entries, *nr, sizeof(*all));
	char *copy;

	if (!all)
		return csd_error_set(err, "out of memory");
	*entries = all;
	copy = strdup(name);
	if (!copy)
		return csd_error_set(err, "out of memory");
	all[(*nr)++] = (struct debuginfo_entry){ copy, value, size };
	return 0;
}

int debuginfo_add_symbol(struct debuginfo *info, const char *name, uint64_t va,
			 uint64_t size, struct csd_error *err)
{
	return add_entry(&info->symbols, &info->nr_symbols, name, va, size,
			 err);
}

int debuginfo_add_type(struct debuginfo *info, const char *name,
		       uint64_t offset, uint64_t size, struct csd_error *err)
{
	return add_entry(&info->types, &info->nr_types, name, offset, size,
			 err);
}

static const struct debuginfo_entry *
find(const struct debuginfo_entry *entries, size_t nr, const char *name)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(entries[i].name, name))
			return &entries[i];
	return NULL;
}

const struct debuginfo_entry *debuginfo_symbol(const struct debuginfo *info,
					       const char *name)
{
	return find(info->symbols, info->nr_symbols, name);
}

const struct debuginfo_entry *debuginfo_type(const struct debuginfo *info,
					     const char *name)
{
	return find(info->types, info->nr_types, name);
}

/* Mapping symbols ($x, $d), sections and files are no variables. */
static bool is_variable(const GElf_Sym *sym, const char *name)
{
	return sym->st_shndx != SHN_UNDEF && sym->st_shndx < SHN_LORESERVE &&
	       GELF_ST_TYPE(sym->st_info) != STT_SECTION &&
	       GELF_ST_TYPE(sym->st_info) != STT_FILE && name && *name &&
	       *name != '$';
}

static int read_symtab(struct debuginfo *info, Elf *elf, Elf_Scn *scn,
		       size_t strings, uint64_t offset, struct csd_error *err)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	const char *name;
	GElf_Sym sym;
	int i;

	for (i = 0; data && gelf_getsym(data, i, &sym); i++) {
		name = elf_strptr(elf, strings, sym.st_name);
		if (is_variable(&sym, name) &&
		    debuginfo_add_symbol(info, name, sym.st_value + offset,
					 sym.st_size, err))
			return -1;
	}
	return 0;
}

static int read_symbols(struct debuginfo *info, Elf *elf, uint64_t offset,
			struct csd_error *err)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	while ((scn = elf_nextscn(elf, scn))) {
		if (!gelf_getshdr(scn, &shdr) || shdr.sh_type != SHT_SYMTAB)
			continue;
		if (read_symtab(info, elf, scn, shdr.sh_link, offset, err))
			return -1;
	}
	if (!info->nr_symbols)
		return csd_error_set(err, "no symbols; give an unstripped vmlinux");
	return 0;
}

static bool is_aggregate(Dwarf_Die *die)
{
	return dwarf_tag(die) == DW_TAG_structure_type ||
	       dwarf_tag(die) == DW_TAG_union_type;
}

/* The type of a member without its typedefs and qualifiers. */
static bool member_type(Dwarf_Die *member, Dwarf_Die *type)
{
	Dwarf_Attribute attr;
	Dwarf_Die die;

	return dwarf_attr(member, DW_AT_type, &attr) &&
	       dwarf_formref_die(&attr, &die) &&
	       dwarf_peel_type(&die, type) == 0;
}

static uint64_t member_offset(Dwarf_Die *member)
{
	Dwarf_Attribute attr;
	Dwarf_Word offset;

	if (!dwarf_attr(member, DW_AT_data_member_location, &attr) ||
	    dwarf_formudata(&attr, &offset))
		return 0;
	return offset;
}

static uint64_t type_size(Dwarf_Die *type)
{
	Dwarf_Word size;

	return dwarf_aggregate_size(type, &size) ? 0 : size;
}

/* @base: offset of @die, which may be an unnamed member, in @name */
static int read_members(struct debuginfo *info, const char *name,
			Dwarf_Die *die, uint64_t base, int depth,
			struct csd_error *err)
{
	Dwarf_Die member, type;
	char path[NAME_ROOM];
	const char *own;
	int ret = 0;

	if (depth == MAX_DEPTH || dwarf_child(die, &member))
		return 0;
	do {
		if (dwarf_tag(&member) != DW_TAG_member ||
		    !member_type(&member, &type))
			continue;
		own = dwarf_diename(&member);
		snprintf(path, sizeof(path), "%s.%s", name, own ? own : "");
		if (own)
			ret = debuginfo_add_type(info, path, base +
						 member_offset(&member),
						 type_size(&type), err);
		else if (is_aggregate(&type))
			ret = read_members(info, name, &type, base +
					   member_offset(&member), depth + 1,
					   err);
	} while (!ret && !dwarf_siblingof(&member, &member));
	return ret;
}

/* Whether @die defines one of @wanted that was not seen yet. */
static bool is_wanted(const struct debuginfo *info, Dwarf_Die *die,
		      const char *const *wanted)
{
	const char *name;

	if (!is_aggregate(die) || dwarf_hasattr(die, DW_AT_declaration))
		return false;
	name = dwarf_diename(die);
	if (!name || debuginfo_type(info, name))
		return false;
	while (*wanted && strcmp(*wanted, name))
		wanted++;
	return *wanted;
}

static int read_type(struct debuginfo *info, Dwarf_Die *die,
		     struct csd_error *err)
{
	const char *name = dwarf_diename(die);

	if (debuginfo_add_type(info, name, 0, type_size(die), err))
		return -1;
	return read_members(info, name, die, 0, 0, err);
}

static int read_unit(struct debuginfo *info, Dwarf_Die *unit, size_t *left,
		     const char *const *wanted, struct csd_error *err)
{
	Dwarf_Die die;

	if (dwarf_child(unit, &die))
		return 0;
	do {
		if (!is_wanted(info, &die, wanted))
			continue;
		if (read_type(info, &die, err))
			return -1;
		(*left)--;
	} while (*left && !dwarf_siblingof(&die, &die));
	return 0;
}

static int read_types(struct debuginfo *info, Dwarf *dwarf,
		      const char *const *wanted, struct csd_error *err)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	size_t left = 0;

	while (wanted[left])
		left++;
	while (left && !dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &unit,
					NULL))
		if (read_unit(info, &unit, &left, wanted, err))
			return -1;
	if (!info->nr_types)
		return csd_error_set(err, "no debug information; give a vmlinux that has it, as crash, gdb and drgn need");
	return 0;
}

int debuginfo_read(struct debuginfo *info, const struct csd_vmlinux *vmlinux,
		   uint64_t offset, const char *const *wanted,
		   struct csd_error *err)
{
	Elf *elf = vmlinux_elf(vmlinux);
	Dwarf *dwarf;
	int ret;

	memset(info, 0, sizeof(*info));
	if (read_symbols(info, elf, offset, err))
		goto err_free;
	dwarf = dwarf_begin_elf(elf, DWARF_C_READ, NULL);
	if (dwarf)
		ret = read_types(info, dwarf, wanted, err);
	else
		ret = csd_error_set(err, "no debug information (%s); give a vmlinux that has it, as crash, gdb and drgn need",
				    dwarf_errmsg(-1));
	dwarf_end(dwarf);
	if (!ret)
		return 0;
err_free:
	debuginfo_free(info);
	return -1;
}
