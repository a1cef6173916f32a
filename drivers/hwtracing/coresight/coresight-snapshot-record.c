// SPDX-License-Identifier: GPL-2.0-only
/*
 * CoreSight snapshots: the record of a device
 *
 * The layout is in include/uapi/linux/coresight_snapshot.h. Everything up to
 * the first checksum is complete once the device is enabled; the freeze adds
 * the result, and the state last.
 */

#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "coresight-snapshot-device.h"

/* The records of all devices of a kind have this many bytes of blocks. */
static u32 blocks_size(const struct snapshot_type *type)
{
	return sizeof(struct coresight_snapshot_block) +
	       type->nr_regs * sizeof(struct coresight_snapshot_reg);
}

static struct coresight_snapshot_block *
record_block(struct coresight_snapshot *record)
{
	return (void *)(record + 1);
}

static struct coresight_snapshot_reg *
record_regs(struct coresight_snapshot *record)
{
	return (void *)(record_block(record) + 1);
}

static void set_state(struct coresight_snapshot *record,
		      enum coresight_snapshot_state state)
{
	/* All that a state promises is in memory before the state is. */
	wmb();
	WRITE_ONCE(record->state, cpu_to_le32(state));
	/* And the state is there before anything that it no longer covers. */
	wmb();
}

static u32 meta_crc(const struct coresight_snapshot *record)
{
	u32 crc;

	crc = crc32_le(~0, (const u8 *)record,
		       offsetof(struct coresight_snapshot, meta_crc));
	crc = crc32_le(crc, (const u8 *)(record + 1),
		       le32_to_cpu(record->blocks_size));
	return ~crc;
}

static u32 result_crc(const struct coresight_snapshot *record)
{
	size_t size = offsetof(struct coresight_snapshot, result_crc) -
		      offsetof(struct coresight_snapshot, error);
	u32 crc;

	crc = crc32_le(~0, (const u8 *)&record->error, size);
	crc = crc32_le(crc, (const u8 *)record + le32_to_cpu(record->data_offset),
		       le32_to_cpu(record->data_size));
	return ~crc;
}

static void write_head(struct snapshot_device *dev, u32 data_capacity)
{
	struct coresight_snapshot *record = dev->record;
	u32 data_offset = data_capacity ? CORESIGHT_SNAPSHOT_ALIGN : 0;

	memcpy(record->magic, CORESIGHT_SNAPSHOT_MAGIC, sizeof(record->magic));
	record->version = cpu_to_le16(CORESIGHT_SNAPSHOT_VERSION);
	record->kind = cpu_to_le16(dev->type->kind);
	record->header_size = cpu_to_le32(sizeof(*record));
	record->paddr = cpu_to_le64(dev->region.pa);
	record->size = cpu_to_le32(dev->region.size);
	record->blocks_size = cpu_to_le32(blocks_size(dev->type));
	record->data_offset = cpu_to_le32(data_offset);
	record->data_capacity = cpu_to_le32(data_capacity);
	record->cpu = cpu_to_le32(dev->cpu);
	record->trace_id = cpu_to_le32(CORESIGHT_SNAPSHOT_NONE);
	strscpy(record->name, dev_name(&dev->csdev->dev), sizeof(record->name));
}

static void write_block(struct snapshot_device *dev)
{
	struct coresight_snapshot_block *block = record_block(dev->record);
	struct coresight_snapshot_reg *reg = record_regs(dev->record);
	unsigned int i;

	block->type = cpu_to_le32(CORESIGHT_SNAPSHOT_REGS);
	block->length = cpu_to_le32(dev->type->nr_regs * sizeof(*reg));
	for (i = 0; i < dev->type->nr_regs; i++)
		reg[i].offset = cpu_to_le32(dev->type->regs[i]);
}

/* A Qualcomm minidump keeps 8 bytes: let them be those that tell apart. */
static void name_region(struct snapshot_device *dev)
{
	const char *name = dev_name(&dev->csdev->dev);

	if (!strncmp(name, "tmc_", 4))
		name += 4;
	strscpy(dev->region.name, name, sizeof(dev->region.name));
}

/**
 * snapshot_record_create() - make a device's record and register it
 * @dev:	the device; @dev->record and @dev->region are filled in
 * @data_capacity: bytes of trace data to make room for, 0 in a source
 *
 * Return: 0 or a negative errno.
 */
