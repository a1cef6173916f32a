// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks for what there is once in a kernel. */
#include <inttypes.h>

#include "bytes.h"
#include "check.h"
#include "vmcoreinfo.h"

/* crash reads so much of the configuration, and doubles it until it suffices */
#define CONFIG_READ	32768U
/* "IKCFG_ST" before the configuration, "IKCFG_ED" behind */
#define CONFIG_MARK	8
/* Far above what kernels have: what the core says is untrusted */
#define MAX_LOG_BITS	28
#define MAX_LOG_BYTES	31
#define MAX_ROOTS	(1U << 20)
#define MAX_ITEMS	4096
#define MAX_MODULES	65536
/* Names are shorter. */
#define NAME_BYTES	24

void look_symbol(struct csd_check *check, const struct need *need)
{
	const struct debuginfo_entry *symbol;

	symbol = debuginfo_symbol(&check->info, need->arg);
	if (symbol)
		check_memory(check, need, NULL, symbol->value,
			     symbol->size ? symbol->size : 8);
}

void look_page_at(struct csd_check *check, const struct need *need)
{
	uint64_t va = check_symbol(check, need->arg);

	if (va)
		check_memory(check, need, NULL, va,
			     1ULL << check->mem.table.page_shift);
}

void look_config(struct csd_check *check, const struct need *need)
{
	uint64_t start = check_symbol(check, "kernel_config_data");
	uint64_t end = check_symbol(check, "kernel_config_data_end");
	uint64_t size = CONFIG_READ;

	if (!start || end < start)
		return;
	while (size <= end + CONFIG_MARK - start && size < UINT32_MAX)
		size *= 2;
	check_memory(check, need, NULL, start - CONFIG_MARK,
		     size + CONFIG_MARK);
}

/* One array of the log: 2^@bits items of @size bytes at what @member points to */
static void find_log_array(struct csd_check *check, const struct need *need,
			   const char *suffix, uint64_t array, uint64_t bits,
			   uint64_t size)
{
	if (!array || !bits || bits > MAX_LOG_BYTES)
		check_find(check, need, CHECK_ALL, suffix, CSD_WRONG,
			   "2^%" PRIu64 " items at 0x%" PRIx64, bits, array);
	else
		check_memory(check, need, suffix, array, size << bits);
}

static void find_descs(struct csd_check *check, const struct need *need,
		       uint64_t ring)
{
	uint64_t bits, descs, infos;

	if (!check_read_member(check, ring, "prb_desc_ring.count_bits", &bits) ||
	    !check_read_member(check, ring, "prb_desc_ring.descs", &descs) ||
	    !check_read_member(check, ring, "prb_desc_ring.infos", &infos)) {
		check_unknown(check, need, "descs", "*prb is not in the dump");
		return;
	}
	bits = bits > MAX_LOG_BITS ? UINT32_MAX : bits;
	find_log_array(check, need, "descs", descs, bits,
		       check_size(check, "prb_desc"));
	find_log_array(check, need, "infos", infos, bits,
		       check_size(check, "printk_info"));
}

static void find_text(struct csd_check *check, const struct need *need,
		      uint64_t ring)
{
	uint64_t bits, data;

	if (!check_read_member(check, ring, "prb_data_ring.size_bits", &bits) ||
	    !check_read_member(check, ring, "prb_data_ring.data", &data))
		check_unknown(check, need, "text", "*prb is not in the dump");
	else
		find_log_array(check, need, "text", data, bits, 1);
}

void look_log(struct csd_check *check, const struct need *need)
{
	uint64_t prb;

	if (!check_symbol(check, "prb"))
		return;
	if (!check_read_symbol(check, "prb", &prb)) {
		check_unknown(check, need, NULL, "prb is not in the dump");
		return;
	}
	check_memory(check, need, "*prb", prb,
		     check_size(check, "printk_ringbuffer"));
	find_descs(check, need, prb +
		   check_offset(check, "printk_ringbuffer.desc_ring"));
	find_text(check, need, prb +
		  check_offset(check, "printk_ringbuffer.text_data_ring"));
}

/* With SPARSEMEM_EXTREME mem_section is a pointer, else the table itself. */
static bool section_table(struct csd_check *check, uint64_t *table,
			  uint64_t *nr)
{
	const struct debuginfo_entry *symbol;
	struct csd_error none;

	symbol = debuginfo_symbol(&check->info, "mem_section");
	if (!symbol || vmcoreinfo_value(check->files, "LENGTH(mem_section)", 10,
					nr, &none) || !*nr || *nr > MAX_ROOTS)
		return false;
	*table = symbol->value;
	return symbol->size != 8 || kmem_u64(&check->mem, *table, table);
}

void look_section_roots(struct csd_check *check, const struct need *need)
{
	uint64_t table, nr;

	if (!check_symbol(check, "mem_section"))
		return;
	if (section_table(check, &table, &nr))
		check_memory(check, need, NULL, table, nr * 8);
	else
		check_unknown(check, need, NULL,
			      "mem_section or LENGTH(mem_section) is not there");
}

