// SPDX-License-Identifier: GPL-2.0-or-later
/* The trace unit: what it writes to the truth log, and when it synchronises. */
#include "test.h"

#include <stdio.h>
#include <unistd.h>

#include "coresight/etm4.h"
#include "coresight/tmc.h"
#include "etm.h"
#include "journal.h"

#define SINK_BYTES	1024
#define VECTOR		0xffff800080010200ULL
#define CODE		0xffff800080100000ULL

#define NOP		0xd503201f
#define LDR		0xb9400000
#define RET		0xd65f03c0
#define B_EQ_64		0x54000200	/* b.eq .+64 */
#define B_NE_BACK	0x54ffffe1	/* b.ne .-4 */

struct fixture {
	uint8_t window[BOARD_CS_SIZE];
	char dir[32];
	struct tmc tmc;
	struct etm etm;
	jmp_buf refused;
	char message[256];
};

static struct fixture fixture;

/* In place of the journal, which would end the test */
void journal(const char *format, ...)
{
	(void)format;
}

void journal_fatal(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(fixture.message, sizeof(fixture.message), format, args);
	va_end(args);
	longjmp(fixture.refused, 1);
}

static void store_tmc(uint32_t offset, uint32_t value)
{
	page_write(&fixture.tmc.page, offset, value);
	tmc_store(&fixture.tmc, offset, value);
}

static void store(uint32_t offset, uint32_t value, unsigned int ran)
{
	page_write(&fixture.etm.page, offset, value);
	etm_store(&fixture.etm, offset, value, ran);
}

static void start_sink(void)
{
	store_tmc(TMC_FFCR, TMC_FFCR_EN_FORMAT);
	store_tmc(TMC_CTL, TMC_CTL_CAPTURE);
}

static void flush_and_stop_sink(void)
{
	store_tmc(TMC_FFCR, TMC_FFCR_EN_FORMAT | TMC_FFCR_FLUSHMAN |
		  TMC_FFCR_STOP_ON_FLUSH);
}

static void turn_on(void)
{
	store(TRCTRACEIDR, 0x10, 0);
	store(TRCVICTLR, TRCVICTLR_EVENT_ALWAYS, 0);
	store(TRCPRGCTLR, TRCPRGCTLR_EN, 0);
}

static int setup(void **state)
{
	(void)state;
	memset(&fixture, 0, sizeof(fixture));
	strcpy(fixture.dir, "/tmp/test_etm.XXXXXX");
	if (!mkdtemp(fixture.dir) || !tmc_init(&fixture.tmc, fixture.window, 0, SINK_BYTES))
		return -1;
	return etm_init(&fixture.etm, fixture.window, 0, &fixture.tmc, fixture.dir);
}

static int teardown(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/cpu0", fixture.dir);
	unlink(path);
	rmdir(fixture.dir);
	tmc_deinit(&fixture.tmc);
	return 0;
}

static int setup_tracing(void **state)
{
	int status = setup(state);

	start_sink();
	turn_on();
	return status;
}

/* Two instructions and @last start at @pc. */
static void follow(uint64_t pc, uint32_t last, bool reached_end)
{
	const uint32_t words[] = { NOP, LDR, last };
	const struct arrival arrival = { .pc = pc, .el = 1 };

	etm_follow(&fixture.etm, block_describe(words, COUNT(words)), &arrival,
		   reached_end);
}

static void follow_exception(unsigned int type, uint64_t from, bool aborted)
{
	const uint32_t words[] = { NOP, LDR, RET };
	const struct arrival arrival = {
		.pc = VECTOR,
		.el = 1,
		.exception = true,
		.type = type,
		.aborted = aborted,
		.from = from,
		.from_el = 1,
	};

	etm_follow(&fixture.etm, block_describe(words, COUNT(words)), &arrival, false);
}

#define EXPECT(...)	expect((const struct truth_entry[]){ __VA_ARGS__ }, \
			       COUNT(((const struct truth_entry[]){ __VA_ARGS__ })))
