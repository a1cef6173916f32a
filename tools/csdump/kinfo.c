// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the debug kinfo record in a dump, and says what is in it. */
#include <inttypes.h>

#include "bytes.h"
#include "dump.h"
#include "kinfo.h"

#define RECORD_SIZE	sizeof(struct debug_kinfo)
#define INFO		offsetof(struct debug_kinfo, info)

/* A number is as wide as its field. */
enum kind { NUMBER, ADDRESS, TEXT };

struct field {
	const char *name;
	enum kind kind;
	uint16_t offset;
	uint16_t size;
};

#define FIELD(_kind, _name)						\
	{								\
		.name = #_name,						\
		.kind = _kind,						\
		.offset = offsetof(struct debug_kinfo, info._name),	\
		.size = sizeof(((struct debug_kinfo *)NULL)->info._name), \
	}

/* For people the most important first; csdump-format(5) documents them. */
static const struct field fields[] = {
	FIELD(TEXT, last_uts_release),
	FIELD(TEXT, build_info),
	FIELD(ADDRESS, text_pa),
	FIELD(ADDRESS, stext_pa),
	FIELD(ADDRESS, etext_pa),
	FIELD(ADDRESS, sinittext_pa),
	FIELD(ADDRESS, einittext_pa),
	FIELD(ADDRESS, end_pa),
	FIELD(ADDRESS, swapper_pg_dir_pa),
	FIELD(NUMBER, thread_size),
	FIELD(NUMBER, bit_per_long),
	FIELD(NUMBER, cfi_clang),
	FIELD(NUMBER, num_syms),
	FIELD(NUMBER, all_symbols),
	FIELD(NUMBER, base_relative),
	FIELD(NUMBER, absolute_percpu),
	FIELD(ADDRESS, relative_pa),
	FIELD(ADDRESS, offsets_pa),
	FIELD(ADDRESS, names_pa),
	FIELD(ADDRESS, token_table_pa),
	FIELD(ADDRESS, token_index_pa),
	FIELD(ADDRESS, markers_pa),
	FIELD(ADDRESS, seqs_of_names_pa),
	FIELD(NUMBER, name_len),
	FIELD(NUMBER, symbol_len),
	FIELD(NUMBER, module_name_len),
	FIELD(NUMBER, modules_tree_lookup),
	FIELD(NUMBER, mod_mem_offset),
	FIELD(NUMBER, mod_kallsyms_offset),
};

#define NR_FIELDS	(sizeof(fields) / sizeof(*fields))

uint32_t kinfo_checksum(const uint8_t *bytes)
{
	uint32_t sum = 0;
	size_t at;

	for (at = INFO; at < RECORD_SIZE; at += 4)
		sum ^= get_le32(bytes + at);
	return sum;
}

static uint32_t claimed_checksum(const uint8_t *bytes)
{
	return get_le32(bytes + offsetof(struct debug_kinfo, checksum));
}

enum kinfo_state kinfo_judge(const uint8_t *bytes, uint64_t room)
{
	if (room < 4 || get_le32(bytes) != DEBUG_KINFO_MAGIC)
		return KINFO_NONE;
	if (room < RECORD_SIZE)
		return KINFO_CUT;
	return kinfo_checksum(bytes) == claimed_checksum(bytes) ?
		       KINFO_SOUND : KINFO_DAMAGED;
}

/* Says why there is no sound record at @paddr. */
static int complain(const struct csd_dump *dump, uint64_t paddr,
		    const uint8_t *bytes, uint64_t room, struct csd_error *err)
{
	switch (kinfo_judge(bytes, room)) {
	case KINFO_NONE:
		return csd_error_set(err, "no debug kinfo record at 0x%" PRIx64 ", which does not start with 0x%x",
				     paddr, DEBUG_KINFO_MAGIC);
	case KINFO_CUT:
		return csd_error_set(err, "debug kinfo record at 0x%" PRIx64 ": the dump has only %" PRIu64 " of its %zu bytes",
				     paddr, room, RECORD_SIZE);
	default:
		return csd_error_set(err, "debug kinfo record at 0x%" PRIx64 " (file offset 0x%" PRIx64 "): the checksum is 0x%08x and should be 0x%08x; something has overwritten it, or its layout is another one",
				     paddr, dump_offset(dump, bytes),
				     claimed_checksum(bytes),
				     kinfo_checksum(bytes));
	}
}

