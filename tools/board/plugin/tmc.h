/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A Trace Memory Controller in its ETF configuration, used as a circular
 * buffer: the sink.
 */
#ifndef BOARD_TMC_H
#define BOARD_TMC_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "formatter.h"
#include "source.h"
#include "window.h"

/**
 * struct tmc - a sink
 * @lock:	guards the sink and all sources that feed it
 * @page:	its registers
 * @formatter:	where sources write
 * @sources:	those that feed it
 * @number:	which TMC it is
 * @ram:	the trace RAM
 * @size:	bytes of that
 * @write_at:	where the next frame goes
 * @enabled:	CTL says to capture
 * @capturing:	it does: no flush has stopped it
 * @full:	the RAM has been filled at least once
 * @captured:	bytes captured since it was enabled
 * @read_at:	where RRD's successor comes from
 * @unread:	bytes RRD has still to give
 */
struct tmc {
	pthread_mutex_t lock;
	struct page page;
	struct formatter formatter;
	struct source *sources;
	unsigned int number;
	uint8_t *ram;
	uint32_t size;
	uint32_t write_at;
	bool enabled;
	bool capturing;
	bool full;
	uint64_t captured;
	uint32_t read_at;
	uint32_t unread;
};

/** tmc_init() - TMC @number with @size bytes of RAM. Return: false if out of memory */
bool tmc_init(struct tmc *tmc, uint8_t *window, unsigned int number, uint32_t size);

/** tmc_deinit() - free the RAM */
void tmc_deinit(struct tmc *tmc);

/** tmc_attach() - let @source feed the sink */
void tmc_attach(struct tmc *tmc, struct source *source);

/** tmc_store() - act on the guest's store of @value; call with the lock held */
void tmc_store(struct tmc *tmc, uint32_t offset, uint32_t value);

/** tmc_load() - act on the guest's load, which is over; call with the lock held */
void tmc_load(struct tmc *tmc, uint32_t offset);

#endif /* BOARD_TMC_H */