#define SINK_START	{ 0, 0, TRUTH_SINK_START }
#define SINK_STOP(bytes, count) { bytes, count, TRUTH_SINK_STOP }
#define START		{ 0, 0, TRUTH_START }
#define STOP(count)	{ 0, count, TRUTH_STOP }
#define SYNC(at)	{ at, 0, TRUTH_SYNC }
#define RUN(at, count)	{ at, count, TRUTH_RUN }
#define EXCEPTION(at, type) { at, type, TRUTH_EXCEPTION }

static void expect(const struct truth_entry *entries, size_t count)
{
	const struct truth_log *log = &fixture.etm.truth;

	assert_int_equal(log->head->count, count);
	assert_memory_equal(log->ring, entries, count * sizeof(*entries));
}

static void registers_tell_the_state(void **state)
{
	(void)state;
	assert_int_equal(page_read(&fixture.etm.page, TRCSTATR),
			 TRCSTATR_IDLE | TRCSTATR_PMSTABLE);
	turn_on();
	assert_int_equal(page_read(&fixture.etm.page, TRCSTATR), 0);
	assert_int_equal(fixture.etm.truth.head->trace_id, 0x10);
	store(TRCOSLAR, 0, 0);
	assert_int_equal(page_read(&fixture.etm.page, TRCOSLSR), TRCOSLSR_IMPLEMENTED);
}

static void a_block_is_known_when_the_next_one_starts(void **state)
{
	(void)state;
	follow(CODE, B_EQ_64, false);
	EXPECT(SINK_START, START, SYNC(0));
	follow(CODE + 12, RET, false);
	follow(CODE + 0x1000, RET, true);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 6));
}

static void an_aborted_instruction_did_not_run(void **state)
{
	(void)state;
	follow(CODE, RET, false);
	follow_exception(EXCEPTION_DATA_FAULT, CODE + 4, true);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 1),
	       EXCEPTION(CODE + 4, EXCEPTION_DATA_FAULT));
}

static void an_interrupt_comes_behind_a_whole_block(void **state)
{
	(void)state;
	follow(CODE, B_NE_BACK, false);
	follow_exception(EXCEPTION_IRQ, CODE + 12, false);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 3), EXCEPTION(CODE + 12, EXCEPTION_IRQ));
}

static void an_instruction_that_runs_again_counts_once(void **state)
{
	(void)state;
	follow(CODE, RET, false);
	follow(CODE + 4, RET, false);
	follow(CODE + 0x1000, RET, true);
	/* The second block has three instructions: two of the first again. */
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 4));
}

static void a_loop_is_told_from_a_block_left_early(void **state)
{
	(void)state;
	follow(CODE, B_NE_BACK, false);
	follow(CODE + 4, B_NE_BACK, true);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 3));
	follow(CODE + 8, B_NE_BACK, false);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 3), RUN(CODE + 4, 1));
}

static void a_flush_brings_out_all_atoms(void **state)
{
	(void)state;
	follow(CODE, B_EQ_64, false);
	follow(CODE + 12, NOP, false);
	follow(CODE + 24, NOP, false);
	flush_and_stop_sink();
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 6), SINK_STOP(32, 3));
}

static void without_a_flush_atoms_are_missing(void **state)
{
	(void)state;
	follow(CODE, B_EQ_64, false);
	follow(CODE + 12, NOP, false);
	follow(CODE + 24, NOP, false);
	store_tmc(TMC_CTL, 0);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 6), SINK_STOP(32, 6));
}

static void the_stopping_store_is_the_last_to_run(void **state)
{
	(void)state;
	follow(CODE, RET, false);
	store(TRCPRGCTLR, 0, 2);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 2), STOP(2));
	store(TRCPRGCTLR, TRCPRGCTLR_EN, 0);
	store(TRCPRGCTLR, 0, 0);
	assert_int_equal(fixture.etm.truth.head->count, 5);
}

