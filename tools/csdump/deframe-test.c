// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames as Arm IHI 0029 describes them, one rule a test. */
#include "deframe.h"
#include "test-build.h"

#define ID(id)	((uint8_t)((id) << 1 | 1))

/* Takes frames apart and frees the result. */
static struct csd_streams streams;

static int setup(void **state)
{
	(void)state;
	memset(&streams, 0, sizeof(streams));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	streams_free(&streams);
	return 0;
}

static void expect(unsigned int id, const char *bytes, size_t size)
{
	assert_int_equal(streams.stream[id].size, size);
	if (size)
		assert_memory_equal(streams.stream[id].bytes, bytes, size);
}

static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(deframe(&streams, NULL, 0), 0);
	assert_int_equal(streams.unknown + streams.tail, 0);
}

static void test_one_source(void **state)
{
	/* bit 0 of the bytes at 2, 6 and 14 is in the last byte */
	static const uint8_t frame[16] = {
		ID(0x10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0x8a,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frame, sizeof(frame)), 0);
	expect(0x10, "\1\3\3\4\5\7\7\10\11\12\13\14\15\17", 14);
	assert_int_equal(streams.unknown, 0);
}

static void test_id_lasts_into_next_frame(void **state)
{
	static const uint8_t frames[32] = {
		ID(0x10), 1, [16] = 2, 3, 4,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frames, sizeof(frames)), 0);
	assert_int_equal(streams.stream[0x10].size, 14 + 15);
}

static void test_two_sources(void **state)
{
	static const uint8_t frame[16] = {
		ID(0x10), 1, ID(0x11), 2, 4, 3, ID(0), 0,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frame, sizeof(frame)), 0);
	expect(0x10, "\1", 1);
	expect(0x11, "\2\4\3", 3);
	expect(0, "", 0);
}

static void test_delayed_id(void **state)
{
	/* the byte behind the ID at 2 is still 0x10's */
	static const uint8_t frame[16] = {
		ID(0x10), 1, ID(0x11), 2, 4, 3, ID(0), 0, [15] = 0x02,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frame, sizeof(frame)), 0);
	expect(0x10, "\1\2", 2);
	expect(0x11, "\4\3", 2);
}

static void test_id_in_last_pair(void **state)
{
	static const uint8_t frames[32] = {
		ID(0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ID(0x12), 0,
		8, 9, ID(0), 0,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frames, sizeof(frames)), 0);
	expect(0x12, "\10\11", 2);
}

static void test_null_id(void **state)
{
	static const uint8_t frame[16] = { ID(0), 1, 2, 3 };
	size_t i;

	(void)state;
	assert_int_equal(deframe(&streams, frame, sizeof(frame)), 0);
	for (i = 0; i < DEFRAME_IDS; i++)
		assert_int_equal(streams.stream[i].size, 0);
	assert_int_equal(streams.unknown, 0);
}

static void test_unknown_at_start(void **state)
{
	static const uint8_t frame[16] = { 2, 3, 4, 5, ID(0x10), 7, ID(0), 0 };

	(void)state;
	assert_int_equal(deframe(&streams, frame, sizeof(frame)), 0);
	assert_int_equal(streams.unknown, 4);
	expect(0x10, "\7", 1);
}

static void test_barrier_forgets_id(void **state)
{
	static const uint8_t frames[48] = {
		ID(0x10), 1, ID(0x10), 2, ID(0x10), 3, ID(0x10), 4,
		ID(0x10), 5, ID(0x10), 6, ID(0x10), 7, ID(0x10), 0,
		0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f,
		0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f,
		2, 3, ID(0x11), 9, ID(0), 0,
	};

	(void)state;
	assert_int_equal(deframe(&streams, frames, sizeof(frames)), 0);
	expect(0x10, "\1\2\3\4\5\6\7", 7);
	expect(0x11, "\11", 1);
	assert_int_equal(streams.unknown, 2);
}

static void test_partial_frame(void **state)
{
	static const uint8_t frames[16 + 15] = { ID(0x10), 1, ID(0), 0 };

	(void)state;
	assert_int_equal(deframe(&streams, frames, sizeof(frames)), 0);
	assert_int_equal(streams.tail, 15);
	expect(0x10, "\1", 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_one_source),
		TEST(test_id_lasts_into_next_frame),
		TEST(test_two_sources),
		TEST(test_delayed_id),
		TEST(test_id_in_last_pair),
		TEST(test_null_id),
		TEST(test_unknown_at_start),
		TEST(test_barrier_forgets_id),
		TEST(test_partial_frame),
	};

	return run_tap(tests);
}
