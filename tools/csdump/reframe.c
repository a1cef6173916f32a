// SPDX-License-Identifier: GPL-2.0-or-later
/* The CoreSight formatter, for one source. */
#include <string.h>

#include <coresight/frame.h>

#include "reframe.h"

/* Data at even @i: its low bit goes into the frame's last byte. */
static void put_even(uint8_t *frame, unsigned int i, uint8_t byte)
{
	frame[i] = byte & 0xfe;
	frame[FRAME_AUX] = (uint8_t)(frame[FRAME_AUX] | (byte & 1) << (i / 2));
}

/* At even @i the null ID takes over, after one more byte if there is @last. */
static void put_end(uint8_t *frame, unsigned int i, const uint8_t *last)
{
	frame[i] = FRAME_ID_BYTE(FRAME_ID_NULL);
	if (!last)
		return;
	frame[i + 1] = *last;
	frame[FRAME_AUX] = (uint8_t)(frame[FRAME_AUX] | 1 << (i / 2));
}

/* Fills one frame with up to 14 of @size bytes. Returns how many. */
static size_t fill(uint8_t *frame, uint8_t id, const uint8_t *trace,
		   size_t size)
{
	unsigned int i;
	size_t n = 0;

	memset(frame, 0, FRAME_BYTES);
	frame[0] = FRAME_ID_BYTE(id);
	frame[1] = trace[n++];
	for (i = 2; i < FRAME_AUX - 1; i += 2) {
		if (size - n < 2) {
			put_end(frame, i, size > n ? trace + n : NULL);
			return size;
		}
		put_even(frame, i, trace[n++]);
		frame[i + 1] = trace[n++];
	}
	if (n < size)
		put_even(frame, i, trace[n++]);
	else
		put_end(frame, i, NULL);
	return n;
}

void reframe(struct buffer *frames, uint8_t id, const uint8_t *trace,
	     size_t size)
{
	uint8_t frame[FRAME_BYTES];
	size_t n;

	while (size && !frames->failed) {
		n = fill(frame, id, trace, size);
		buffer_put(frames, frame, sizeof(frame));
		trace += n;
		size -= n;
	}
}
