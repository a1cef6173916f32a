/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CoreSight snapshots: what the drivers of sinks and sources call
 */
#ifndef _CORESIGHT_SNAPSHOT_H
#define _CORESIGHT_SNAPSHOT_H

#include <linux/kconfig.h>
#include <linux/types.h>

struct coresight_device;
struct snapshot_device;

#if IS_REACHABLE(CONFIG_CORESIGHT_SNAPSHOT)

struct snapshot_device *
coresight_snapshot_add_tmc(struct coresight_device *csdev, u32 ram_size);
struct snapshot_device *
coresight_snapshot_add_etm4(struct coresight_device *csdev, int cpu);
void coresight_snapshot_remove(struct snapshot_device *dev);
void coresight_snapshot_arm(struct snapshot_device *dev);
void coresight_snapshot_disarm(struct snapshot_device *dev);
u32 coresight_snapshot_sync_period(struct snapshot_device *dev, u32 period);

#else

static inline struct snapshot_device *
coresight_snapshot_add_tmc(struct coresight_device *csdev, u32 ram_size)
{
	return NULL;
}

static inline struct snapshot_device *
coresight_snapshot_add_etm4(struct coresight_device *csdev, int cpu)
{
	return NULL;
}

static inline void coresight_snapshot_remove(struct snapshot_device *dev)
{
}

static inline void coresight_snapshot_arm(struct snapshot_device *dev)
{
}

static inline void coresight_snapshot_disarm(struct snapshot_device *dev)
{
}

static inline u32 coresight_snapshot_sync_period(struct snapshot_device *dev,
						 u32 period)
{
	return period;
}

#endif /* CONFIG_CORESIGHT_SNAPSHOT */

#endif /* _CORESIGHT_SNAPSHOT_H */
