// SPDX-License-Identifier: GPL-2.0-or-later
/* Which way out of a block was it? */
#include "test.h"

#include "block.h"

#define START	0xffff800080001000ULL
#define LDR	0xb9400000
#define NOP	0xd503201f
#define RET	0xd65f03c0

static struct block describe(uint32_t last)
{
	const uint32_t words[] = { NOP, LDR, LDR, last };

	return block_describe(words, COUNT(words));
}

static void fits_in_a_pointer(void **state)
{
	struct block block = describe(0x54ffffc1);
	struct block again = block_from_pointer(block_to_pointer(block));

	(void)state;
	assert_memory_equal(&again, &block, sizeof(block));
	assert_int_equal(block.count, 4);
	assert_int_equal(block.target, 4);
}

static void straight_on(void **state)
{
	struct block block = describe(LDR);

	(void)state;
	assert_false(block.marked);
	assert_true(block_leads_to(block, START, START + 16));
	assert_false(block_leads_to(block, START, START + 12));
	assert_true(block_left_early(block, START, START + 12, false));
	assert_false(block_left_early(block, START, START + 16, false));
}

static void a_conditional_branch_out_needs_no_mark(void **state)
{
	struct block block = describe(0x54000080);	/* b.eq .+16 */

	(void)state;
	assert_false(block.marked);
	assert_true(block_leads_to(block, START, START + 16));
	assert_true(block_leads_to(block, START, START + 28));
	assert_true(block_left_early(block, START, START + 8, false));
}

static void a_loop_into_its_own_middle_needs_the_mark(void **state)
{
	struct block block = describe(0x54ffffc1);	/* b.ne .-8 */

	(void)state;
	assert_true(block.marked);
	assert_true(block_left_early(block, START, START + 4, false));
	assert_false(block_left_early(block, START, START + 4, true));
	assert_false(block_left_early(block, START, START + 16, true));
}

static void an_indirect_branch_may_lead_anywhere(void **state)
{
	struct block block = describe(RET);

	(void)state;
	assert_true(block.marked);
	assert_true(block_leads_to(block, START, 0x400000));
	assert_true(block_left_early(block, START, START + 4, false));
	assert_false(block_left_early(block, START, START + 4, true));
}

static void without_memory_accesses_no_mark_is_needed(void **state)
{
	const uint32_t words[] = { NOP, NOP, RET };
	struct block block = block_describe(words, COUNT(words));

	(void)state;
	assert_false(block.marked);
	assert_false(block_left_early(block, START, START + 4, false));
}

static void a_lone_branch_cannot_be_left_early(void **state)
{
	const uint32_t self = 0x14000000;	/* b . */
	struct block block = block_describe(&self, 1);

	(void)state;
	assert_false(block.marked);
	assert_false(block_left_early(block, START, START, false));
	assert_true(block_leads_to(block, START, START));
}

static void a_lone_atomic_runs_again(void **state)
{
	const uint32_t ldxp = 0xc87f0400;
	struct block block = block_describe(&ldxp, 1);

	(void)state;
	assert_true(block_left_early(block, START, START, false));
}

static void a_branch_back_by_far_stays_signed(void **state)
{
	struct block block = describe(0x16000000);	/* b .-128M */

	(void)state;
	assert_true(block_leads_to(block, START, START + 12 - (1ULL << 27)));
	assert_false(block.marked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits_in_a_pointer),
		cmocka_unit_test(straight_on),
		cmocka_unit_test(a_conditional_branch_out_needs_no_mark),
		cmocka_unit_test(a_loop_into_its_own_middle_needs_the_mark),
		cmocka_unit_test(an_indirect_branch_may_lead_anywhere),
		cmocka_unit_test(without_memory_accesses_no_mark_is_needed),
		cmocka_unit_test(a_lone_branch_cannot_be_left_early),
		cmocka_unit_test(a_lone_atomic_runs_again),
		cmocka_unit_test(a_branch_back_by_far_stays_signed),
	};

	return RUN_TESTS(tests);
}
