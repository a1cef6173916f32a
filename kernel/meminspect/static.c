// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: regions of the kernel image, collected by the linker
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/vmcore_info.h>

#include "internal.h"

static int register_vmcoreinfo(void)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_VMCOREINFO,
		.name = "vmcoreinfo",
		.class = MEMINSPECT_CLASS_CORE,
		.va = vmcoreinfo_data,
		.size = PAGE_SIZE,
	};

	return meminspect_register(&entry);
}

static int __init meminspect_init(void)
{
	int ret;

	if (!vmcoreinfo_data)
		return -ENODATA;

	guard(meminspect)();

	ret = inspect_table_add_all(__inspect_table, __inspect_table_end);
	if (!ret)
		ret = register_vmcoreinfo();
	if (ret)
		pr_err("cannot register the kernel's regions: %d\n", ret);
	return ret;
}

/* After vmcoreinfo, which is made in a subsys_initcall, before any driver. */
subsys_initcall_sync(meminspect_init);
