// SPDX-License-Identifier: GPL-2.0-or-later
/* An output directory is there as a whole, or not at all. */
#include <sys/stat.h>
#include <unistd.h>

#include "test-build.h"

static char dir[64], out[96];
static struct csd_output *output;
static struct csd_error err;

static int setup(void **state)
{
	(void)state;
	make_dir(dir, sizeof(dir));
	snprintf(out, sizeof(out), "%s/out", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return remove_dir(dir);
}

static bool exists(const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return !access(path, F_OK);
}

static size_t count_entries(void)
{
	char command[160];
	unsigned int nr = 99;
	FILE *ls;

	snprintf(command, sizeof(command), "ls -A '%s' | wc -l", dir);
	ls = popen(command, "r");
	assert_int_equal(fscanf(ls, "%u", &nr), 1);
	pclose(ls);
	return nr;
}

static void begin(bool force)
{
	assert_int_equal(csd_output_begin(&output, out, force, &err), 0);
}

static void put(const char *name)
{
	FILE *file = csd_output_file(output, name, &err);

	assert_non_null(file);
	fputs("x", file);
	assert_int_equal(csd_output_close(file, name, &err), 0);
}

static void test_commit(void **state)
{
	(void)state;
	strcat(out, "//");
	begin(false);
	put("perf.data/kcore_dir/kcore");
	put("perf.data/data");
	assert_false(exists("out"));
	assert_int_equal(csd_output_commit(output, &err), 0);
	assert_true(exists("out/perf.data/kcore_dir/kcore"));
	assert_true(exists("out/perf.data/data"));
	assert_int_equal(count_entries(), 1);
}

static void test_abort(void **state)
{
	(void)state;
	begin(false);
	put("perf.data/kcore_dir/kcore");
	csd_output_abort(output);
	assert_int_equal(count_entries(), 0);
	csd_output_abort(NULL);
}

static void test_empty_dir_is_taken(void **state)
{
	(void)state;
	assert_int_equal(mkdir(out, 0777), 0);
	begin(false);
	put("cstrace.bin");
	assert_int_equal(csd_output_commit(output, &err), 0);
	assert_true(exists("out/cstrace.bin"));
}

static void write_once(const char *name)
{
	begin(false);
	put(name);
	assert_int_equal(csd_output_commit(output, &err), 0);
}

static void test_full_dir_is_refused(void **state)
{
	(void)state;
	write_once("cstrace.bin");
	assert_int_equal(csd_output_begin(&output, out, false, &err), -1);
	assert_contains(err.text, "not empty");
	assert_int_equal(count_entries(), 1);
}

static void test_force(void **state)
{
	(void)state;
	write_once("metadata.bin");
	begin(true);
	put("snapshot.ini");
	assert_true(exists("out/metadata.bin"));
	assert_int_equal(csd_output_commit(output, &err), 0);
	assert_true(exists("out/snapshot.ini"));
	assert_false(exists("out/metadata.bin"));
	assert_int_equal(count_entries(), 1);
}

/* Somebody's own recordings */
static void test_force_spares_perf_data(void **state)
{
	(void)state;
	write_once("perf.data");
	assert_int_equal(csd_output_begin(&output, out, true, &err), -1);
	assert_contains(err.text, "was not written by csdump");
}

static void test_force_spares_others(void **state)
{
	(void)state;
	write_once("thesis.tex");
	assert_int_equal(csd_output_begin(&output, out, true, &err), -1);
	assert_contains(err.text, "holds thesis.tex");
	assert_true(exists("out/thesis.tex"));
}

static void test_not_a_directory(void **state)
{
	(void)state;
	strcpy(out, "/dev/null");
	assert_int_equal(csd_output_begin(&output, out, true, &err), -1);
	assert_contains(err.text, "/dev/null: Not a directory");
	strcpy(out, "/nowhere/at/all");
	assert_int_equal(csd_output_begin(&output, out, false, &err), -1);
	assert_contains(err.text, "No such file or directory");
}

static void test_full_disk(void **state)
{
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	fputs("x", full);
	assert_int_equal(csd_output_close(full, "kcore", &err), -1);
	assert_contains(err.text, "cannot write kcore: No space left");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_commit), TEST(test_abort),
		TEST(test_empty_dir_is_taken), TEST(test_full_dir_is_refused),
		TEST(test_force), TEST(test_force_spares_perf_data),
		TEST(test_force_spares_others),
		TEST(test_not_a_directory), TEST(test_full_disk),
	};

	return run_tap(tests);
}
