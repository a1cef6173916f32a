// SPDX-License-Identifier: GPL-2.0-only
/*
 * CoreSight snapshots: an ETMv4 trace unit
 *
 * The registers recorded are those a decoder needs to make sense of the
 * trace (Arm IHI 0064, ETMv4), and a few that tell how it was taken.
 */

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/smp.h>

#include "coresight-etm4x.h"
#include "coresight-priv.h"
#include "coresight-snapshot-device.h"

/* A trace unit has nothing left to do but to empty its buffer. */
#define IDLE_TIMEOUT_US		100

static const u16 etm4_regs[] = {
	/* what never changes */
	TRCDEVARCH,
	TRCIDR0, TRCIDR1, TRCIDR2, TRCIDR3, TRCIDR4, TRCIDR5,
	TRCIDR8, TRCIDR9, TRCIDR10, TRCIDR11, TRCIDR12, TRCIDR13,
#define ETM4_FIXED 13
	/* what the driver programs */
	TRCAUTHSTATUS,
	TRCCONFIGR, TRCTRACEIDR,
	TRCSYNCPR, TRCCCCTLR, TRCTSCTLR, TRCVICTLR,
};

/* System registers of a trace unit are only its own CPU's to write. */
static bool etm4_within_reach(struct snapshot_device *dev)
{
	return dev->csdev->access.io_mem || dev->cpu == raw_smp_processor_id();
}

static void etm4_stop(struct snapshot_device *dev)
{
	struct csdev_access *access = &dev->csdev->access;

	if (!etm4_within_reach(dev))
		return;
	if (access->io_mem)
		CS_UNLOCK(access->base);
	csdev_access_relaxed_write32(access, 0, TRCPRGCTLR);
}

static bool etm4_idle(struct csdev_access *access)
{
	return csdev_access_relaxed_read32(access, TRCSTATR) &
	       BIT(TRCSTATR_IDLE_BIT);
}

static int etm4_wait(struct snapshot_device *dev)
{
	struct csdev_access *access = &dev->csdev->access;
	unsigned int us;

	if (!etm4_within_reach(dev))
		return 0;

	for (us = 0; us < IDLE_TIMEOUT_US && !etm4_idle(access); us++)
		udelay(1);
	if (access->io_mem)
		CS_LOCK(access->base);
	return us < IDLE_TIMEOUT_US ? 0 : -ETIMEDOUT;
}

/* Of an enabled trace unit, on its own CPU */
static u32 etm4_trace_id(struct snapshot_device *dev)
{
	return csdev_access_relaxed_read32(&dev->csdev->access, TRCTRACEIDR);
}

const struct snapshot_type snapshot_etm4 = {
	.kind = CORESIGHT_SNAPSHOT_SOURCE,
	.regs = etm4_regs,
	.nr_regs = ARRAY_SIZE(etm4_regs),
	.nr_fixed = ETM4_FIXED,
	.trace_id = etm4_trace_id,
	.stop = etm4_stop,
	.wait = etm4_wait,
};
