// SPDX-License-Identifier: GPL-2.0-or-later
/* From memory to each CPU's trace: test-build.h describes the machine. */
#include "etm.h"
#include "record.h"
#include "test-build.h"

#define FIELD(name)	offsetof(struct coresight_snapshot, name)
#define PAGE		CORESIGHT_SNAPSHOT_ALIGN

/* Pages of the machine's records */
enum { SOURCE0, SOURCE1, SOURCE2, SHARED, LOCAL };

static struct buffer memory;
static struct csd_dump *dump;
static struct csd_trace trace;
static struct csd_log csd_log;
static struct csd_error err;
static char warnings[4096];

static void keep_line(void *priv, const char *text)
{
	size_t len = strlen(warnings);

	(void)priv;
	snprintf(warnings + len, sizeof(warnings) - len, "%s\n", text);
}

static int setup(void **state)
{
	(void)state;
	put_machine(&memory);
	memset(&trace, 0, sizeof(trace));
	csd_log = (struct csd_log){ .line = keep_line };
	warnings[0] = '\0';
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_trace_free(&trace);
	csd_dump_close(dump);
	dump = NULL;
	buffer_free(&memory);
	return 0;
}

static int read_trace(void)
{
	int ret;

	dump = dump_of_ram(&memory);
	ret = csd_trace_read(&trace, dump, &csd_log, &err);
	if (!ret)
		csd_trace_warn(&trace, &csd_log);
	return ret;
}

static uint8_t *field(int page, size_t offset)
{
	return memory.bytes + page * PAGE + offset;
}

static void set_field(int page, size_t offset, uint32_t value)
{
	set_le32(field(page, offset), value);
	fix_record(field(page, 0));
}

static void test_machine(void **state)
{
	static const size_t presync[] = { 0, 5, 3 };
	size_t i;

	(void)state;
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.nr_cpus, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(trace.cpus[i].source->cpu, i);
		assert_int_equal(trace.cpus[i].status, CSD_CPU_OK);
		assert_int_equal(trace.cpus[i].presync, presync[i]);
		assert_int_equal(trace.cpus[i].stream_size, 15 + presync[i]);
	}
	assert_string_equal(trace.records[trace.cpus[2].sink].name, "local");
	assert_string_equal(warnings, "");
	assert_false(csd_log.partial);
}

/* CPU 2 has CPU 0's ID, in another sink: perf needs another. */
static void test_ids_become_unique(void **state)
{
	(void)state;
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[0].unique_id, 0x10);
	assert_int_equal(trace.cpus[1].unique_id, 0x11);
	assert_int_equal(trace.cpus[2].unique_id, 0x01);
}

static void test_same_id_in_one_sink(void **state)
{
	(void)state;
	set_field(SOURCE1, FIELD(trace_id), 0x10);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[0].status, CSD_CPU_AMBIGUOUS);
	assert_int_equal(trace.cpus[1].status, CSD_CPU_AMBIGUOUS);
	assert_int_equal(trace.cpus[2].status, CSD_CPU_OK);
	assert_true(csd_log.partial);
}

static void test_same_cpu_twice(void **state)
{
	(void)state;
	set_field(SOURCE1, FIELD(cpu), 0);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[0].status, CSD_CPU_AMBIGUOUS);
	assert_int_equal(trace.cpus[1].status, CSD_CPU_AMBIGUOUS);
}

static void test_source_off(void **state)
{
	(void)state;
	set_field(SOURCE1, FIELD(state), CORESIGHT_SNAPSHOT_EMPTY);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[1].status, CSD_CPU_OFF);
	assert_contains(warnings, "tracing was never enabled on etm");
	assert_false(csd_log.partial);
}

static void test_source_failed(void **state)
{
	(void)state;
	set_field(SOURCE1, FIELD(state), CORESIGHT_SNAPSHOT_FAILED);
	set_field(SOURCE1, FIELD(error), 110);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[1].status, CSD_CPU_OK);
	assert_contains(warnings, "Connection timed out");
	assert_true(csd_log.partial);
}

static void test_sink_failed(void **state)
{
	(void)state;
	set_field(LOCAL, FIELD(state), CORESIGHT_SNAPSHOT_FAILED);
	set_field(LOCAL, FIELD(error), 110);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[2].status, CSD_CPU_NO_DATA);
	assert_int_equal(csd_trace_usable(&trace, &err), 0);
	assert_contains(warnings, "sink local: stopping or reading it failed");
	assert_true(csd_log.partial);
}

static void test_sink_missing(void **state)
{
	(void)state;
	memory.bytes[LOCAL * PAGE] = 0;
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[2].status, CSD_CPU_NO_SINK);
	assert_true(csd_log.partial);
}

static void test_no_trace_of_a_cpu(void **state)
{
	(void)state;
	set_field(SOURCE2, FIELD(trace_id), 0x12);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[2].status, CSD_CPU_ABSENT);
	assert_true(csd_log.partial);
}

static void test_no_sync(void **state)
{
	uint32_t data = get_le32(field(LOCAL, FIELD(data_offset)));

	(void)state;
	memset(field(LOCAL, data + 2), 0x66, 8);
	fix_record(field(LOCAL, 0));
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[2].status, CSD_CPU_NO_SYNC);
	assert_int_equal(trace.cpus[2].presync, trace.cpus[2].stream_size);
	assert_true(csd_log.partial);
}