int csd_kinfo_at(struct csd_kinfo *kinfo, const struct csd_dump *dump,
		 uint64_t paddr, struct csd_error *err)
{
	const uint8_t *bytes;
	uint64_t room;

	bytes = dump_span(dump, paddr, RECORD_SIZE, &room);
	if (!bytes)
		return csd_error_set(err, "the dump does not hold 0x%" PRIx64,
				     paddr);
	if (kinfo_judge(bytes, room) != KINFO_SOUND)
		return complain(dump, paddr, bytes, room, err);
	*kinfo = (struct csd_kinfo){ .paddr = paddr, .bytes = bytes };
	return 0;
}

/*
 * What a look at all pages has found so far.
 * @sound:	the first sound record; its bytes are NULL without one
 * @others:	sound ones that say something else
 * @other:	address of the first of them
 * @broken:	why the first broken one is
 */
struct search {
	const struct csd_dump *dump;
	struct csd_kinfo sound;
	size_t others;
	uint64_t other;
	struct csd_error broken;
};

static void found(struct search *search, const struct csd_kinfo *kinfo)
{
	if (!search->sound.bytes)
		search->sound = *kinfo;
	else if (memcmp(search->sound.bytes, kinfo->bytes, RECORD_SIZE) &&
		 !search->others++)
		search->other = kinfo->paddr;
}

static void look_at(struct search *search, const struct extent *ext,
		    uint64_t off)
{
	struct csd_kinfo kinfo;
	struct csd_error err;
	const uint8_t *bytes;
	uint64_t room;

	bytes = extent_look(ext, off, &room);
	if (!bytes || kinfo_judge(bytes, room) == KINFO_NONE)
		return;
	if (!csd_kinfo_at(&kinfo, search->dump, ext->paddr + off, &err))
		found(search, &kinfo);
	else if (!search->broken.text[0])
		search->broken = err;
}

static void search_extent(struct search *search, const struct extent *ext)
{
	uint64_t off = align_up(ext->paddr, DEBUG_KINFO_ALIGN) - ext->paddr;

	for (; off < ext->size; off += DEBUG_KINFO_ALIGN) {
		dump_passed(search->dump, ext, off);
		look_at(search, ext, off);
	}
}

int csd_kinfo_find(struct csd_kinfo *kinfo, const struct csd_dump *dump,
		   struct csd_log *log, struct csd_error *err)
{
	struct search search = { .dump = dump };
	size_t i;

	for (i = 0; i < dump->memory.nr; i++)
		search_extent(&search, &dump->memory.all[i]);
	if (search.others)
		csd_warn(log, "%zu more debug kinfo records say something else, the first at 0x%" PRIx64 "; the one wanted can be given (-a)",
			 search.others, search.other);
	*kinfo = search.sound;
	if (kinfo->bytes)
		return 0;
	if (search.broken.text[0])
		return csd_error_set(err, "%s", search.broken.text);
	return csd_error_set(err, "no debug kinfo record; the kernel needs CONFIG_MEMINSPECT_KINFO, and the dump the memory that firmware reserves for it");
}

static uint64_t number(const uint8_t *bytes, const struct field *field)
{
	uint64_t value = 0;

	memcpy(&value, bytes + field->offset, field->size);
	return le64toh(value);
}

/* What is no printable character is written as \xNN. */
static void print_text(char *value, size_t room, const uint8_t *bytes,
		       size_t size)
{
	size_t i, len = 0;

	value[0] = '\0';
	for (i = 0; i < size && bytes[i] && len + 4 < room; i++) {
		if (bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != '\\')
			len += (size_t)snprintf(value + len, room - len, "%c",
						bytes[i]);
		else
			len += (size_t)snprintf(value + len, room - len,
						"\\x%02x", bytes[i]);
	}
}

const char *csd_kinfo_field(const struct csd_kinfo *kinfo, size_t i,
			    char *value, size_t room)
{
	const struct field *field = &fields[i];

	if (i >= NR_FIELDS)
		return NULL;
	if (field->kind == TEXT)
		print_text(value, room, kinfo->bytes + field->offset,
			   field->size);
	else
		snprintf(value, room,
			 field->kind == ADDRESS ? "0x%" PRIx64 : "%" PRIu64,
			 number(kinfo->bytes, field));
	return field->name;
}
