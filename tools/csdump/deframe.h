/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes a sink's formatted trace apart, one stream per trace ID
 * (Arm IHI 0029, formatter protocol; coresight/frame.h).
 */
#ifndef CSD_DEFRAME_H
#define CSD_DEFRAME_H

#include "buffer.h"

#define DEFRAME_IDS	128

/*
 * One sink, taken apart. Zero-initialised it is empty.
 * @stream:	bytes of each trace ID
 * @unknown:	bytes before the first ID, or between a barrier and the next
 * @tail:	bytes after the last whole frame, not looked at
 */
struct csd_streams {
	struct buffer stream[DEFRAME_IDS];
	size_t unknown;
	size_t tail;
};

/* Adds @size bytes of frames. Returns -1 when out of memory. */
int deframe(struct csd_streams *streams, const uint8_t *frames, size_t size);
void streams_free(struct csd_streams *streams);

#endif /* CSD_DEFRAME_H */
