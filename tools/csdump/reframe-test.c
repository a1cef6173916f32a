// SPDX-License-Identifier: GPL-2.0-or-later
/* What is framed comes out again, whatever its length. */
#include "deframe.h"
#include "reframe.h"
#include "test-build.h"

#define MAX_TRACE	100

static void fill_trace(uint8_t *trace, size_t size, unsigned int seed)
{
	size_t i;

	for (i = 0; i < size; i++)
		trace[i] = (uint8_t)(i * 37 + seed * 11 + 1);
}

static void round_trip(size_t size, unsigned int seed)
{
	struct csd_streams streams = { 0 };
	struct buffer frames = { 0 };
	uint8_t trace[MAX_TRACE];

	fill_trace(trace, size, seed);
	reframe(&frames, 0x6f, trace, size);
	assert_false(frames.failed);
	assert_int_equal(frames.size, (size + 13) / 14 * 16);
	assert_int_equal(deframe(&streams, frames.bytes, frames.size), 0);
	assert_int_equal(streams.unknown, 0);
	assert_int_equal(streams.stream[0x6f].size, size);
	if (size)
		assert_memory_equal(streams.stream[0x6f].bytes, trace, size);
	streams_free(&streams);
	buffer_free(&frames);
}

static void test_every_length(void **state)
{
	unsigned int seed;
	size_t size;

	(void)state;
	for (size = 0; size <= MAX_TRACE; size++)
		for (seed = 0; seed < 8; seed++)
			round_trip(size, seed);
}

/* A decoder may start at any frame. */
static void test_each_frame_names_its_id(void **state)
{
	uint8_t trace[MAX_TRACE] = { 0 };
	struct buffer frames = { 0 };
	size_t i;

	(void)state;
	reframe(&frames, 0x10, trace, sizeof(trace));
	for (i = 0; i < frames.size; i += 16)
		assert_int_equal(frames.bytes[i], 0x21);
	buffer_free(&frames);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_length),
		cmocka_unit_test(test_each_frame_names_its_id),
	};

	return run_tap(tests);
}
