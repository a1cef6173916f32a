// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "smem.h"

#define BASE		0x40000000
/* The shared memory in it: where, and the last bytes of it */
#define AT		0x10000
#define SIZE		0x10000
#define TABLE		(AT + SIZE - SMEM_TABLE_SIZE)
#define PARTITION	(AT + 0x3000)
#define ITEM		(PARTITION + 32)
#define NUMBER		602

static uint8_t memory[AT + SIZE];
static const struct ram ram = { memory, BASE, sizeof(memory) };
static const struct smem smem = { &ram, BASE + AT, SIZE };

static uint32_t word_at(size_t offset)
{
	return memory[offset] | memory[offset + 1] << 8 |
	       memory[offset + 2] << 16 | (uint32_t)memory[offset + 3] << 24;
}

static void put_word(size_t offset, uint32_t word)
{
	for (int i = 0; i < 4; i++)
		memory[offset + i] = word >> (8 * i);
}

static int setup(void **state)
{
	(void)state;
	memset(memory, 0xaa, sizeof(memory));
	smem_init(&smem);
	return 0;
}

static void assert_found(unsigned int number, uint32_t size, uint64_t at)
{
	struct failure failure;
	uint64_t paddr;

	if (smem_find(&smem, number, size, &paddr, &failure))
		fail_msg("%s", failure.text);
	assert_int_equal(paddr, BASE + at);
}

static void assert_refused(const char *why)
{
	struct failure failure;
	uint64_t paddr;

	assert_int_equal(smem_find(&smem, NUMBER, 8, &paddr, &failure), -1);
	if (!strstr(failure.text, why))
		fail_msg("'%s' instead of '%s'", failure.text, why);
}

/* Byte for byte as Linux' driver wants it: not by our own structures. */
static void is_laid_out_as_linux_reads_it(void **state)
{
	(void)state;
	assert_int_equal(word_at(AT + 64 + 4 * 7) >> 16, 12);
	assert_int_equal(word_at(AT + 192), 1);
	assert_int_equal(word_at(AT + 204), 0);
	assert_memory_equal(memory + TABLE, "$TOC", 4);
	assert_int_equal(word_at(TABLE + 4), 1);
	assert_int_equal(word_at(TABLE + 8), 1);
	assert_int_equal(word_at(TABLE + 32), PARTITION - AT);
	assert_int_equal(word_at(TABLE + 36), TABLE - PARTITION);
	assert_int_equal(word_at(TABLE + 44), 0xfffefffe);
	assert_memory_equal(memory + TABLE + 80, "SIII", 4);
	assert_int_equal(word_at(TABLE + 84), SIZE);
	assert_int_equal(word_at(TABLE + 88), BASE + AT);
	assert_true((word_at(TABLE + 96) & 0xffff) > NUMBER);
	assert_memory_equal(memory + PARTITION, "$PRT", 4);
	assert_int_equal(word_at(PARTITION + 4), 0xfffefffe);
	assert_int_equal(word_at(PARTITION + 8), TABLE - PARTITION);
	assert_int_equal(word_at(PARTITION + 12), 32);
	assert_int_equal(word_at(PARTITION + 16), TABLE - PARTITION);
}

static void adds_items_as_linux_reads_them(void **state)
{
	(void)state;
	assert_ptr_equal(smem_add(&smem, NUMBER, 13), memory + ITEM + 16);
	assert_int_equal(word_at(ITEM), NUMBER << 16 | 0xa5a5);
	assert_int_equal(word_at(ITEM + 4), 16);
	assert_int_equal(word_at(ITEM + 8), 3);
	assert_int_equal(word_at(PARTITION + 12), 32 + 16 + 16);
	assert_ptr_equal(smem_add(&smem, 7, 8), memory + ITEM + 48);
}

static void stays_within_its_memory(void **state)
{
	(void)state;
	while (smem_add(&smem, NUMBER, 1000))
		;
	for (size_t i = 0; i < AT; i++)
		assert_int_equal(memory[i], 0xaa);
	assert_memory_equal(memory + TABLE, "$TOC", 4);
	assert_true(PARTITION + word_at(PARTITION + 12) <= TABLE);
	assert_true(TABLE - PARTITION - word_at(PARTITION + 12) < 1016);
}

static void finds_items(void **state)
{
	(void)state;
	smem_add(&smem, 7, 100);
	smem_add(&smem, NUMBER, 8);
	assert_found(7, 100, ITEM + 16);
	assert_found(NUMBER, 8, ITEM + 16 + 104 + 16);
}

/* Hosts may put bytes between an item's header and the item. */
static void minds_padding_before_an_item(void **state)
{
	(void)state;
	smem_add(&smem, NUMBER, 24);
	put_word(ITEM + 4, 16);
	put_word(ITEM + 8, 8 << 16);
	assert_found(NUMBER, 16, ITEM + 16 + 8);
}

