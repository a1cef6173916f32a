// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: what is registered, for users to see
 */

#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "internal.h"

static int show_region(void *file, const struct inspect_entry *entry)
{
	phys_addr_t pa = entry->pa;

	seq_printf(file, "%s\t%s\t%s\t%pa\t%zu\t%s\n", entry->name,
		   inspect_class_name(entry->class),
		   entry->owner ? module_name(entry->owner) : "-", &pa,
		   entry->size,
		   inspect_class_is_off(entry->class) ? "off" : "on");
	return 0;
}

static int regions_show(struct seq_file *file, void *unused)
{
	seq_puts(file, "name\tclass\towner\tphysical\tsize\tstate\n");
	return meminspect_lock_traverse(file, show_region);
}
DEFINE_SHOW_ATTRIBUTE(regions);

static int __init meminspect_debugfs_init(void)
{
	struct dentry *dir = debugfs_create_dir("meminspect", NULL);

	debugfs_create_file("regions", 0400, dir, NULL, &regions_fops);
	return 0;
}
late_initcall(meminspect_debugfs_init);
