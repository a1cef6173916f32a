// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks the kernel's page tables for what it may execute. */
#include <inttypes.h>

#include "addrset.h"
#include "bytes.h"
#include "pagetable.h"
#include "vmcoreinfo.h"

#define DESC_VALID	(1ULL << 0)
#define DESC_TABLE	(1ULL << 1)	/* at the last level: a page */
#define DESC_EL0	(1ULL << 6)
#define DESC_READ_ONLY	(1ULL << 7)
#define DESC_PXN	(1ULL << 53)
#define DESC_PXN_TABLE	(1ULL << 59)

#define LAST_LEVEL	3

/* Far above any kernel, far below what would hurt. */
#define MAX_MAPPINGS	(1U << 20)
#define MAX_BYTES	(4ULL << 30)

/*
 * @barren:	tables under which nothing is executable. Kernels share such
 *		tables (KASAN's shadow), and a malicious dump might loop.
 */
struct walk {
	const struct pagetable *table;
	const struct csd_dump *dump;
	struct mappings *out;
	struct addrset barren;
	uint64_t bytes;
	struct csd_error *err;
};

/*
 * With 64 KiB pages a kernel for 52 bits keeps its tables in that shape even
 * on a CPU that has 48, and uses their upper end. With other pages the CPU's
 * bits count: there the kernel leaves a level out.
 */
int pagetable_read(struct pagetable *table, const struct csd_dump *dump,
		   struct csd_error *err)
{
	uint64_t page_size, va_bits, t1sz, swapper, voffset;

	if (vmcoreinfo_value(dump, "PAGESIZE", 10, &page_size, err) ||
	    vmcoreinfo_number(dump, "VA_BITS", &va_bits, err) ||
	    vmcoreinfo_number(dump, "TCR_EL1_T1SZ", &t1sz, err) ||
	    vmcoreinfo_symbol(dump, "swapper_pg_dir", &swapper, err) ||
	    vmcoreinfo_number(dump, "kimage_voffset", &voffset, err))
		return -1;
	if (page_size != 4096 && page_size != 16384 && page_size != 65536)
		return csd_error_set(err, "VMCOREINFO: PAGESIZE=%" PRIu64 " is not 4096, 16384 or 65536",
				     page_size);
	table->page_shift = (unsigned int)__builtin_ctzll(page_size);
	if (page_size != 65536)
		va_bits = 64 - t1sz;
	table->va_bits = va_bits <= 52 ? (unsigned int)va_bits : 0;
	table->root = swapper - voffset;
	return 0;
}

/* Bits of a virtual address that one level translates. */
static unsigned int stride(const struct pagetable *table)
{
	return table->page_shift - 3;
}

/* The lowest of the bits that @level translates. */
static unsigned int level_shift(const struct pagetable *table, int level)
{
	return table->page_shift +
	       stride(table) * (unsigned int)(LAST_LEVEL - level);
}

static int first_level(const struct pagetable *table)
{
	unsigned int bits = table->va_bits - table->page_shift;

	return LAST_LEVEL + 1 -
	       (int)((bits + stride(table) - 1) / stride(table));
}

/* Where the fields for more than 48 bits of address are, if in use. */
static uint64_t desc_address(const struct pagetable *table, uint64_t desc)
{
	uint64_t page = ~0ULL << table->page_shift;

	if (table->page_shift == 16)
		return (desc & page & ((1ULL << 48) - 1)) |
		       (desc >> 12 & 0xf) << 48;
	if (table->va_bits > 48)
		return (desc & page & ((1ULL << 50) - 1)) |
		       (desc >> 8 & 3) << 50;
	return desc & page & ((1ULL << 48) - 1);
}

/* What user space may write, the kernel cannot execute. */
static bool is_executable(uint64_t desc)
{
	return !(desc & DESC_PXN) &&
	       (desc & (DESC_EL0 | DESC_READ_ONLY)) != DESC_EL0;
}

static int add_mapping(struct walk *walk, uint64_t va, uint64_t paddr,
		       uint64_t size)
{
	struct mappings *out = walk->out;
	struct mapping *all, *last = out->nr ? &out->all[out->nr - 1] : NULL;

	walk->bytes += size;
	if (out->nr == MAX_MAPPINGS || walk->bytes > MAX_BYTES)
		return csd_error_set(walk->err, "the page tables map more executable memory than any kernel has");
	if (last && last->va + last->size == va &&
	    last->paddr + last->size == paddr) {
		last->size += size;
		return 0;
	}
	all = array_grow(out->all, out->nr, sizeof(*all));
	if (!all)
		return csd_error_set(walk->err, "out of memory");
	out->all = all;
	all[out->nr++] = (struct mapping){ va, paddr, size };
	return 0;
}