static void misses_an_item(void **state)
{
	(void)state;
	assert_refused("SMEM at 0x40010000: no item 602");
	smem_add(&smem, 7, 8);
	assert_refused("no item 602");
}

static void refuses_a_small_item(void **state)
{
	(void)state;
	smem_add(&smem, NUMBER, 0);
	assert_refused("item 602 has 0 bytes instead of 8");
}

static void refuses_what_is_no_smem(void **state)
{
	(void)state;
	put_word(AT + 192, 0);
	assert_refused("no boot firmware");
	smem_init(&smem);
	put_word(AT + 64 + 4 * 7, 11 << 16);
	assert_refused("version 11 instead of 12");
	smem_init(&smem);
	memory[TABLE]++;
	assert_refused("no partition table at 0x4001f000");
}

static void refuses_memory_outside_ram(void **state)
{
	static const struct smem outside[] = {
		{ &ram, 0, SIZE },
		{ &ram, BASE + sizeof(memory) - 100, SIZE },
		{ &ram, UINT64_MAX - 8, SIZE },
		{ &ram, BASE + AT, 100 },
	};
	struct failure failure;
	uint64_t paddr;

	(void)state;
	for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++) {
		assert_int_equal(smem_find(&outside[i], NUMBER, 8, &paddr, &failure), -1);
		assert_non_null(strstr(failure.text, "not in RAM"));
	}
}

static void refuses_wrong_partitions(void **state)
{
	static const uint32_t wrong[][2] = {
		{ TABLE - AT, 4097 }, { SIZE, 64 }, { UINT32_MAX, 64 },
		{ 0x3000, UINT32_MAX }, { 0x3000, 31 }, { SIZE - 31, 31 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		put_word(TABLE + 32, wrong[i][0]);
		put_word(TABLE + 36, wrong[i][1]);
		assert_refused("is not in it");
	}
	smem_init(&smem);
	put_word(PARTITION + 12, TABLE - PARTITION + 1);
	assert_refused("is damaged");
	smem_init(&smem);
	memory[PARTITION]++;
	assert_refused("partition at offset 0x3000 is damaged");
	smem_init(&smem);
	put_word(TABLE + 32, 0x3001);
	put_word(TABLE + 36, 64);
	assert_refused("is damaged");
}

/* However many entries it has, those behind its 4 KiB are none. */
static void minds_the_end_of_the_table(void **state)
{
	(void)state;
	put_word(TABLE + 44, 0);
	put_word(TABLE + 8, UINT32_MAX);
	assert_refused("no partition for all hosts");
}

static void refuses_wrong_items(void **state)
{
	static const uint32_t sizes[] = {
		9, TABLE - PARTITION, UINT32_MAX, UINT32_MAX - 15, 112 + 8,
	};

	(void)state;
	smem_add(&smem, 7, 8);
	smem_add(&smem, NUMBER, 64);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		put_word(ITEM + 4, sizes[i]);
		assert_refused("item at offset 0x3020 is damaged");
	}
	put_word(ITEM + 4, 8);
	assert_found(NUMBER, 64, ITEM + 16 + 8 + 16);
	memory[ITEM + 24]++;
	assert_refused("item at offset 0x3038 is damaged");
	/* The first one's bytes end so that no header has room behind them. */
	put_word(ITEM + 4, 80);
	assert_refused("item at offset");
}

/* Nothing that is written over it makes us read beyond it. */
static void survives_any_damage(void **state)
{
	struct failure failure;
	uint64_t paddr;

	(void)state;
	srand(602);
	for (int i = 0; i < 20000; i++) {
		smem_init(&smem);
		smem_add(&smem, 7, 8);
		smem_add(&smem, NUMBER, 336);
		for (int n = rand() % 4; n >= 0; n--) {
			static const size_t places[] = { AT + 64, PARTITION, ITEM, TABLE };
			size_t at = places[rand() % 4] + rand() % 160;

			memory[at] = rand() % 2 ? rand() : memory[at] ^ 1 << rand() % 8;
		}
		if (!smem_find(&smem, NUMBER, 336, &paddr, &failure))
			assert_non_null(ram_at(&ram, paddr, 336));
	}
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_laid_out_as_linux_reads_it),
		TEST(adds_items_as_linux_reads_them),
		TEST(stays_within_its_memory),
		TEST(finds_items),
		TEST(minds_padding_before_an_item),
		TEST(misses_an_item),
		TEST(refuses_a_small_item),
		TEST(refuses_what_is_no_smem),
		TEST(refuses_memory_outside_ram),
		TEST(refuses_wrong_partitions),
		TEST(minds_the_end_of_the_table),
		TEST(refuses_wrong_items),
		TEST(survives_any_damage),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
