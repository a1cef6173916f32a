// SPDX-License-Identifier: GPL-2.0-or-later
/* The structure of perf.data, field by field, and the traps of perf. */
#include <coresight/etm4.h>

#include "deframe.h"
#include "perfdata.h"
#include "test-build.h"

static const struct csd_kernel kernel = { 0xffff800080000000ULL, 0 };
static const uint8_t code[0x1000];
static struct csd_piece pieces[] = {
	{ 0xffff80007a000000ULL, 0x100, code },
	{ 0xffff800080010000ULL, 0x800, code },
	{ 0xffff800080010800ULL, 0x800, code },
	{ 0xfffffffffe000000ULL, 0x100, code },
};
static const struct csd_text text = { .pieces = pieces, .nr = 4 };

static struct buffer memory, file;
static struct csd_dump *dump;
static struct csd_trace trace;
static struct csd_error err;

static int setup(void **state)
{
	struct csd_log quiet = { 0 };

	(void)state;
	put_machine(&memory);
	dump = dump_of_ram(&memory);
	assert_int_equal(csd_trace_read(&trace, dump, &quiet, &err), 0);
	assert_int_equal(perfdata_build(&file, &trace, &kernel, &text, &err),
			 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&file);
	csd_trace_free(&trace);
	csd_dump_close(dump);
	buffer_free(&memory);
	return 0;
}

static uint64_t u64_at(size_t at)
{
	assert_true(at + 8 <= file.size);
	return get_le64(file.bytes + at);
}

static uint32_t u32_at(size_t at)
{
	assert_true(at + 4 <= file.size);
	return get_le32(file.bytes + at);
}

/* The @nth record of @type, as an offset; its trace data is stepped over. */
static size_t find(uint32_t type, unsigned int nth)
{
	size_t at = u64_at(40), end = at + u64_at(48), size;

	for (; at < end; at += size) {
		size = get_le16(file.bytes + at + 6);
		assert_true(size >= 8 && size % 8 == 0);
		if (u32_at(at) == type && !nth--)
			return at;
		if (u32_at(at) == 71)
			size += u64_at(at + 8);
	}
	assert_int_equal(at, end);
	return 0;
}

static void test_header(void **state)
{
	(void)state;
	assert_memory_equal(file.bytes, "PERFILE2", 8);
	assert_int_equal(u64_at(8), 104);
	assert_int_equal(u64_at(16), 128);
	assert_int_equal(u64_at(32), 128);
	assert_int_equal(u64_at(56), 0);
	assert_int_equal(u64_at(72), 1 << 6 | 1 << 7 | 1 << 18);
}

static void test_attr(void **state)
{
	size_t attr = u64_at(24);

	(void)state;
	assert_int_equal(u32_at(attr + 4), 112);
	assert_int_equal(u64_at(attr + 8), 0);
	assert_int_equal(u64_at(attr + 24), 0x10087);
	/* without an ID perf crashes */
	assert_int_equal(u64_at(attr + 112 + 8), 8);
	assert_int_equal(u64_at(u64_at(attr + 112)), 1);
}

static void test_info(void **state)
{
	size_t info = find(70, 0), block = info + 40;
	size_t attr = u64_at(24);

	(void)state;
	assert_int_equal(info, u64_at(40));
	assert_int_equal(u32_at(info + 8), 3);
	assert_int_equal(u64_at(info + 16), 1);
	assert_int_equal(u32_at(info + 24), 3);
	assert_int_equal(u32_at(info + 28), u32_at(attr));
	assert_true(u64_at(block) == 0x4040404040404040ULL);
	assert_int_equal(u64_at(block + 8), 0);
	assert_int_equal(u64_at(block + 16), 8);
	/* 0x8c1 with CID, without VMID, VMIDOPT and TS */
	assert_int_equal(u64_at(block + 24), 0x41);
	assert_int_equal(u64_at(block + 32), 0x10);
	assert_int_equal(u64_at(block + 40), 0x28000ea1);
	assert_int_equal(u64_at(block + 64), 4);
	assert_int_equal(u64_at(block + 2 * 88 + 8), 2);
	assert_int_equal(u64_at(block + 2 * 88 + 32), 1);
}

