/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trace Memory Controller registers (Arm DDI 0461), as byte offsets in the
 * controller's 4 KiB page.
 */
#ifndef CORESIGHT_TMC_H
#define CORESIGHT_TMC_H

#define TMC_RSZ			0x004
#define TMC_STS			0x00c
#define TMC_RRD			0x010
#define TMC_RRP			0x014
#define TMC_RWP			0x018
#define TMC_TRG			0x01c
#define TMC_CTL			0x020
#define TMC_MODE		0x028
#define TMC_BUFWM		0x034
#define TMC_RRPHI		0x038
#define TMC_RWPHI		0x03c
#define TMC_FFSR		0x300
#define TMC_FFCR		0x304
#define TMC_DEVID		0xfc8

#define TMC_STS_FULL		(1U << 0)
#define TMC_STS_READY		(1U << 2)
#define TMC_STS_FTEMPTY		(1U << 3)

#define TMC_CTL_CAPTURE		(1U << 0)

#define TMC_MODE_CIRCULAR	0

#define TMC_FFSR_STOPPED	(1U << 1)

#define TMC_FFCR_EN_FORMAT	(1U << 0)
#define TMC_FFCR_FLUSHMAN	(1U << 6)
#define TMC_FFCR_STOP_ON_FLUSH	(1U << 12)

/* DEVID: configuration as an ETF, RAM width */
#define TMC_DEVID_ETF		(2U << 6)
#define TMC_DEVID_WIDTH_128	(4U << 8)

/* What RRD reads as once the buffer is empty. */
#define TMC_RRD_EMPTY		0xffffffffU

#endif /* CORESIGHT_TMC_H */
