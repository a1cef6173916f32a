// SPDX-License-Identifier: GPL-2.0-or-later
/* The text region: sound, torn, and wrong in every way. */
#include "test-random.h"
#include "test-textregion.h"
#include "text.h"
#include "textregion.h"

#define BASE	0xffff800080000000ULL
#define OTHER	0xffff900000000000ULL
#define WORDS	16
#define RUNS	20000

#define NOP	0xd503201fu
#define BL	0x94000000u
#define B	0x14000000u
#define OLD	0x01010101u

static struct test_region test;
static struct csd_text text;
static struct csd_error err;
static char warned[CSD_ERROR_LEN];

static int setup(void **unused)
{
	static const uint32_t linked[WORDS] = {
		OLD, OLD, OLD, OLD, OLD, OLD, OLD, OLD,
		OLD, OLD, OLD, OLD, OLD, OLD, OLD, OLD,
	};

	(void)unused;
	warned[0] = '\0';
	memset(&text, 0, sizeof(text));
	return text_add(&text, BASE, sizeof(linked), (const uint8_t *)linked,
			&err);
}

static int teardown(void **unused)
{
	(void)unused;
	region_free(&test);
	csd_text_free(&text);
	return 0;
}

static void take_line(void *priv, const char *line)
{
	(void)priv;
	snprintf(warned, sizeof(warned), "%s", line);
}

static int parse(struct textregion *parsed)
{
	return textregion_parse(parsed, test.region.bytes, test.region.size,
				TEST_PADDR, &err);
}

static int apply(void)
{
	struct csd_log log = { .line = take_line };
	struct textregion parsed;
	int ret = parse(&parsed);

	return ret ? ret : textregion_apply(&parsed, &text, &log, &err);
}

static uint32_t word_at(uint64_t va)
{
	const uint8_t *at = text_at(&text, text.nr, va, 4);

	assert_non_null(at);
	return get_le32(at);
}

static void expect_words(const uint32_t *words, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		assert_int_equal(word_at(BASE + 4 * i), words[i]);
}

/* What is refused, for the reason given */
static void expect_refusal(const char *why)
{
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), -1);
	assert_contains(err.text, why);
}

static const int two_sites[] = { 2, 3, 0 };

static void test_runs(void **unused)
{
	static const int sites[] = { 1, 1, 1, 4, -2, 0 };

	(void)unused;
	put_list(&test, 1, 0, sites);
	put_new_run(&test, 2, NOP);
	put_new_run(&test, 1, 7);
	put_run(&test, 1, 0);
	put_run(&test, 1, 1);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), 0);
	expect_words((const uint32_t[]){ OLD, NOP, NOP, 7, OLD, 7, OLD, NOP,
					 OLD }, 9);
	assert_string_equal(warned, "");
}

/* Of more new words than there are places, the oldest makes room. */
static void test_known(void **unused)
{
	static const int sites[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 0 };
	uint32_t i;

	(void)unused;
	put_list(&test, 1, 0, sites);
	for (i = 0; i < 8; i++)
		put_new_run(&test, 1, 100 + i);
	put_run(&test, 1, 0);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), 0);
	assert_int_equal(word_at(BASE + 4 * 8), 107);
	assert_int_equal(word_at(BASE + 4 * 9), 107);
}

/* One word before the site, and what is there a branch */
static void test_columns(void **unused)
{
	(void)unused;
	put_list(&test, 2, 1, two_sites);
	put_new_run(&test, 2, NOP);
	put_new_run(&test, 2, BL | 8);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), 0);
	expect_words((const uint32_t[]){ OLD, NOP, BL | 6, OLD, NOP, BL | 3,
					 OLD }, 7);
}

static void test_branches(void **unused)
{
	(void)unused;
	put_spot(&test, 4, B | 2);
	put_spot(&test, 0, BL | 0);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), 0);
	assert_int_equal(word_at(BASE + 16), B | 0x3fffffe);
	assert_int_equal(word_at(BASE + 20), BL | 0x3fffffb);
}

