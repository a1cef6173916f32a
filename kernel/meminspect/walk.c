// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: from virtual memory to the pages behind it, in a crash
 *
 * Nothing is trusted: whatever is read through a pointer is read so that a
 * fault is survived.
 */

#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pgtable.h>

#include "internal.h"
#include "peek.h"

/* Readers of a dump walk the same tables, a page at a time. */
static void add_table(struct inspect_loads *loads, const void *entry)
{
	const void *table = (void *)((unsigned long)entry & PAGE_MASK);

	inspect_loads_add(loads, MEMINSPECT_CLASS_TASK, (unsigned long)table,
			  inspect_pa(table), PAGE_SIZE);
}

static phys_addr_t walk_pte(struct inspect_loads *loads, pmd_t *pmdp,
			    unsigned long va)
{
	pte_t *ptep = pte_offset_kernel(pmdp, va), pte;

	if (!peek(pte, ptep) || !pte_present(pte))
		return 0;
	add_table(loads, ptep);
	return PFN_PHYS(pte_pfn(pte));
}

static phys_addr_t walk_pmd(struct inspect_loads *loads, pud_t *pudp,
			    unsigned long va)
{
	pmd_t *pmdp = pmd_offset(pudp, va), pmd;

	if (!peek(pmd, pmdp) || !pmd_present(pmd))
		return 0;
	add_table(loads, pmdp);
	if (pmd_leaf(pmd))
		return PFN_PHYS(pmd_pfn(pmd)) + (va & ~PMD_MASK & PAGE_MASK);
	return walk_pte(loads, pmdp, va);
}

static phys_addr_t walk_pud(struct inspect_loads *loads, p4d_t *p4dp,
			    unsigned long va)
{
	pud_t *pudp = pud_offset(p4dp, va), pud;

	if (!peek(pud, pudp) || !pud_present(pud))
		return 0;
	add_table(loads, pudp);
	if (pud_leaf(pud))
		return PFN_PHYS(pud_pfn(pud)) + (va & ~PUD_MASK & PAGE_MASK);
	return walk_pmd(loads, pudp, va);
}

/* The physical address of the page at @va, 0 if there is none */
static phys_addr_t walk(struct inspect_loads *loads, unsigned long va)
{
	pgd_t *pgdp = pgd_offset_k(va);
	p4d_t *p4dp = p4d_offset(pgdp, va), p4d;

	if (!peek(p4d, p4dp) || p4d_none(p4d))
		return 0;
	add_table(loads, pgdp);
	add_table(loads, p4dp);
	return walk_pud(loads, p4dp, va);
}

static bool has_linear_address(unsigned long va)
{
	return inspect_in_image((void *)va) || virt_addr_valid((void *)va);
}

/**
 * inspect_walk_add() - add the pages of a piece of kernel memory, for tasks
 * @loads:	what they are added to
 * @va:		virtual address of any kind; may be wrong
 * @size:	bytes
 *
 * With those of vmalloc memory come the page tables that lead to them. What
 * is not mapped is left out. For use in a crash: no lock, and faults are
 * survived.
 */
void inspect_walk_add(struct inspect_loads *loads, unsigned long va,
		      size_t size)
{
	unsigned long end = va + size;
	phys_addr_t pa;
	size_t step;

	for (; va < end; va += step) {
		step = min(PAGE_SIZE - offset_in_page(va), end - va);
		if (is_vmalloc_or_module_addr((void *)va))
			pa = walk(loads, va & PAGE_MASK);
		else
			pa = has_linear_address(va) ? inspect_pa((void *)va) : 0;
		if (pa)
			inspect_loads_add(loads, MEMINSPECT_CLASS_TASK, va, pa,
					  step);
	}
}
