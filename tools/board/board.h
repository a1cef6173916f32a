/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The board's memory map, shared by the QEMU plugin, the device trees (which
 * the C preprocessor reads) and the tools: numbers only.
 *
 * RAM is QEMU's "virt" machine's. Linux gets all but its top: there lie the
 * registers of the CoreSight components, one 4 KiB page each, and what boot
 * firmware and other processors share with Linux.
 */
#ifndef BOARD_H
#define BOARD_H

#define BOARD_RAM_BASE		0x40000000
#define BOARD_RAM_SIZE		0x40000000
#define BOARD_LINUX_SIZE	0x3f000000

#define BOARD_CS_BASE		0x7f000000
#define BOARD_CS_SIZE		0x00100000
#define BOARD_CS_PAGE		0x1000

/* Page numbers in the CoreSight window */
#define BOARD_ETM_PAGE		0
#define BOARD_TMC_PAGE		16

/* Memory of the debug kinfo record */
#define BOARD_KINFO_BASE	0x7f100000
#define BOARD_KINFO_SIZE	0x00001000

/*
 * Qualcomm's shared memory. The lock that guards it is a word of plain RAM:
 * there is nobody else to take it.
 */
#define BOARD_SMEM_BASE		0x7f200000
#define BOARD_SMEM_SIZE		0x00100000
#define BOARD_SMEM_LOCK		3
#define BOARD_HWLOCK_BASE	0x7f300000
#define BOARD_HWLOCK_SIZE	0x1000

/* The memory of a modem */
#define BOARD_MODEM_BASE	0x7f310000
#define BOARD_MODEM_SIZE	0x00010000

/* What pstore keeps: the console's last lines, and records of this size */
#define BOARD_RAMOOPS_BASE	0x7f400000
#define BOARD_RAMOOPS_SIZE	0x00040000
#define BOARD_RAMOOPS_CONSOLE	0x00020000
#define BOARD_RAMOOPS_RECORD	0x00008000

#define BOARD_MAX_CPUS		8
#define BOARD_MIN_ETF		1024
#define BOARD_MAX_ETF		65536

#endif /* BOARD_H */