/* Elsewhere it is text of its own; twice the same is one piece. */
static void test_spots(void **unused)
{
	const int64_t there = (int64_t)(OTHER - BASE) / 4;

	(void)unused;
	put_spot(&test, 3, NOP);
	put_spot(&test, there - 4, 5);
	put_spot(&test, 0, 6);
	put_spot(&test, -2, 5);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), 0);
	assert_int_equal(word_at(BASE + 12), NOP);
	assert_int_equal(word_at(OTHER), 5);
	assert_int_equal(word_at(OTHER + 4), 6);
	assert_null(text_at(&text, text.nr, OTHER + 8, 4));
}

/* Patched words run at both addresses. */
static void test_alias(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_new_run(&test, 2, NOP);
	region_build(&test, TEST_PADDR, BASE);
	set_le64(test.region.bytes + HEAD(alias), OTHER);
	set_le32(test.region.bytes + HEAD(alias_of), 4);
	set_le32(test.region.bytes + HEAD(alias_size), 12);
	region_seal(&test);
	assert_int_equal(apply(), 0);
	assert_int_equal(word_at(OTHER), OLD);
	assert_int_equal(word_at(OTHER + 4), NOP);
	assert_null(text_at(&text, text.nr, OTHER + 12, 4));
	set_le32(test.region.bytes + HEAD(alias_size), 4 * WORDS);
	region_seal(&test);
	assert_int_equal(apply(), -1);
	assert_contains(err.text, "alias_of at offset 0x28: vmlinux has no 64 bytes");
}

/* While one is written, the other counts. */
static void test_torn(void **unused)
{
	struct textregion parsed;

	(void)unused;
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(parse(&parsed), 0);
	assert_int_equal(parsed.state.sequence, 2);
	set_state(&test, 1, 0, 0, 0, 0);
	assert_int_equal(parse(&parsed), 0);
	assert_int_equal(parsed.state.sequence, 1);
	assert_int_equal(parsed.damaged, 0);
	assert_int_equal(apply(), 0);
	assert_contains(warned, "was not written by the crash");
	set_state(&test, 0, 0, 0, 0, 0);
	assert_int_equal(parse(&parsed), -1);
	assert_contains(err.text, "torn: not one of its states is sound");
}

static void test_damaged_state(void **unused)
{
	struct textregion parsed;

	(void)unused;
	put_spot(&test, 1, NOP);
	region_build(&test, TEST_PADDR, BASE);
	test.region.bytes[test.region.size - 1] ^= 1;
	assert_int_equal(parse(&parsed), 0);
	assert_int_equal(parsed.state.sequence, 1);
	assert_int_equal(parsed.damaged, 1);
	set_state(&test, 1, 2, 0, test.region.size - 4, 5);
	region_seal(&test);
	assert_int_equal(parse(&parsed), 0);
	assert_int_equal(parsed.damaged, 1);
}

/* What there was room for counts. */
static void test_cut(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_new_run(&test, 1, NOP);
	put_run(&test, 1, MEMINSPECT_TEXT_KNOWN);
	buffer_byte(&test.state, 1);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(apply(), -1);
	set_state(&test, 1, 2, MEMINSPECT_TEXT_FROZEN | MEMINSPECT_TEXT_CUT,
		  sizeof(struct meminspect_text) + test.lists.size,
		  test.state.size);
	region_seal(&test);
	assert_int_equal(apply(), 0);
	expect_words((const uint32_t[]){ OLD, OLD, NOP, OLD, OLD, OLD }, 6);
	assert_contains(warned, "had no room for all");
}

