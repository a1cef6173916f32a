// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the table of registered regions
 *
 * Everything here happens in process context, under one mutex. Nobody reads
 * the table when the kernel has crashed: what a crash needs is in the core
 * image, which follows every change of the table at once.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include "internal.h"

/* Entries the table grows by. */
#define INSPECT_TABLE_STEP	32

static DEFINE_MUTEX(meminspect_lock);
static struct inspect_table inspect_table;
static BLOCKING_NOTIFIER_HEAD(meminspect_chain);

static bool entry_is_valid(const struct inspect_entry *entry)
{
	return entry->size && entry->name[0] &&
	       strnlen(entry->name, sizeof(entry->name)) < sizeof(entry->name) &&
	       (unsigned int)entry->class < MEMINSPECT_CLASS_MAX &&
	       entry->pa + entry->size > entry->pa;
}

static bool entries_overlap(const struct inspect_entry *a,
			    const struct inspect_entry *b)
{
	return a->pa < b->pa + b->size && b->pa < a->pa + a->size;
}

static int table_check(const struct inspect_table *table,
		       const struct inspect_entry *entry)
{
	unsigned int i;

	for (i = 0; i < table->count; i++) {
		if (entries_overlap(&table->entries[i], entry))
			return -EEXIST;
		if (!strcmp(table->entries[i].name, entry->name))
			return -EEXIST;
	}
	return 0;
}

static int table_reserve(struct inspect_table *table)
{
	unsigned int capacity = table->capacity + INSPECT_TABLE_STEP;
	struct inspect_entry *entries;

	if (table->count < table->capacity)
		return 0;

	entries = krealloc_array(table->entries, capacity, sizeof(*entries),
				 GFP_KERNEL);
	if (!entries)
		return -ENOMEM;

	table->entries = entries;
	table->capacity = capacity;
	return 0;
}

static int table_find(const struct inspect_table *table,
		      const struct inspect_entry *entry)
{
	unsigned int i;

	for (i = 0; i < table->count; i++) {
		if (table->entries[i].pa == entry->pa &&
		    table->entries[i].size == entry->size)
			return i;
	}
	return -ENOENT;
}

static void table_delete(struct inspect_table *table, unsigned int index)
{
	struct inspect_entry *gone = &table->entries[index];

	table->count--;
	memmove(gone, gone + 1, (table->count - index) * sizeof(*gone));
}

/**
 * meminspect_register() - register a region for inspection
 * @entry: the region; copied
 *
 * The caller owns the memory, and unregisters the region before freeing it.
 * May sleep.
 *
 * Return: 0, -EINVAL if @entry is malformed, -EEXIST if it overlaps another
 * region or has its name, -ENOMEM if the table or the core image cannot grow.
 */
int meminspect_register(const struct inspect_entry *entry)
{
	struct inspect_table *table = &inspect_table;
	int ret;

	if (!entry_is_valid(entry))
		return -EINVAL;

	guard(mutex)(&meminspect_lock);

	ret = table_check(table, entry);
	if (ret)
		return ret;

	ret = table_reserve(table);
	if (ret)
		return ret;

	table->entries[table->count++] = *entry;
	ret = meminspect_image_update(table);
	if (ret) {
		table->count--;
		return ret;
	}

	blocking_notifier_call_chain(&meminspect_chain, MEMINSPECT_NOTIFIER_ADD,
				     (void *)entry);
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_register);

/**
 * meminspect_unregister() - unregister a region
 * @entry: the region, known by its address and size
 *
 * After the return no image refers to the memory. May sleep.
 *
 * Return: 0, or -ENOENT if there is no such region.
 */
int meminspect_unregister(const struct inspect_entry *entry)
{
	struct inspect_table *table = &inspect_table;
	struct inspect_entry gone;
	int index;

	guard(mutex)(&meminspect_lock);

	index = table_find(table, entry);
	if (index < 0)
		return index;

	gone = table->entries[index];
	table_delete(table, index);
	/* Never fails for a table that has shrunk. */
	meminspect_image_update(table);
	blocking_notifier_call_chain(&meminspect_chain,
				     MEMINSPECT_NOTIFIER_REMOVE, &gone);
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_unregister);

/**
 * meminspect_traverse() - visit every region, in order of registration
 * @priv:	handed to @visit
 * @visit:	called under the table's lock: it must not register anything
 *
 * Return: 0, or what @visit returned when it stopped the traversal.
 */
int meminspect_traverse(void *priv, meminspect_visit_t visit)
{
	unsigned int i;
	int ret;

	guard(mutex)(&meminspect_lock);

	for (i = 0; i < inspect_table.count; i++) {
		ret = visit(priv, &inspect_table.entries[i]);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_traverse);

/**
 * meminspect_notifier_register() - hear of registrations and removals
 * @nb: called with an enum meminspect_event and a struct inspect_entry,
 *	under the table's lock
 *
 * Regions that are registered already are not announced: traverse first.
 *
 * Return: 0 or a negative errno.
 */
int meminspect_notifier_register(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&meminspect_chain, nb);
}
EXPORT_SYMBOL_GPL(meminspect_notifier_register);

/**
 * meminspect_notifier_unregister() - hear no more
 * @nb: as registered
 *
 * Return: 0 or a negative errno.
 */
int meminspect_notifier_unregister(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&meminspect_chain, nb);
}
EXPORT_SYMBOL_GPL(meminspect_notifier_unregister);

static int __init meminspect_init(void)
{
	struct inspect_entry entry = {
		.name = "vmcoreinfo",
		.class = MEMINSPECT_CLASS_CORE,
		.va = vmcoreinfo_data,
		.size = PAGE_SIZE,
	};
	int ret;

	if (!vmcoreinfo_data)
		return -ENODATA;

	entry.pa = virt_to_phys(entry.va);
	ret = meminspect_register(&entry);
	if (ret)
		pr_err("cannot register vmcoreinfo: %d\n", ret);
	return ret;
}

/* After vmcoreinfo, which is made in a subsys_initcall, before any driver. */
subsys_initcall_sync(meminspect_init);
