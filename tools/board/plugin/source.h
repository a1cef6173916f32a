/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace source as the sink that it feeds sees it.
 */
#ifndef BOARD_SOURCE_H
#define BOARD_SOURCE_H

#include <stdint.h>

struct source;

/**
 * struct source_ops - what a sink asks of a source, holding the sink's lock
 * @drain:	write all that is held back to the formatter
 * @sink_started: the sink has started capturing
 * @sink_stopped: the sink has stopped, after @captured bytes
 */
struct source_ops {
	void (*drain)(struct source *source);
	void (*sink_started)(struct source *source);
	void (*sink_stopped)(struct source *source, uint64_t captured);
};

struct source {
	const struct source_ops *ops;
	struct source *next;
};

#endif /* BOARD_SOURCE_H */
