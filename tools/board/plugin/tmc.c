// SPDX-License-Identifier: GPL-2.0-or-later
/* The Trace Memory Controller. */
#include "tmc.h"

#include <stdlib.h>
#include <string.h>

#include "coresight/component.h"
#include "coresight/tmc.h"
#include "journal.h"

static const struct identity identity = {
	.part = 0x000bb961,
	.devtype = 0x32,
};

static void show_status(struct tmc *tmc)
{
	uint32_t status = tmc->full ? TMC_STS_FULL : 0;

	if (!tmc->capturing)
		status |= TMC_STS_READY | TMC_STS_FTEMPTY;
	page_write(&tmc->page, TMC_STS, status);
	page_write(&tmc->page, TMC_FFSR, tmc->capturing ? 0 : TMC_FFSR_STOPPED);
}

/* What the guest's next load of RRD gets */
static void show_read_data(struct tmc *tmc)
{
	uint32_t word = TMC_RRD_EMPTY;

	if (tmc->unread)
		memcpy(&word, tmc->ram + tmc->read_at, sizeof(word));
	page_write(&tmc->page, TMC_RRD, word);
	page_write(&tmc->page, TMC_RRP, tmc->read_at);
}

static void capture(void *opaque, const uint8_t frame[FRAME_BYTES])
{
	struct tmc *tmc = opaque;

	if (!tmc->capturing)
		return;
	memcpy(tmc->ram + tmc->write_at, frame, FRAME_BYTES);
	tmc->captured += FRAME_BYTES;
	tmc->write_at = (tmc->write_at + FRAME_BYTES) & (tmc->size - 1);
	if (!tmc->write_at)
		tmc->full = true;
}

static void init_registers(struct tmc *tmc)
{
	page_write(&tmc->page, TMC_RSZ, tmc->size / sizeof(uint32_t));
	page_write(&tmc->page, TMC_DEVID, TMC_DEVID_ETF | TMC_DEVID_WIDTH_128);
	show_status(tmc);
	show_read_data(tmc);
}

bool tmc_init(struct tmc *tmc, uint8_t *window, unsigned int number, uint32_t size)
{
	memset(tmc, 0, sizeof(*tmc));
	tmc->number = number;
	tmc->size = size;
	tmc->ram = calloc(1, size);
	if (!tmc->ram)
		return false;
	pthread_mutex_init(&tmc->lock, NULL);
	formatter_init(&tmc->formatter, capture, tmc);
	page_init(&tmc->page, window, BOARD_TMC_PAGE + number, &identity);
	init_registers(tmc);
	return true;
}

void tmc_deinit(struct tmc *tmc)
{
	pthread_mutex_destroy(&tmc->lock);
	free(tmc->ram);
}

void tmc_attach(struct tmc *tmc, struct source *source)
{
	source->next = tmc->sources;
	tmc->sources = source;
}

static void check_mode(struct tmc *tmc)
{
	uint32_t mode = page_read(&tmc->page, TMC_MODE);

	if (mode != TMC_MODE_CIRCULAR)
		journal_fatal("tmc%u: mode %u is not modelled, only the circular buffer is",
			      tmc->number, mode);
	if (!(page_read(&tmc->page, TMC_FFCR) & TMC_FFCR_EN_FORMAT))
		journal_fatal("tmc%u: capture without formatting is not modelled",
			      tmc->number);
}

static void start(struct tmc *tmc)
{
	struct source *source;

	check_mode(tmc);
	/* What came in while nothing was captured is gone. */
	formatter_init(&tmc->formatter, capture, tmc);
	tmc->capturing = true;
	tmc->full = false;
	tmc->captured = 0;
	tmc->write_at = 0;
	tmc->read_at = 0;
	tmc->unread = 0;
	show_status(tmc);
	show_read_data(tmc);
	page_write(&tmc->page, TMC_RWP, 0);
	for (source = tmc->sources; source; source = source->next)
		source->ops->sink_started(source);
	journal("tmc%u: capture on", tmc->number);
}

/* Reading starts with the oldest byte. */
static void prepare_reading(struct tmc *tmc)
{
	tmc->read_at = tmc->full ? tmc->write_at : 0;
	tmc->unread = tmc->full ? tmc->size : tmc->write_at;
	page_write(&tmc->page, TMC_RWP, tmc->write_at);
	show_read_data(tmc);
}

static void stop(struct tmc *tmc)
{
	struct source *source;

	formatter_flush(&tmc->formatter);
	tmc->capturing = false;
	prepare_reading(tmc);
	show_status(tmc);
	for (source = tmc->sources; source; source = source->next)
		source->ops->sink_stopped(source, tmc->captured);
	journal("tmc%u: capture off after %llu bytes", tmc->number,
		(unsigned long long)tmc->captured);
}

static void store_ctl(struct tmc *tmc, uint32_t value)
{
	bool enable = value & TMC_CTL_CAPTURE;

	if (enable == tmc->enabled)
		return;
	tmc->enabled = enable;
	if (enable)
		start(tmc);
	else if (tmc->capturing)
		stop(tmc);
}

static void flush(struct tmc *tmc)
{
	struct source *source;

	for (source = tmc->sources; source; source = source->next)
		source->ops->drain(source);
	formatter_flush(&tmc->formatter);
}

static void store_ffcr(struct tmc *tmc, uint32_t value)
{
	if (!(value & TMC_FFCR_FLUSHMAN))
		return;
	if (tmc->capturing) {
		flush(tmc);
		if (value & TMC_FFCR_STOP_ON_FLUSH)
			stop(tmc);
	}
	page_write(&tmc->page, TMC_FFCR, value & ~TMC_FFCR_FLUSHMAN);
}

/* Software may choose where to read from: it gets the whole RAM from there. */
static void store_rrp(struct tmc *tmc, uint32_t value)
{
	if (tmc->capturing)
		return;
	tmc->read_at = value & (tmc->size - sizeof(uint32_t));
	tmc->unread = tmc->size;
	show_read_data(tmc);
}

/* RWP, too, may be set while the sink is off; a capture starts at zero anyway. */
void tmc_store(struct tmc *tmc, uint32_t offset, uint32_t value)
{
	if (page_store(&tmc->page, offset, value))
		return;
	switch (offset) {
	case TMC_CTL:
		store_ctl(tmc, value);
		break;
	case TMC_FFCR:
		store_ffcr(tmc, value);
		break;
	case TMC_RRP:
		store_rrp(tmc, value);
		break;
	case TMC_MODE:
	case TMC_TRG:
	case TMC_RWP:
	case TMC_RRPHI:
	case TMC_RWPHI:
	case TMC_BUFWM:
		break;
	default:
		journal("tmc%u: store of %#x to register %#x is not modelled",
			tmc->number, value, offset);
	}
}

void tmc_load(struct tmc *tmc, uint32_t offset)
{
	if (offset != TMC_RRD || !tmc->unread)
		return;
	tmc->read_at = (tmc->read_at + sizeof(uint32_t)) & (tmc->size - 1);
	tmc->unread -= sizeof(uint32_t);
	show_read_data(tmc);
}
