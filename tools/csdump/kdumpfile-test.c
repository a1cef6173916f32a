// SPDX-License-Identifier: GPL-2.0-or-later
/* Compressed kdumps, whole, filtered, broken, flattened; or none at all. */
#include <unistd.h>

#include "diskdump.h"
#include "test-kdump.h"
#include "vmcoreinfo.h"

#define INFO	"OSRELEASE=6.12\nPAGESIZE=4096\n"
/* The page of a record: that of the shared sink */
#define SINK	3

static struct buffer memory, kdump;
static struct csd_error err;

static int setup(void **state)
{
	(void)state;
	put_machine(&memory);
	/* A page that nobody needs */
	buffer_zeros(&memory, KDUMP_PAGE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&memory);
	buffer_free(&kdump);
	return 0;
}

static int open_bytes(struct csd_dump **dump, const struct buffer *bytes)
{
	char path[TEST_PATH];
	int ret;

	save_temp(path, bytes);
	ret = csd_dump_open(dump, path, &err);
	unlink(path);
	return ret;
}

#ifdef HAVE_LIBKDUMPFILE

static char warned[2048];
static size_t nr_warned;

static void take_line(void *priv, const char *text)
{
	(void)priv;
	nr_warned++;
	snprintf(warned, sizeof(warned), "%s", text);
}

/* Counts the dump's records, and all that is warned of. */
static size_t count_records(const struct csd_dump *dump)
{
	struct csd_log log = { .line = take_line };
	struct csd_trace trace;
	size_t nr;

	nr_warned = 0;
	assert_int_equal(csd_trace_read(&trace, dump, &log, &err), 0);
	nr = trace.nr_records;
	csd_trace_free(&trace);
	csd_dump_warn_unread(dump, &log);
	assert_int_equal(log.partial, nr_warned > 0);
	return nr;
}

static void expect_whole(const struct buffer *bytes)
{
	struct csd_dump *dump;
	const uint8_t *at;

	assert_int_equal(open_bytes(&dump, bytes), 0);
	assert_non_null(csd_dump_vmcoreinfo(dump, "OSRELEASE"));
	assert_string_equal(csd_dump_vmcoreinfo(dump, "OSRELEASE"), "6.12");
	assert_int_equal(count_records(dump), 5);
	assert_int_equal(nr_warned, 0);
	at = dump_at(dump, TEST_PADDR, memory.size);
	assert_non_null(at);
	assert_memory_equal(at, memory.bytes, memory.size);
	assert_null(dump_at(dump, TEST_PADDR, memory.size + 1));
	assert_null(dump_at(dump, TEST_PADDR - 1, 1));
	csd_dump_close(dump);
}

static void test_whole(void **state)
{
	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	expect_whole(&kdump);
	buffer_free(&kdump);
	put_kdump(&kdump, &memory, INFO, false, KDUMP_NO_PAGE);
	expect_whole(&kdump);
}

static void test_flattened(void **state)
{
	struct buffer flat = { 0 };

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	put_flat(&flat, &kdump, 5000);
	expect_whole(&flat);
	buffer_free(&flat);
}

/* What nobody needs is neither fetched nor missed. */
static void test_page_not_needed(void **state)
{
	struct csd_dump *dump;
	uint64_t room, got;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, 5);
	assert_int_equal(open_bytes(&dump, &kdump), 0);
	room = dump->sources->room;
	assert_int_equal(count_records(dump), 5);
	assert_int_equal(nr_warned, 0);
	assert_int_equal(room - dump->sources->room, 5 * KDUMP_PAGE);
	assert_null(dump_at(dump, TEST_PADDR, memory.size));
	assert_non_null(dump_span(dump, TEST_PADDR, memory.size, &got));
	assert_int_equal(got, 5 * KDUMP_PAGE);
	csd_dump_close(dump);
}

/* The second page of a record is needed. */
static void test_page_needed(void **state)
{
	struct buffer frames = { 0 };
	struct test_record record;
	struct csd_dump *dump;

	(void)state;
	buffer_zeros(&frames, 2 * KDUMP_PAGE);
	record = test_sink("long", &frames);
	put_record(&memory, TEST_PADDR, &record);
	buffer_align(&memory, KDUMP_PAGE);
	put_kdump(&kdump, &memory, INFO, true, 7);
	assert_int_equal(open_bytes(&dump, &kdump), 0);
	assert_int_equal(count_records(dump), 5);
	assert_int_equal(nr_warned, 1);
	assert_string_equal(warned, "record at 0x80006000: the dump lacks its page at 0x80007000, left out or unreadable; ignored");
	csd_dump_close(dump);
	buffer_free(&frames);
}

