// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the pages of the registered regions, as PT_LOADs
 *
 * Readers of core files differ in what they make of segments that overlap, or
 * that share a page: so each page is in one segment, and a segment consists
 * of whole pages. Pages that follow each other in physical and in virtual
 * memory share a segment. The order is that in which they were added.
 */

#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
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
 * @class:	the region's
 * @va:		virtual address of the region
 * @pa:		physical address of the region
 * @size:	bytes of the region
 *
 * Return: true, or false if there is no room for all of them.
 */
bool inspect_loads_add(struct inspect_loads *loads,
		       enum meminspect_class class, unsigned long va,
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
		load->classes |= BIT(class);
		va += step;
		pa += step;
	}
	return true;
}

/* What matters most to whoever looks at a crash comes first. */
static const enum meminspect_class by_importance[] = {
	MEMINSPECT_CLASS_TRACE,
	MEMINSPECT_CLASS_CORE,
	MEMINSPECT_CLASS_LOG,
	MEMINSPECT_CLASS_MM,
	MEMINSPECT_CLASS_DRIVER,
	MEMINSPECT_CLASS_TASK,
	MEMINSPECT_CLASS_SYMBOL,
};

static_assert(ARRAY_SIZE(by_importance) == MEMINSPECT_CLASS_MAX);

/* Of @class, and not of one that has had its turn before */
static bool has_turn(const struct inspect_load *load,
		     enum meminspect_class class, unsigned long before)
{
	return load->classes & BIT(class) && !(load->classes & before);
}

static void choose_class(struct inspect_loads *to,
			 const struct inspect_loads *from,
			 enum meminspect_class class, unsigned long before)
{
	const struct inspect_load *load;

	for (load = from->load; load < from->load + from->count; load++) {
		if (!has_turn(load, class, before))
			continue;
		if (to->count < to->capacity) {
			to->load[to->count++] = *load;
		} else {
			to->left_classes |= load->classes;
			to->left++;
		}
	}
}

/**
 * inspect_loads_choose() - the most important of some loads
 * @to:		filled as far as there is room, the most important ones first
 * @from:	in any order; kept within a class
 * @classes:	BIT() of each class to choose from
 *
 * What had no room is counted in @to.
 */
void inspect_loads_choose(struct inspect_loads *to,
			  const struct inspect_loads *from,
			  unsigned long classes)
{
	unsigned long before = 0;
	unsigned int i;

	to->count = 0;
	to->left = 0;
	to->left_classes = 0;
	for (i = 0; i < ARRAY_SIZE(by_importance); i++) {
		if (!(classes & BIT(by_importance[i])))
			continue;
		choose_class(to, from, by_importance[i], before);
		before |= BIT(by_importance[i]);
	}
}
