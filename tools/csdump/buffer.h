/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that are put together one after the other. Running out of memory is
 * remembered in @failed and later calls do nothing: check it once, at the end.
 */
#ifndef CSD_BUFFER_H
#define CSD_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialised it is empty. */
struct buffer {
	uint8_t *bytes;
	size_t size;
	size_t room;
	bool failed;
};

void buffer_free(struct buffer *buf);
void buffer_byte(struct buffer *buf, uint8_t byte);
void buffer_put(struct buffer *buf, const void *bytes, size_t size);
void buffer_zeros(struct buffer *buf, size_t size);
/* Little-endian. */
void buffer_u16(struct buffer *buf, uint16_t value);
void buffer_u32(struct buffer *buf, uint32_t value);
void buffer_u64(struct buffer *buf, uint64_t value);
/* Zeros up to the next multiple of @to. */
void buffer_align(struct buffer *buf, size_t to);

#endif /* CSD_BUFFER_H */
