// SPDX-License-Identifier: GPL-2.0-only
/*
 * Qualcomm minidump: Linux' own part of it
 *
 * Qualcomm's boot firmware can save a few chosen regions of memory after a
 * crash, instead of all. What has been registered with meminspect is listed
 * in the table that it reads, and followed as it changes; in a crash, what is
 * known then takes its place.
 */

#include <linux/cleanup.h>
#include <linux/container_of.h>
#include <linux/crash_dump.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/meminspect.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/soc/qcom/minidump.h>

#include "minidump-table.h"

/* Room for the header and for one load at least, and what fits an ELF file */
#define MIN_REGIONS	2
#define MAX_REGIONS	4096

static unsigned int max_regions = 200;
module_param(max_regions, uint, 0444);
MODULE_PARM_DESC(max_regions, "regions that the boot firmware takes (default: 200)");

/**
 * struct qcom_minidump - the device
 * @consumer:	of meminspect
 * @apss:	entry in the table of contents, in shared memory
 * @table:	for each view
 * @capacity:	regions that a table has room for
 */
struct qcom_minidump {
	struct meminspect_consumer consumer;
	struct minidump_subsystem *apss;
	struct minidump_table table[MEMINSPECT_VIEWS];
	unsigned int capacity;
};

static void publish(struct meminspect_consumer *consumer,
		    const struct meminspect_view *view)
{
	struct qcom_minidump *minidump =
		container_of(consumer, struct qcom_minidump, consumer);
	struct minidump_table *table;

	if (!view) {
		minidump_apss_disable(minidump->apss);
		return;
	}
	table = &minidump->table[view->slot];
	minidump_table_write(table, minidump->capacity, view);
	minidump_apss_publish(minidump->apss, table->pa, 1 + view->count);
}

static int alloc_tables(struct device *dev, struct qcom_minidump *minidump)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < MEMINSPECT_VIEWS && !ret; i++)
		ret = minidump_table_alloc(dev, &minidump->table[i],
					   minidump->capacity);
	return ret;
}

static int qcom_minidump_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct qcom_minidump *minidump;
	int ret;

	/* What is there is that of the kernel that crashed. */
	if (is_kdump_kernel())
		return -ENODEV;

	minidump = devm_kzalloc(dev, sizeof(*minidump), GFP_KERNEL);
	if (!minidump)
		return -ENOMEM;

	minidump->apss = qcom_minidump_subsystem(MINIDUMP_APSS);
	if (IS_ERR(minidump->apss))
		return dev_err_probe(dev, PTR_ERR(minidump->apss),
				     "no table in shared memory\n");

	minidump->capacity = clamp(max_regions, MIN_REGIONS, MAX_REGIONS);
	ret = alloc_tables(dev, minidump);
	if (ret)
		return ret;

	minidump->consumer = (struct meminspect_consumer) {
		.name = dev_name(dev),
		.classes = ~0UL,
		/* One is the header's. */
		.max_loads = minidump->capacity - 1,
		.publish = publish,
	};
	minidump_apss_enable(minidump->apss);
	ret = meminspect_consumer_register(&minidump->consumer);
	if (ret) {
		minidump_apss_disable(minidump->apss);
		return dev_err_probe(dev, ret, "no room for the regions\n");
	}
	platform_set_drvdata(pdev, minidump);
	return 0;
}

static void qcom_minidump_remove(struct platform_device *pdev)
{
	struct qcom_minidump *minidump = platform_get_drvdata(pdev);

	meminspect_consumer_unregister(&minidump->consumer);
}

static const struct platform_device_id qcom_minidump_ids[] = {
	{ .name = "qcom-minidump" },
	{ }
};
MODULE_DEVICE_TABLE(platform, qcom_minidump_ids);

static struct platform_driver qcom_minidump_driver = {
	.probe = qcom_minidump_probe,
	.remove = qcom_minidump_remove,
	.id_table = qcom_minidump_ids,
	.driver = {
		.name = "qcom-minidump",
	},
};
module_platform_driver(qcom_minidump_driver);

MODULE_DESCRIPTION("Qualcomm minidump of the application processors");
MODULE_LICENSE("GPL");
