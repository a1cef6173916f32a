/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Qualcomm minidump: the table of regions that Linux fills in
 */
#ifndef _QCOM_MINIDUMP_TABLE_H
#define _QCOM_MINIDUMP_TABLE_H

#include <linux/types.h>

struct device;
struct meminspect_view;
struct minidump_region;
struct minidump_subsystem;

/**
 * struct minidump_table - where the regions of one view are listed
 * @regions:	array
 * @pa:		its physical address
 */
struct minidump_table {
	struct minidump_region *regions;
	phys_addr_t pa;
};

int minidump_table_alloc(struct device *dev, struct minidump_table *table,
			 unsigned int capacity);
void minidump_table_write(struct minidump_table *table, unsigned int capacity,
			  const struct meminspect_view *view);

void minidump_apss_enable(struct minidump_subsystem *apss);
void minidump_apss_publish(struct minidump_subsystem *apss, phys_addr_t pa,
			   unsigned int count);
void minidump_apss_disable(struct minidump_subsystem *apss);

#endif /* _QCOM_MINIDUMP_TABLE_H */
