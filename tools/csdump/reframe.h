/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts one source's trace into CoreSight frames again (coresight/frame.h). */
#ifndef CSD_REFRAME_H
#define CSD_REFRAME_H

#include "buffer.h"

/*
 * Appends @size bytes of trace as whole frames of source @id. Each frame names
 * its ID, so that a decoder can start at any. No byte is added to the trace:
 * the rest of the last frame belongs to the null ID.
 */
void reframe(struct buffer *frames, uint8_t id, const uint8_t *trace,
	     size_t size);

#endif /* CSD_REFRAME_H */
