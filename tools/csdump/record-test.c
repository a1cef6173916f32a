// SPDX-License-Identifier: GPL-2.0-or-later
/* A record is used only if every field of it holds. */
#include <coresight/etm4.h>

#include "record.h"
#include "test-build.h"

#define FIELD(name)	offsetof(struct coresight_snapshot, name)

static const uint8_t frames[32] = { 0x21, 1, 2, 3 };
static const struct buffer data = { (uint8_t *)(uintptr_t)frames, 32, 32, 0 };

/* A sink's record, sound until a test breaks it. */
static struct buffer memory;

static int setup(void **state)
{
	struct test_record sink = test_sink("etf0", &data);

	(void)state;
	sink.regs = test_etm_regs;
	sink.flags = CORESIGHT_SNAPSHOT_WRAPPED;
	put_record(&memory, TEST_PADDR, &sink);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&memory);
	return 0;
}

/* Parses the memory as it is and expects an error that contains @text. */
static void expect_error(const char *text)
{
	struct csd_record record;
	struct csd_error err;

	assert_int_equal(record_parse(&record, memory.bytes, memory.size,
				      &err), -1);
	assert_contains(err.text, text);
	assert_null(strchr(err.text, '\n'));
}

static void expect_error_at(size_t offset, const char *text)
{
	char where[32];

	snprintf(where, sizeof(where), "at offset 0x%zx", offset);
	expect_error(where);
	expect_error(text);
}

static void test_sound(void **state)
{
	struct csd_record record;
	struct csd_error err;
	uint64_t value;

	(void)state;
	assert_int_equal(record_parse(&record, memory.bytes, memory.size,
				      &err), 0);
	assert_string_equal(record.name, "etf0");
	assert_true(record.data_good);
	assert_int_equal(record.data_size, sizeof(frames));
	assert_memory_equal(record.data, frames, sizeof(frames));
	assert_int_equal(record.flags, CORESIGHT_SNAPSHOT_WRAPPED);
	assert_true(record_register(&record, TRCIDR8, &value));
	assert_int_equal(value, 4);
	assert_false(record_register(&record, TRCIDR3, &value));
}

static void test_starts(void **state)
{
	(void)state;
	assert_true(record_starts(memory.bytes, memory.size, TEST_PADDR));
	assert_false(record_starts(memory.bytes, memory.size, 0x1000));
	assert_false(record_starts(memory.bytes, 23, TEST_PADDR));
	memory.bytes[0]++;
	assert_false(record_starts(memory.bytes, memory.size, TEST_PADDR));
}

static void test_version(void **state)
{
	(void)state;
	memory.bytes[FIELD(version)]++;
	expect_error_at(FIELD(version), "version");
}

static void test_kind(void **state)
{
	(void)state;
	memory.bytes[FIELD(kind)] = 3;
	expect_error_at(FIELD(kind), "kind");
}

static void test_header_size(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(header_size), 151);
	expect_error_at(FIELD(header_size), "header_size");
	set_le32(memory.bytes + FIELD(header_size), 0xfffffff0);
	expect_error_at(FIELD(header_size), "header_size");
}

static void test_size(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(size), (uint32_t)memory.size + 1);
	expect_error_at(FIELD(size), "cut off");
	set_le32(memory.bytes + FIELD(size), 0xffffffff);
	expect_error_at(FIELD(size), "cut off");
}

static void test_blocks_size(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(blocks_size), (uint32_t)memory.size);
	expect_error_at(FIELD(blocks_size), "blocks_size");
	set_le32(memory.bytes + FIELD(blocks_size), 0xffffffff);
	expect_error_at(FIELD(blocks_size), "blocks_size");
}

static void test_data_place(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(data_offset), 0xfffffff8);
	expect_error_at(FIELD(data_offset), "lie outside");
	set_le32(memory.bytes + FIELD(data_offset), 0);
	expect_error_at(FIELD(data_offset), "in its blocks");
}

static void test_data_capacity(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(data_capacity), 0xffffffff);
	expect_error("lie outside");
}

static void test_data_size(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(data_size), sizeof(frames) + 1);
	expect_error_at(FIELD(data_size), "capacity");
}

static void test_state(void **state)
{
	(void)state;
	set_le32(memory.bytes + FIELD(state), 4);
	expect_error_at(FIELD(state), "state");
}

