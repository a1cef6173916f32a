// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "truth_log.h"

#define KERNEL		0xffffffc080000000
#define USER		0x400000
#define SINK_BYTES	1024

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static struct address_list expected, decoded;

static int teardown(void **state)
{
	(void)state;
	address_list_deinit(&expected);
	address_list_deinit(&decoded);
	return 0;
}

/* --- comparing */

static bool agree(void)
{
	struct difference difference;

	difference_find(&difference, &expected, &decoded);
	assert_true(difference_is_none(&difference) ==
		    (difference_agreement(&difference) == 100));
	return difference_is_none(&difference);
}

static void equal_lists_agree(void **state)
{
	(void)state;
	assert_true(agree());
	address_list_add_run(&expected, KERNEL, 100);
	address_list_add_run(&decoded, KERNEL, 50);
	address_list_add_run(&decoded, KERNEL + 200, 50);
	assert_true(agree());
}

/* Decode 100 instructions of which the one at @at is followed by @next. */
static void decode_with(size_t at, uint64_t next, size_t rest)
{
	address_list_add_run(&expected, KERNEL, 100);
	address_list_add_run(&decoded, KERNEL, at);
	address_list_add_run(&decoded, next, rest);
}

static void a_missing_instruction_is_found(void **state)
{
	static const size_t places[] = { 0, 1, 50, 98 };

	for (size_t i = 0; i < COUNT(places); i++) {
		decode_with(places[i], KERNEL + 4 * (places[i] + 1),
			    99 - places[i]);
		assert_false(agree());
		teardown(state);
	}
	decode_with(99, 0, 0);
	assert_false(agree());
}

static void an_invented_instruction_is_found(void **state)
{
	static const size_t places[] = { 0, 1, 50, 100 };

	for (size_t i = 0; i < COUNT(places); i++) {
		decode_with(places[i], KERNEL + 0x10000, 1);
		address_list_add_run(&decoded, KERNEL + 4 * places[i],
				     100 - places[i]);
		assert_false(agree());
		teardown(state);
	}
}

static void a_repeated_instruction_is_found(void **state)
{
	(void)state;
	decode_with(50, KERNEL + 4 * 49, 51);
	assert_false(agree());
}

static void shifted_instructions_are_found(void **state)
{
	(void)state;
	address_list_add_run(&expected, KERNEL, 100);
	address_list_add_run(&decoded, KERNEL + 4, 100);
	assert_false(agree());
}

static void swapped_instructions_are_found(void **state)
{
	(void)state;
	decode_with(50, KERNEL + 4 * 51, 1);
	address_list_add_run(&decoded, KERNEL + 4 * 50, 1);
	address_list_add_run(&decoded, KERNEL + 4 * 52, 48);
	assert_false(agree());
}

static void nothing_decoded_is_no_agreement(void **state)
{
	struct difference difference;

	(void)state;
	address_list_add_run(&expected, KERNEL, 100);
	difference_find(&difference, &expected, &decoded);
	assert_int_equal(difference_agreement(&difference), 0);
	assert_false(difference_is_none(&difference));
}

static void agreement_is_never_rounded_up_to_all(void **state)
{
	(void)state;
	address_list_add_run(&expected, KERNEL, 10000000);
	address_list_add_run(&decoded, KERNEL, 9999999);
	assert_false(agree());
}

static void agreement_counts_both_ends(void **state)
{
	struct difference difference;

	(void)state;
	decode_with(20, KERNEL + 0x10000, 50);
	address_list_add_run(&decoded, KERNEL + 4 * 70, 30);
	difference_find(&difference, &expected, &decoded);
	assert_int_equal(difference.head, 20);
	assert_int_equal(difference.tail, 30);
	assert_int_equal(difference_agreement(&difference), 50);
}

/* --- what the truth says */

static int read_log(struct truth_log *log, const struct truth_entry *entries,
		    uint64_t count, uint64_t capacity)
{
	struct truth_header header = { .sink_bytes = SINK_BYTES,
				       .capacity = capacity, .count = count };

	return truth_log_init(log, &header, entries);
}

static enum truth_reach expect(const struct truth_entry *entries, size_t count)
{
	struct truth_window window;
	struct truth_log log;

