// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page tables made by hand. Offsets in RAM:
 *
 *   0x0000  level 0 or 1 (the root)	0x1000  level 1	0x2000  level 2
 *   0x3000  level 3				0x4000  text
 */
#include "pagetable.h"
#include "test-build.h"
#include "text.h"

#define VALID	1ULL
#define TABLE	3ULL
#define PAGE	3ULL
#define BLOCK	1ULL
#define PXN	(1ULL << 53)
#define PXN_TABLE (1ULL << 59)
#define EL0	(1ULL << 6)

#define ROOT	0x0000
#define L1	0x1000
#define L2	0x2000
#define L3	0x3000
#define TEXT	0x4000

static struct buffer ram;
static struct mappings maps;
static struct csd_error err;
/* 4 KiB pages and 48 bits: four levels */
static const struct pagetable four = { TEST_PADDR, 12, 48 };

static void set(size_t table, size_t index, uint64_t desc)
{
	set_le64(ram.bytes + table + index * 8, desc);
}

static int setup(void **state)
{
	(void)state;
	buffer_zeros(&ram, 0x8000);
	set(ROOT, 256, (TEST_PADDR + L1) | TABLE);
	set(L1, 0, (TEST_PADDR + L2) | TABLE);
	set(L2, 1, (TEST_PADDR + L3) | TABLE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(maps.all);
	memset(&maps, 0, sizeof(maps));
	buffer_free(&ram);
	return 0;
}

static int walk(const struct pagetable *table)
{
	struct csd_dump *dump = dump_of_ram(&ram);
	int ret;

	free(maps.all);
	memset(&maps, 0, sizeof(maps));
	ret = pagetable_executable(table, dump, &maps, &err);
	csd_dump_close(dump);
	return ret;
}

static void expect(size_t i, uint64_t va, uint64_t paddr, uint64_t size)
{
	assert_true(i < maps.nr);
	assert_true(maps.all[i].va == va);
	assert_true(maps.all[i].paddr == paddr);
	assert_true(maps.all[i].size == size);
}

/* ROOT's entry 256 covers 0xffff8000_00000000 and up, L2's 1 2 MiB more. */
#define VA	0xffff800000200000ULL

static void test_pages(void **state)
{
	(void)state;
	set(L3, 0, (TEST_PADDR + TEXT) | PAGE);
	set(L3, 1, (TEST_PADDR + TEXT + 0x1000) | PAGE);
	set(L3, 2, (TEST_PADDR + TEXT + 0x2000) | PAGE | PXN);
	set(L3, 3, (TEST_PADDR + TEXT + 0x3000) | PAGE | EL0);
	set(L3, 4, (TEST_PADDR + TEXT + 0x3000));
	set(L3, 5, (TEST_PADDR + TEXT + 0x3000) | VALID);
	set(L3, 6, (TEST_PADDR + TEXT) | PAGE);
	assert_int_equal(walk(&four), 0);
	assert_int_equal(maps.nr, 2);
	expect(0, VA, TEST_PADDR + TEXT, 0x2000);
	expect(1, VA + 0x6000, TEST_PADDR + TEXT, 0x1000);
	assert_int_equal(maps.lost, 0);
}

static void test_blocks(void **state)
{
	(void)state;
	set(L1, 2, 0x40000000 | BLOCK);
	set(L2, 4, 0x80200000 | BLOCK);
	set(L2, 5, 0x80400000 | BLOCK | PXN);
	assert_int_equal(walk(&four), 0);
	assert_int_equal(maps.nr, 2);
	expect(0, 0xffff800000800000ULL, 0x80200000, 2 << 20);
	expect(1, 0xffff800080000000ULL, 0x40000000, 1 << 30);
}

static void test_table_that_forbids(void **state)
{
	(void)state;
	set(L3, 0, (TEST_PADDR + TEXT) | PAGE);
	set(L2, 1, (TEST_PADDR + L3) | TABLE | PXN_TABLE);
	assert_int_equal(walk(&four), 0);
	assert_int_equal(maps.nr, 0);
}

/* Entries of tables in @ram; a table behind its end is lost. */
static bool fetch(void *priv, uint64_t paddr, uint64_t size, uint64_t index,
		  uint64_t *desc)
{
	(void)priv;
	assert_true(index * 8 < size);
	if (paddr < TEST_PADDR || paddr - TEST_PADDR >= ram.size)
		return false;
	*desc = get_le64(ram.bytes + (paddr - TEST_PADDR) + index * 8);
	return true;
}

static void expect_at(uint64_t va, enum pagetable_result want, uint64_t paddr)
{
	uint64_t have = 0;

	assert_int_equal(pagetable_translate(&four, va, fetch, NULL, &have),
			 want);
	assert_true(have == paddr);
}

static void test_translate(void **state)
{
	(void)state;
	set(L3, 1, 0x7777000 | PAGE | PXN);
	set(L3, 2, 0x8888000 | VALID);
	set(L2, 2, 0x80200000 | BLOCK);
	set(L2, 3, 0x666000 | TABLE);
	expect_at(VA + 0x1234, PAGETABLE_MAPPED, 0x7777234);
	expect_at(VA, PAGETABLE_UNMAPPED, 0);
	expect_at(VA + 0x200000 + 0x12345, PAGETABLE_MAPPED, 0x80212345);
	expect_at(VA + 0x400000, PAGETABLE_LOST, 0);
	expect_at(VA + 0x40000000, PAGETABLE_UNMAPPED, 0);
}

static void test_39_bits(void **state)
{
	const struct pagetable three = { TEST_PADDR + L1, 12, 39 };

	(void)state;
	set(L3, 511, (TEST_PADDR + TEXT) | PAGE);
	assert_int_equal(walk(&three), 0);
	assert_int_equal(maps.nr, 1);
	expect(0, 0xffffff80003ff000ULL, TEST_PADDR + TEXT, 0x1000);
}

static void test_16k(void **state)
{
	/* 36 bits: two levels of 2048 entries */
	const struct pagetable two = { TEST_PADDR, 14, 36 };

	(void)state;
	memset(ram.bytes, 0, ram.size);
	set(ROOT, 2047, (TEST_PADDR + 0x4000) | TABLE);
	set(0x4000, 1, TEST_PADDR | PAGE);
	assert_int_equal(walk(&two), 0);
	assert_int_equal(maps.nr, 1);
	expect(0, 0xfffffffffe004000ULL, TEST_PADDR, 0x4000);
}

static void test_64k(void **state)
{
	/* 29 bits: one level of 8192 entries; addresses of 52 bits */
	const struct pagetable one = { TEST_PADDR, 16, 29 };

	(void)state;
	memset(ram.bytes, 0, ram.size);
	buffer_zeros(&ram, 0x10000 - ram.size);
	set(ROOT, 1, 0x80010000 | PAGE | 0xfULL << 12);
	assert_int_equal(walk(&one), 0);
	assert_int_equal(maps.nr, 1);
	expect(0, 0xffffffffe0010000ULL, 0x000f000080010000ULL, 0x10000);
}

/* Five levels, and address bits 51:50 in 9:8 */
static void test_52_bits(void **state)
{
	const struct pagetable five = { TEST_PADDR + 0x7000, 12, 52 };

	(void)state;
	set(0x7000, 15, TEST_PADDR | TABLE);
	set(L3, 0, (TEST_PADDR + TEXT) | PAGE | 3ULL << 8);
	assert_int_equal(walk(&five), 0);
	assert_int_equal(maps.nr, 1);
	expect(0, VA, (3ULL << 50) | (TEST_PADDR + TEXT), 0x1000);
}

static void test_lost_tables(void **state)
{
	(void)state;
	set(L2, 2, 0x1000 | TABLE);
	set(L2, 3, 0xfffffffff000ULL | TABLE);
	assert_int_equal(walk(&four), 0);
	assert_int_equal(maps.lost, 2);
}

/* A table full of itself would be 512 to the fourth walks. */
static void test_loop(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 512; i++)
		set(ROOT, i, TEST_PADDR | TABLE);
	assert_int_equal(walk(&four), -1);
	assert_contains(err.text, "more executable memory than any kernel");
	for (i = 0; i < 512; i++)
		set(ROOT, i, TEST_PADDR | TABLE | PXN);
	assert_int_equal(walk(&four), 0);
	assert_int_equal(maps.nr, 0);
}

