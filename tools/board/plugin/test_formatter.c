// SPDX-License-Identifier: GPL-2.0-or-later
/* What goes into the formatter must come out of its frames, frame by frame. */
#include "test.h"

#include "formatter.h"

#define MAX_BYTES	65536
#define IDS		4

struct stream {
	uint8_t bytes[MAX_BYTES];
	size_t len;
};

/* A deframer, written from the format's definition and not from the formatter */
struct deframer {
	struct stream streams[128];
	int id;
	unsigned int frames;
};

static void take(struct deframer *deframer, int id, uint8_t byte)
{
	struct stream *stream;

	assert_int_not_equal(id, -1);
	stream = &deframer->streams[id];
	stream->bytes[stream->len++] = byte;
}

static void deframe(void *opaque, const uint8_t frame[16])
{
	struct deframer *deframer = opaque;
	int pair, next;

	/* Each frame must do without those before it. */
	deframer->id = -1;
	deframer->frames++;
	for (pair = 0; pair < 8; pair++) {
		uint8_t even = frame[2 * pair];
		bool flag = frame[15] >> pair & 1;
		bool has_odd = pair < 7;

		if (!(even & 1)) {
			take(deframer, deframer->id, even | flag);
			if (has_odd)
				take(deframer, deframer->id, frame[2 * pair + 1]);
			continue;
		}
		next = even >> 1;
		if (has_odd)
			take(deframer, flag ? deframer->id : next, frame[2 * pair + 1]);
		deframer->id = next;
	}
}

static struct deframer deframer;
static struct stream written[IDS + 1];
static struct formatter formatter;

static int setup(void **state)
{
	(void)state;
	memset(&deframer, 0, sizeof(deframer));
	memset(written, 0, sizeof(written));
	formatter_init(&formatter, deframe, &deframer);
	return 0;
}

static void write_byte(int id, uint8_t byte)
{
	formatter_write(&formatter, id, &byte, 1);
	written[id].bytes[written[id].len++] = byte;
}

static void assert_same_streams(void)
{
	int id;

	for (id = 1; id <= IDS; id++) {
		assert_int_equal(deframer.streams[id].len, written[id].len);
		assert_memory_equal(deframer.streams[id].bytes, written[id].bytes,
				    written[id].len);
	}
}

static void one_source_fills_frames(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 280; i++)
		write_byte(1, i);
	assert_int_equal(deframer.frames, 20);
	assert_same_streams();
}

static void a_flush_pads_a_frame_of_any_length(void **state)
{
	int len, i;

	for (len = 1; len <= 14; len++) {
		setup(state);
		for (i = 0; i < len; i++)
			write_byte(2, 0xff - i);
		formatter_flush(&formatter);
		assert_int_equal(deframer.frames, 1);
		assert_same_streams();
	}
}

static void a_flush_of_nothing_writes_nothing(void **state)
{
	(void)state;
	formatter_flush(&formatter);
	assert_int_equal(deframer.frames, 0);
}

static void sources_take_turns_at_every_place(void **state)
{
	int first, second, i;

	for (first = 1; first < 16; first++) {
		for (second = 1; second < 16; second++) {
			setup(state);
			for (i = 0; i < first; i++)
				write_byte(1, 0x80 | i);
			for (i = 0; i < second; i++)
				write_byte(2, 0x41 + i);
			write_byte(1, 0x55);
			formatter_flush(&formatter);
			assert_same_streams();
		}
	}
}

static void a_change_of_source_wastes_no_byte(void **state)
{
	(void)state;
	/* ID, a, ID instead of b, b, c, ID instead of d, d, ... */
	write_byte(1, 'a');
	write_byte(1, 'b');
	write_byte(2, 'c');
	write_byte(2, 'd');
	assert_int_equal(formatter.used, 6);
}

static void random_turns(void **state)
{
	int i, id = 1;

	(void)state;
	srand(20);
	for (i = 0; i < 50000; i++) {
		if (rand() % 5 == 0)
			id = 1 + rand() % IDS;
		write_byte(id, rand());
		if (rand() % 1000 == 0)
			formatter_flush(&formatter);
	}
	formatter_flush(&formatter);
	assert_same_streams();
}

/* RRD reads as 0xffffffff when the RAM is empty. */
static void no_word_of_a_frame_is_all_ones(void **state)
{
	uint8_t ones[14];

	(void)state;
	memset(ones, 0xff, sizeof(ones));
	formatter_write(&formatter, FRAME_ID_LAST, ones, 7);
	assert_int_equal(formatter.frame[2], 0xfe);
	assert_int_equal(formatter.frame[4], 0xfe);
	assert_int_equal(formatter.frame[6], 0xfe);
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_source_fills_frames),
		TEST(a_flush_pads_a_frame_of_any_length),
		TEST(a_flush_of_nothing_writes_nothing),
		TEST(sources_take_turns_at_every_place),
		TEST(a_change_of_source_wastes_no_byte),
		TEST(random_turns),
		TEST(no_word_of_a_frame_is_all_ones),
	};

	return RUN_TESTS(tests);
}