static void test_ete(void **state)
{
	size_t block;

	(void)state;
	buffer_free(&file);
	trace.cpus[0].etm.ete = true;
	trace.cpus[0].etm.devarch = 0x5a13;
	assert_int_equal(perfdata_build(&file, &trace, &kernel, &text, &err),
			 0);
	block = find(70, 0) + 40;
	assert_true(u64_at(block) == 0x5050505050505050ULL);
	assert_int_equal(u64_at(block + 16), 9);
	assert_int_equal(u64_at(block + 80), 0x5a13);
	assert_true(u64_at(block + 96) == 0x4040404040404040ULL);
}

static void test_mmap(void **state)
{
	size_t map = find(1, 0);

	(void)state;
	assert_int_equal(get_le16(file.bytes + map + 4), 1);
	assert_int_equal(u32_at(map + 8), 0xffffffff);
	assert_true(u64_at(map + 16) == kernel.text);
	assert_true(u64_at(map + 24) == 0x10800);
	assert_true(u64_at(map + 32) == kernel.text);
	assert_string_equal((char *)file.bytes + map + 40,
			    "[kernel.kallsyms]_text");
	assert_int_equal(find(1, 1), 0);
}

/* Each CPU's buffer decodes to its own trace, under its own ID. */
static void expect_buffer(unsigned int nth, uint8_t id)
{
	size_t aux = find(11, nth), at = find(71, nth);
	const struct csd_cpu *cpu = &trace.cpus[nth];
	struct csd_streams streams = { 0 };
	size_t size = u64_at(at + 8);

	assert_int_equal(u64_at(aux + 8), 0);
	assert_int_equal(u64_at(aux + 16), size);
	assert_int_equal(u64_at(aux + 24), 0);
	assert_int_equal(u32_at(aux + 48), nth);
	assert_int_equal(u32_at(at + 32), nth);
	assert_int_equal(u32_at(at + 36), 0xffffffff);
	assert_int_equal(u32_at(at + 40), nth);
	assert_int_equal(size % 16, 0);
	assert_int_equal(deframe(&streams, file.bytes + at + 48, size), 0);
	assert_int_equal(streams.stream[id].size, cpu->stream_size);
	assert_memory_equal(streams.stream[id].bytes, cpu->stream,
			    cpu->stream_size);
	streams_free(&streams);
}

static void test_buffers(void **state)
{
	(void)state;
	expect_buffer(0, 0x10);
	expect_buffer(1, 0x11);
	expect_buffer(2, 0x01);
	assert_int_equal(find(11, 3), 0);
	assert_int_equal(find(71, 3), 0);
}

/* Or perf 6.1 may lose the end of the trace. */
static void test_null_frame_last(void **state)
{
	static const uint8_t null_frame[16] = { 0x01 };
	size_t at = find(71, 0), size = u64_at(at + 8);

	(void)state;
	assert_memory_equal(file.bytes + at + 48 + size - 16, null_frame, 16);
}

static void test_features(void **state)
{
	size_t at = u64_at(40) + u64_at(48), index;
	unsigned int i;

	(void)state;
	assert_string_equal((char *)file.bytes + u64_at(at) + 4, "aarch64");
	assert_int_equal(u64_at(at + 8), 68);
	assert_int_equal(u32_at(u64_at(at + 16)), 3);
	assert_int_equal(u64_at(at + 24), 8);
	index = u64_at(at + 32);
	assert_int_equal(index + u64_at(at + 40), file.size);
	assert_int_equal(u64_at(index), 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(u64_at(index + 8 + 16 * i), find(71, i));
		assert_int_equal(u64_at(index + 16 + 16 * i), 48);
	}
}

/* Without text there is no telling how large the kernel is. */
static void test_no_text(void **state)
{
	const struct csd_text none = { 0 };

	(void)state;
	buffer_free(&file);
	assert_int_equal(perfdata_build(&file, &trace, &kernel, &none, &err),
			 0);
	assert_int_equal(u64_at(find(1, 0) + 24), 64 << 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_header), TEST(test_attr), TEST(test_info),
		TEST(test_ete), TEST(test_mmap), TEST(test_buffers),
		TEST(test_null_frame_last),
		TEST(test_features), TEST(test_no_text),
	};

	return run_tap(tests);
}
