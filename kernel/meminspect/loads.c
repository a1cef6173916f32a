// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the pages of the registered regions, as PT_LOADs
 *
 * Readers of core files differ in what they make of segments that overlap, or
 * that share a page: so each page is in one segment, and a segment consists
 * of whole pages. Pages that follow each other in physical and in virtual
 * memory share a segment. The order is that in which they were added.
 */

#include <linux/kasan.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "internal.h"

static phys_addr_t load_end(const struct inspect_load *load)
{
	return load->pa + load->size;
}

/* Do both belong to one piece of virtual memory? */
static bool same_mapping(const struct inspect_load *load, unsigned long va,
			 phys_addr_t pa)
{
	return va - load->va == (unsigned long)(pa - load->pa);
}

/*
 * A load that has the page at @pa, or else one that it can be put behind. In
 * the latter case, @room is what is free from @pa to the next load.
 */
static struct inspect_load *find_load(struct inspect_loads *loads,
				      unsigned long va, phys_addr_t pa,
				      u64 *room)
{
	struct inspect_load *behind = NULL, *load;

	*room = U64_MAX;
	for (load = loads->load; load < loads->load + loads->count; load++) {
		if (pa < load->pa)
			*room = min_t(u64, *room, load->pa - pa);
		else if (pa < load_end(load))
			return load;
		else if (pa == load_end(load) && same_mapping(load, va, pa))
			behind = load;
	}
	return behind;
}

static struct inspect_load *new_load(struct inspect_loads *loads,
				     unsigned long va, phys_addr_t pa)
{
	struct inspect_load *load;

	if (loads->count == loads->capacity)
		return NULL;

	load = &loads->load[loads->count++];
	*load = (struct inspect_load) { .va = va, .pa = pa };
	return load;
}

/**
 * inspect_loads_add() - add the pages of a region, except those already there
 * @loads:	what they are added to
 * @va:		virtual address of the region
 * @pa:		physical address of the region
 * @size:	bytes of the region
 *
 * Return: true, or false if there is no room for all of them.
 */
bool inspect_loads_add(struct inspect_loads *loads, unsigned long va,
		       phys_addr_t pa, u64 size)
{
	phys_addr_t end = PAGE_ALIGN(pa + size);
	struct inspect_load *load;
	u64 step, room;

	va = (unsigned long)kasan_reset_tag((void *)va) & PAGE_MASK;
	pa &= PAGE_MASK;
	while (pa < end) {
		load = find_load(loads, va, pa, &room);
		if (load && pa < load_end(load)) {
			step = min_t(u64, load_end(load), end) - pa;
		} else {
			if (!load)
				load = new_load(loads, va, pa);
			if (!load)
				return false;
			step = min_t(u64, end - pa, room);
			load->size += step;
		}
		va += step;
		pa += step;
	}
	return true;
}