static int walk_table(struct walk *walk, uint64_t paddr, int level,
		      uint64_t va);

static int walk_desc(struct walk *walk, uint64_t desc, int level, uint64_t va)
{
	uint64_t size = 1ULL << level_shift(walk->table, level);
	uint64_t paddr = desc_address(walk->table, desc);
	bool table = desc & DESC_TABLE;

	if (!(desc & DESC_VALID))
		return 0;
	if (table && level < LAST_LEVEL)
		return desc & DESC_PXN_TABLE ? 0 :
		       walk_table(walk, paddr, level + 1, va);
	if (!table && level == LAST_LEVEL)
		return 0;
	if (!is_executable(desc))
		return 0;
	return add_mapping(walk, va, paddr & ~(size - 1), size);
}

static int walk_entries(struct walk *walk, const uint8_t *entries, size_t nr,
			int level, uint64_t va)
{
	unsigned int shift = level_shift(walk->table, level);
	size_t i;

	for (i = 0; i < nr; i++)
		if (walk_desc(walk, get_le64(entries + i * 8), level,
			      va + ((uint64_t)i << shift)))
			return -1;
	return 0;
}

/* Entries in a table; the first one may be short. */
static size_t nr_entries(const struct pagetable *table, int level)
{
	if (level == first_level(table))
		return (size_t)1 << (table->va_bits - level_shift(table, level));
	return (size_t)1 << stride(table);
}

static int walk_table(struct walk *walk, uint64_t paddr, int level, uint64_t va)
{
	/* Tables are aligned: the low bits are free. 0 is no member. */
	uint64_t key = paddr | (uint64_t)(level + 2);
	size_t nr = nr_entries(walk->table, level);
	const uint8_t *entries = dump_at(walk->dump, paddr, nr * 8);
	uint64_t before = walk->bytes;

	if (!entries) {
		walk->out->lost++;
		return 0;
	}
	if (addrset_has(&walk->barren, key))
		return 0;
	if (walk_entries(walk, entries, nr, level, va))
		return -1;
	if (walk->bytes == before && addrset_add(&walk->barren, key))
		return csd_error_set(walk->err, "out of memory");
	return 0;
}

int pagetable_check(const struct pagetable *table, struct csd_error *err)
{
	unsigned int shift = table->page_shift;

	if ((shift != 12 && shift != 14 && shift != 16) ||
	    table->va_bits <= shift || table->va_bits > 52)
		return csd_error_set(err, "no page tables have %u address bits and pages of 2^%u bytes",
				     table->va_bits, shift);
	return 0;
}

int pagetable_executable(const struct pagetable *table,
			 const struct csd_dump *dump,
			 struct mappings *mappings, struct csd_error *err)
{
	struct walk walk = {
		.table = table, .dump = dump, .out = mappings, .err = err,
	};
	int ret;

	if (pagetable_check(table, err))
		return -1;
	ret = walk_table(&walk, table->root, first_level(table),
			 ~0ULL << table->va_bits);
	addrset_free(&walk.barren);
	return ret;
}

enum pagetable_result pagetable_translate(const struct pagetable *table,
					  uint64_t va, pagetable_fetch fetch,
					  void *priv, uint64_t *paddr)
{
	int level = first_level(table);
	uint64_t base = table->root;
	uint64_t desc, index, size;
	size_t nr;

	for (; level <= LAST_LEVEL; level++) {
		nr = nr_entries(table, level);
		index = va >> level_shift(table, level) & (nr - 1);
		if (!fetch(priv, base, nr * 8, index, &desc))
			return PAGETABLE_LOST;
		if (!(desc & DESC_VALID))
			return PAGETABLE_UNMAPPED;
		base = desc_address(table, desc);
		if (level < LAST_LEVEL && desc & DESC_TABLE)
			continue;
		size = 1ULL << level_shift(table, level);
		*paddr = (base & ~(size - 1)) | (va & (size - 1));
		return PAGETABLE_MAPPED;
	}
	return PAGETABLE_UNMAPPED;
}
