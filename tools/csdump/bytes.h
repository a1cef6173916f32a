/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Little-endian numbers at any alignment, and an array that grows.
 */
#ifndef CSD_BYTES_H
#define CSD_BYTES_H

#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline uint16_t get_le16(const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return le16toh(v);
}

static inline uint32_t get_le32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

static inline uint64_t get_le64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

/* Whether [@off, @off + @len) lies within @size bytes. */
static inline int fits(uint64_t off, uint64_t len, uint64_t size)
{
	return off <= size && len <= size - off;
}

static inline uint64_t align_up(uint64_t value, uint64_t to)
{
	return (value + to - 1) / to * to;
}

/*
 * Makes room for one more item of @size bytes in an array of @nr. The array
 * grows by doubling. Returns it, or NULL when out of memory: then the old
 * array is still the caller's.
 */
static inline void *array_grow(void *array, size_t nr, size_t size)
{
	if (nr & (nr - 1))
		return array;
	if (nr > SIZE_MAX / 2 / size)
		return NULL;
	return realloc(array, (nr ? nr * 2 : 1) * size);
}

#endif /* CSD_BYTES_H */