	assert_int_equal(read_log(&log, entries, count, count), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	truth_log_expect(&log, &window, &expected);
	truth_log_deinit(&log);
	return window.reach;
}

#define EXPECT(...)						\
	({							\
		static const struct truth_entry e[] = { __VA_ARGS__ };	\
		expect(e, COUNT(e));				\
	})

#define RUN(address, n)		{ .kind = TRUTH_RUN, .value = address, .count = n }
#define SYNC(position)		{ .kind = TRUTH_SYNC, .value = position }
#define EXCEPTION(from, type)	{ .kind = TRUTH_EXCEPTION, .value = from, .count = type }
#define START			{ .kind = TRUTH_START }
#define SINK_START		{ .kind = TRUTH_SINK_START }
#define SINK_STOP(bytes, rest)	{ .kind = TRUTH_SINK_STOP, .value = bytes, .count = rest }

static void all_is_expected_of_a_sink_that_did_not_wrap(void **state)
{
	(void)state;
	assert_int_equal(EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10),
				SYNC(500), RUN(KERNEL + 0x100, 5),
				SINK_STOP(1024, 0)), REACH_SOME);
	assert_int_equal(expected.count, 15);
	assert_int_equal(expected.items[14], KERNEL + 0x110);
}

static void what_ran_before_the_first_surviving_sync_is_not_expected(void **state)
{
	(void)state;
	EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10),
	       SYNC(512), RUN(KERNEL + 0x100, 5), SINK_STOP(1536, 0));
	assert_int_equal(expected.count, 5);
	teardown(state);
	EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10),
	       SYNC(511), RUN(KERNEL + 0x100, 5), SYNC(600),
	       RUN(KERNEL + 0x200, 2), SINK_STOP(1536, 0));
	assert_int_equal(expected.count, 2);
}

static void nothing_is_expected_if_no_sync_survived(void **state)
{
	(void)state;
	assert_int_equal(EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10),
				SINK_STOP(5000, 0)), REACH_OVERWRITTEN);
	assert_int_equal(expected.count, 0);
}

static void nothing_is_expected_if_the_sink_never_stopped(void **state)
{
	(void)state;
	assert_int_equal(EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10)),
			 REACH_NOTHING_CAPTURED);
	assert_int_equal(expected.count, 0);
}

static void what_no_branch_followed_is_not_expected(void **state)
{
	(void)state;
	EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10),
	       RUN(KERNEL + 0x100, 5), SINK_STOP(64, 7));
	assert_int_equal(expected.count, 8);
}

static void user_instructions_are_not_expected(void **state)
{
	(void)state;
	EXPECT(SINK_START, START, SYNC(0), RUN(USER, 10), RUN(KERNEL, 3),
	       RUN(USER, 4), SINK_STOP(64, 6));
	assert_int_equal(expected.count, 1);
}

static void what_ran_after_the_stop_is_not_expected(void **state)
{
	(void)state;
	EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10), SINK_STOP(64, 0),
	       RUN(KERNEL, 10));
	assert_int_equal(expected.count, 10);
}

static void the_last_stop_counts(void **state)
{
	(void)state;
	EXPECT(SINK_START, START, SYNC(0), RUN(KERNEL, 10), SINK_STOP(64, 0),
	       SINK_START, START, SYNC(0), RUN(KERNEL, 4), SINK_STOP(48, 0));
	assert_int_equal(expected.count, 4);
}

static void a_ring_that_lost_needless_entries_will_do(void **state)
{
	/* The oldest that is left is at index 2. */
	static const struct truth_entry ring[] = {
		RUN(KERNEL + 0x100, 5), SINK_STOP(5000, 0),
		SYNC(10), RUN(KERNEL, 10), SYNC(4500),
	};
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, ring, 7, COUNT(ring)), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	truth_log_expect(&log, &window, &expected);
	assert_int_equal(expected.count, 5);
	truth_log_deinit(&log);
}

static void a_ring_that_lost_what_is_needed_is_refused(void **state)
{
	static const struct truth_entry ring[] = {
		RUN(KERNEL + 0x100, 5), SINK_STOP(5000, 0),
		SYNC(4400), RUN(KERNEL, 10), SYNC(4500),
	};
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, ring, 7, COUNT(ring)), 0);
	assert_int_equal(truth_log_window(&log, &window), -1);
	truth_log_deinit(&log);
}

