// SPDX-License-Identifier: GPL-2.0-or-later
/* The CoreSight deformatter. */
#include <coresight/frame.h>

#include "bytes.h"
#include "deframe.h"

#define ID_UNKNOWN	(-1)

static void put(struct csd_streams *streams, int id, uint8_t byte)
{
	if (id == ID_UNKNOWN)
		streams->unknown++;
	else if (id != FRAME_ID_NULL)
		buffer_byte(&streams->stream[id], byte);
}

static bool is_barrier(const uint8_t *frame)
{
	size_t i;

	for (i = 0; i < FRAME_BYTES; i += 4)
		if (get_le32(frame + i) != FRAME_BARRIER_WORD)
			return false;
	return true;
}

/*
 * Bytes @i and @i + 1 of a frame, @i being even: data, or an ID and data.
 * Returns the ID of what follows. The frame's last pair has no second data
 * byte: there stands the byte with the low bits.
 */
static int pair(struct csd_streams *streams, int id, const uint8_t *frame,
		unsigned int i)
{
	uint8_t low = frame[FRAME_AUX] >> (i / 2) & 1;
	bool last = i + 1 == FRAME_AUX;
	int next = id;

	if (frame[i] & FRAME_IS_ID) {
		next = FRAME_ID(frame[i]);
		if (!low)
			id = next;
	} else {
		put(streams, id, frame[i] | low);
	}
	if (!last)
		put(streams, id, frame[i + 1]);
	return next;
}

static int deframe_one(struct csd_streams *streams, int id,
		       const uint8_t *frame)
{
	unsigned int i;

	if (is_barrier(frame))
		return ID_UNKNOWN;
	for (i = 0; i < FRAME_BYTES; i += 2)
		id = pair(streams, id, frame, i);
	return id;
}

int deframe(struct csd_streams *streams, const uint8_t *frames, size_t size)
{
	int id = ID_UNKNOWN;
	size_t i;

	streams->tail = size % FRAME_BYTES;
	for (i = 0; i + FRAME_BYTES <= size; i += FRAME_BYTES)
		id = deframe_one(streams, id, frames + i);
	for (i = 0; i < DEFRAME_IDS; i++)
		if (streams->stream[i].failed)
			return -1;
	return 0;
}

void streams_free(struct csd_streams *streams)
{
	size_t i;

	for (i = 0; i < DEFRAME_IDS; i++)
		buffer_free(&streams->stream[i]);
}