static void after_the_sink_nothing_is_logged(void **state)
{
	(void)state;
	follow(CODE, RET, false);
	flush_and_stop_sink();
	follow(CODE + 0x1000, RET, true);
	follow_exception(EXCEPTION_IRQ, CODE, false);
	EXPECT(SINK_START, START, SYNC(0), SINK_STOP(32, 0));
}

static void it_synchronises_only_behind_an_atom(void **state)
{
	struct packer *packer = &fixture.etm.packer;

	(void)state;
	store(TRCPRGCTLR, 0, 0);
	store(TRCSYNCPR, 8, 0);
	turn_on();
	follow(CODE, NOP, false);
	packer->since_sync = 256;
	follow(CODE + 12, RET, false);
	assert_int_equal(packer->since_sync, 256);
	follow(CODE + 0x1000, RET, true);
	assert_in_range(packer->since_sync, 1, 15);
}

static void a_jump_out_of_nowhere_starts_anew(void **state)
{
	(void)state;
	follow(CODE, B_EQ_64, false);
	follow(CODE + 12, NOP, false);
	follow(CODE, NOP, false);
	EXPECT(SINK_START, START, SYNC(0), RUN(CODE, 3), STOP(0), START, SYNC(16));
}

static void an_exception_level_is_left_out(void **state)
{
	(void)state;
	store(TRCPRGCTLR, 0, 0);
	store(TRCVICTLR, TRCVICTLR_EVENT_ALWAYS | TRCVICTLR_NO_EL1, 0);
	store(TRCPRGCTLR, TRCPRGCTLR_EN, 0);
	follow(CODE, RET, false);
	follow(CODE + 0x1000, RET, true);
	EXPECT(SINK_START);
}

static void assert_refused(uint32_t offset, uint32_t value, const char *why)
{
	store(TRCVICTLR, TRCVICTLR_EVENT_ALWAYS, 0);
	store(offset, value, 0);
	if (!setjmp(fixture.refused)) {
		store(TRCPRGCTLR, TRCPRGCTLR_EN, 0);
		fail_msg("register %#x: %#x was not refused", offset, value);
	}
	assert_non_null(strstr(fixture.message, why));
	store(offset, 0, 0);
}

static void what_is_not_modelled_is_refused(void **state)
{
	(void)state;
	assert_refused(TRCCONFIGR, TRCCONFIGR_BB, "branch broadcast");
	assert_refused(TRCCONFIGR, TRCCONFIGR_CCI, "cycle counting");
	assert_refused(TRCCONFIGR, TRCCONFIGR_CID, "context IDs");
	assert_refused(TRCCONFIGR, TRCCONFIGR_TS, "timestamps");
	assert_refused(TRCCONFIGR, TRCCONFIGR_RS, "return stack");
	assert_refused(TRCCONFIGR, 1U << 1, "TRCCONFIGR 0x2");
	assert_refused(TRCSYNCPR, 3, "TRCSYNCPR 3");
	assert_refused(TRCVICTLR, 5, "event");
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
#define TRACING(name)	cmocka_unit_test_setup_teardown(name, setup_tracing, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(registers_tell_the_state),
		TRACING(a_block_is_known_when_the_next_one_starts),
		TRACING(an_aborted_instruction_did_not_run),
		TRACING(an_interrupt_comes_behind_a_whole_block),
		TRACING(an_instruction_that_runs_again_counts_once),
		TRACING(a_loop_is_told_from_a_block_left_early),
		TRACING(a_flush_brings_out_all_atoms),
		TRACING(without_a_flush_atoms_are_missing),
		TRACING(the_stopping_store_is_the_last_to_run),
		TRACING(after_the_sink_nothing_is_logged),
		TRACING(it_synchronises_only_behind_an_atom),
		TRACING(a_jump_out_of_nowhere_starts_anew),
		TRACING(an_exception_level_is_left_out),
		TEST(what_is_not_modelled_is_refused),
	};

	return RUN_TESTS(tests);
}
