// SPDX-License-Identifier: GPL-2.0-only
/*
 * CoreSight snapshots: a TMC as ETB, or as ETF in circular buffer mode
 */

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>

#include "coresight-priv.h"
#include "coresight-snapshot-device.h"
#include "coresight-tmc.h"

/* How long a flush may take: it has to collect what all sources hold. */
#define FLUSH_TIMEOUT_US	100

/* What RRD reads as when all has been read; no frame holds it. */
#define RRD_EMPTY		0xffffffff

static const u16 tmc_regs[] = {
	CORESIGHT_DEVID,
	TMC_RSZ,
	TMC_MODE,
	TMC_FFCR,
	TMC_TRG,
};

static void __iomem *tmc_base(struct snapshot_device *dev)
{
	return dev->csdev->access.base;
}

/* Collect what the sources still hold, then stop at once. */
static void tmc_stop(struct snapshot_device *dev)
{
	void __iomem *base = tmc_base(dev);
	u32 ffcr;

	CS_UNLOCK(base);
	ffcr = readl_relaxed(base + TMC_FFCR) | TMC_FFCR_STOP_ON_FLUSH;
	writel_relaxed(ffcr, base + TMC_FFCR);
	writel_relaxed(ffcr | BIT(TMC_FFCR_FLUSHMAN_BIT), base + TMC_FFCR);
}

static bool tmc_ready(void __iomem *base)
{
	return readl_relaxed(base + TMC_STS) & BIT(TMC_STS_TMCREADY_BIT);
}

static bool tmc_wait_ready(void __iomem *base)
{
	unsigned int us;

	for (us = 0; us < FLUSH_TIMEOUT_US; us++) {
		if (tmc_ready(base))
			return true;
		udelay(1);
	}
	return tmc_ready(base);
}

/*
 * A flush that does not end must not let the trace before the crash be
 * overwritten: stop without it. What is in the RAM by then is all there is.
 */
static int tmc_wait(struct snapshot_device *dev)
{
	void __iomem *base = tmc_base(dev);

	if (tmc_wait_ready(base))
		return 0;

	writel_relaxed(0, base + TMC_CTL);
	return tmc_wait_ready(base) ? 0 : -ETIMEDOUT;
}

static u32 tmc_drain(struct snapshot_device *dev)
{
	u32 capacity = le32_to_cpu(dev->record->data_capacity);
	u32 *to = (u32 *)snapshot_record_data(dev);
	void __iomem *base = tmc_base(dev);
	u32 rrp, word, size;

	if (readl_relaxed(base + TMC_STS) & TMC_STS_FULL)
		dev->record->flags |= cpu_to_le32(CORESIGHT_SNAPSHOT_WRAPPED);

	rrp = readl_relaxed(base + TMC_RRP);
	for (size = 0; size < capacity; size += sizeof(word)) {
		word = readl_relaxed(base + TMC_RRD);
		if (word == RRD_EMPTY)
			break;
		*to++ = (__force u32)cpu_to_le32(word);
	}
	/* After an oops that was not fatal the driver finds its trace, too. */
	writel_relaxed(rrp, base + TMC_RRP);
	CS_LOCK(base);
	return size;
}

const struct snapshot_type snapshot_tmc = {
	.kind = CORESIGHT_SNAPSHOT_SINK,
	.regs = tmc_regs,
	.nr_regs = ARRAY_SIZE(tmc_regs),
	.nr_fixed = 2,
	.stop = tmc_stop,
	.wait = tmc_wait,
	.drain = tmc_drain,
};
