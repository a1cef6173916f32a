// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: no region outlives its memory
 *
 * Whoever registers a region unregisters it before the memory goes away. This
 * catches those who do not: a module that leaves takes its regions with it,
 * and memory with a region in it is not unplugged.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pfn.h>
#include <linux/printk.h>

#include "internal.h"

#ifdef CONFIG_MODULES

static bool owned_by(const struct inspect_entry *entry, const void *owner)
{
	return entry->owner == owner;
}

static int module_goes(struct notifier_block *nb, unsigned long state,
		       void *data)
{
	struct module *module = data;

	if (state != MODULE_STATE_GOING)
		return NOTIFY_OK;

	guard(meminspect)();

	if (!inspect_table_remove(owned_by, module))
		pr_warn("module %s left without unregistering its regions\n",
			module_name(module));
	return NOTIFY_OK;
}

static struct notifier_block module_nb = {
	.notifier_call = module_goes,
};

static int watch_modules(void)
{
	return register_module_notifier(&module_nb);
}

#else

static int watch_modules(void)
{
	return 0;
}

#endif /* CONFIG_MODULES */

/* Stops at the first region that is in the memory. */
static int in_memory(void *priv, const struct inspect_entry *entry)
{
	const struct memory_notify *memory = priv;
	unsigned long first = PFN_DOWN(entry->pa);
	unsigned long end = PFN_UP(entry->pa + entry->size);

	if (end <= memory->start_pfn ||
	    first >= memory->start_pfn + memory->nr_pages)
		return 0;

	pr_warn("region %s keeps its memory from going offline\n", entry->name);
	return 1;
}

static int memory_goes(struct notifier_block *nb, unsigned long action,
		       void *memory)
{
	if (action != MEM_GOING_OFFLINE)
		return NOTIFY_OK;
	return meminspect_lock_traverse(memory, in_memory) ? NOTIFY_BAD :
							     NOTIFY_OK;
}

static int __init lifetime_init(void)
{
	hotplug_memory_notifier(memory_goes, DEFAULT_CALLBACK_PRI);
	return watch_modules();
}
subsys_initcall(lifetime_init);
