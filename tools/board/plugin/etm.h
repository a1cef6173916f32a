/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An ETMv4 trace unit: turns the blocks that its CPU executes into trace, and
 * into the truth log.
 *
 * Of a block that starts, nobody knows yet how much of it will run. So a block
 * is traced when the next one starts: where that is, and why, tells.
 */
#ifndef BOARD_ETM_H
#define BOARD_ETM_H

#include <stdbool.h>
#include <stdint.h>

#include "block.h"
#include "packer.h"
#include "source.h"
#include "tmc.h"
#include "truth_log.h"
#include "window.h"

/**
 * struct arrival - how a CPU got to where it is
 * @pc:		where it is
 * @el:		exception level there
 * @exception:	an exception led there; the rest is for that case
 * @type:	enum packer_exception
 * @aborted:	the instruction at @from raised it and did not run
 * @from:	preferred return address
 * @from_el:	exception level it was taken from
 */
struct arrival {
	uint64_t pc;
	unsigned int el;
	bool exception;
	unsigned int type;
	bool aborted;
	uint64_t from;
	unsigned int from_el;
};

/**
 * struct etm - a trace unit
 * @source:	the unit as its sink knows it
 * @sink:	what it feeds; its lock guards the unit
 * @page:	its registers
 * @truth:	its truth log
 * @packer:	its packets
 * @cpu:	which CPU it traces
 * @on:		it is enabled
 * @begun:	it has traced something since
 * @inside:	a block that is traced is under way: @block, which started at @start
 * @block:	that block
 * @start:	its address
 * @els:	exception levels that are traced, a bit each
 * @sync_bytes:	synchronise after so many bytes; 0 for never
 * @held:	instructions that atoms not packed yet stand for
 * @behind:	instructions since the last atom or exception
 */
struct etm {
	struct source source;
	struct tmc *sink;
	struct page page;
	struct truth_log truth;
	struct packer packer;
	unsigned int cpu;
	bool on;
	bool begun;
	bool inside;
	struct block block;
	uint64_t start;
	unsigned int els;
	uint64_t sync_bytes;
	uint64_t held;
	uint64_t behind;
};

/**
 * etm_init() - trace unit of CPU @cpu
 * @etm:	the unit
 * @window:	the register window
 * @cpu:	which CPU it traces
 * @sink:	what it feeds
 * @truth_dir:	where its truth log goes
 *
 * Return: 0, or -1 with errno set.
 */
int etm_init(struct etm *etm, uint8_t *window, unsigned int cpu, struct tmc *sink,
	     const char *truth_dir);

/**
 * etm_store() - act on the guest's store of @value; call with the sink's lock held
 * @etm:	the unit
 * @offset:	register
 * @value:	what was stored
 * @ran:	if the unit's own CPU stored it: how many instructions of the
 *		block under way have run with the store; else 0
 */
void etm_store(struct etm *etm, uint32_t offset, uint32_t value, unsigned int ran);

/**
 * etm_follow() - trace the block that ended, as another one starts
 * @etm:	the unit
 * @next:	the block that starts
 * @arrival:	how the CPU got there
 * @reached_end: execution reached the last instruction of the block that
 *		ended; only if it is marked
 *
 * Call with the sink's lock held.
 */
void etm_follow(struct etm *etm, struct block next, const struct arrival *arrival,
		bool reached_end);

#endif /* BOARD_ETM_H */