/* Fields without a check of their own are under the checksum. */
static void test_checksum(void **state)
{
	static const size_t fields[] = {
		FIELD(paddr), FIELD(cpu), FIELD(trace_id), FIELD(name),
		FIELD(sink), FIELD(meta_crc), sizeof(struct coresight_snapshot),
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		memory.bytes[fields[i]] ^= 0x40;
		expect_error_at(FIELD(meta_crc), "meta_crc");
		memory.bytes[fields[i]] ^= 0x40;
	}
}

static void test_checksum_of_empty(void **state)
{
	struct csd_record record;
	struct csd_error err;

	(void)state;
	memory.bytes[FIELD(meta_crc)] ^= 1;
	set_le32(memory.bytes + FIELD(state), CORESIGHT_SNAPSHOT_EMPTY);
	assert_int_equal(record_parse(&record, memory.bytes, memory.size,
				      &err), 0);
	assert_null(record.data);
}

static void test_block_length(void **state)
{
	static const uint32_t lengths[] = { 4, 9, 0x7ffffff8, 0xfffffff8 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		set_le32(memory.bytes + sizeof(struct coresight_snapshot) + 4,
			 lengths[i]);
		fix_record(memory.bytes);
		expect_error_at(sizeof(struct coresight_snapshot), "block");
	}
}

static void test_block_head_cut_off(void **state)
{
	uint8_t *size = memory.bytes + FIELD(blocks_size);

	(void)state;
	set_le32(size, 20);
	fix_record(memory.bytes);
	expect_error("its head is cut off");
}

static void test_bad_data_is_kept(void **state)
{
	struct csd_record record;
	struct csd_error err;
	char text[64];

	(void)state;
	memory.bytes[memory.size - 1] ^= 1;
	assert_int_equal(record_parse(&record, memory.bytes, memory.size,
				      &err), 0);
	assert_false(record.data_good);
	assert_int_equal(record.data_size, sizeof(frames));
	csd_record_state(&record, text, sizeof(text));
	assert_string_equal(text, "valid, bad checksum");
}

static void test_truncated(void **state)
{
	struct csd_record record;
	struct csd_error err;
	uint8_t *copy;
	size_t size;

	(void)state;
	for (size = 0; size < memory.size; size++) {
		copy = malloc(size + !size);
		memcpy(copy, memory.bytes, size);
		assert_int_equal(record_parse(&record, copy, size, &err), -1);
		assert_contains(err.text, "cut off");
		free(copy);
	}
}

static void test_name_without_nul(void **state)
{
	struct csd_record record;
	struct csd_error err;

	(void)state;
	memset(memory.bytes + FIELD(name), 'x', CORESIGHT_SNAPSHOT_NAME_LEN);
	memset(memory.bytes + FIELD(sink), '\n', CORESIGHT_SNAPSHOT_NAME_LEN);
	fix_record(memory.bytes);
	assert_int_equal(record_parse(&record, memory.bytes, memory.size,
				      &err), 0);
	assert_string_equal(record.name, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	assert_string_equal(record.sink, "????????????????????????????????");
}

static void test_states(void **state)
{
	static const char *const texts[] = {
		[CORESIGHT_SNAPSHOT_EMPTY] = "never enabled",
		[CORESIGHT_SNAPSHOT_ARMED] = "armed",
		[CORESIGHT_SNAPSHOT_VALID] = "valid",
		[CORESIGHT_SNAPSHOT_FAILED] = "failed: Connection timed out",
	};
	struct csd_record record;
	struct csd_error err;
	char text[64];
	uint32_t i;

	(void)state;
	set_le32(memory.bytes + FIELD(error), 110);
	fix_record(memory.bytes);
	for (i = 0; i < 4; i++) {
		set_le32(memory.bytes + FIELD(state), i);
		assert_int_equal(record_parse(&record, memory.bytes,
					      memory.size, &err), 0);
		csd_record_state(&record, text, sizeof(text));
		assert_string_equal(text, texts[i]);
		assert_int_equal(record.data_size,
				 i == CORESIGHT_SNAPSHOT_VALID ? 32 : 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sound), TEST(test_starts), TEST(test_version),
		TEST(test_kind), TEST(test_header_size), TEST(test_size),
		TEST(test_blocks_size), TEST(test_data_place),
		TEST(test_data_capacity), TEST(test_data_size),
		TEST(test_state), TEST(test_checksum),
		TEST(test_checksum_of_empty),
		TEST(test_block_length), TEST(test_block_head_cut_off),
		TEST(test_bad_data_is_kept), TEST(test_truncated),
		TEST(test_name_without_nul), TEST(test_states),
	};

	return run_tap(tests);
}