static void test_bad_head(void **unused)
{
	struct textregion parsed;

	(void)unused;
	put_spot(&test, 1, NOP);
	region_build(&test, TEST_PADDR, BASE);
	assert_int_equal(textregion_parse(&parsed, test.region.bytes, 20,
					  TEST_PADDR, &err), -1);
	assert_contains(err.text, "cut off: the head needs");
	assert_int_equal(textregion_parse(&parsed, test.region.bytes,
					  test.region.size - 1, TEST_PADDR,
					  &err), -1);
	assert_contains(err.text, "size at offset 0xc");
	assert_int_equal(textregion_parse(&parsed, test.region.bytes,
					  test.region.size, TEST_PADDR + 4096,
					  &err), -1);
	assert_contains(err.text, "is not where it lies");
	test.region.bytes[HEAD(base)] ^= 1;
	assert_int_equal(parse(&parsed), -1);
	assert_contains(err.text, "crc at offset 0x3c");
	set_le32(test.region.bytes + HEAD(lists_offset),
		 (uint32_t)test.region.size + 1);
	assert_int_equal(parse(&parsed), -1);
	assert_contains(err.text, "lists_offset at offset 0x30");
	set_le16(test.region.bytes + HEAD(version), 9);
	assert_int_equal(parse(&parsed), -1);
	assert_contains(err.text, "version at offset 0x8: 9 is not 1");
}

static void test_list_of_no_words(void **unused)
{
	(void)unused;
	put_list(&test, 0, 0, two_sites);
	expect_refusal("0 words a site");
}

static void test_list_of_many_words(void **unused)
{
	(void)unused;
	put_list(&test, 65, 0, two_sites);
	expect_refusal("65 words a site");
}

static void test_list_before_itself(void **unused)
{
	(void)unused;
	put_list(&test, 2, 2, two_sites);
	expect_refusal("2 of them before it");
}

static void test_list_without_end(void **unused)
{
	(void)unused;
	put_number(&test.lists, 1);
	put_number(&test.lists, 0);
	put_delta(&test.lists, 1);
	put_new_run(&test, 1, NOP);
	expect_refusal("a list of sites has no end");
}

static void test_run_without_end(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_new_run(&test, 3, NOP);
	expect_refusal("a list of sites has no end");
}

static void test_run_of_none(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_new_run(&test, 0, NOP);
	expect_refusal("do not fit its lists");
}

static void test_unknown_word(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_run(&test, 2, 0);
	expect_refusal("do not fit its lists");
}

static void test_no_words(void **unused)
{
	(void)unused;
	put_list(&test, 1, 0, two_sites);
	expect_refusal("do not fit its lists");
}

static void test_site_outside(void **unused)
{
	static const int sites[] = { WORDS, 0 };

	(void)unused;
	put_list(&test, 1, 0, sites);
	put_new_run(&test, 1, NOP);
	expect_refusal("it patches 0xffff800080000040, where vmlinux has no text");
}

static void test_spot_cut_off(void **unused)
{
	(void)unused;
	put_delta(&test.state, 1);
	put_number(&test.state, 2);
	buffer_u32(&test.state, NOP);
	expect_refusal("2 words at 0xffff800080000004 are not all there");
}

static void test_long_number(void **unused)
{
	int i;

	(void)unused;
	for (i = 0; i < 11; i++)
		buffer_byte(&test.state, 0x80);
	expect_refusal("are not all there");
}

/* Found in a dump by its content; what is broken is named. */
static void test_find(void **unused)
{
	struct textregion parsed;
	struct buffer ram = { 0 };
	struct csd_dump *dump;

	(void)unused;
	region_build(&test, TEST_PADDR, BASE);
	set_le64(test.region.bytes + HEAD(paddr), TEST_PADDR + 4096);
	region_seal(&test);
	buffer_zeros(&ram, 4096);
	buffer_put(&ram, test.region.bytes, test.region.size);
	buffer_align(&ram, 4096);
	dump = dump_of_ram(&ram);
	assert_int_equal(textregion_find(&parsed, dump, &err), 0);
	assert_int_equal(parsed.paddr, TEST_PADDR + 4096);
	ram.bytes[4096 + HEAD(crc)] ^= 1;
	assert_int_equal(textregion_find(&parsed, dump, &err), -1);
	assert_contains(err.text, "its text region at 0x80001000: crc");
	ram.bytes[4096] ^= 1;
	assert_int_equal(textregion_find(&parsed, dump, &err), -1);
	assert_contains(err.text, "it has no region that tells");
	csd_dump_close(dump);
	buffer_free(&ram);
}

