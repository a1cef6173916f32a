/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The formatter in front of a sink's RAM: packs the bytes of several sources
 * into 16-byte frames (coresight/frame.h).
 */
#ifndef BOARD_FORMATTER_H
#define BOARD_FORMATTER_H

#include <stddef.h>
#include <stdint.h>

#include "coresight/frame.h"

typedef void formatter_output(void *opaque, const uint8_t frame[FRAME_BYTES]);

/**
 * struct formatter - a formatter
 * @output:	takes a complete frame
 * @opaque:	argument for it
 * @frame:	the frame at work
 * @used:	bytes of it in use
 * @id:		source that the next data byte belongs to, as the frame stands
 */
struct formatter {
	formatter_output *output;
	void *opaque;
	uint8_t frame[FRAME_BYTES];
	unsigned int used;
	uint8_t id;
};

/** formatter_init() - start with no frame at work */
void formatter_init(struct formatter *formatter, formatter_output *output, void *opaque);

/** formatter_write() - take in @len bytes of the source @id */
void formatter_write(struct formatter *formatter, uint8_t id, const void *bytes,
		     size_t len);

/** formatter_flush() - complete the frame at work, if any, with padding */
void formatter_flush(struct formatter *formatter);

#endif /* BOARD_FORMATTER_H */