static void test_page_broken(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	memset(kdump.bytes + get_le64(kdump_page(&kdump, SINK)), 0xff, 8);
	assert_int_equal(open_bytes(&dump, &kdump), 0);
	assert_int_equal(count_records(dump), 4);
	assert_int_equal(nr_warned, 1);
	assert_contains(warned, "1 pages cannot be read, such as page frame 0x80003: ");
	csd_dump_close(dump);
}

static void test_page_outside(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	set_le64(kdump_page(&kdump, SINK), kdump.size + 4096);
	set_le32(kdump_page(&kdump, SINK + 1) + 8, 0xffffffff);
	assert_int_equal(open_bytes(&dump, &kdump), 0);
	assert_int_equal(count_records(dump), 3);
	assert_contains(warned, "2 pages cannot be read");
	csd_dump_close(dump);
}

static void test_truncated(void **state)
{
	struct csd_dump *dump;
	size_t size = 0, all;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	all = kdump.size;
	for (; size < all; size += size < 600 ? 7 : 997) {
		kdump.size = size + 1;
		if (open_bytes(&dump, &kdump)) {
			assert_null(strchr(err.text, '\n'));
			continue;
		}
		count_records(dump);
		csd_dump_close(dump);
	}
	kdump.size = all;
}

/* What libkdumpfile would choke on is refused before it. */
static void test_header_lies(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	set_le64(kdump.bytes + KDUMP_PAGE + DISKDUMP_NOTES + 8, 1ULL << 40);
	assert_int_equal(open_bytes(&dump, &kdump), -1);
	assert_contains(err.text, "bytes of notes at offset 0x2000 lie outside");
	set_le32(kdump.bytes + DISKDUMP_BITMAP_BLOCKS, 0xffffffff);
	assert_int_equal(open_bytes(&dump, &kdump), -1);
	assert_contains(err.text, "bitmaps do not fit in the file");
	set_le32(kdump.bytes + DISKDUMP_BLOCK_SIZE, 5000);
	assert_int_equal(open_bytes(&dump, &kdump), -1);
	assert_contains(err.text, "block size of 5000 at offset 0x1ac");
}

static void test_other_machine(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	strcpy(kdump_machine(&kdump), "x86_64");
	assert_int_equal(open_bytes(&dump, &kdump), -1);
	assert_contains(err.text, "machine x86_64, not for 64-bit Arm");
}

#else

static void test_needs_library(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_kdump(&kdump, &memory, INFO, true, KDUMP_NO_PAGE);
	assert_int_equal(open_bytes(&dump, &kdump), -1);
	assert_contains(err.text, "install libkdumpfile-dev");
}

#endif

/* A flattened ELF core needs no library. */
static void test_flattened_core(void **state)
{
	struct buffer elf = { 0 }, flat = { 0 };
	struct csd_dump *dump;
	const uint8_t *at;

	(void)state;
	put_core(&elf, &memory, TEST_PADDR, INFO);
	put_flat(&flat, &elf, 777);
	assert_int_equal(open_bytes(&dump, &flat), 0);
	at = dump_at(dump, TEST_PADDR, memory.size);
	assert_non_null(at);
	assert_memory_equal(at, memory.bytes, memory.size);
	csd_dump_close(dump);
	flat.size -= 20;
	assert_int_equal(open_bytes(&dump, &flat), -1);
	assert_contains(err.text, "was it cut off?");
	buffer_free(&elf);
	buffer_free(&flat);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
#ifdef HAVE_LIBKDUMPFILE
		TEST(test_whole), TEST(test_flattened),
		TEST(test_page_not_needed), TEST(test_page_needed),
		TEST(test_page_broken), TEST(test_page_outside),
		TEST(test_truncated), TEST(test_header_lies),
		TEST(test_other_machine),
#else
		TEST(test_needs_library),
#endif
		TEST(test_flattened_core),
	};

	return run_tap(tests);
}
