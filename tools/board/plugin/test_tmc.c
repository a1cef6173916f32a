// SPDX-License-Identifier: GPL-2.0-or-later
/* The TMC, driven register by register as the Linux driver does it. */
#include "test.h"

#include "coresight/component.h"
#include "coresight/tmc.h"
#include "tmc.h"

#define SIZE		1024
#define FFCR_DRIVER	(TMC_FFCR_EN_FORMAT | 1 << 1 | 1 << 4)
#define FRAMES		(SIZE / FRAME_BYTES)
#define ID		0x11

struct fixture {
	struct tmc tmc;
	uint8_t window[BOARD_CS_SIZE];
	struct source source;
	int drained;
	int started;
	uint64_t stopped;
	uint8_t held;
};

static struct fixture fixture;

static void drain(struct source *source)
{
	(void)source;
	fixture.drained++;
	if (fixture.held)
		formatter_write(&fixture.tmc.formatter, ID, &fixture.held, 1);
	fixture.held = 0;
}

static void sink_started(struct source *source)
{
	(void)source;
	fixture.started++;
}

static void sink_stopped(struct source *source, uint64_t captured)
{
	(void)source;
	fixture.stopped = captured;
}

static const struct source_ops ops = {
	.drain = drain,
	.sink_started = sink_started,
	.sink_stopped = sink_stopped,
};

static void store(uint32_t offset, uint32_t value)
{
	page_write(&fixture.tmc.page, offset, value);
	tmc_store(&fixture.tmc, offset, value);
}

static uint32_t load(uint32_t offset)
{
	uint32_t value = page_read(&fixture.tmc.page, offset);

	tmc_load(&fixture.tmc, offset);
	return value;
}

static int setup(void **state)
{
	(void)state;
	memset(&fixture, 0, sizeof(fixture));
	fixture.source.ops = &ops;
	if (!tmc_init(&fixture.tmc, fixture.window, 0, SIZE))
		return -1;
	tmc_attach(&fixture.tmc, &fixture.source);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tmc_deinit(&fixture.tmc);
	return 0;
}

static void start(void)
{
	store(TMC_MODE, TMC_MODE_CIRCULAR);
	store(TMC_FFCR, FFCR_DRIVER);
	store(TMC_CTL, TMC_CTL_CAPTURE);
}

static void flush_and_stop(void)
{
	store(TMC_FFCR, FFCR_DRIVER | TMC_FFCR_STOP_ON_FLUSH);
	store(TMC_FFCR, FFCR_DRIVER | TMC_FFCR_STOP_ON_FLUSH | TMC_FFCR_FLUSHMAN);
}

/* Frames whose first data byte is their number, counted from @first */
static void write_frames(int first, int count)
{
	uint8_t bytes[14] = { 0 };
	int i;

	for (i = 0; i < count; i++) {
		bytes[0] = first + i;
		formatter_write(&fixture.tmc.formatter, ID, bytes, sizeof(bytes));
	}
}

/* The number of the frame that RRD reads next, or -1 */
static int read_frame(void)
{
	uint32_t word = load(TMC_RRD);

	if (word == TMC_RRD_EMPTY)
		return -1;
	load(TMC_RRD);
	load(TMC_RRD);
	load(TMC_RRD);
	return word >> 8 & 0xff;
}

static void looks_like_an_etf(void **state)
{
	(void)state;
	assert_int_equal(load(TMC_RSZ), SIZE / 4);
	assert_int_equal(load(TMC_DEVID) >> 6 & 3, 2);
	assert_int_equal(load(CORESIGHT_CIDR0), 0x0d);
	assert_int_equal(load(CORESIGHT_PIDR0), 0x61);
	assert_int_equal(load(TMC_STS) & TMC_STS_READY, TMC_STS_READY);
	assert_int_equal(load(TMC_RRD), TMC_RRD_EMPTY);
}

static void capture_is_not_ready_and_reads_empty(void **state)
{
	(void)state;
	start();
	write_frames(0, 2);
	assert_int_equal(fixture.started, 1);
	assert_int_equal(load(TMC_STS), 0);
	assert_int_equal(load(TMC_RRD), TMC_RRD_EMPTY);
}

static void a_part_of_the_ram_is_read_from_zero(void **state)
{
	(void)state;
	start();
	write_frames(0, 3);
	flush_and_stop();
	assert_int_equal(load(TMC_STS) & (TMC_STS_READY | TMC_STS_FULL), TMC_STS_READY);
	assert_int_equal(load(TMC_RRP), 0);
	assert_int_equal(load(TMC_RWP), 48);
	assert_int_equal(read_frame(), 0);
	assert_int_equal(load(TMC_RRP), 16);
	assert_int_equal(read_frame(), 1);
	assert_int_equal(read_frame(), 2);
	assert_int_equal(read_frame(), -1);
	assert_int_equal(read_frame(), -1);
}