static void test_too_much(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 512; i++)
		set(L1, i, 0x40000000 | BLOCK);
	assert_int_equal(walk(&four), -1);
	assert_contains(err.text, "more executable memory than any kernel");
}

static void test_geometry(void **state)
{
	static const struct pagetable bad[] = {
		{ TEST_PADDR, 13, 48 }, { TEST_PADDR, 12, 12 },
		{ TEST_PADDR, 12, 53 }, { TEST_PADDR, 0, 48 },
		{ TEST_PADDR, 12, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(walk(&bad[i]), -1);
}

/* ---- from VMCOREINFO to text ------------------------------------------ */

#define INFO	"PAGESIZE=4096\nNUMBER(VA_BITS)=52\n" \
		"NUMBER(TCR_EL1_T1SZ)=0x10\n" \
		"SYMBOL(swapper_pg_dir)=ffff800080000000\n" \
		"NUMBER(kimage_voffset)=0xffff800000000000\n"

static int live_text(struct csd_text *text, const char *info)
{
	struct buffer elf = { 0 };
	struct csd_dump *dump;
	int ret;

	put_core(&elf, &ram, TEST_PADDR, info);
	dump = dump_of_core(&elf);
	ret = csd_text_live(text, dump, &err);
	csd_dump_close(dump);
	if (ret)
		assert_int_equal(text->nr, 0);
	buffer_free(&elf);
	return ret;
}

static void test_live_text(void **state)
{
	struct csd_text text;

	(void)state;
	set(L3, 0, (TEST_PADDR + TEXT) | PAGE);
	set(L3, 1, (TEST_PADDR + TEXT) | PAGE);
	set(L3, 2, 0x1000 | PAGE);
	assert_int_equal(live_text(&text, INFO), 0);
	assert_int_equal(text.nr, 2);
	assert_true(text.pieces[1].va == VA + 0x1000);
	assert_int_equal(text.missing, 0x1000);
	csd_text_free(&text);
}

static void test_live_text_missing(void **state)
{
	struct csd_text text;

	(void)state;
	assert_int_equal(live_text(&text, INFO), -1);
	assert_contains(err.text, "lacks executable memory");
	set(L3, 2, 0x1000 | PAGE);
	assert_int_equal(live_text(&text, INFO), -1);
	set(ROOT, 256, 0x1000 | TABLE);
	assert_int_equal(live_text(&text, INFO), -1);
	assert_contains(err.text, "lacks page tables");
	assert_int_equal(live_text(&text, NULL), -1);
	assert_contains(err.text, "no VMCOREINFO");
	assert_int_equal(live_text(&text, "PAGESIZE=4096\n"), -1);
	assert_contains(err.text, "VMCOREINFO has no NUMBER(VA_BITS)");
}

static void test_runs(void **state)
{
	static const uint8_t bytes[64];
	struct csd_text text = { 0 };
	uint64_t size;

	(void)state;
	text_add(&text, 0x1000, 16, bytes, &err);
	text_add(&text, 0x1010, 16, bytes + 16, &err);
	text_add(&text, 0x1020, 16, bytes, &err);
	text_add(&text, 0x1040, 16, bytes, &err);
	assert_int_equal(text.nr, 3);
	assert_int_equal(text_run(&text, 0, &size), 2);
	assert_int_equal(size, 48);
	assert_int_equal(text_run(&text, 2, &size), 3);
	assert_int_equal(size, 16);
	csd_text_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_pages), TEST(test_translate), TEST(test_blocks),
		TEST(test_table_that_forbids), TEST(test_39_bits),
		TEST(test_16k), TEST(test_64k), TEST(test_52_bits),
		TEST(test_lost_tables), TEST(test_loop), TEST(test_too_much),
		TEST(test_geometry), TEST(test_live_text),
		TEST(test_live_text_missing), TEST(test_runs),
	};

	return run_tap(tests);
}
