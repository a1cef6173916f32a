// SPDX-License-Identifier: GPL-2.0-or-later
/* Conversion as a whole: what it writes does not depend on who reads the dump. */
#include <unistd.h>

#include "test-build.h"

#define FILE_ROOM	65536

static struct buffer ram;
static struct csd_dump *dump;
static struct csd_trace trace;
static struct csd_log log_of_test;
static struct csd_error err;
static char dir[64], out[96];

static int setup(void **state)
{
	(void)state;
	make_dir(dir, sizeof(dir));
	snprintf(out, sizeof(out), "%s/out", dir);
	put_machine(&ram);
	dump = dump_of_ram(&ram);
	assert_int_equal(csd_trace_read(&trace, dump, &log_of_test, &err), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_trace_free(&trace);
	csd_dump_close(dump);
	buffer_free(&ram);
	return remove_dir(dir);
}

/* Converts @of; there is no text in it. */
static void convert(const struct csd_dump *of, enum csd_format format,
		    const char *path)
{
	const struct csd_conversion how = { .path = path, .format = format };
	struct csd_log log = { 0 };
	struct csd_trace its;

	assert_int_equal(csd_trace_read(&its, of, &log, &err), 0);
	assert_int_equal(csd_convert(of, &its, &how, &log, &err), 0);
	assert_true(log.partial);
	csd_trace_free(&its);
}

static size_t read_output(const char *path, const char *name, uint8_t *bytes)
{
	char full[256];
	size_t size;
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", path, name);
	file = fopen(full, "r");
	if (!file)
		fail_msg("%s is missing", full);
	size = fread(bytes, 1, FILE_ROOM, file);
	assert_true(size < FILE_ROOM);
	fclose(file);
	return size;
}

static void assert_same_output(const char *path, const char *other,
			       const char *name)
{
	static uint8_t one[FILE_ROOM], two[FILE_ROOM];
	size_t size = read_output(path, name, one);

	assert_true(size > 0);
	assert_int_equal(read_output(other, name, two), size);
	assert_memory_equal(one, two, size);
}

static int read_ram(void *priv, uint64_t paddr, void *to, size_t size)
{
	(void)priv;
	memcpy(to, ram.bytes + (paddr - TEST_PADDR), size);
	return 0;
}

static void test_any_reader(void **state)
{
	static const struct csd_memory memory = { .read = read_ram };
	const struct csd_range all = { TEST_PADDR, ram.size };
	struct csd_dump *read;
	char other[128];

	(void)state;
	snprintf(other, sizeof(other), "%s-other", out);
	assert_int_equal(csd_dump_open_with(&read, &memory, NULL, &all, 1,
					    &err), 0);
	convert(dump, CSD_PERF, out);
	convert(read, CSD_PERF, other);
	assert_same_output(out, other, "metadata.bin");
	assert_same_output(out, other, "cstrace.bin");
	assert_same_output(out, other, "perf.data/data");
	csd_dump_close(read);
}

static void test_snapshot(void **state)
{
	(void)state;
	convert(dump, CSD_SNAPSHOT, out);
	assert_same_output(out, out, "snapshot.ini");
}

/* How often it may still go on */
static unsigned int turns;

static bool stopped(void *priv)
{
	assert_ptr_equal(priv, &turns);
	return !turns--;
}

/* Whenever it is asked to stop, nothing is left behind. */
static void test_stopped(void **state)
{
	const struct csd_conversion how = {
		.path = out, .stopped = stopped, .priv = &turns,
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		turns = i;
		assert_int_equal(csd_convert(dump, &trace, &how, &log_of_test,
					     &err), -1);
		assert_string_equal(err.text, "interrupted");
		assert_int_equal(access(out, F_OK), -1);
	}
	turns = 2;
	assert_int_equal(csd_convert(dump, &trace, &how, &log_of_test, &err),
			 0);
}

static void test_refused(void **state)
{
	struct csd_conversion how = { .path = out, .vmlinux_text = true };

	(void)state;
	assert_int_equal(csd_convert(dump, &trace, &how, &log_of_test, &err),
			 -1);
	assert_contains(err.text, "needs a vmlinux");
	how = (struct csd_conversion){ .path = "/nowhere/out" };
	assert_int_equal(csd_convert(dump, &trace, &how, &log_of_test, &err),
			 -1);
	assert_contains(err.text, "/nowhere/out");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_any_reader, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_snapshot, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stopped, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	};

	return run_tap(tests);
}
