// SPDX-License-Identifier: GPL-2.0-or-later
/* Debug kinfo records, sound, broken, doubled; or none at all. */
#include "kinfo.h"
#include "test-build.h"
#include "test-random.h"

#define SIZE		sizeof(struct debug_kinfo)
#define PAGE		DEBUG_KINFO_ALIGN
#define RUNS		20000
#define FIELD(name)	offsetof(struct debug_kinfo, info.name)

static struct buffer memory;
static struct csd_kinfo kinfo;
static struct csd_error err;
static char warned[CSD_ERROR_LEN];

static void take_line(void *priv, const char *text)
{
	(void)priv;
	snprintf(warned, sizeof(warned), "%s", text);
}

static int setup(void **state)
{
	(void)state;
	warned[0] = '\0';
	buffer_zeros(&memory, 4 * PAGE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&memory);
	return 0;
}

/* The checksum as the format has it, not by the code under test */
static void fix_checksum(uint8_t *record)
{
	uint8_t sum[4] = { 0 };
	size_t i;

	for (i = 8; i < SIZE; i++)
		sum[i % 4] ^= record[i];
	memcpy(record + 4, sum, sizeof(sum));
}

/* Each field has a value of its own. */
static uint8_t *put_kinfo(size_t at)
{
	uint8_t *record = memory.bytes + at;
	size_t i;

	for (i = 8; i < SIZE; i++)
		record[i] = (uint8_t)(i % 251);
	set_le32(record, 0xcceeddff);
	memset(record + 8 + 132, 0, 64 + 256);
	strcpy((char *)record + 8 + 132, "6.12.0-test");
	strcpy((char *)record + 8 + 196, "brand/product:1/ID:user");
	fix_checksum(record);
	return record;
}

static int find(void)
{
	struct csd_log log = { .line = take_line };
	struct csd_dump *dump = dump_of_ram(&memory);
	int ret = csd_kinfo_find(&kinfo, dump, &log, &err);

	csd_dump_close(dump);
	assert_int_equal(log.partial, warned[0] != '\0');
	return ret;
}

static int find_at(uint64_t paddr)
{
	struct csd_dump *dump = dump_of_ram(&memory);
	int ret = csd_kinfo_at(&kinfo, dump, paddr, &err);

	csd_dump_close(dump);
	return ret;
}

/* The value of a field, by its name */
static const char *value_of(const char *wanted)
{
	static char value[CSD_KINFO_ROOM];
	const char *name;
	size_t i = 0;

	while ((name = csd_kinfo_field(&kinfo, i++, value, sizeof(value))))
		if (!strcmp(name, wanted))
			return value;
	return "(no such field)";
}

static void expect_number(const char *name, size_t offset, size_t size,
			  const char *fmt)
{
	unsigned long long value = 0;
	char text[32];

	while (size--)
		value = value << 8 | kinfo.bytes[8 + offset + size];
	snprintf(text, sizeof(text), fmt, value);
	assert_string_equal(value_of(name), text);
}

/* Firmware has these offsets built in: they are numbers here, too. */
static void test_layout(void **state)
{
	static const char *const addresses[] = {
		"relative_pa", "text_pa", "stext_pa", "etext_pa",
		"sinittext_pa", "einittext_pa", "end_pa", "offsets_pa",
		"names_pa", "token_table_pa", "token_index_pa", "markers_pa",
		"seqs_of_names_pa",
	};
	size_t i;

	(void)state;
	assert_int_equal(SIZE, 472);
	put_kinfo(PAGE);
	assert_int_equal(find(), 0);
	assert_int_equal(kinfo.paddr, TEST_PADDR + PAGE);
	expect_number("all_symbols", 0, 1, "%llu");
	expect_number("base_relative", 1, 1, "%llu");
	expect_number("absolute_percpu", 2, 1, "%llu");
	expect_number("cfi_clang", 3, 1, "%llu");
	expect_number("num_syms", 4, 4, "%llu");
	expect_number("name_len", 8, 2, "%llu");
	expect_number("bit_per_long", 10, 2, "%llu");
	expect_number("module_name_len", 12, 2, "%llu");
	expect_number("symbol_len", 14, 2, "%llu");
	for (i = 0; i < 13; i++)
		expect_number(addresses[i], 16 + 8 * i, 8, "0x%llx");
	expect_number("thread_size", 120, 4, "%llu");
	expect_number("swapper_pg_dir_pa", 124, 8, "0x%llx");
	expect_number("modules_tree_lookup", 452, 4, "%llu");
	expect_number("mod_mem_offset", 456, 4, "%llu");
	expect_number("mod_kallsyms_offset", 460, 4, "%llu");
	assert_string_equal(value_of("last_uts_release"), "6.12.0-test");
	assert_string_equal(value_of("build_info"), "brand/product:1/ID:user");
	assert_null(csd_kinfo_field(&kinfo, 29, (char[8]){ 0 }, 8));
}

