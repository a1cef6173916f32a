/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ETMv4 trace unit registers (Arm IHI 0064), as byte offsets in the unit's
 * 4 KiB page.
 */
#ifndef CORESIGHT_ETM4_H
#define CORESIGHT_ETM4_H

#define TRCPRGCTLR		0x004
#define TRCSTATR		0x00c
#define TRCCONFIGR		0x010
#define TRCSYNCPR		0x034
#define TRCTRACEIDR		0x040
#define TRCVICTLR		0x080
#define TRCIDR8			0x180
#define TRCIDR0			0x1e0
#define TRCIDR1			0x1e4
#define TRCIDR2			0x1e8
#define TRCIDR3			0x1ec
#define TRCIDR4			0x1f0
#define TRCIDR5			0x1f4
#define TRCOSLAR		0x300
#define TRCOSLSR		0x304
#define TRCPDCR			0x310
#define TRCPDSR			0x314
#define TRCAUTHSTATUS		0xfb8
#define TRCDEVARCH		0xfbc

#define TRCPRGCTLR_EN		(1U << 0)

#define TRCSTATR_IDLE		(1U << 0)
#define TRCSTATR_PMSTABLE	(1U << 1)

#define TRCOSLAR_LOCK		(1U << 0)
#define TRCOSLSR_IMPLEMENTED	(1U << 3)
#define TRCOSLSR_LOCKED		(1U << 1)

#define TRCPDSR_POWER		(1U << 0)

#define TRCSYNCPR_PERIOD	0x1fU
#define TRCTRACEIDR_MASK	0x7fU

#define TRCVICTLR_EVENT_MASK	0xffU
#define TRCVICTLR_EVENT_ALWAYS	0x01U
/* Do not trace non-secure EL0, EL1 */
#define TRCVICTLR_NO_EL0	(1U << 20)
#define TRCVICTLR_NO_EL1	(1U << 21)

#define TRCCONFIGR_BB		(1U << 3)
#define TRCCONFIGR_CCI		(1U << 4)
#define TRCCONFIGR_CID		(1U << 6)
#define TRCCONFIGR_VMID		(1U << 7)
#define TRCCONFIGR_TS		(1U << 11)
#define TRCCONFIGR_RS		(1U << 12)
#define TRCCONFIGR_VMIDOPT	(1U << 15)

/* DEVARCH.ARCHID (bits 15:0) of the two programmers' models */
#define TRCDEVARCH_ARCHID	0xffffU
#define TRCDEVARCH_ARCHID_ETM4	0x4a13U
#define TRCDEVARCH_ARCHID_ETE	0x5a13U

#endif /* CORESIGHT_ETM4_H */
