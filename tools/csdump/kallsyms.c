// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The symbol table that a kernel carries (kallsyms, as scripts/kallsyms.c
 * writes it):
 *
 *   kallsyms_num_syms		u32
 *   kallsyms_names		per symbol a length (one byte, or two with bit
 *				7 of the first set: seven low bits, then the
 *				rest) and so many token numbers
 *   kallsyms_token_table	256 strings, each ending in NUL
 *   kallsyms_token_index	256 u16: where each of them starts
 *   kallsyms_offsets		per symbol a u32 to add to the relative base;
 *				in kernels that have no base an s32 to add to
 *				its own address
 *   kallsyms_relative_base	u64
 *
 * A name's first character is the symbol's type. All of it is in the kernel
 * image, is linearly mapped there, and is untrusted.
 */
#include <inttypes.h>

#include "bytes.h"
#include "symbols.h"
#include "vmcoreinfo.h"

#define MAX_SYMBOLS	(8U << 20)
#define NAME_ROOM	1024
#define NR_TOKENS	256
/* Tokens are found by a 16-bit index. */
#define MAX_TOKEN_BYTES	(0xffff + NAME_ROOM)
/* Bytes of a name in the table, on average; a sixth is usual */
#define MAX_NAME_BYTES	64

/* A table: @size bytes at most, to the end of its piece of memory */
struct table {
	const uint8_t *bytes;
	uint64_t size;
	uint64_t va;
};

struct kallsyms {
	uint32_t nr;
	bool relative;
	uint64_t base;
	struct table names, tokens, index, offsets;
};

/* The memory from symbol @name on, at most @size bytes. */
static int find_table(const struct csd_dump *dump, const char *name,
		      uint64_t size, struct table *table, struct csd_error *err)
{
	uint64_t voffset, paddr;

	if (vmcoreinfo_symbol(dump, name, &table->va, err) ||
	    vmcoreinfo_number(dump, "kimage_voffset", &voffset, err))
		return -1;
	paddr = table->va - voffset;
	table->bytes = dump_span(dump, paddr, size, &table->size);
	if (!table->bytes)
		return csd_error_set(err, "the dump does not hold %s at 0x%" PRIx64,
				     name, paddr);
	return 0;
}

static int find_number(const struct csd_dump *dump, const char *name,
		       unsigned int size, uint64_t *value,
		       struct csd_error *err)
{
	struct table table;

	if (find_table(dump, name, size, &table, err))
		return -1;
	if (table.size < size)
		return csd_error_set(err, "the dump ends in %s", name);
	*value = size == 4 ? get_le32(table.bytes) : get_le64(table.bytes);
	return 0;
}

static int find_base(struct kallsyms *ks, const struct csd_dump *dump,
		     struct csd_error *err)
{
	ks->relative = csd_dump_vmcoreinfo(dump,
					   "SYMBOL(kallsyms_relative_base)");
	if (!ks->relative)
		return 0;
	return find_number(dump, "kallsyms_relative_base", 8, &ks->base, err);
}

static int find_tables(struct kallsyms *ks, const struct csd_dump *dump,
		       struct csd_error *err)
{
	uint64_t nr = 0;

	if (find_number(dump, "kallsyms_num_syms", 4, &nr, err) ||
	    find_base(ks, dump, err) ||
	    find_table(dump, "kallsyms_names", nr * MAX_NAME_BYTES, &ks->names,
		       err) ||
	    find_table(dump, "kallsyms_token_table", MAX_TOKEN_BYTES,
		       &ks->tokens, err) ||
	    find_table(dump, "kallsyms_token_index", NR_TOKENS * 2, &ks->index,
		       err) ||
	    find_table(dump, "kallsyms_offsets", nr * 4, &ks->offsets, err))
		return -1;
	if (nr > MAX_SYMBOLS || nr * 4 > ks->offsets.size ||
	    ks->index.size < NR_TOKENS * 2)
		return csd_error_set(err, "kallsyms: %" PRIu64 " symbols do not fit in the dump",
				     nr);
	ks->nr = (uint32_t)nr;
	return 0;
}

/* Appends a token's text. Returns the new length, or 0 if it is no text. */
static size_t expand_token(const struct kallsyms *ks, uint8_t token, char *name,
			   size_t len)
{
	uint64_t at = get_le16(ks->index.bytes + 2 * token);

	for (; at < ks->tokens.size && ks->tokens.bytes[at]; at++) {
		if (len == NAME_ROOM - 1 || ks->tokens.bytes[at] <= ' ')
			return 0;
		name[len++] = (char)ks->tokens.bytes[at];
	}
	return at < ks->tokens.size ? len : 0;
}

/* Expands the name at *@at and moves on. Returns false if it is broken. */
static bool expand_name(const struct kallsyms *ks, uint64_t *at, char *name)
{
	const uint8_t *names = ks->names.bytes;
	unsigned int i, nr;
	size_t len = 0;

	if (!fits(*at, 2, ks->names.size))
		return false;
	nr = names[(*at)++];
	if (nr & 0x80)
		nr = (nr & 0x7f) | (unsigned int)names[(*at)++] << 7;
	if (!fits(*at, nr, ks->names.size))
		return false;
	for (i = 0; i < nr; i++) {
		len = expand_token(ks, names[(*at)++], name, len);
		if (!len)
			return false;
	}
	name[len] = '\0';
	return len > 1;
}

static uint64_t symbol_va(const struct kallsyms *ks, uint32_t i)
{
	uint32_t offset = get_le32(ks->offsets.bytes + 4 * (uint64_t)i);

	if (ks->relative)
		return ks->base + offset;
	return ks->offsets.va + 4 * (uint64_t)i + (uint64_t)(int32_t)offset;
}

static int expand_all(const struct kallsyms *ks, struct csd_symbols *symbols,
		      struct csd_error *err)
{
	char name[NAME_ROOM];
	uint64_t at = 0;
	uint32_t i;

	for (i = 0; i < ks->nr; i++) {
		if (!expand_name(ks, &at, name))
			return csd_error_set(err, "kallsyms: name %" PRIu32 " of %" PRIu32 " is broken",
					     i, ks->nr);
		if (symbols_add(symbols, symbol_va(ks, i), name[0], name + 1,
				err))
			return -1;
	}
	return 0;
}

/* One address is known from elsewhere: it proves the others right. */
static int check(const struct csd_symbols *symbols, const struct csd_dump *dump,
		 struct csd_error *err)
{
	uint64_t want, have = symbols_find(symbols, "_stext");

	if (vmcoreinfo_symbol(dump, "_stext", &want, err))
		return -1;
	if (have != want)
		return csd_error_set(err, "kallsyms: _stext is 0x%" PRIx64 ", VMCOREINFO says 0x%" PRIx64,
				     have, want);
	return 0;
}

int csd_symbols_live(struct csd_symbols *symbols, const struct csd_dump *dump,
		     struct csd_error *err)
{
	struct kallsyms ks;

	memset(symbols, 0, sizeof(*symbols));
	if (find_tables(&ks, dump, err))
		return -1;
	if (!expand_all(&ks, symbols, err) && !check(symbols, dump, err))
		return 0;
	csd_symbols_free(symbols);
	return -1;
}
