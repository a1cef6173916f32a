// SPDX-License-Identifier: GPL-2.0-only
/*
 * CoreSight snapshots: the engine
 *
 * Drivers add their devices, and say when one is enabled (armed) and about to
 * be disabled. When the kernel crashes, meminspect calls the freeze: it stops
 * every live sink, then every live source, and copies each sink's RAM into
 * that sink's record. What was never armed is never touched, as it may be
 * without power.
 *
 * The first freeze wins. After an oops that is not fatal its snapshot is
 * kept, whatever happens to tracing, until user space lets it go through the
 * parameter "frozen".
 */

#define pr_fmt(fmt) "coresight-snapshot: " fmt

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/cpu_pm.h>
#include <linux/crash_dump.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/meminspect_text.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "coresight-snapshot.h"
#include "coresight-snapshot-device.h"

/* Longer than any freeze takes, as each of its waits is bounded. */
#define FREEZE_TIMEOUT_US	100000

/* Connections between a source and its sink, at most. */
#define PATH_DEPTH		16

/* TRCSYNCPR holds a power of two: 2^8 bytes is the shortest period. */
#define SYNC_PERIOD_MIN		8
/* Synchronisation points that a sink's RAM should have room for. */
#define SYNC_POINTS		16

enum snapshot_phase {
	SNAPSHOT_OPEN,		/* nothing has happened yet */
	SNAPSHOT_FREEZING,	/* a CPU is in the freeze */
	SNAPSHOT_KEPT,		/* the records hold a snapshot */
};

static atomic_t phase = ATOMIC_INIT(SNAPSHOT_OPEN);

/* Changed under devices_lock, read by RCU, and by the freeze with no lock. */
static LIST_HEAD(sinks);
static LIST_HEAD(sources);
static DEFINE_MUTEX(devices_lock);

/* The freeze */

static bool stop_device(struct snapshot_device *dev)
{
	if (READ_ONCE(dev->asleep))
		return false;
	if (atomic_cmpxchg(&dev->life, SNAPSHOT_LIVE, SNAPSHOT_STOPPING) !=
	    SNAPSHOT_LIVE)
		return false;

	dev->type->stop(dev);
	return true;
}

static bool stop_devices(struct list_head *devices)
{
	struct snapshot_device *dev;
	bool stopped = false;

	list_for_each_entry_lockless(dev, devices, node)
		stopped |= stop_device(dev);
	return stopped;
}

static void finish_device(struct snapshot_device *dev)
{
	u32 size = 0;
	int ret;

	ret = dev->type->wait(dev);
	if (!ret && dev->type->drain)
		size = dev->type->drain(dev);
	snapshot_record_finish(dev, ret, size);
	atomic_set(&dev->life, SNAPSHOT_TAKEN);
}

static void finish_devices(struct list_head *devices)
{
	struct snapshot_device *dev;

	list_for_each_entry_lockless(dev, devices, node) {
		if (atomic_read(&dev->life) == SNAPSHOT_STOPPING)
			finish_device(dev);
	}
}

static void coresight_snapshot_freeze(struct meminspect_freezer *freezer)
{
	bool stopped;

	if (atomic_cmpxchg(&phase, SNAPSHOT_OPEN, SNAPSHOT_FREEZING) !=
	    SNAPSHOT_OPEN)
		return;

	/* The sinks first: from here on no trace is overwritten. */
	stopped = stop_devices(&sinks);
	stopped |= stop_devices(&sources);
	finish_devices(&sinks);
	finish_devices(&sources);
	/* The text that the trace went through: it may change after that. */
	if (stopped)
		meminspect_save_text();

	atomic_set_release(&phase, stopped ? SNAPSHOT_KEPT : SNAPSHOT_OPEN);
}

static struct meminspect_freezer snapshot_freezer = {
	.name = "coresight",
	.freeze = coresight_snapshot_freeze,
};

static void wait_for_freeze(void)
{
	unsigned int us;

	for (us = 0; us < FREEZE_TIMEOUT_US; us++) {
		if (atomic_read_acquire(&phase) != SNAPSHOT_FREEZING)
			return;
		udelay(1);
	}
}

/* Arming */

static struct snapshot_device *find_armed(struct coresight_device *csdev)
{
	struct snapshot_device *dev;

	list_for_each_entry_rcu(dev, &sinks, node) {
		if (dev->csdev == csdev &&
		    atomic_read(&dev->life) == SNAPSHOT_LIVE)
			return dev;
	}
	return NULL;
}

