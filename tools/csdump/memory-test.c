// SPDX-License-Identifier: GPL-2.0-or-later
/* Dumps that somebody else reads: that lacks pages, or knows VMCOREINFO. */
#include "test-build.h"

#define PAGE	4096

static struct buffer ram;
static struct csd_dump *dump;
static struct csd_error err;
/* What is not to be had, and what was asked for */
static uint64_t gone;
static size_t reads, questions;
static const char *release;

static int read_ram(void *priv, uint64_t paddr, void *to, size_t size)
{
	assert_ptr_equal(priv, &ram);
	assert_in_range(paddr, TEST_PADDR, TEST_PADDR + ram.size - size);
	assert_int_equal(paddr / PAGE, (paddr + size - 1) / PAGE);
	reads++;
	if (gone && paddr / PAGE == gone / PAGE)
		return -1;
	memcpy(to, ram.bytes + (paddr - TEST_PADDR), size);
	return 0;
}

static char *ask(void *priv, const char *key)
{
	assert_ptr_equal(priv, &ram);
	questions++;
	return release && !strcmp(key, "OSRELEASE") ? strdup(release) : NULL;
}

static const struct csd_memory memory = { read_ram, ask };

static int setup(void **state)
{
	(void)state;
	gone = 0;
	reads = 0;
	questions = 0;
	release = NULL;
	dump = NULL;
	put_machine(&ram);
	buffer_align(&ram, PAGE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_dump_close(dump);
	buffer_free(&ram);
	return 0;
}

static void open_ranges(const struct csd_range *ranges, size_t nr)
{
	assert_int_equal(csd_dump_open_with(&dump, &memory, &ram, ranges, nr,
					    &err), 0);
}

static void open_all(void)
{
	const struct csd_range all = { TEST_PADDR, ram.size };

	open_ranges(&all, 1);
}

static void print_info(const struct csd_dump *of, char *text, size_t room)
{
	struct csd_log log = { 0 };
	struct csd_trace trace;
	FILE *file = fmemopen(text, room, "w");

	assert_non_null(file);
	assert_int_equal(csd_trace_read(&trace, of, &log, &err), 0);
	assert_int_equal(csd_info_print(file, of, &trace, false, &err), 0);
	csd_trace_free(&trace);
	fclose(file);
}

/* It makes no difference who reads the memory. */
static void assert_all_there(void)
{
	char want[4096], have[4096];
	struct csd_dump *mapped = dump_of_ram(&ram);

	print_info(mapped, want, sizeof(want));
	print_info(dump, have, sizeof(have));
	assert_string_equal(have, want);
	csd_dump_close(mapped);
}

static void test_all(void **state)
{
	(void)state;
	open_all();
	assert_all_there();
}

/* Ranges that share pages and overlap are one memory, if a record is in one. */
static void test_ranges(void **state)
{
	const struct csd_range ranges[] = {
		{ TEST_PADDR, 100 }, { TEST_PADDR, 3000 }, { TEST_PADDR, 3000 },
		{ TEST_PADDR + 2000, 0 }, { TEST_PADDR, ram.size },
		{ TEST_PADDR + 3 * PAGE - 1, 2 },
	};

	(void)state;
	open_ranges(ranges, sizeof(ranges) / sizeof(*ranges));
	assert_memory_equal(dump_at(dump, TEST_PADDR, 3000), ram.bytes, 3000);
	assert_null(dump_at(dump, TEST_PADDR + ram.size - 1, 2));
	assert_all_there();
}

/* In a page that two ranges share both are read. */
static void test_shared_page(void **state)
{
	const struct csd_range ranges[] = {
		{ TEST_PADDR, 3000 }, { TEST_PADDR, 3000 },
		{ TEST_PADDR + 3000, 1000 },
	};

	(void)state;
	open_ranges(ranges, 3);
	assert_memory_equal(dump_at(dump, TEST_PADDR + 3000, 1000),
			    ram.bytes + 3000, 1000);
	assert_null(dump_at(dump, TEST_PADDR + 3000, 1001));
}

static void test_missing_page(void **state)
{
	struct csd_log log = { 0 };
	struct csd_trace trace;

	(void)state;
	gone = TEST_PADDR;
	open_all();
	assert_null(dump_at(dump, TEST_PADDR, 1));
	assert_non_null(dump_at(dump, TEST_PADDR + PAGE, PAGE));
	assert_int_equal(csd_trace_read(&trace, dump, &log, &err), 0);
	csd_trace_free(&trace);
}

/* No page is kept that nobody looks at, and none is read twice for the same. */
static void test_reads(void **state)
{
	size_t before;

	(void)state;
	open_all();
	dump_at(dump, TEST_PADDR, 1);
	before = reads;
	dump_at(dump, TEST_PADDR + 1, PAGE - 1);
	assert_int_equal(reads, before);
}

static void test_vmcoreinfo(void **state)
{
	const char *first;
	size_t before;

	(void)state;
	release = "6.12\n\033[0m";
	open_all();
	first = csd_dump_vmcoreinfo(dump, "OSRELEASE");
	assert_string_equal(first, "6.12??[0m");
	assert_null(csd_dump_vmcoreinfo(dump, "PAGESIZE"));
	before = questions;
	assert_null(csd_dump_vmcoreinfo(dump, "PAGESIZE"));
	assert_ptr_equal(csd_dump_vmcoreinfo(dump, "OSRELEASE"), first);
	assert_int_equal(questions, before);
}

static void test_no_vmcoreinfo(void **state)
{
	struct csd_kernel kernel;

	(void)state;
	open_all();
	assert_int_equal(questions, 1);
	assert_null(csd_dump_vmcoreinfo(dump, "OSRELEASE"));
	assert_int_equal(csd_kernel_locate(&kernel, dump, &err), -1);
	assert_contains(err.text, "no VMCOREINFO");
}

static void refuse(uint64_t paddr, uint64_t size, size_t nr, const char *text)
{
	const struct csd_range range = { paddr, size };

	assert_int_equal(csd_dump_open_with(&dump, &memory, &ram, &range, nr,
					    &err), -1);
	assert_null(dump);
	assert_contains(err.text, text);
}

static void test_refused(void **state)
{
	(void)state;
	refuse(0, 0, 0, "0 ranges");
	refuse(0, 0, 70000, "70000 ranges");
	refuse(UINT64_MAX - PAGE, PAGE, 1, "beyond the last address");
	refuse(PAGE, UINT64_MAX, 1, "beyond the last address");
	refuse(0, 1ULL << 62, 1, "no address space");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ranges, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shared_page, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_missing_page, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_reads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vmcoreinfo, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_no_vmcoreinfo, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	};

	return run_tap(tests);
}
