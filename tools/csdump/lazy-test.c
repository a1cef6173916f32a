// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages that come when they are wanted, do not come, or are too many. */
#include "extent.h"
#include "test-build.h"

#define PAGE	4096
#define PAGES	16
#define GONE	5	/* was left out */
#define BROKEN	9

static struct lazy_source source;
static struct lazy *lazy;
static struct csd_error err;
static size_t fetched[PAGES];

/* A page is full of its number. */
static enum lazy_state fetch(void *priv, uint64_t paddr, uint8_t *page,
			     struct csd_error *why)
{
	size_t nr = (paddr - TEST_PADDR) / PAGE;

	(void)priv;
	assert_true(nr < PAGES);
	fetched[nr]++;
	if (nr == GONE)
		return LAZY_LEFT_OUT;
	memset(page, (int)nr, PAGE);
	if (nr != BROKEN)
		return LAZY_HELD;
	csd_error_set(why, "torn");
	return LAZY_BROKEN;
}

static void close_nothing(void *priv)
{
	(void)priv;
}

static int setup(void **state)
{
	(void)state;
	memset(fetched, 0, sizeof(fetched));
	memset(&source, 0, sizeof(source));
	source.fetch = fetch;
	source.close = close_nothing;
	source.page_size = PAGE;
	assert_int_equal(lazy_source_init(&source, &err), 0);
	lazy = lazy_new(&source, TEST_PADDR, PAGES * PAGE, &err);
	assert_non_null(lazy);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	lazy_free(lazy);
	lazy_source_close(&source);
	return 0;
}

static size_t nr_fetched(void)
{
	size_t i, nr = 0;

	for (i = 0; i < PAGES; i++)
		nr += fetched[i];
	return nr;
}

static void test_on_demand(void **state)
{
	(void)state;
	assert_int_equal(nr_fetched(), 0);
	assert_int_equal(lazy_fetch(lazy, PAGE - 1, 2), 2);
	assert_int_equal(lazy->bytes[PAGE - 1], 0);
	assert_int_equal(lazy->bytes[PAGE], 1);
	assert_int_equal(nr_fetched(), 2);
	assert_int_equal(lazy_fetch(lazy, 0, 3 * PAGE), 3 * PAGE);
	assert_int_equal(nr_fetched(), 3);
}

static void test_left_out(void **state)
{
	(void)state;
	assert_int_equal(lazy_fetch(lazy, GONE * PAGE - 10, 100), 10);
	assert_int_equal(lazy_fetch(lazy, GONE * PAGE + 10, 100), 0);
	assert_int_equal(lazy_fetch(lazy, GONE * PAGE, 2 * PAGE), 0);
	assert_int_equal(fetched[GONE], 1);
	assert_int_equal(source.nr_broken, 0);
}

static void test_outside(void **state)
{
	(void)state;
	assert_int_equal(lazy_fetch(lazy, PAGES * PAGE - 3, ~0ULL), 3);
	assert_int_equal(lazy_fetch(lazy, PAGES * PAGE, 1), 0);
	assert_int_equal(lazy_fetch(lazy, ~0ULL, 1), 0);
	assert_int_equal(nr_fetched(), 1);
}

static void test_broken(void **state)
{
	uint64_t room;

	(void)state;
	assert_int_equal(lazy_fetch(lazy, BROKEN * PAGE, 1), 0);
	assert_null(lazy_look(lazy, BROKEN * PAGE, &room));
	assert_int_equal(source.nr_broken, 1);
	assert_string_equal(source.first.text, "page frame 0x80009: torn");
}

/* A look costs no memory, and is not repeated for the same page. */
static void test_look(void **state)
{
	uint64_t kept = source.room, room;
	const uint8_t *bytes;

	(void)state;
	bytes = lazy_look(lazy, 3 * PAGE + 1000, &room);
	assert_non_null(bytes);
	assert_int_equal(*bytes, 3);
	assert_int_equal(room, PAGE - 1000);
	assert_non_null(lazy_look(lazy, 3 * PAGE, &room));
	assert_int_equal(fetched[3], 1);
	assert_true(source.room == kept);
	assert_null(lazy_look(lazy, GONE * PAGE, &room));
	assert_null(lazy_look(lazy, GONE * PAGE, &room));
	assert_int_equal(fetched[GONE], 1);
	assert_int_equal(lazy_fetch(lazy, 3 * PAGE, 1), 1);
	assert_true(source.room == kept - PAGE);
	assert_ptr_equal(lazy_look(lazy, 3 * PAGE, &room),
			 lazy->bytes + 3 * PAGE);
	assert_null(lazy_look(lazy, PAGES * PAGE, &room));
}

static void test_too_much(void **state)
{
	(void)state;
	source.room = 2 * PAGE + 1;
	assert_int_equal(lazy_fetch(lazy, 0, 4 * PAGE), 2 * PAGE);
	assert_int_equal(nr_fetched(), 2);
	assert_contains(source.first.text, "page frame 0x80002: more than");
}

static void test_no_address_space(void **state)
{
	(void)state;
	assert_null(lazy_new(&source, 0, 1ULL << 60, &err));
	assert_contains(err.text, "no address space");
}

/* A part of lazy memory goes on where the whole begins. */
static void test_part(void **state)
{
	struct extents all = { 0 };
	uint64_t room;

	(void)state;
	assert_int_equal(extents_add_lazy(&all, lazy, &err), 0);
	assert_int_equal(extents_add_part(&all, &all.all[0],
					  TEST_PADDR + 2 * PAGE, 2 * PAGE,
					  &err), 0);
	assert_int_equal(extents_add_part(&all, &all.all[0],
					  TEST_PADDR - PAGE, PAGE, &err), 0);
	assert_int_equal(all.nr, 2);
	assert_int_equal(extent_have(&all.all[1], PAGE, 2 * PAGE), PAGE);
	assert_int_equal(all.all[1].bytes[PAGE], 3);
	assert_int_equal(extent_have(&all.all[1], 2 * PAGE, 1), 0);
	assert_int_equal(*extent_look(&all.all[1], 0, &room), 2);
	assert_int_equal(nr_fetched(), 2);
	free(all.all);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_on_demand), TEST(test_left_out), TEST(test_outside),
		TEST(test_broken), TEST(test_look), TEST(test_too_much),
		TEST(test_no_address_space), TEST(test_part),
	};

	return run_tap(tests);
}