/*
 * The sink that @csdev traces into: the path from a source is enabled sink
 * first, so it is the armed one that can be reached. The order of the search
 * is that in which the drivers choose a sink.
 */
static struct snapshot_device *find_sink(struct coresight_device *csdev,
					 unsigned int depth)
{
	struct coresight_platform_data *pdata = csdev->pdata;
	struct snapshot_device *sink = find_armed(csdev);
	int i;

	if (sink || !depth)
		return sink;

	for (i = 0; i < pdata->nr_outconns && !sink; i++) {
		if (pdata->out_conns[i]->dest_dev)
			sink = find_sink(pdata->out_conns[i]->dest_dev,
					 depth - 1);
	}
	return sink;
}

static void arm_source(struct snapshot_device *dev)
{
	struct snapshot_device *sink;

	guard(rcu)();

	sink = find_sink(dev->csdev, PATH_DEPTH);
	snapshot_record_arm(dev, dev->type->trace_id(dev),
			    sink ? dev_name(&sink->csdev->dev) : "");
}

/**
 * coresight_snapshot_arm() - a device has been enabled
 * @dev: the device, or %NULL; has power until it is disarmed
 *
 * Called in any context. A source is armed on its own CPU, after its sink.
 */
void coresight_snapshot_arm(struct snapshot_device *dev)
{
	if (!dev || atomic_read(&phase) != SNAPSHOT_OPEN)
		return;

	if (dev->type->kind == CORESIGHT_SNAPSHOT_SOURCE)
		arm_source(dev);
	else
		snapshot_record_arm(dev, CORESIGHT_SNAPSHOT_NONE, "");
	atomic_set_release(&dev->life, SNAPSHOT_LIVE);
}
EXPORT_SYMBOL_GPL(coresight_snapshot_arm);

/**
 * coresight_snapshot_disarm() - a device is about to be disabled
 * @dev: the device, or %NULL
 *
 * Called in any context. After the return no freeze touches the device. A
 * snapshot that was taken of it is kept.
 */
void coresight_snapshot_disarm(struct snapshot_device *dev)
{
	if (!dev)
		return;

	switch (atomic_cmpxchg(&dev->life, SNAPSHOT_LIVE, SNAPSHOT_OFF)) {
	case SNAPSHOT_LIVE:
		snapshot_record_clear(dev);
		break;
	case SNAPSHOT_STOPPING:
	case SNAPSHOT_TAKEN:
		wait_for_freeze();
		atomic_set(&dev->life, SNAPSHOT_OFF);
		break;
	}
}
EXPORT_SYMBOL_GPL(coresight_snapshot_disarm);

/**
 * coresight_snapshot_sync_period() - synchronise often enough for the sink
 * @dev:	a source that is being enabled, or %NULL; its sink is armed
 * @period:	log2 of the bytes between synchronisation points, as
 *		configured; 0 for none
 *
 * What precedes the first synchronisation point in a sink's RAM cannot be
 * decoded. With the usual period, that may be all of a small sink.
 *
 * Return: @period, or a shorter one.
 */
u32 coresight_snapshot_sync_period(struct snapshot_device *dev, u32 period)
{
	struct snapshot_device *sink;
	u32 capacity, longest;

	if (!dev)
		return period;

	guard(rcu)();

	sink = find_sink(dev->csdev, PATH_DEPTH);
	if (!sink)
		return period;

	capacity = le32_to_cpu(sink->record->data_capacity);
	longest = max_t(u32, ilog2(capacity / SYNC_POINTS), SYNC_PERIOD_MIN);
	return period ? min(period, longest) : longest;
}
EXPORT_SYMBOL_GPL(coresight_snapshot_sync_period);

/* Devices come and go */

static struct snapshot_device *add_device(struct coresight_device *csdev,
					  const struct snapshot_type *type,
					  int cpu, u32 data_capacity)
{
	struct snapshot_device *dev;
	int ret;

	/* Records in memory are those of the kernel that crashed. */
	if (is_kdump_kernel())
		return NULL;
	dev = kzalloc_obj(*dev);
	if (!dev)
		return NULL;

	dev->csdev = csdev;
	dev->type = type;
	dev->cpu = cpu;
	ret = snapshot_record_create(dev, data_capacity);
	if (ret) {
		dev_warn(&csdev->dev, "no snapshot at a crash: %pe\n",
			 ERR_PTR(ret));
		kfree(dev);
		return NULL;
	}

	guard(mutex)(&devices_lock);
	list_add_tail_rcu(&dev->node, type->kind == CORESIGHT_SNAPSHOT_SINK ?
				      &sinks : &sources);
	return dev;
}

