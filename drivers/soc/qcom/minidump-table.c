// SPDX-License-Identifier: GPL-2.0-only
/*
 * Qualcomm minidump: the table of regions that Linux fills in
 *
 * The firmware may look at any moment: a crash does not wait until a table is
 * complete. So a table is written while another one counts, and what it does
 * not use is marked as invalid: with the number of regions of its predecessor
 * it is as good, but for the last regions if it has more of them.
 *
 * All of this runs in a crash, too.
 */

#include <linux/build_bug.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/meminspect.h>
#include <linux/soc/qcom/minidump.h>
#include <linux/string.h>

#include "minidump-table.h"

/* What the boot firmware of devices reads. */
static_assert(sizeof(struct minidump_region) == 40);
static_assert(sizeof(struct minidump_subsystem) == 32);
static_assert(sizeof(struct minidump_global_toc) == 16 + 10 * 32);

/**
 * minidump_table_alloc() - have memory for a table
 * @dev:	whose it is
 * @table:	filled in
 * @capacity:	regions that it has room for
 *
 * Return: 0 or -ENOMEM.
 */
int minidump_table_alloc(struct device *dev, struct minidump_table *table,
			 unsigned int capacity)
{
	table->regions = devm_kcalloc(dev, capacity, sizeof(*table->regions),
				      GFP_KERNEL);
	if (!table->regions)
		return -ENOMEM;
	table->pa = virt_to_phys(table->regions);
	return 0;
}

static void write_region(struct minidump_region *region, unsigned int seq_num,
			 phys_addr_t pa, u64 size)
{
	region->seq_num = cpu_to_le32(seq_num);
	region->address = cpu_to_le64(pa);
	region->size = cpu_to_le64(size);
	region->valid = cpu_to_le32(MINIDUMP_REGION_VALID);
}

static void write_header(struct minidump_region *region,
			 const struct meminspect_view *view)
{
	strscpy(region->name, MINIDUMP_ELF_NAME, sizeof(region->name));
	write_region(region, 0, virt_to_phys(view->header), view->header_size);
}

/* The PT_NOTE has index 0. */
static void write_load(struct minidump_region *region, unsigned int i,
		       const struct inspect_load *load)
{
	u64 unit = load->pa / MINIDUMP_LOAD_NAME_UNIT;

	scnprintf(region->name, sizeof(region->name), MINIDUMP_LOAD_NAME,
		  (unsigned int)(unit & MINIDUMP_LOAD_NAME_MASK));
	write_region(region, 1 + i, load->pa, load->size);
}

/**
 * minidump_table_write() - list what a view has
 * @table:	not the one that counts
 * @capacity:	regions that it has room for, more than the view has loads
 * @view:	the view
 */
void minidump_table_write(struct minidump_table *table, unsigned int capacity,
			  const struct meminspect_view *view)
{
	unsigned int i;

	memset(table->regions, 0, capacity * sizeof(*table->regions));
	write_header(&table->regions[0], view);
	for (i = 0; i < view->count; i++)
		write_load(&table->regions[1 + i], i, &view->loads[i]);
}

/**
 * minidump_apss_enable() - have the firmware save what will be published
 * @apss: Linux' entry of the table of contents
 *
 * Whatever was there before is nobody's: the kernel that wrote it is gone.
 */
void minidump_apss_enable(struct minidump_subsystem *apss)
{
	minidump_apss_disable(apss);
	apss->encryption_required = cpu_to_le32(MINIDUMP_SS_ENCR_NOTREQ);
	apss->encryption_status = cpu_to_le32(MINIDUMP_SS_ENCR_DONE);
	wmb(); /* It is not enabled before the rest is there. */
	WRITE_ONCE(apss->enabled, cpu_to_le32(MINIDUMP_SS_ENABLED));
	WRITE_ONCE(apss->status, cpu_to_le32(1));
	wmb(); /* It is before anything is published. */
}

/**
 * minidump_apss_publish() - let a table count
 * @apss:	Linux' entry of the table of contents
 * @pa:		physical address of the table, which is complete
 * @count:	its regions
 */
void minidump_apss_publish(struct minidump_subsystem *apss, phys_addr_t pa,
			   unsigned int count)
{
	wmb(); /* The table is there before anyone is told. */
	WRITE_ONCE(apss->regions_baseptr, cpu_to_le64(pa));
	wmb(); /* The number is the last thing to change. */
	WRITE_ONCE(apss->region_count, cpu_to_le32(count));
	wmb(); /* Only now may the table before be written again. */
}

/**
 * minidump_apss_disable() - have the firmware save nothing
 * @apss: Linux' entry of the table of contents
 */
void minidump_apss_disable(struct minidump_subsystem *apss)
{
	WRITE_ONCE(apss->region_count, 0);
	wmb(); /* Nobody reads the table once it has no regions. */
	WRITE_ONCE(apss->regions_baseptr, 0);
	WRITE_ONCE(apss->enabled, 0);
	WRITE_ONCE(apss->status, 0);
	wmb(); /* It is so before the table goes away. */
}
