// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: complain when memory is freed that is registered
 *
 * The allocators tell of each piece of memory that is freed. They do so in
 * any context, so what they are held against is a copy of the table that RCU
 * protects, sorted by address.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "internal.h"

/**
 * struct freed_region - a region that must not be freed
 * @start:	physical address of the first byte
 * @end:	behind the last
 * @furthest:	the highest @end of this one and those before it
 * @name:	of the region
 */
struct freed_region {
	phys_addr_t start;
	phys_addr_t end;
	phys_addr_t furthest;
	char name[MEMINSPECT_NAME_LEN];
};

/**
 * struct freed_regions - all of them
 * @rcu:	to free an old state
 * @count:	number of regions
 * @region:	they themselves, by @start
 */
struct freed_regions {
	struct rcu_head rcu;
	unsigned int count;
	struct freed_region region[] __counted_by(count);
};

static struct freed_regions __rcu *freed_regions;
static atomic_t freed_complaints = ATOMIC_INIT(0);

static int by_start(const void *a, const void *b)
{
	const struct freed_region *left = a, *right = b;

	return left->start < right->start ? -1 : left->start > right->start;
}

static struct freed_regions *copy_table(const struct inspect_table *table)
{
	const struct inspect_entry *entry = table->entries;
	struct freed_region *region;
	struct freed_regions *all;

	all = kzalloc(struct_size(all, region, table->count), GFP_KERNEL);
	if (!all)
		return NULL;

	all->count = table->count;
	for (region = all->region; region < all->region + all->count; region++) {
		region->start = entry->pa;
		region->end = entry->pa + entry->size;
		strscpy(region->name, entry->name, sizeof(region->name));
		entry++;
	}
	return all;
}

static void find_furthest(struct freed_regions *all)
{
	phys_addr_t furthest = 0;
	unsigned int i;

	for (i = 0; i < all->count; i++) {
		furthest = max(furthest, all->region[i].end);
		all->region[i].furthest = furthest;
	}
}

/**
 * inspect_freed_update() - follow the table
 * @table: the table, locked by the caller
 *
 * Without memory for a copy nothing is checked until the next change.
 */
void inspect_freed_update(const struct inspect_table *table)
{
	struct freed_regions *all = copy_table(table), *old;

	if (all) {
		sort(all->region, all->count, sizeof(*all->region), by_start,
		     NULL);
		find_furthest(all);
	} else {
		pr_warn("no memory to check what is freed\n");
	}
	old = rcu_replace_pointer(freed_regions, all, true);
	kfree_rcu(old, rcu);
}

/* Regions that start before @end: the number of them */
static unsigned int count_before(const struct freed_regions *all,
				 phys_addr_t end)
{
	unsigned int low = 0, high = all->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (all->region[middle].start < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void complain(const struct freed_region *region, phys_addr_t start)
{
	atomic_inc(&freed_complaints);
	pr_err("region %s at %pa is registered, but memory at %pa is freed\n",
	       region->name, &region->start, &start);
	dump_stack();
}

/**
 * meminspect_check_freed() - memory is being freed
 * @start:	physical address of the first byte
 * @size:	bytes
 *
 * Called by allocators, in any context.
 */
void meminspect_check_freed(phys_addr_t start, size_t size)
{
	const struct freed_regions *all;
	unsigned int i;

	guard(rcu)();

	all = rcu_dereference(freed_regions);
	i = all ? count_before(all, start + size) : 0;
	while (i-- && all->region[i].furthest > start) {
		if (all->region[i].end > start)
			complain(&all->region[i], start);
	}
}

/**
 * inspect_freed_complaints() - how often has there been a complaint?
 *
 * For tests.
 *
 * Return: a number.
 */
unsigned int inspect_freed_complaints(void)
{
	return atomic_read(&freed_complaints);
}