/* A string without an end, and one that would confuse a terminal */
static void test_texts(void **state)
{
	uint8_t *record = put_kinfo(0);
	const char *value;

	(void)state;
	memset(record + FIELD(last_uts_release), 'r', 64);
	memset(record + FIELD(build_info), 'b', 256);
	fix_checksum(record);
	assert_int_equal(find(), 0);
	assert_int_equal(strlen(value_of("last_uts_release")), 64);
	assert_int_equal(strspn(value_of("build_info"), "b"), 256);

	memset(record + FIELD(build_info), '\x1b', 256);
	memcpy(record + FIELD(build_info), "a\tb\\c", 5);
	fix_checksum(record);
	assert_int_equal(find(), 0);
	value = value_of("build_info");
	assert_memory_equal(value, "a\\x09b\\x5cc\\x1b\\x1b", 19);
	assert_true(strlen(value) < CSD_KINFO_ROOM);
}

static void test_none(void **state)
{
	(void)state;
	assert_int_equal(find(), -1);
	assert_contains(err.text, "no debug kinfo record; the kernel needs");
	assert_int_equal(find_at(TEST_PADDR), -1);
	assert_contains(err.text, "no debug kinfo record at 0x80000000, which does not start with 0xcceeddff");
	assert_int_equal(find_at(TEST_PADDR + 4 * PAGE), -1);
	assert_string_equal(err.text, "the dump does not hold 0x80004000");
}

/* What is not at the start of a page is found only by its address. */
static void test_misplaced(void **state)
{
	(void)state;
	put_kinfo(PAGE + 8);
	assert_int_equal(find(), -1);
	assert_int_equal(find_at(TEST_PADDR + PAGE + 8), 0);
	assert_int_equal(kinfo.paddr, TEST_PADDR + PAGE + 8);
}

/* While the kernel writes, and when the device is gone */
static void test_erased(void **state)
{
	(void)state;
	set_le32(put_kinfo(0), 0);
	assert_int_equal(find(), -1);
	assert_contains(err.text, "no debug kinfo record");
}

/* Any byte of it, the checksum's own included */
static void test_damaged(void **state)
{
	uint8_t *record;
	size_t i;

	(void)state;
	for (i = 4; i < SIZE; i++) {
		record = put_kinfo(PAGE);
		record[i] ^= 0x10;
		assert_int_equal(find(), -1);
		assert_contains(err.text, "record at 0x80001000");
		assert_contains(err.text, "the checksum is 0x");
		assert_int_equal(find_at(TEST_PADDR + PAGE), -1);
		assert_contains(err.text, "the checksum is 0x");
	}
}

static void test_cut(void **state)
{
	(void)state;
	put_kinfo(3 * PAGE);
	memory.size = 3 * PAGE + SIZE;
	assert_int_equal(find(), 0);
	memory.size--;
	assert_int_equal(find(), -1);
	assert_contains(err.text, "record at 0x80003000: the dump has only 471 of its 472 bytes");
	memory.size = 3 * PAGE + 3;
	assert_int_equal(find(), -1);
	assert_contains(err.text, "no debug kinfo record;");
}

/* A broken one does not hide the one behind it. */
static void test_sound_behind_broken(void **state)
{
	(void)state;
	put_kinfo(0)[20] ^= 1;
	put_kinfo(2 * PAGE);
	assert_int_equal(find(), 0);
	assert_int_equal(kinfo.paddr, TEST_PADDR + 2 * PAGE);
	assert_string_equal(warned, "");
}

static void test_several(void **state)
{
	uint8_t *other;

	(void)state;
	put_kinfo(PAGE);
	other = put_kinfo(2 * PAGE);
	assert_int_equal(find(), 0);
	assert_int_equal(kinfo.paddr, TEST_PADDR + PAGE);
	assert_string_equal(warned, "");

	other[FIELD(build_info)] = 'B';
	fix_checksum(other);
	assert_int_equal(find(), 0);
	assert_int_equal(kinfo.paddr, TEST_PADDR + PAGE);
	assert_contains(warned, "1 more debug kinfo records say something else, the first at 0x80002000");
	assert_int_equal(find_at(TEST_PADDR + 2 * PAGE), 0);
}

/* Whatever it is, it is sound or refused, and printed within bounds. */
static void test_random_damage(void **state)
{
	uint64_t i, runs = random_start(RUNS);
	uint8_t *record;

	(void)state;
	for (i = 0; i < runs; i++) {
		record = put_kinfo(3 * PAGE);
		damage(record, SIZE);
		if (below(2))
			fix_checksum(record);
		memory.size = 3 * PAGE + (below(8) ? SIZE : below(SIZE));
		if (!find())
			value_of("");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_layout), TEST(test_texts), TEST(test_none),
		TEST(test_misplaced), TEST(test_erased), TEST(test_damaged),
		TEST(test_cut), TEST(test_sound_behind_broken),
		TEST(test_several), TEST(test_random_damage),
	};

	return run_tap(tests);
}
