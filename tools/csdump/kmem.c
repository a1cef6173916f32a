// SPDX-License-Identifier: GPL-2.0-or-later
/* Translates kernel addresses and looks behind them. */
#include <inttypes.h>

#include "bytes.h"
#include "kmem.h"
#include "vmcoreinfo.h"

/* Larger objects are not judged: no kernel has them. */
#define MAX_OBJECT	(1ULL << 30)

static bool is_image(const struct kmem *mem, uint64_t va)
{
	return va >= mem->text && va < mem->end;
}

static bool is_linear(const struct kmem *mem, uint64_t va)
{
	return va >= mem->page_offset && va < mem->linear_end;
}

bool kmem_true_phys_offset(const struct kmem *mem, uint64_t *phys_offset)
{
	const struct load *load = mem->loads->all;
	const struct load *end = load + mem->loads->nr;

	for (; load < end; load++) {
		if (!is_linear(mem, load->va))
			continue;
		*phys_offset = load->paddr - (load->va - mem->page_offset);
		return true;
	}
	return false;
}

int kmem_init(struct kmem *mem, const struct loads *loads,
	      const struct csd_dump *ram, struct csd_error *err)
{
	uint64_t t1sz;

	memset(mem, 0, sizeof(*mem));
	mem->loads = loads;
	mem->ram = ram;
	if (vmcoreinfo_number(ram, "VA_BITS", &mem->va_bits, err) ||
	    vmcoreinfo_number(ram, "TCR_EL1_T1SZ", &t1sz, err) ||
	    vmcoreinfo_number(ram, "kimage_voffset", &mem->voffset, err) ||
	    vmcoreinfo_number(ram, "PHYS_OFFSET", &mem->phys_offset, err))
		return -1;
	if (t1sz < 64 - 52 || t1sz > 64 - 25)
		return csd_error_set(err, "VMCOREINFO: TCR_EL1_T1SZ=%" PRIu64 " is not from 12 to 39",
				     t1sz);
	if (pagetable_read(&mem->table, ram, err) ||
	    pagetable_check(&mem->table, err))
		return -1;
	mem->used_bits = 64 - t1sz;
	mem->page_offset = ~0ULL << mem->used_bits;
	mem->linear_end = ~0ULL << (mem->used_bits - 1);
	kmem_true_phys_offset(mem, &mem->phys_offset);
	return 0;
}

void kmem_free(struct kmem *mem)
{
	addrset_free(&mem->tables);
	addrset_free(&mem->lost);
}

/* Out of memory only makes the counts of tables too low. */
static void note_table(struct kmem *mem, uint64_t paddr, bool held)
{
	addrset_add(&mem->tables, paddr | 1);
	if (held)
		return;
	if (!mem->lost.nr)
		mem->first_lost = paddr;
	addrset_add(&mem->lost, paddr | 1);
}

static bool read_paddr(const struct kmem *mem, uint64_t paddr, void *to,
		       size_t size)
{
	const uint8_t *bytes;

	if (loads_copy(mem->loads, paddr, to, size))
		return true;
	bytes = dump_at(mem->ram, paddr, size);
	if (bytes)
		memcpy(to, bytes, size);
	return bytes;
}

/* crash reads whole pages of a table; the first one has its own row. */
static bool fetch(void *priv, uint64_t paddr, uint64_t size, uint64_t index,
		  uint64_t *desc)
{
	struct kmem *mem = priv;
	struct coverage cover = { 0 };
	uint64_t page = 1ULL << mem->table.page_shift;
	uint8_t bytes[8];
	bool held;

	loads_cover(mem->loads, LOADS_BY_PADDR, paddr, size < page ? size : page,
		    &cover);
	held = cover.held == (size < page ? size : page);
	if (paddr != mem->table.root)
		note_table(mem, paddr, held);
	if (!read_paddr(mem, paddr + index * 8, bytes, sizeof(bytes)))
		return false;
	*desc = get_le64(bytes);
	return true;
}

