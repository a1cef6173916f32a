/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CoreSight snapshots: a device that takes part, inside the engine
 */
#ifndef _CORESIGHT_SNAPSHOT_DEVICE_H
#define _CORESIGHT_SNAPSHOT_DEVICE_H

#include <linux/atomic.h>
#include <linux/coresight.h>
#include <linux/list.h>
#include <linux/meminspect.h>

#include <uapi/linux/coresight_snapshot.h>

struct snapshot_device;

/**
 * struct snapshot_type - how to stop and read one kind of device
 * @kind:	enum coresight_snapshot_kind
 * @regs:	offsets of the registers that the record holds
 * @nr_regs:	number of @regs
 * @nr_fixed:	the first so many of @regs never change
 * @trace_id:	the ID that its trace carries; %NULL in a sink
 * @stop:	ask the device to stop, in a few register writes
 * @wait:	wait for that, a bounded time: 0, or a negative errno
 * @drain:	copy the trace data into the record, and return its bytes;
 *		%NULL in a source
 *
 * The last three run in the freeze: no lock, no allocation, no printk.
 */
struct snapshot_type {
	enum coresight_snapshot_kind kind;
	const u16 *regs;
	unsigned int nr_regs;
	unsigned int nr_fixed;
	u32 (*trace_id)(struct snapshot_device *dev);
	void (*stop)(struct snapshot_device *dev);
	int (*wait)(struct snapshot_device *dev);
	u32 (*drain)(struct snapshot_device *dev);
};

/**
 * enum snapshot_life - may the freeze touch a device?
 * @SNAPSHOT_OFF:	no, it may be without power
 * @SNAPSHOT_LIVE:	yes, its driver has enabled it
 * @SNAPSHOT_STOPPING:	a freeze is at work on it
 * @SNAPSHOT_TAKEN:	no, a freeze has stopped it; the record is kept
 */
enum snapshot_life {
	SNAPSHOT_OFF,
	SNAPSHOT_LIVE,
	SNAPSHOT_STOPPING,
	SNAPSHOT_TAKEN,
};

/**
 * struct snapshot_device - a device that takes part
 * @node:	in the engine's list of sinks or of sources
 * @csdev:	the driver's device
 * @type:	how to stop and read it
 * @record:	its record, physically contiguous, of @region's size
 * @region:	the record as registered with meminspect
 * @life:	enum snapshot_life
 * @asleep:	its CPU is in a low power state (sources)
 * @known_fixed: the registers that never change are in the record
 * @cpu:	the CPU it traces (sources)
 */
struct snapshot_device {
	struct list_head node;
	struct coresight_device *csdev;
	const struct snapshot_type *type;
	struct coresight_snapshot *record;
	struct inspect_entry region;
	atomic_t life;
	bool asleep;
	bool known_fixed;
	int cpu;
};

extern const struct snapshot_type snapshot_tmc;
extern const struct snapshot_type snapshot_etm4;

int snapshot_record_create(struct snapshot_device *dev, u32 data_capacity);
void snapshot_record_destroy(struct snapshot_device *dev);
void snapshot_record_arm(struct snapshot_device *dev, u32 trace_id,
			 const char *sink);
void snapshot_record_clear(struct snapshot_device *dev);
void snapshot_record_finish(struct snapshot_device *dev, int error,
			    u32 data_size);
u8 *snapshot_record_data(struct snapshot_device *dev);

#endif /* _CORESIGHT_SNAPSHOT_DEVICE_H */
