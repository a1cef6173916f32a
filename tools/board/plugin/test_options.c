// SPDX-License-Identifier: GPL-2.0-or-later
/* Which arguments does the plugin take? */
#include "test.h"

#include "options.h"

#define ENOUGH	"ram=r", "cpus=2", "etf=8192", "truth=t", "log=l"

static struct options options;

/* The arguments needed, and one more. */
static bool parse_with(const char *argument)
{
	const char *const list[] = { ENOUGH, argument };
	char *argv[COUNT(list)];
	bool parsed;
	size_t i;

	for (i = 0; i < COUNT(list); i++)
		argv[i] = strdup(list[i]);
	parsed = options_parse(&options, COUNT(list), argv);
	for (i = 0; i < COUNT(list); i++)
		free(argv[i]);
	return parsed;
}

static void counts_nothing_unless_asked(void **state)
{
	(void)state;
	assert_true(parse_with("topology=shared"));
	assert_false(options.count);
	assert_int_equal(options.stop, 0);
}

static void counts(void **state)
{
	(void)state;
	assert_true(parse_with("count=yes"));
	assert_true(options.count);
	assert_int_equal(options.stop, 0);
}

static void whoever_stops_counts(void **state)
{
	(void)state;
	assert_true(parse_with("stop=5000000000"));
	assert_true(options.count);
	assert_int_equal(options.stop, 5000000000);
}

static void a_stop_is_a_number(void **state)
{
	(void)state;
	assert_false(parse_with("stop=0"));
	assert_false(parse_with("stop=-1"));
	assert_false(parse_with("stop= 1"));
	assert_false(parse_with("stop=1k"));
	assert_false(parse_with("stop=99999999999999999999"));
	assert_false(parse_with("stop="));
	assert_false(parse_with("count=no"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_nothing_unless_asked),
		cmocka_unit_test(counts),
		cmocka_unit_test(whoever_stops_counts),
		cmocka_unit_test(a_stop_is_a_number),
	};

	return RUN_TESTS(tests);
}
