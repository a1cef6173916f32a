/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts the instructions that each CPU begins, and can stop the board dead
 * after a number of them. Costs a good deal: watch no block if nobody asked.
 */
#ifndef BOARD_METER_H
#define BOARD_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "pe.h"
#include "qemu.h"

/**
 * meter_init() - count
 * @pe:		the CPUs
 * @cpus:	how many
 * @limit:	stop the board when one CPU has run so many instructions; 0: never
 */
void meter_init(struct pe *pe, unsigned int cpus, uint64_t limit);

/** meter_add_cpu() - QEMU has made a CPU */
void meter_add_cpu(unsigned int cpu);

/**
 * meter_watch() - count the instructions of a block
 * @tb:		the block
 * @kernel:	it is at an address that is surely the kernel's
 */
void meter_watch(struct qemu_plugin_tb *tb, bool kernel);

/** meter_report() - write all counts into the journal */
void meter_report(void);

#endif /* BOARD_METER_H */
