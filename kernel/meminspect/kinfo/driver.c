// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the driver of memory that firmware reserves for debug kinfo
 *
 * The devicetree has it in one of two ways: as a node in /reserved-memory, or
 * as a device whose memory-region refers to such a node.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/crash_dump.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/meminspect.h>
#include <linux/mod_devicetable.h>
#include <linux/moduleparam.h>
#include <linux/of.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/printk.h>
#include <linux/sprintf.h>

#include "kinfo.h"

static int build_info_set(const char *text, const struct kernel_param *param)
{
	if (!kinfo_set_build(text))
		pr_warn("build_info is cut to %d characters\n",
			DEBUG_KINFO_BUILD_LEN - 1);
	return 0;
}

static int build_info_get(char *text, const struct kernel_param *param)
{
	size_t len = kinfo_get_build(text, DEBUG_KINFO_BUILD_LEN);

	return len + sprintf(text + len, "\n");
}

static const struct kernel_param_ops build_info_ops = {
	.set = build_info_set,
	.get = build_info_get,
};

module_param_cb(build_info, &build_info_ops, NULL, 0644);
MODULE_PARM_DESC(build_info, "Build of the system, for the debug kinfo record");

static struct reserved_mem *find_memory(struct device *dev)
{
	struct device_node *node;
	struct reserved_mem *memory;

	if (!dev->of_node)
		return NULL;
	node = of_parse_phandle(dev->of_node, "memory-region", 0);
	memory = of_reserved_mem_lookup(node ?: dev->of_node);
	of_node_put(node);
	return memory;
}

/*
 * Uncached: a reset does not write caches back. So the kernel must not have a
 * mapping of its own of it, which would be cached.
 */
static void *map_memory(struct device *dev, const struct kinfo_region *region)
{
	void *va;

	if (region_intersects(region->base, region->size,
			      IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
	    REGION_DISJOINT)
		return dev_err_ptr_probe(dev, -EINVAL,
					 "%pa is RAM of the kernel: its node needs no-map\n",
					 &region->base);
	va = devm_memremap(dev, region->base, region->size, MEMREMAP_WC);
	if (IS_ERR(va))
		dev_err(dev, "cannot map %zu bytes at %pa\n", region->size,
			&region->base);
	return va;
}

/* The first page of it, in which the record lies */
static struct inspect_entry inspect_entry_of(const struct kinfo_region *region)
{
	return (struct inspect_entry) {
		.id = MEMINSPECT_ID_DYNAMIC,
		.name = "kinfo",
		.class = MEMINSPECT_CLASS_CORE,
		.va = region->record,
		.pa = region->base,
		.size = sizeof(*region->record),
	};
}

/* A dump that lacks the record is better than no record. */
static void register_record(struct device *dev,
			    const struct kinfo_region *region)
{
	struct inspect_entry entry = inspect_entry_of(region);
	int ret = meminspect_lock_register(&entry);

	if (ret)
		dev_warn(dev, "minidumps lack the record: %d\n", ret);
}

static int add_region(struct device *dev, struct kinfo_region *region)
{
	int ret = kinfo_region_check(region->base, region->size);

	if (ret)
		return dev_err_probe(dev, ret,
				     "%zu bytes at %pa cannot hold the record: it takes %zu, from a multiple of %d on\n",
				     region->size, &region->base,
				     sizeof(*region->record),
				     DEBUG_KINFO_ALIGN);
	region->record = map_memory(dev, region);
	if (IS_ERR(region->record))
		return PTR_ERR(region->record);
	ret = kinfo_region_add(region);
	if (ret)
		return dev_err_probe(dev, ret,
				     "another device has the record at %pa\n",
				     &region->base);
	register_record(dev, region);
	return 0;
}

static int kinfo_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct kinfo_region *region;
	struct reserved_mem *memory;

	/* What is there says where the kernel is that crashed. */
	if (is_kdump_kernel())
		return -ENODEV;
	memory = find_memory(dev);
	if (!memory)
		return dev_err_probe(dev, -EINVAL, "no reserved memory\n");
	region = devm_kzalloc(dev, sizeof(*region), GFP_KERNEL);
	if (!region)
		return -ENOMEM;
	region->base = memory->base;
	region->size = memory->size;
	platform_set_drvdata(pdev, region);
	return add_region(dev, region);
}

static void kinfo_remove(struct platform_device *pdev)
{
	struct kinfo_region *region = platform_get_drvdata(pdev);

	meminspect_lock_unregister_pa(region->base, sizeof(*region->record));
	kinfo_region_remove(region);
}

static const struct of_device_id kinfo_of_match[] = {
	{ .compatible = "google,debug-kinfo" },
	{ }
};

static struct platform_driver kinfo_driver = {
	.probe = kinfo_probe,
	.remove = kinfo_remove,
	.driver = {
		.name = "debug-kinfo",
		.of_match_table = kinfo_of_match,
	},
};

/*
 * Early, since most drivers are probed later, and may crash; but behind what
 * meminspect registers of the kernel itself.
 */
static int __init kinfo_init(void)
{
	return platform_driver_register(&kinfo_driver);
}
subsys_initcall_sync(kinfo_init);