static void a_wrapped_ram_is_read_from_its_oldest_frame(void **state)
{
	int i;

	(void)state;
	start();
	write_frames(0, FRAMES + 5);
	flush_and_stop();
	assert_int_equal(load(TMC_STS) & TMC_STS_FULL, TMC_STS_FULL);
	assert_int_equal(load(TMC_RWP), 5 * FRAME_BYTES);
	assert_int_equal(load(TMC_RRP), 5 * FRAME_BYTES);
	for (i = 5; i < FRAMES + 5; i++)
		assert_int_equal(read_frame(), i);
	assert_int_equal(read_frame(), -1);
	assert_int_equal(fixture.stopped, (FRAMES + 5) * FRAME_BYTES);
}

static void exactly_full(void **state)
{
	(void)state;
	start();
	write_frames(0, FRAMES);
	flush_and_stop();
	assert_int_equal(load(TMC_STS) & TMC_STS_FULL, TMC_STS_FULL);
	assert_int_equal(load(TMC_RWP), 0);
	assert_int_equal(read_frame(), 0);
}

static void a_flush_drains_sources_and_the_frame_at_work(void **state)
{
	(void)state;
	start();
	fixture.held = 0x42;
	flush_and_stop();
	assert_int_equal(fixture.drained, 1);
	assert_int_equal(fixture.stopped, FRAME_BYTES);
	assert_int_equal(load(TMC_FFCR) & TMC_FFCR_FLUSHMAN, 0);
	assert_int_equal(read_frame(), 0x42);
}

static void a_flush_alone_does_not_stop(void **state)
{
	(void)state;
	start();
	fixture.held = 0x42;
	store(TMC_FFCR, FFCR_DRIVER | TMC_FFCR_FLUSHMAN);
	assert_int_equal(load(TMC_FFCR), FFCR_DRIVER);
	assert_int_equal(load(TMC_STS), 0);
	write_frames(7, 1);
	flush_and_stop();
	assert_int_equal(fixture.stopped, 2 * FRAME_BYTES);
}

static void ctl_stops_without_draining_sources(void **state)
{
	(void)state;
	start();
	fixture.held = 0x42;
	formatter_write(&fixture.tmc.formatter, ID, "x", 1);
	store(TMC_CTL, 0);
	assert_int_equal(fixture.drained, 0);
	assert_int_equal(fixture.stopped, FRAME_BYTES);
	assert_int_equal(read_frame(), 'x');
}

static void nothing_is_captured_after_the_stop(void **state)
{
	(void)state;
	start();
	write_frames(0, 1);
	flush_and_stop();
	write_frames(1, 1);
	assert_int_equal(load(TMC_RWP), FRAME_BYTES);
	fixture.stopped = 0;
	store(TMC_CTL, 0);
	assert_int_equal(fixture.stopped, 0);
}

static void software_may_choose_where_to_read(void **state)
{
	(void)state;
	start();
	write_frames(0, FRAMES + 4);
	flush_and_stop();
	store(TMC_RRP, SIZE - FRAME_BYTES);
	assert_int_equal(read_frame(), FRAMES - 1);
	assert_int_equal(load(TMC_RRP), 0);
	assert_int_equal(read_frame(), FRAMES);
}

static void a_new_capture_starts_empty(void **state)
{
	(void)state;
	start();
	write_frames(0, FRAMES + 1);
	flush_and_stop();
	store(TMC_CTL, 0);
	formatter_write(&fixture.tmc.formatter, ID, "lost", 4);
	start();
	write_frames(9, 1);
	flush_and_stop();
	assert_int_equal(load(TMC_STS) & TMC_STS_FULL, 0);
	assert_int_equal(read_frame(), 9);
	assert_int_equal(read_frame(), -1);
}

static void claim_tags(void **state)
{
	(void)state;
	store(CORESIGHT_CLAIMSET, 2);
	assert_int_equal(load(CORESIGHT_CLAIMSET), 0xf);
	assert_int_equal(load(CORESIGHT_CLAIMCLR), 2);
	store(CORESIGHT_CLAIMCLR, 2);
	assert_int_equal(load(CORESIGHT_CLAIMCLR), 0);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(looks_like_an_etf),
		TEST(capture_is_not_ready_and_reads_empty),
		TEST(a_part_of_the_ram_is_read_from_zero),
		TEST(a_wrapped_ram_is_read_from_its_oldest_frame),
		TEST(exactly_full),
		TEST(a_flush_drains_sources_and_the_frame_at_work),
		TEST(a_flush_alone_does_not_stop),
		TEST(ctl_stops_without_draining_sources),
		TEST(nothing_is_captured_after_the_stop),
		TEST(software_may_choose_where_to_read),
		TEST(a_new_capture_starts_empty),
		TEST(claim_tags),
	};

	return RUN_TESTS(tests);
}