static enum pagetable_result translate(struct kmem *mem, uint64_t va,
				       uint64_t *paddr)
{
	if (is_image(mem, va))
		*paddr = va - mem->voffset;
	else if (is_linear(mem, va))
		*paddr = mem->phys_offset + (va - mem->page_offset);
	else if (va < mem->page_offset)
		return PAGETABLE_UNMAPPED;
	else
		return pagetable_translate(&mem->table, va, fetch, mem, paddr);
	return PAGETABLE_MAPPED;
}

/* Bytes at @va, at most @size, that are contiguous in physical memory */
static uint64_t contiguous(const struct kmem *mem, uint64_t va, uint64_t size)
{
	uint64_t page = 1ULL << mem->table.page_shift;
	uint64_t room = page - (va & (page - 1));

	if (is_image(mem, va) && mem->end - va > room)
		room = mem->end - va;
	else if (is_linear(mem, va))
		room = mem->linear_end - va;
	return size < room ? size : room;
}

static enum csd_state state_of(const struct coverage *cover, uint64_t size)
{
	if (cover->held == size)
		return CSD_PRESENT;
	return cover->held || cover->cut ? CSD_TRUNCATED : CSD_MISSING;
}

static struct verdict judge_va(const struct kmem *mem, uint64_t va,
			       uint64_t size)
{
	struct verdict verdict = { 0 };

	loads_cover(mem->loads, LOADS_BY_VA, va, size, &verdict.cover);
	verdict.state = state_of(&verdict.cover, size);
	return verdict;
}

static struct verdict judge_paddr(struct kmem *mem, uint64_t va, uint64_t size)
{
	struct verdict verdict = { 0 };
	enum pagetable_result result;
	uint64_t paddr, len, left;

	for (left = size; left; va += len, left -= len) {
		len = contiguous(mem, va, left);
		result = translate(mem, va, &paddr);
		if (result != PAGETABLE_MAPPED) {
			verdict.state = result == PAGETABLE_LOST ? CSD_UNKNOWN :
					CSD_WRONG;
			return verdict;
		}
		loads_cover(mem->loads, LOADS_BY_PADDR, paddr, len,
			    &verdict.cover);
	}
	verdict.state = state_of(&verdict.cover, size);
	return verdict;
}

struct verdict kmem_judge(struct kmem *mem, enum csd_tool tool, uint64_t va,
			  uint64_t size)
{
	struct verdict verdict = { .state = CSD_WRONG };

	if (!size || size > MAX_OBJECT || va + size < va)
		return verdict;
	if (tool == CSD_CRASH)
		return judge_paddr(mem, va, size);
	verdict = judge_va(mem, va, size);
	if (tool == CSD_DRGN && verdict.state == CSD_MISSING &&
	    mem->va_bits == mem->used_bits && !is_image(mem, va) && !is_linear(mem, va))
		return judge_paddr(mem, va, size);
	return verdict;
}

bool kmem_read(struct kmem *mem, uint64_t va, void *to, size_t size)
{
	uint64_t paddr, len;

	for (; size; va += len, size -= len) {
		len = contiguous(mem, va, size);
		if (translate(mem, va, &paddr) != PAGETABLE_MAPPED ||
		    !read_paddr(mem, paddr, to, len))
			return false;
		to = (uint8_t *)to + len;
	}
	return true;
}

bool kmem_u32(struct kmem *mem, uint64_t va, uint32_t *value)
{
	uint8_t bytes[4];

	if (!kmem_read(mem, va, bytes, sizeof(bytes)))
		return false;
	*value = get_le32(bytes);
	return true;
}

bool kmem_u64(struct kmem *mem, uint64_t va, uint64_t *value)
{
	uint8_t bytes[8];

	if (!kmem_read(mem, va, bytes, sizeof(bytes)))
		return false;
	*value = get_le64(bytes);
	return true;
}