void look_section_arrays(struct csd_check *check, const struct need *need)
{
	uint64_t page = 1ULL << check->mem.table.page_shift;
	uint64_t size = check_size(check, "mem_section");
	struct tally tally = { 0 };
	uint64_t table, nr, i, root;

	if (!check_symbol(check, "mem_section") || !size)
		return;
	if (!section_table(check, &table, &nr))
		nr = 0;
	for (i = 0; i < nr; i++)
		if (kmem_u64(&check->mem, table + i * 8, &root) && root)
			tally_memory(&tally, check, root, page / size * size);
	if (tally.nr)
		check_tally(check, need, NULL, &tally);
	else
		check_unknown(check, need, NULL, "no section root can be read");
}

/* Calls @add for each node's pglist_data. Returns how many there are. */
static size_t each_node(struct csd_check *check, struct tally *tally,
			void (*add)(struct csd_check *check,
				    struct tally *tally, uint64_t node))
{
	const struct debuginfo_entry *array;
	uint64_t i, node = check_symbol(check, "contig_page_data");
	size_t nr = 0;

	if (node) {
		add(check, tally, node);
		return 1;
	}
	array = debuginfo_symbol(&check->info, "node_data");
	for (i = 0; array && i < array->size / 8 && i < MAX_ITEMS; i++) {
		if (!kmem_u64(&check->mem, array->value + i * 8, &node) ||
		    !node)
			continue;
		add(check, tally, node);
		nr++;
	}
	return nr;
}

static void add_node(struct csd_check *check, struct tally *tally,
		     uint64_t node)
{
	tally_memory(tally, check, node, check_size(check, "pglist_data"));
}

void look_nodes(struct csd_check *check, const struct need *need)
{
	struct tally tally = { 0 };

	if (each_node(check, &tally, add_node))
		check_tally(check, need, NULL, &tally);
	else
		check_unknown(check, need, NULL, "node_data is not in the dump");
}

/* Strings are read up to their page's end. */
static void add_name(struct csd_check *check, struct tally *tally,
		     uint64_t pointer)
{
	uint64_t page = 1ULL << check->mem.table.page_shift;
	uint64_t va, room;

	if (!kmem_u64(&check->mem, pointer, &va) || !va)
		return;
	room = page - (va & (page - 1));
	tally_memory(tally, check, va, room < NAME_BYTES ? room : NAME_BYTES);
}

static void add_zone_names(struct csd_check *check, struct tally *tally,
			   uint64_t node)
{
	uint64_t zone = node + check_offset(check, "pglist_data.node_zones");
	uint64_t size = check_size(check, "pglist_data.node_zones");
	uint64_t each = check_size(check, "zone");
	uint64_t at, name = check_offset(check, "zone.name");

	for (at = 0; each && at + each <= size; at += each)
		add_name(check, tally, zone + at + name);
}

static void find_names(struct csd_check *check, const struct need *need,
		       const struct tally *tally)
{
	if (tally->nr)
		check_tally(check, need, NULL, tally);
	else
		check_unknown(check, need, NULL,
			      "what points to them is not in the dump");
}

void look_zone_names(struct csd_check *check, const struct need *need)
{
	struct tally tally = { 0 };

	each_node(check, &tally, add_zone_names);
	find_names(check, need, &tally);
}

/* Names in an array of structures of @stride bytes, at @offset */
static void find_array_names(struct csd_check *check, const struct need *need,
			     uint64_t stride, uint64_t offset)
{
	const struct debuginfo_entry *array;
	struct tally tally = { 0 };
	uint64_t i;

	array = debuginfo_symbol(&check->info, need->arg);
	if (!array)
		return;
	for (i = 0; i < array->size / stride && i < MAX_ITEMS; i++)
		add_name(check, &tally, array->value + i * stride + offset);
	find_names(check, need, &tally);
}

void look_strings(struct csd_check *check, const struct need *need)
{
	find_array_names(check, need, 8, 0);
}

/* struct trace_print_flags: a mask, then a name */
void look_named_flags(struct csd_check *check, const struct need *need)
{
	find_array_names(check, need, 16, 8);
}

/* What symbol @arg points to: a structure of that name */
void look_pointee(struct csd_check *check, const struct need *need)
{
	uint64_t va;

	if (!check_symbol(check, need->arg))
		return;
	if (check_read_symbol(check, need->arg, &va))
		check_memory(check, need, NULL, va,
			     check_size(check, need->arg));
	else
		check_unknown(check, need, NULL,
			      "what points to it is not in the dump");
}

void look_modules(struct csd_check *check, const struct need *need)
{
	uint64_t head = check_symbol(check, "modules");
	uint64_t list = check_offset(check, "module.list");
	struct tally tally = { 0 };
	uint64_t next;

	if (!head || !kmem_u64(&check->mem, head, &next))
		return;
	while (next != head && tally.nr < MAX_MODULES) {
		tally_memory(&tally, check, next - list,
			     check_size(check, "module"));
		if (!kmem_u64(&check->mem, next, &next))
			break;
	}
	if (tally.nr)
		check_tally(check, need, NULL, &tally);
}

/* Comes last: looking for the rest finds the tables. */
void look_tables(struct csd_check *check, const struct need *need)
{
	const struct kmem *mem = &check->mem;

	if (mem->lost.nr)
		check_find(check, need, CHECK_ALL, NULL, CSD_MISSING,
			   "%zu of at least %zu, 0x%" PRIx64 " first",
			   mem->lost.nr, mem->tables.nr, mem->first_lost);
	else if (mem->tables.nr)
		check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT, "all %zu",
			   mem->tables.nr);
	else
		check_unknown(check, need, NULL, "nothing led to them");
}
