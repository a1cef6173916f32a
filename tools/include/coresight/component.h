/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers that all CoreSight components have (Arm IHI 0029), as byte offsets
 * in the component's 4 KiB page.
 */
#ifndef CORESIGHT_COMPONENT_H
#define CORESIGHT_COMPONENT_H

#define CORESIGHT_ITCTRL	0xf00
#define CORESIGHT_CLAIMSET	0xfa0
#define CORESIGHT_CLAIMCLR	0xfa4
#define CORESIGHT_DEVAFF0	0xfa8
#define CORESIGHT_DEVAFF1	0xfac
#define CORESIGHT_LAR		0xfb0
#define CORESIGHT_LSR		0xfb4
#define CORESIGHT_AUTHSTATUS	0xfb8
#define CORESIGHT_DEVARCH	0xfbc
#define CORESIGHT_DEVID		0xfc8
#define CORESIGHT_DEVTYPE	0xfcc
#define CORESIGHT_PIDR4		0xfd0
#define CORESIGHT_PIDR0		0xfe0
#define CORESIGHT_CIDR0		0xff0

/* The component ID of a CoreSight component, a byte a register */
#define CORESIGHT_CID		0xb105900dU

#endif /* CORESIGHT_COMPONENT_H */
