// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Frames from bytes. Every frame begins with an ID, though the format lets an
 * ID last beyond its frame: a sink overwrites its oldest frame, and what is
 * left must not depend on it.
 */
#include "formatter.h"

#include <string.h>

void formatter_init(struct formatter *formatter, formatter_output *output, void *opaque)
{
	memset(formatter, 0, sizeof(*formatter));
	formatter->output = output;
	formatter->opaque = opaque;
}

static void put(struct formatter *formatter, uint8_t byte)
{
	formatter->frame[formatter->used++] = byte;
}

static void complete(struct formatter *formatter)
{
	formatter->output(formatter->opaque, formatter->frame);
	memset(formatter->frame, 0, sizeof(formatter->frame));
	formatter->used = 0;
}

static void put_data(struct formatter *formatter, uint8_t byte)
{
	unsigned int at = formatter->used;

	if (at % 2 == 0) {
		formatter->frame[FRAME_AUX] |= (byte & FRAME_IS_ID) << at / 2;
		byte &= ~FRAME_IS_ID;
	}
	put(formatter, byte);
	if (formatter->used == FRAME_AUX)
		complete(formatter);
}

/*
 * An ID stands at an even place. If the next is odd, the ID takes the place of
 * the data byte before, which moves on by one, and the auxiliary bit says that
 * this byte still has the old ID.
 */
static void put_id_behind_data(struct formatter *formatter, uint8_t id)
{
	unsigned int at = formatter->used - 1;
	uint8_t mask = FRAME_IS_ID << at / 2;
	uint8_t low_bit = (formatter->frame[FRAME_AUX] & mask) != 0;
	uint8_t byte = formatter->frame[at] | low_bit;

	formatter->frame[at] = FRAME_ID_BYTE(id);
	formatter->frame[FRAME_AUX] |= mask;
	put(formatter, byte);
}

static void put_id(struct formatter *formatter, uint8_t id)
{
	if (formatter->used % 2)
		put_id_behind_data(formatter, id);
	else
		put(formatter, FRAME_ID_BYTE(id));
	formatter->id = id;
	if (formatter->used == FRAME_AUX)
		complete(formatter);
}

void formatter_write(struct formatter *formatter, uint8_t id, const void *bytes,
		     size_t len)
{
	const uint8_t *byte = bytes;
	size_t i;

	for (i = 0; i < len; i++) {
		/* An ID may fill the frame; then the next one needs it again. */
		while (!formatter->used || formatter->id != id)
			put_id(formatter, id);
		put_data(formatter, byte[i]);
	}
}

void formatter_flush(struct formatter *formatter)
{
	if (!formatter->used)
		return;
	put_id(formatter, FRAME_ID_NULL);
	/* All that follows the null ID reads as zeros of that ID. */
	if (formatter->used)
		complete(formatter);
}
