// SPDX-License-Identifier: GPL-2.0-or-later
/* Packets, byte by byte, against the ETMv4 specification's tables. */
#include "test.h"

#include "formatter.h"
#include "packer.h"

#define ID	0x10

static uint8_t bytes[4096];
static size_t len;
static struct packer packer;

/* The packer's output is taken before it gets into frames. */
void formatter_write(struct formatter *formatter, uint8_t id, const void *from, size_t n)
{
	(void)formatter;
	assert_int_equal(id, ID);
	memcpy(bytes + len, from, n);
	len += n;
}

static int setup(void **state)
{
	(void)state;
	packer_init(&packer, NULL, ID);
	len = 0;
	return 0;
}

#define EXPECT(...)	expect((const uint8_t[]){ __VA_ARGS__ }, \
			       sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void expect(const uint8_t *expected, size_t count)
{
	assert_int_equal(len, count);
	assert_memory_equal(bytes, expected, count);
	len = 0;
}

static void atoms(const char *which)
{
	for (; *which; which++)
		packer_atom(&packer, *which == 'E');
}

static void synchronisation(void **state)
{
	(void)state;
	packer_sync(&packer);
	EXPECT(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x01, 0x01, 0x00);
	assert_int_equal(packer.since_sync, 0);
	packer_trace_on(&packer);
	EXPECT(0x04);
	assert_int_equal(packer.since_sync, 1);
}

static void one_to_three_atoms(void **state)
{
	(void)state;
	atoms("E");
	packer_flush(&packer);
	atoms("N");
	packer_flush(&packer);
	atoms("EN");
	packer_flush(&packer);
	atoms("NE");
	packer_flush(&packer);
	atoms("ENE");
	atoms("NNN");
	EXPECT(0xf7, 0xf6, 0xd9, 0xda, 0xfd, 0xf8);
}

static void a_run_of_taken_branches_is_one_byte(void **state)
{
	(void)state;
	atoms("EEE");
	packer_flush(&packer);
	atoms("EEEN");
	atoms("EEEE");
	packer_flush(&packer);
	atoms("EEEEEN");
	EXPECT(0xff, 0xe0, 0xc0, 0xe2);
}

static void the_longest_runs(void **state)
{
	(void)state;
	atoms("EEEEEEEEEEEEEEEEEEEEEEEE");
	EXPECT(0xd4);
	atoms("EEEEEEEEEEEEEEEEEEEEEEEN");
	EXPECT(0xf4);
	assert_int_equal(packer.atoms, 0);
}

static void nothing_to_flush(void **state)
{
	(void)state;
	packer_flush(&packer);
	assert_int_equal(len, 0);
}

static void the_first_address_has_all_bits_and_the_context(void **state)
{
	(void)state;
	packer_address(&packer, 0xffff800080123456 & ~3ULL, 1);
	EXPECT(0x85, 0x15, 0x1a, 0x12, 0x80, 0x00, 0x80, 0xff, 0xff, 0x31);
}

static void addresses_are_as_short_as_can_be(void **state)
{
	(void)state;
	packer_address(&packer, 0xffff800080123454, 1);
	len = 0;
	packer_address(&packer, 0xffff800080123460, 1);
	EXPECT(0x95, 0x18);
	packer_address(&packer, 0xffff800080127460, 1);
	EXPECT(0x95, 0x98, 0x3a);
	packer_address(&packer, 0xffff800080223460, 1);
	EXPECT(0x9a, 0x18, 0x1a, 0x22, 0x80);
	packer_address(&packer, 0xffff000000000000, 1);
	EXPECT(0x9d, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
}

static void addresses_sent_before_are_referred_to(void **state)
{
	(void)state;
	packer_address(&packer, 0x1000, 1);
	packer_address(&packer, 0x200000000, 1);
	packer_address(&packer, 0x400000000, 1);
	len = 0;
	packer_address(&packer, 0x1000, 1);
	packer_address(&packer, 0x1000, 1);
	packer_address(&packer, 0x400000000, 1);
	EXPECT(0x92, 0x90, 0x92);
}

static void a_new_exception_level_needs_the_context(void **state)
{
	(void)state;
	packer_address(&packer, 0x400000, 0);
	len = 0;
	packer_address(&packer, 0x400000, 1);
	EXPECT(0x82, 0, 0, 0x40, 0, 0x31);
}

static void a_synchronisation_makes_forget(void **state)
{
	(void)state;
	packer_address(&packer, 0x400000, 0);
	packer_sync(&packer);
	len = 0;
	packer_address(&packer, 0x400000, 0);
	EXPECT(0x85, 0, 0, 0x40, 0, 0, 0, 0, 0, 0x30);
}

static void atoms_go_before_what_follows_them(void **state)
{
	(void)state;
	packer_address(&packer, 0x400000, 0);
	len = 0;
	atoms("E");
	packer_address(&packer, 0x400004, 0);
	atoms("NN");
	packer_exception(&packer, EXCEPTION_IRQ, 0x400008, 0);
	EXPECT(0xf7, 0x95, 0x01, 0xd8, 0x06, 0x1d, 0x95, 0x02);
}

static void exception_types(void **state)
{
	(void)state;
	packer_address(&packer, 0x400000, 0);
	len = 0;
	packer_exception(&packer, EXCEPTION_CALL, 0x400000, 0);
	packer_exception(&packer, EXCEPTION_DATA_FAULT, 0x400000, 0);
	EXPECT(0x06, 0x05, 0x90, 0x06, 0x19, 0x90);
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(synchronisation),
		TEST(one_to_three_atoms),
		TEST(a_run_of_taken_branches_is_one_byte),
		TEST(the_longest_runs),
		TEST(nothing_to_flush),
		TEST(the_first_address_has_all_bits_and_the_context),
		TEST(addresses_are_as_short_as_can_be),
		TEST(addresses_sent_before_are_referred_to),
		TEST(a_new_exception_level_needs_the_context),
		TEST(a_synchronisation_makes_forget),
		TEST(atoms_go_before_what_follows_them),
		TEST(exception_types),
	};

	return RUN_TESTS(tests);
}
