// SPDX-License-Identifier: GPL-2.0-or-later
/* Flattened files: pieces in any order, missing and lying ones. */
#include <unistd.h>

#include "flat.h"
#include "test-kdump.h"
#include "test-random.h"

#define HEAD	4096
#define PIECE	100
#define RUNS	2000

static struct buffer file, flat;
static struct csd_error err;

static int setup(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 950; i++)
		buffer_byte(&file, (uint8_t)(i * 7));
	put_flat(&flat, &file, PIECE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&file);
	buffer_free(&flat);
	return 0;
}

static void expect_error(size_t size, const char *text)
{
	int fd;

	assert_int_equal(flat_unpack(flat.bytes, size, &fd, &err), -1);
	assert_contains(err.text, text);
}

static void test_pieces(void **state)
{
	uint8_t back[1000];
	int fd;

	(void)state;
	assert_true(flat_is(flat.bytes, flat.size));
	assert_false(flat_is(flat.bytes, 15));
	assert_false(flat_is(file.bytes, file.size));
	assert_int_equal(flat_unpack(flat.bytes, flat.size, &fd, &err), 0);
	assert_int_equal(pread(fd, back, sizeof(back), 0), file.size);
	assert_memory_equal(back, file.bytes, file.size);
	close(fd);
}

static void test_cut_off(void **state)
{
	size_t size;

	(void)state;
	expect_error(HEAD - 1, "head is cut off");
	for (size = HEAD; size < flat.size - 16; size += 31)
		expect_error(size, "was it cut off?");
}

static void test_version(void **state)
{
	(void)state;
	flat.bytes[31] = 2;
	expect_error(flat.size, "type 1, version 2 at offset 0x10");
}

static void test_piece_lies(void **state)
{
	(void)state;
	set_le64(flat.bytes + HEAD + 8, ~0ULL);
	expect_error(flat.size, "piece at offset 0x1000");
	set_le64(flat.bytes + HEAD + 8, 0);
	set_le64(flat.bytes + HEAD, ~0ULL << 8);
	expect_error(flat.size, "piece at offset 0x");
}

static void test_no_room_for_it(void **state)
{
	const char *old = getenv("TMPDIR");
	char *kept = old ? strdup(old) : NULL;

	(void)state;
	setenv("TMPDIR", "/no/such/dir", 1);
	expect_error(flat.size, "temporary file");
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
}

static void test_damage(void **state)
{
	uint64_t i, runs = random_start(RUNS);
	uint8_t *bytes = malloc(flat.size);
	int fd;

	(void)state;
	for (i = 0; i < runs; i++) {
		memcpy(bytes, flat.bytes, flat.size);
		damage(bytes + HEAD + below(9) * (PIECE + 16), 16);
		if (!flat_unpack(bytes, flat.size - below(20), &fd, &err))
			close(fd);
	}
	free(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_pieces), TEST(test_cut_off), TEST(test_version),
		TEST(test_piece_lies), TEST(test_no_room_for_it),
		TEST(test_damage),
	};

	return run_tap(tests);
}
