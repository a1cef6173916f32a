// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel's symbol table, made by hand. Offsets in RAM:
 *
 *   0x000  kallsyms_num_syms		0x008  kallsyms_relative_base
 *   0x100  kallsyms_token_table	0x400  kallsyms_token_index
 *   0x800  kallsyms_offsets		0x900  kallsyms_names
 */
#include "symbols.h"
#include "test-build.h"

#define BASE	0xffff800080000000ULL
#define NUM	0x000
#define REL	0x008
#define TOKENS	0x100
#define INDEX	0x400
#define OFFSETS	0x800
#define NAMES	0x900

#define SYMBOLS(base) \
	"NUMBER(kimage_voffset)=0xffff800000000000\n" \
	"SYMBOL(kallsyms_num_syms)=ffff800080000000\n" base \
	"SYMBOL(kallsyms_token_table)=ffff800080000100\n" \
	"SYMBOL(kallsyms_token_index)=ffff800080000400\n" \
	"SYMBOL(kallsyms_offsets)=ffff800080000800\n" \
	"SYMBOL(kallsyms_names)=ffff800080000900\n" \
	"SYMBOL(_stext)=ffff800080010000\n"
#define INFO	SYMBOLS("SYMBOL(kallsyms_relative_base)=ffff800080000008\n")
#define INFO_NEW SYMBOLS("")

static struct buffer ram;
static struct csd_symbols symbols;
static struct csd_error err;

/* Token 'a' stands for itself, and so on; token 1 for "_text". */
static void put_tokens(void)
{
	size_t i, at = 0;

	for (i = 0; i < 256; i++) {
		set_le16(ram.bytes + INDEX + 2 * i, (uint16_t)at);
		if (i == 1) {
			strcpy((char *)ram.bytes + TOKENS, "_text");
			at += 6;
		} else if (i > ' ' && i < 127) {
			ram.bytes[TOKENS + at] = (uint8_t)i;
			at += 2;
		}
	}
}

static int setup(void **state)
{
	static const char names[] = "\002T\001" "\007T_stext" "\205\000trest";

	(void)state;
	buffer_zeros(&ram, 0x1000);
	put_tokens();
	set_le32(ram.bytes + NUM, 3);
	set_le64(ram.bytes + REL, BASE);
	set_le32(ram.bytes + OFFSETS, 0);
	set_le32(ram.bytes + OFFSETS + 4, 0x10000);
	set_le32(ram.bytes + OFFSETS + 8, 0xf0000000);
	memcpy(ram.bytes + NAMES, names, sizeof(names) - 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_symbols_free(&symbols);
	buffer_free(&ram);
	return 0;
}

static int read_symbols(const char *info)
{
	struct buffer elf = { 0 };
	struct csd_dump *dump;
	int ret;

	csd_symbols_free(&symbols);
	put_core(&elf, &ram, TEST_PADDR, info);
	dump = dump_of_core(&elf);
	ret = csd_symbols_live(&symbols, dump, &err);
	csd_dump_close(dump);
	buffer_free(&elf);
	return ret;
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(read_symbols(INFO), 0);
	assert_int_equal(symbols.nr, 3);
	assert_string_equal(symbols.all[0].name, "_text");
	assert_int_equal(symbols.all[0].type, 'T');
	assert_true(symbols.all[0].va == BASE);
	assert_string_equal(symbols.all[1].name, "_stext");
	assert_string_equal(symbols.all[2].name, "rest");
	assert_int_equal(symbols.all[2].type, 't');
	assert_true(symbols.all[2].va == BASE + 0xf0000000);
}

/* Kernels without a relative base have offsets from the table's entries. */
static void test_place_relative(void **state)
{
	(void)state;
	set_le32(ram.bytes + OFFSETS, (uint32_t)-0x800);
	set_le32(ram.bytes + OFFSETS + 4, 0x10000 - 0x804);
	assert_int_equal(read_symbols(INFO_NEW), 0);
	assert_true(symbols.all[0].va == BASE);
	assert_true(symbols.all[1].va == BASE + 0x10000);
}

static void test_wrong_base(void **state)
{
	(void)state;
	set_le64(ram.bytes + REL, BASE + 8);
	assert_int_equal(read_symbols(INFO), -1);
	assert_contains(err.text, "VMCOREINFO says 0xffff800080010000");
}

static void test_too_many(void **state)
{
	(void)state;
	set_le32(ram.bytes + NUM, 0xffffffff);
	assert_int_equal(read_symbols(INFO), -1);
	assert_contains(err.text, "4294967295 symbols do not fit");
	/* as many as the memory could hold, but not as the names are */
	set_le32(ram.bytes + NUM, 0x200);
	assert_int_equal(read_symbols(INFO), -1);
	assert_contains(err.text, "name 3 of 512 is broken");
}

static void test_name_runs_out(void **state)
{
	(void)state;
	ram.bytes[NAMES] = 0xff;
	ram.bytes[NAMES + 1] = 0xff;
	assert_int_equal(read_symbols(INFO), -1);
	assert_contains(err.text, "name 0 of 3 is broken");
}

static void test_token_runs_out(void **state)
{
	(void)state;
	memset(ram.bytes + TOKENS, 'x', ram.size - TOKENS);
	assert_int_equal(read_symbols(INFO), -1);
}

static void test_not_in_the_dump(void **state)
{
	(void)state;
	assert_int_equal(read_symbols("NUMBER(kimage_voffset)=0\n"), -1);
	assert_contains(err.text, "no SYMBOL(kallsyms_num_syms)");
	assert_int_equal(read_symbols("NUMBER(kimage_voffset)=0\n"
				      "SYMBOL(kallsyms_num_syms)=1000\n"), -1);
	assert_contains(err.text, "does not hold kallsyms_num_syms at 0x1000");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names), TEST(test_place_relative),
		TEST(test_wrong_base), TEST(test_too_many),
		TEST(test_name_runs_out), TEST(test_token_runs_out),
		TEST(test_not_in_the_dump),
	};

	return run_tap(tests);
}
