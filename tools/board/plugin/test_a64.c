// SPDX-License-Identifier: GPL-2.0-or-later
/* Instructions as the assembler encodes them, and what they are to a trace unit. */
#include "test.h"

#include "a64.h"

static void assert_branch(uint32_t word, enum a64_kind kind, int32_t offset)
{
	int32_t found;

	assert_int_equal(a64_kind(word, &found), kind);
	assert_int_equal(found, offset);
}

static void conditional_branches(void **state)
{
	(void)state;
	assert_branch(0x54000040, A64_CONDITIONAL, 8);		/* b.eq .+8 */
	assert_branch(0x54ffffe1, A64_CONDITIONAL, -4);		/* b.ne .-4 */
	assert_branch(0xb4000083, A64_CONDITIONAL, 16);		/* cbz x3, .+16 */
	assert_branch(0x35ffff80, A64_CONDITIONAL, -16);	/* cbnz w0, .-16 */
	assert_branch(0x36100060, A64_CONDITIONAL, 12);		/* tbz w0, #2, .+12 */
	assert_branch(0xb7ffffc1, A64_CONDITIONAL, -8);		/* tbnz x1, #63, .-8 */
}

static void offsets_at_the_ends_of_their_range(void **state)
{
	(void)state;
	assert_branch(0x547fffe0, A64_CONDITIONAL, (1 << 20) - 4);
	assert_branch(0x54800000, A64_CONDITIONAL, -(1 << 20));
	assert_branch(0x3603ffe0, A64_CONDITIONAL, (1 << 15) - 4);
	assert_branch(0x36040000, A64_CONDITIONAL, -(1 << 15));
	assert_branch(0x15ffffff, A64_DIRECT, (1 << 27) - 4);
	assert_branch(0x16000000, A64_DIRECT, -(1 << 27));
}

static void direct_branches(void **state)
{
	(void)state;
	assert_branch(0x14000001, A64_DIRECT, 4);		/* b .+4 */
	assert_branch(0x97ffffff, A64_DIRECT, -4);		/* bl .-4 */
}

static void indirect_branches(void **state)
{
	(void)state;
	assert_branch(0xd61f0200, A64_INDIRECT, 0);		/* br x16 */
	assert_branch(0xd63f0020, A64_INDIRECT, 0);		/* blr x1 */
	assert_branch(0xd65f03c0, A64_INDIRECT, 0);		/* ret */
	assert_branch(0xd69f03e0, A64_INDIRECT, 0);		/* eret */
	assert_branch(0xd65f0bff, A64_INDIRECT, 0);		/* retaa */
}

static void only_isb_is_a_p0_barrier(void **state)
{
	(void)state;
	assert_branch(0xd5033fdf, A64_BARRIER, 0);		/* isb */
	assert_branch(0xd5033f9f, A64_PLAIN, 0);		/* dsb sy */
	assert_branch(0xd5033bbf, A64_PLAIN, 0);		/* dmb ish */
	assert_branch(0xd503207f, A64_PLAIN, 0);		/* wfi */
	assert_branch(0xd503205f, A64_PLAIN, 0);		/* wfe */
}

static void of_the_calls_only_svc_is_an_exception_by_itself(void **state)
{
	(void)state;
	assert_branch(0xd4000001, A64_CALL, 0);			/* svc #0 */
	assert_branch(0xd4000002, A64_PLAIN, 0);		/* hvc #0 */
	assert_branch(0xd4000003, A64_PLAIN, 0);		/* smc #0 */
	assert_branch(0xd4210000, A64_PLAIN, 0);		/* brk #0x800 */
}

static void accesses_of_device_registers(void **state)
{
	(void)state;
	assert_true(a64_is_device_access(0xb9400000));		/* ldr w0, [x0] */
	assert_true(a64_is_device_access(0xb9401021));		/* ldr w1, [x1, #16] */
	assert_true(a64_is_device_access(0x88dffc00));		/* ldar w0, [x0] */
	assert_true(a64_is_device_access(0xb9002001));		/* str w1, [x0, #32] */
	assert_true(a64_is_device_access(0xb90fb03f));		/* str wzr, [x1, #4016] */
	assert_true(a64_is_device_access(0xb81fc062));		/* stur w2, [x3, #-4] */
}

static void other_accesses(void **state)
{
	(void)state;
	assert_false(a64_is_device_access(0xb94007e0));		/* ldr w0, [sp, #4] */
	assert_false(a64_is_device_access(0xb90007e0));		/* str w0, [sp, #4] */
	assert_false(a64_is_device_access(0xb9400400));		/* ldr w0, [x0, #4] */
	assert_false(a64_is_device_access(0xf9400000));		/* ldr x0, [x0] */
	assert_false(a64_is_device_access(0xb8004420));		/* str w0, [x1], #4 */
	assert_false(a64_is_device_access(0x39000020));		/* strb w0, [x1] */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditional_branches),
		cmocka_unit_test(offsets_at_the_ends_of_their_range),
		cmocka_unit_test(direct_branches),
		cmocka_unit_test(indirect_branches),
		cmocka_unit_test(only_isb_is_a_p0_barrier),
		cmocka_unit_test(of_the_calls_only_svc_is_an_exception_by_itself),
		cmocka_unit_test(accesses_of_device_registers),
		cmocka_unit_test(other_accesses),
	};

	return RUN_TESTS(tests);
}
