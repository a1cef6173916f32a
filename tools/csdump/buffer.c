// SPDX-License-Identifier: GPL-2.0-or-later
/* A byte buffer that grows. */
#include "buffer.h"
#include "bytes.h"

void buffer_free(struct buffer *buf)
{
	free(buf->bytes);
	memset(buf, 0, sizeof(*buf));
}

/* Room for @size more bytes, or NULL. */
static uint8_t *buffer_extend(struct buffer *buf, size_t size)
{
	size_t room = buf->room ? buf->room : 64;
	uint8_t *bytes;

	if (buf->failed || size > SIZE_MAX / 4 - buf->size)
		goto err_full;
	while (room < buf->size + size)
		room *= 2;
	if (room != buf->room) {
		bytes = realloc(buf->bytes, room);
		if (!bytes)
			goto err_full;
		buf->bytes = bytes;
		buf->room = room;
	}
	buf->size += size;
	return buf->bytes + buf->size - size;

err_full:
	buf->failed = true;
	return NULL;
}

void buffer_byte(struct buffer *buf, uint8_t byte)
{
	if (buf->size < buf->room)
		buf->bytes[buf->size++] = byte;
	else
		buffer_put(buf, &byte, 1);
}

void buffer_put(struct buffer *buf, const void *bytes, size_t size)
{
	uint8_t *to = buffer_extend(buf, size);

	if (to && size)
		memcpy(to, bytes, size);
}

void buffer_zeros(struct buffer *buf, size_t size)
{
	uint8_t *to = buffer_extend(buf, size);

	if (to)
		memset(to, 0, size);
}

void buffer_u16(struct buffer *buf, uint16_t value)
{
	value = htole16(value);
	buffer_put(buf, &value, sizeof(value));
}

void buffer_u32(struct buffer *buf, uint32_t value)
{
	value = htole32(value);
	buffer_put(buf, &value, sizeof(value));
}

void buffer_u64(struct buffer *buf, uint64_t value)
{
	value = htole64(value);
	buffer_put(buf, &value, sizeof(value));
}

void buffer_align(struct buffer *buf, size_t to)
{
	buffer_zeros(buf, (to - buf->size % to) % to);
}