/**
 * coresight_snapshot_add_tmc() - let a TMC take part, as ETB or ETF
 * @csdev:	the TMC
 * @ram_size:	bytes of its RAM
 *
 * May sleep. The device's memory is allocated and registered here, so that
 * the freeze has nothing to allocate.
 *
 * Return: a handle to arm it with; %NULL if there is no memory for it, or this
 * is a kdump kernel.
 */
struct snapshot_device *
coresight_snapshot_add_tmc(struct coresight_device *csdev, u32 ram_size)
{
	return add_device(csdev, &snapshot_tmc, CORESIGHT_SNAPSHOT_NONE,
			  ram_size);
}
EXPORT_SYMBOL_GPL(coresight_snapshot_add_tmc);

/**
 * coresight_snapshot_add_etm4() - let an ETMv4 or ETE trace unit take part
 * @csdev:	the trace unit
 * @cpu:	the CPU it traces
 *
 * May sleep.
 *
 * Return: a handle to arm it with; %NULL if there is no memory for it, or this
 * is a kdump kernel.
 */
struct snapshot_device *
coresight_snapshot_add_etm4(struct coresight_device *csdev, int cpu)
{
	return add_device(csdev, &snapshot_etm4, cpu, 0);
}
EXPORT_SYMBOL_GPL(coresight_snapshot_add_etm4);

/**
 * coresight_snapshot_remove() - a device goes away
 * @dev: the device, disabled, or %NULL
 *
 * May sleep. A snapshot that was taken of it goes with it.
 */
void coresight_snapshot_remove(struct snapshot_device *dev)
{
	if (!dev)
		return;

	scoped_guard(mutex, &devices_lock)
		list_del_rcu(&dev->node);
	synchronize_rcu();
	/* The freeze is no reader of RCU's: it may have found the device. */
	wait_for_freeze();
	snapshot_record_destroy(dev);
	kfree(dev);
}
EXPORT_SYMBOL_GPL(coresight_snapshot_remove);

/* A trace unit may lose power with its CPU. */
static int snapshot_cpu_pm(struct notifier_block *nb, unsigned long event,
			   void *unused)
{
	int cpu = smp_processor_id();
	struct snapshot_device *dev;

	guard(rcu)();

	list_for_each_entry_rcu(dev, &sources, node) {
		if (dev->cpu == cpu)
			WRITE_ONCE(dev->asleep, event == CPU_PM_ENTER);
	}
	return NOTIFY_OK;
}

static struct notifier_block snapshot_cpu_pm_nb = {
	.notifier_call = snapshot_cpu_pm,
};

/* Parameter "frozen" */

static void clear_records(struct list_head *devices)
{
	struct snapshot_device *dev;

	list_for_each_entry(dev, devices, node) {
		if (atomic_read(&dev->life) != SNAPSHOT_LIVE)
			snapshot_record_clear(dev);
	}
}

static int frozen_set(const char *val, const struct kernel_param *kp)
{
	bool frozen;
	int ret;

	ret = kstrtobool(val, &frozen);
	if (ret)
		return ret;
	if (frozen)
		return -EINVAL;

	guard(mutex)(&devices_lock);

	if (atomic_read(&phase) != SNAPSHOT_KEPT)
		return 0;
	clear_records(&sinks);
	clear_records(&sources);
	atomic_set_release(&phase, SNAPSHOT_OPEN);
	return 0;
}

static int frozen_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n",
			  atomic_read(&phase) == SNAPSHOT_KEPT ? 'Y' : 'N');
}

static const struct kernel_param_ops frozen_ops = {
	.set = frozen_set,
	.get = frozen_get,
};

module_param_cb(frozen, &frozen_ops, NULL, 0644);
MODULE_PARM_DESC(frozen, "a snapshot is kept (Y); write N to let it go");

static int __init coresight_snapshot_init(void)
{
	int ret;

	ret = meminspect_freezer_register(&snapshot_freezer);
	if (ret)
		return ret;

	ret = cpu_pm_register_notifier(&snapshot_cpu_pm_nb);
	if (ret)
		meminspect_freezer_unregister(&snapshot_freezer);
	return ret;
}
module_init(coresight_snapshot_init);

static void __exit coresight_snapshot_exit(void)
{
	cpu_pm_unregister_notifier(&snapshot_cpu_pm_nb);
	meminspect_freezer_unregister(&snapshot_freezer);
}
module_exit(coresight_snapshot_exit);

MODULE_DESCRIPTION("CoreSight trace snapshots at a crash");
MODULE_LICENSE("GPL");