static const struct truth_entry crash[] = {
	SINK_START, START, SYNC(0), RUN(KERNEL, 10), RUN(USER, 5),
	EXCEPTION(USER + 20, 2), RUN(KERNEL + 0x800, 6),
	EXCEPTION(KERNEL + 0x818, 0xe), RUN(KERNEL, 3),
	EXCEPTION(KERNEL + 0xc, 0xc), RUN(KERNEL + 0x900, 20),
	EXCEPTION(KERNEL + 0x950, 0xe), RUN(KERNEL, 3), SINK_STOP(64, 0),
	RUN(KERNEL, 100),
};

static void the_way_from_crash_to_freeze_is_counted(void **state)
{
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, crash, COUNT(crash), COUNT(crash)), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	assert_int_equal(truth_log_since_fault(&log, &window), 23);
	assert_int_equal(truth_log_since_address(&log, &window,
						 KERNEL + 0x808), 4 + 3 + 23);
	assert_int_equal(truth_log_since_address(&log, &window, KERNEL + 0x700),
			 -1);
	truth_log_deinit(&log);
}

static const struct truth_entry interrupted[] = {
	SINK_START, START, SYNC(0), RUN(KERNEL, 10),
	EXCEPTION(KERNEL + 0x28, 0xe), RUN(KERNEL + 0x1000, 3000),
	RUN(KERNEL + 0x28, 5), SINK_STOP(64, 0),
};

static void an_interrupt_on_the_way_is_not_counted(void **state)
{
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, interrupted, COUNT(interrupted),
				  COUNT(interrupted)), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	assert_int_equal(truth_log_since_address(&log, &window, KERNEL + 0x20),
			 2 + 5);
	truth_log_deinit(&log);
}

static void nothing_that_was_overwritten_is_before_the_call(void **state)
{
	static const struct truth_entry entries[] = {
		SINK_START, START, SYNC(0), RUN(KERNEL, 10),
		EXCEPTION(USER, 2), RUN(KERNEL, 3), SINK_STOP(5000, 0),
	};
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, entries, COUNT(entries),
				  COUNT(entries)), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	assert_int_equal(truth_log_before_call(&log, &window), 0);
	truth_log_deinit(&log);
}

static void what_ran_before_the_last_call_is_counted(void **state)
{
	struct truth_window window;
	struct truth_log log;

	(void)state;
	assert_int_equal(read_log(&log, crash, COUNT(crash), COUNT(crash)), 0);
	assert_int_equal(truth_log_window(&log, &window), 0);
	assert_int_equal(truth_log_before_call(&log, &window), 10);
	truth_log_deinit(&log);
}

#define TEST(name)	cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(equal_lists_agree),
		TEST(a_missing_instruction_is_found),
		TEST(an_invented_instruction_is_found),
		TEST(a_repeated_instruction_is_found),
		TEST(shifted_instructions_are_found),
		TEST(swapped_instructions_are_found),
		TEST(nothing_decoded_is_no_agreement),
		TEST(agreement_is_never_rounded_up_to_all),
		TEST(agreement_counts_both_ends),
		TEST(all_is_expected_of_a_sink_that_did_not_wrap),
		TEST(what_ran_before_the_first_surviving_sync_is_not_expected),
		TEST(nothing_is_expected_if_no_sync_survived),
		TEST(nothing_is_expected_if_the_sink_never_stopped),
		TEST(what_no_branch_followed_is_not_expected),
		TEST(user_instructions_are_not_expected),
		TEST(what_ran_after_the_stop_is_not_expected),
		TEST(the_last_stop_counts),
		TEST(a_ring_that_lost_needless_entries_will_do),
		TEST(a_ring_that_lost_what_is_needed_is_refused),
		TEST(the_way_from_crash_to_freeze_is_counted),
		TEST(an_interrupt_on_the_way_is_not_counted),
		TEST(nothing_that_was_overwritten_is_before_the_call),
		TEST(what_ran_before_the_last_call_is_counted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
