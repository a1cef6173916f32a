// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: what the kernel registers of itself
 *
 * All that exists when the kernel boots is registered in one go: the core
 * image is written once. What cannot be registered is reported and left out,
 * since a dump without it is better than none.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include "internal.h"

/**
 * inspect_own_entry() - register a region of the kernel's own
 * @entry: the region
 *
 * As meminspect_register(), for regions that nobody is there to hear of an
 * error for.
 */
void inspect_own_entry(const struct inspect_entry *entry)
{
	int ret = meminspect_register(entry);

	if (ret)
		pr_err("cannot register %s: %d\n", entry->name, ret);
}

/**
 * inspect_own() - register memory of the kernel's own that may be known
 * @class:	what it is for
 * @va:		its virtual address
 * @size:	bytes
 * @name:	format of its name
 *
 * As inspect_own_entry(), but memory that is registered already is no error.
 */
void inspect_own(enum meminspect_class class, const void *va, size_t size,
		 const char *name, ...)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_DYNAMIC,
		.class = class,
		.va = (void *)va,
		.size = size,
	};
	va_list args;
	int ret;

	va_start(args, name);
	vsnprintf(entry.name, sizeof(entry.name), name, args);
	va_end(args);

	ret = meminspect_register(&entry);
	if (ret && ret != -EEXIST)
		pr_err("cannot register %s: %d\n", entry.name, ret);
}

static void own_vmcoreinfo(void)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_VMCOREINFO,
		.name = "vmcoreinfo",
		.class = MEMINSPECT_CLASS_CORE,
		.va = vmcoreinfo_data,
		.size = PAGE_SIZE,
	};

	inspect_own_entry(&entry);
}

/* Its size is known only when everything else is linked. */
static void own_banner(void)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_linux_banner,
		.name = "linux_banner",
		.class = MEMINSPECT_CLASS_CORE,
		.va = (void *)linux_banner,
		.size = strlen(linux_banner) + 1,
	};

	inspect_own_entry(&entry);
}

static int __init meminspect_init(void)
{
	unsigned int cpu;

	if (!vmcoreinfo_data)
		return -ENODATA;

	guard(meminspect)();

	inspect_own_static();
	own_banner();
	own_vmcoreinfo();
	inspect_own_memory();
	for_each_present_cpu(cpu)
		inspect_own_percpu(cpu);
	if (IS_BUILTIN(CONFIG_IKCONFIG))
		inspect_own_config();
	if (IS_ENABLED(CONFIG_PRINTK))
		inspect_own_log();
	if (IS_ENABLED(CONFIG_KALLSYMS))
		inspect_own_symbols();
	return 0;
}

/*
 * After vmcoreinfo and crash_notes, which are made in subsys_initcalls, before
 * any driver.
 */
subsys_initcall_sync(meminspect_init);