/* Over what is there, and between it */
static void test_cover(void **unused)
{
	static const uint32_t words[WORDS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	const uint8_t *bytes = (const uint8_t *)words;
	struct csd_piece piece = { BASE + 4 * (WORDS - 2), 40, bytes };

	(void)unused;
	assert_int_equal(text_add(&text, BASE + 4 * (WORDS + 2), 8, bytes,
				  &err), 0);
	assert_int_equal(text_own(&text, &err), 0);
	assert_int_equal(text_cover(&text, &piece, &err), 0);
	assert_int_equal(word_at(BASE + 4 * (WORDS - 3)), OLD);
	expect_words((const uint32_t[]){ OLD }, 1);
	assert_int_equal(word_at(BASE + 4 * (WORDS - 2)), 1);
	assert_int_equal(word_at(BASE + 4 * (WORDS - 1)), 2);
	assert_int_equal(word_at(BASE + 4 * WORDS), 3);
	assert_int_equal(word_at(BASE + 4 * (WORDS + 1)), 4);
	assert_int_equal(word_at(BASE + 4 * (WORDS + 2)), 5);
	assert_int_equal(word_at(BASE + 4 * (WORDS + 3)), 6);
	assert_int_equal(word_at(BASE + 4 * (WORDS + 4)), 7);
	assert_int_equal(word_at(BASE + 4 * (WORDS + 7)), 10);
	assert_null(text_at(&text, text.nr, BASE + 4 * (WORDS + 8), 4));
}

/* The library must not read outside: so each run has memory of its own. */
static void use_damaged(void)
{
	uint8_t *sound = test.region.bytes;

	test.region.bytes = malloc(test.region.size);
	memcpy(test.region.bytes, sound, test.region.size);
	damage(test.region.bytes + (below(2) ? sizeof(struct meminspect_text) : 0),
	       test.region.size - sizeof(struct meminspect_text));
	if (below(8))
		region_seal(&test);
	setup(NULL);
	apply();
	csd_text_free(&text);
	free(test.region.bytes);
	test.region.bytes = sound;
}

static void test_damage(void **unused)
{
	uint64_t i, runs = random_start(RUNS);

	(void)unused;
	put_list(&test, 1, 0, two_sites);
	put_list(&test, 2, 1, two_sites);
	put_new_run(&test, 2, NOP);
	put_new_run(&test, 2, NOP);
	put_new_run(&test, 1, BL | 8);
	put_run(&test, 1, 0);
	put_spot(&test, 3, NOP);
	put_spot(&test, (int64_t)(OTHER - BASE) / 4, 5);
	region_build(&test, TEST_PADDR, BASE);
	csd_text_free(&text);
	for (i = 0; i < runs; i++)
		use_damaged();
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_runs),
		TEST(test_known),
		TEST(test_columns),
		TEST(test_branches),
		TEST(test_spots),
		TEST(test_alias),
		TEST(test_torn),
		TEST(test_damaged_state),
		TEST(test_cut),
		TEST(test_bad_head),
		TEST(test_list_of_no_words),
		TEST(test_list_of_many_words),
		TEST(test_list_before_itself),
		TEST(test_list_without_end),
		TEST(test_run_without_end),
		TEST(test_run_of_none),
		TEST(test_unknown_word),
		TEST(test_no_words),
		TEST(test_site_outside),
		TEST(test_spot_cut_off),
		TEST(test_long_number),
		TEST(test_find),
		TEST(test_cover),
		TEST(test_damage),
	};

	return run_tap(tests);
}