int snapshot_record_create(struct snapshot_device *dev, u32 data_capacity)
{
	struct inspect_entry *region = &dev->region;
	int ret;

	BUILD_BUG_ON(sizeof(struct coresight_snapshot) % 8);

	region->id = MEMINSPECT_ID_DYNAMIC;
	region->class = MEMINSPECT_CLASS_TRACE;
	region->owner = THIS_MODULE;
	region->size = PAGE_ALIGN(CORESIGHT_SNAPSHOT_ALIGN + data_capacity);
	region->va = alloc_pages_exact(region->size, GFP_KERNEL | __GFP_ZERO);
	if (!region->va)
		return -ENOMEM;

	region->pa = virt_to_phys(region->va);
	name_region(dev);
	dev->record = region->va;
	write_head(dev, data_capacity);
	write_block(dev);
	dev->record->meta_crc = cpu_to_le32(meta_crc(dev->record));

	ret = meminspect_lock_register(region);
	if (ret)
		free_pages_exact(region->va, region->size);
	return ret;
}

/**
 * snapshot_record_destroy() - unregister a device's record and free it
 * @dev: the device
 */
void snapshot_record_destroy(struct snapshot_device *dev)
{
	meminspect_lock_unregister_pa(dev->region.pa, dev->region.size);
	free_pages_exact(dev->region.va, dev->region.size);
}

static u64 read_reg(struct snapshot_device *dev, u16 offset)
{
	return csdev_access_relaxed_read32(&dev->csdev->access, offset);
}

/**
 * snapshot_record_arm() - complete the metadata of an enabled device
 * @dev:	the device; its registers are read, on the right CPU for it
 * @trace_id:	trace ID of a source
 * @sink:	name of the sink it traces into, empty in a sink
 */
void snapshot_record_arm(struct snapshot_device *dev, u32 trace_id,
			 const char *sink)
{
	struct coresight_snapshot *record = dev->record;
	struct coresight_snapshot_reg *reg = record_regs(record);
	unsigned int i = dev->known_fixed ? dev->type->nr_fixed : 0;

	snapshot_record_clear(dev);
	for (; i < dev->type->nr_regs; i++)
		reg[i].value = cpu_to_le64(read_reg(dev, dev->type->regs[i]));
	dev->known_fixed = true;

	record->trace_id = cpu_to_le32(trace_id);
	strscpy_pad(record->sink, sink, sizeof(record->sink));
	record->meta_crc = cpu_to_le32(meta_crc(record));
	set_state(record, CORESIGHT_SNAPSHOT_ARMED);
}

/**
 * snapshot_record_clear() - the record says nothing about a trace any more
 * @dev: the device
 */
void snapshot_record_clear(struct snapshot_device *dev)
{
	struct coresight_snapshot *record = dev->record;

	set_state(record, CORESIGHT_SNAPSHOT_EMPTY);
	memset(&record->error, 0,
	       offsetof(struct coresight_snapshot, state) -
	       offsetof(struct coresight_snapshot, error));
}

/**
 * snapshot_record_finish() - add the result of a freeze
 * @dev:	the device
 * @error:	0, or the negative errno of why it could not be stopped
 * @data_size:	bytes of trace data in the record
 *
 * @record->flags are set already.
 */
void snapshot_record_finish(struct snapshot_device *dev, int error,
			    u32 data_size)
{
	struct coresight_snapshot *record = dev->record;

	record->error = cpu_to_le32(-error);
	record->data_size = cpu_to_le32(data_size);
	record->frozen_cpu = cpu_to_le32(raw_smp_processor_id());
	record->frozen_ns = cpu_to_le64(sched_clock());
	record->result_crc = cpu_to_le32(result_crc(record));
	set_state(record, error ? CORESIGHT_SNAPSHOT_FAILED :
				  CORESIGHT_SNAPSHOT_VALID);
}

/**
 * snapshot_record_data() - where the trace data goes
 * @dev: a sink
 *
 * Return: the record's data, of the capacity it was created with.
 */
u8 *snapshot_record_data(struct snapshot_device *dev)
{
	return (u8 *)dev->record + le32_to_cpu(dev->record->data_offset);
}
