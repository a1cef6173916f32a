// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds a text region for tests. */
#include <zlib.h>

#include "test-textregion.h"

void put_number(struct buffer *to, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buffer_byte(to, (uint8_t)(value | 0x80));
	buffer_byte(to, (uint8_t)value);
}

void put_delta(struct buffer *to, int64_t words)
{
	uint64_t twice = (uint64_t)words << 1;

	put_number(to, words < 0 ? ~twice : twice);
}

void put_list(struct test_region *test, unsigned int words,
	      unsigned int before, const int *sites)
{
	put_number(&test->lists, words);
	put_number(&test->lists, before);
	for (; *sites; sites++)
		put_delta(&test->lists, *sites);
	put_delta(&test->lists, 0);
}

void put_run(struct test_region *test, unsigned int sites, unsigned int nth)
{
	put_number(&test->state, sites << 3 | nth);
}

void put_new_run(struct test_region *test, unsigned int sites, uint32_t word)
{
	put_run(test, sites, MEMINSPECT_TEXT_KNOWN);
	buffer_u32(&test->state, word);
}

void put_spot(struct test_region *test, int64_t at, uint32_t word)
{
	put_delta(&test->state, at);
	put_number(&test->state, 1);
	buffer_u32(&test->state, word);
}

static uint8_t *state_head(struct test_region *test, size_t nth)
{
	return test->region.bytes + HEAD(state) +
	       nth * sizeof(struct meminspect_text_state);
}

void set_state(struct test_region *test, size_t nth, uint64_t sequence,
	       uint32_t flags, size_t offset, size_t size)
{
	uint8_t *head = state_head(test, nth);

	set_le64(head + STATE(sequence), sequence);
	set_le32(head + STATE(offset), (uint32_t)offset);
	set_le32(head + STATE(size), (uint32_t)size);
	set_le32(head + STATE(flags), flags);
}

/* The checksum at @to, going on from @crc, unless the part lies outside */
static void seal(struct test_region *test, uint8_t *to, uLong crc,
		 uint32_t offset, uint32_t size)
{
	if (!fits(offset, size, test->region.size))
		return;
	crc = crc32(crc, test->region.bytes + offset, size);
	set_le32(to, (uint32_t)crc);
}

static void seal_state(struct test_region *test, size_t nth)
{
	uint8_t *head = state_head(test, nth);
	uLong crc = crc32(0, head + STATE(offset), STATE(crc) - STATE(offset));

	seal(test, head + STATE(crc), crc, get_le32(head + STATE(offset)),
	     get_le32(head + STATE(size)));
}

void region_seal(struct test_region *test)
{
	uint8_t *head = test->region.bytes;

	seal_state(test, 0);
	seal_state(test, 1);
	seal(test, head + HEAD(crc), crc32(0, head, HEAD(crc)),
	     get_le32(head + HEAD(lists_offset)),
	     get_le32(head + HEAD(lists_size)));
}

void region_build(struct test_region *test, uint64_t paddr, uint64_t base)
{
	const size_t head = sizeof(struct meminspect_text);
	struct buffer *region = &test->region;

	buffer_zeros(region, head);
	buffer_put(region, test->lists.bytes, test->lists.size);
	buffer_put(region, test->state.bytes, test->state.size);
	memcpy(region->bytes, MEMINSPECT_TEXT_MAGIC, MEMINSPECT_TEXT_MAGIC_LEN);
	set_le16(region->bytes + HEAD(version), MEMINSPECT_TEXT_VERSION);
	set_le16(region->bytes + HEAD(header_size), (uint16_t)head);
	set_le32(region->bytes + HEAD(size), (uint32_t)region->size);
	set_le64(region->bytes + HEAD(paddr), paddr);
	set_le64(region->bytes + HEAD(base), base);
	set_le32(region->bytes + HEAD(lists_offset), (uint32_t)head);
	set_le32(region->bytes + HEAD(lists_size), (uint32_t)test->lists.size);
	set_state(test, 0, 1, 0, head, 0);
	set_state(test, 1, 2, MEMINSPECT_TEXT_FROZEN, head + test->lists.size,
		  test->state.size);
	region_seal(test);
}

void region_free(struct test_region *test)
{
	buffer_free(&test->lists);
	buffer_free(&test->state);
	buffer_free(&test->region);
}