static void test_register_missing(void **state)
{
	(void)state;
	/* TRCCONFIGR is the first of the second block */
	set_field(SOURCE0, sizeof(struct coresight_snapshot) + 16 + 8, 0x14);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[0].status, CSD_CPU_BAD_SOURCE);
	assert_contains(warnings, "lacks TRCCONFIGR (0x010)");
}

static void test_id_out_of_range(void **state)
{
	static const uint32_t ids[] = { 0, 0x70, 0x80, 0xffffffff };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		set_field(SOURCE0, FIELD(trace_id), ids[i]);
		assert_int_equal(read_trace(), 0);
		assert_int_equal(trace.cpus[0].status, CSD_CPU_BAD_SOURCE);
		csd_trace_free(&trace);
		csd_dump_close(dump);
	}
	dump = NULL;
}

static void test_bad_checksum(void **state)
{
	(void)state;
	*field(SHARED, FIELD(result_crc)) ^= 1;
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.cpus[0].status, CSD_CPU_OK);
	assert_contains(warnings, "sink shared: the checksum");
	assert_true(csd_log.partial);
}

static void test_broken_record_is_named(void **state)
{
	(void)state;
	*field(SOURCE1, FIELD(name)) ^= 1;
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.nr_cpus, 2);
	assert_contains(warnings, "record at 0x80001000 (file offset");
	assert_contains(warnings, "meta_crc");
	assert_true(csd_log.partial);
}

static void test_all_empty(void **state)
{
	int page;

	(void)state;
	for (page = SOURCE0; page <= LOCAL; page++)
		set_field(page, FIELD(state), CORESIGHT_SNAPSHOT_EMPTY);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(csd_trace_usable(&trace, &err), -1);
	assert_contains(err.text, "tracing was never enabled");
}

static void test_all_armed(void **state)
{
	int page;

	(void)state;
	for (page = SOURCE0; page <= LOCAL; page++)
		set_field(page, FIELD(state), CORESIGHT_SNAPSHOT_ARMED);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(csd_trace_usable(&trace, &err), -1);
	assert_contains(err.text, "died without freezing it");
}

static void test_no_records(void **state)
{
	(void)state;
	memset(memory.bytes, 0, memory.size);
	assert_int_equal(read_trace(), -1);
	assert_contains(err.text, "no CoreSight snapshot record");
}

/* A record's copy, and one between the places where records start */
static void test_copies_do_not_count(void **state)
{
	(void)state;
	buffer_zeros(&memory, 3 * PAGE);
	memcpy(field(LOCAL + 1, 0), field(SOURCE0, 0), PAGE);
	set_le64(field(LOCAL + 2, 64 + FIELD(paddr)),
		 TEST_PADDR + (LOCAL + 2) * PAGE + 64);
	memcpy(field(LOCAL + 2, 64), CORESIGHT_SNAPSHOT_MAGIC, 8);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.nr_records, 5);
	assert_string_equal(warnings, "");
}

/* A core whose regions overlap has each record once. */
static void test_regions_overlap(void **state)
{
	(void)state;
	dump = dump_of_ram(&memory);
	assert_int_equal(dump_add_ram(dump, memory.bytes + PAGE,
				      memory.size - PAGE, TEST_PADDR + PAGE,
				      true, &err), 0);
	assert_int_equal(csd_trace_read(&trace, dump, &csd_log, &err), 0);
	assert_int_equal(trace.nr_records, 5);
	assert_string_equal(warnings, "");
}

static void test_records_overlap(void **state)
{
	(void)state;
	set_field(SOURCE0, FIELD(size), PAGE + 8);
	assert_int_equal(read_trace(), 0);
	assert_int_equal(trace.nr_records, 4);
	assert_contains(warnings, "record at 0x80001000: lies in that at");
}

static void test_find_sync(void **state)
{
	static const uint8_t stream[] = {
		0x80, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80,
	};
	size_t presync;

	(void)state;
	/* twelve zero bytes: the sync has eleven */
	assert_true(etm_find_sync(stream, sizeof(stream), &presync));
	assert_int_equal(presync, 5);
	assert_false(etm_find_sync(stream, sizeof(stream) - 1, &presync));
	assert_int_equal(presync, sizeof(stream) - 1);
	assert_false(etm_find_sync(NULL, 0, &presync));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_machine), TEST(test_ids_become_unique),
		TEST(test_same_id_in_one_sink), TEST(test_same_cpu_twice),
		TEST(test_source_off), TEST(test_source_failed),
		TEST(test_sink_failed), TEST(test_sink_missing),
		TEST(test_no_trace_of_a_cpu), TEST(test_no_sync),
		TEST(test_register_missing), TEST(test_id_out_of_range),
		TEST(test_bad_checksum), TEST(test_broken_record_is_named),
		TEST(test_all_empty), TEST(test_all_armed),
		TEST(test_no_records), TEST(test_copies_do_not_count),
		TEST(test_regions_overlap), TEST(test_records_overlap),
		cmocka_unit_test(test_find_sync),
	};

	return run_tap(tests);
}
