// SPDX-License-Identifier: GPL-2.0-or-later
/* The verbs: what they print, what they write, and their exit status. */
#include <getopt.h>
#include <unistd.h>

#include "cmd.h"
#include "test-minidump.h"

#define FIELD(name)	offsetof(struct coresight_snapshot, name)
#define PAGE		CORESIGHT_SNAPSHOT_ALIGN
#define MAX_ARGS	12

static struct buffer memory;
static char dir[64], dump[96], out[96];
/* What a verb printed */
static char said[16384], warned[4096];

static void save(void)
{
	struct buffer elf = { 0 };
	FILE *file = fopen(dump, "w");

	put_core(&elf, &memory, TEST_PADDR, NULL);
	assert_non_null(file);
	assert_int_equal(fwrite(elf.bytes, 1, elf.size, file), elf.size);
	fclose(file);
	buffer_free(&elf);
}

static int setup(void **state)
{
	(void)state;
	make_dir(dir, sizeof(dir));
	snprintf(dump, sizeof(dump), "%s/dump.elf", dir);
	snprintf(out, sizeof(out), "%s/out", dir);
	put_machine(&memory);
	save();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&memory);
	return remove_dir(dir);
}

/* Sends @stream into a file; returns what it was. */
static int divert(FILE *stream, int to)
{
	int old;

	fflush(stream);
	old = dup(fileno(stream));
	dup2(to, fileno(stream));
	return old;
}

static void restore(FILE *stream, int old)
{
	fflush(stream);
	dup2(old, fileno(stream));
	close(old);
}

static void read_back(char *text, size_t room, FILE *from)
{
	rewind(from);
	text[fread(text, 1, room - 1, from)] = '\0';
	fclose(from);
}

/* Runs a verb with these arguments, up to a NULL. */
static enum status run(const struct cmd *cmd, ...)
{
	FILE *output = tmpfile(), *errors = tmpfile();
	int old_output = divert(stdout, fileno(output));
	int old_errors = divert(stderr, fileno(errors));
	char *argv[MAX_ARGS] = { (char *)(uintptr_t)cmd->name };
	enum status status;
	va_list args;
	int argc = 1;

	va_start(args, cmd);
	while ((argv[argc] = va_arg(args, char *)))
		argc++;
	va_end(args);
	optind = 0;
	status = cmd_run(cmd, argc, argv);
	restore(stdout, old_output);
	restore(stderr, old_errors);
	read_back(said, sizeof(said), output);
	read_back(warned, sizeof(warned), errors);
	return status;
}

static void set_states(uint32_t record_state)
{
	size_t page;

	for (page = 0; page < 5; page++)
		set_le32(memory.bytes + page * PAGE + FIELD(state),
			 record_state);
	save();
}

static size_t file_size(const char *name)
{
	char path[160];
	long size = -1;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", out, name);
	file = fopen(path, "r");
	if (file) {
		fseek(file, 0, SEEK_END);
		size = ftell(file);
		fclose(file);
	}
	return (size_t)size;
}

/* Scripts read this: columns stay, new ones come behind. */
static void test_info(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_info, dump, NULL), STATUS_COMPLETE);
	assert_string_equal(said,
		"CPU\tSOURCE\tID\tSINK\tSHARED\tBYTES\tWRAPPED\tPRESYNC\tUNKNOWN\tSTATE\tSTATUS\n"
		"0\tetm\t0x10\tshared\t1\t15\tno\t0\t0\tvalid\tcomplete\n"
		"1\tetm\t0x11\tshared\t0\t20\tno\t5\t0\tvalid\tcomplete\n"
		"2\tetm\t0x10\tlocal\t-\t18\tno\t3\t0\tvalid\tcomplete\n"
		"-\t-\t-\tshared\t0,1\t64\tno\t-\t0\tvalid\t-\n"
		"-\t-\t-\tlocal\t2\t32\tno\t-\t0\tvalid\t-\n");
	assert_string_equal(warned, "");
}

static void test_info_of_nothing(void **state)
{
	(void)state;
	set_states(CORESIGHT_SNAPSHOT_EMPTY);
	assert_int_equal(run(&cmd_info, dump, NULL), STATUS_COMPLETE);
	assert_contains(said, "\tnever enabled\t");
	assert_contains(warned, "tracing was never enabled");
}

static void test_info_of_a_failure(void **state)
{
	(void)state;
	set_le32(memory.bytes + 4 * PAGE + FIELD(error), 110);
	set_le32(memory.bytes + 4 * PAGE + FIELD(state),
		 CORESIGHT_SNAPSHOT_FAILED);
	save();
	assert_int_equal(run(&cmd_info, dump, NULL), STATUS_PARTIAL);
	assert_contains(said, "-\t-\t-\tlocal\t2\t0\t-\t-\t-\tfailed: Connection timed out\t-\n");
	assert_contains(said, "\tits sink was not stopped and read\n");
}

/* The dump has no kernel text: the rest is written all the same. */
static void test_convert_without_text(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_convert, dump, "-o", out, NULL),
			 STATUS_PARTIAL);
	assert_contains(warned, "no kernel text");
	assert_int_equal(file_size("cstrace.bin"), 64 + 32);
	assert_int_equal(file_size("metadata.bin"),
			 5 * sizeof(struct coresight_snapshot) +
			 3 * (24 + 8 * 16) + 2 * 24);
	assert_true(file_size("perf.data/data") > 1000);
	assert_int_equal(file_size("perf.data/kcore_dir/kcore"), -1);
}

static void test_convert_twice(void **state)
{
	(void)state;
	run(&cmd_convert, dump, "-o", out, NULL);
	assert_int_equal(run(&cmd_convert, dump, "-o", out, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "not empty");
	assert_int_equal(run(&cmd_convert, "-f", dump, "-o", out, NULL),
			 STATUS_PARTIAL);
}

static void test_convert_nothing(void **state)
{
	(void)state;
	set_states(CORESIGHT_SNAPSHOT_EMPTY);
	assert_int_equal(run(&cmd_convert, dump, "-o", out, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "no trace: tracing was never enabled");
	assert_int_equal(file_size("cstrace.bin"), -1);
}

static void test_snapshot(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_snapshot, dump, "-o", out, NULL),
			 STATUS_PARTIAL);
	assert_int_equal(file_size("sink_3.bin"), 64);
	assert_int_equal(file_size("sink_4.bin"), 32);
	assert_true(file_size("snapshot.ini") < 1000);
	assert_true(file_size("cpu_2.ini") < 1000);
	assert_true(file_size("etm_2.ini") < 1000);
}

/* Scripts read this, too. */
static void test_check(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_check, dump, NULL), STATUS_PARTIAL);
	assert_contains(said, "ITEM\tSTATE\tNEEDED-BY\tEFFECT\tDETAIL\n");
	assert_contains(said, "\nprogram headers\tpresent\tcrash:fatal\t");
	assert_contains(said, "\nVMCOREINFO\tmissing\tcrash:fatal,drgn:fatal\t");
	assert_contains(said, "\nlinux_banner\tunknown\tcrash:fatal\t");
	assert_contains(said, "\tneeds the vmlinux (-k)\n");
	assert_contains(said, "\n\ncrash: cannot open: ");
	assert_contains(said, "\ngdb: opens, but lacks 2 things, first: VMCOREINFO KERNELOFFSET\n");
	assert_contains(said, "\ndrgn: cannot open: ");
	assert_string_equal(warned, "");
}

static void test_check_refuses(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_check, "ram.img@0x40000000", NULL),
			 STATUS_FAILED);
	assert_contains(warned, "a RAM image goes with -m");
	assert_int_equal(run(&cmd_check, "-k", "/nowhere", dump, NULL),
			 STATUS_FAILED);
	assert_int_equal(run(&cmd_check, "-m", "/nowhere@0", dump, NULL),
			 STATUS_FAILED);
	assert_int_equal(run(&cmd_check, dump, "-o", out, NULL), STATUS_USAGE);
}

/* What all verbs say of a minidump, from its folder and put together */
static void test_minidump(void **state)
{
	struct buffer from_folder = { 0 }, from_core = { 0 };
	struct test_minidump md;
	char table[sizeof(said)], path[160];

	(void)state;
	minidump_sound(&md);
	assert_int_equal(run(&cmd_assemble, md.dir, "-o", dump, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "is there already");
	assert_int_equal(run(&cmd_assemble, "-f", md.dir, "-o", dump, NULL),
			 STATUS_COMPLETE);
	assert_string_equal(warned, "");

	assert_int_equal(run(&cmd_info, dump, NULL), STATUS_COMPLETE);
	strcpy(table, said);
	assert_int_equal(run(&cmd_info, md.dir, NULL), STATUS_COMPLETE);
	assert_string_equal(said, table);
	run(&cmd_check, dump, NULL);
	strcpy(table, said);
	run(&cmd_check, md.dir, NULL);
	assert_string_equal(said, table);

	snprintf(path, sizeof(path), "%s/cstrace.bin", out);
	run(&cmd_convert, md.dir, "-o", out, NULL);
	load_bytes(&from_folder, path);
	run(&cmd_convert, "-f", dump, "-o", out, NULL);
	load_bytes(&from_core, path);
	assert_int_equal(from_core.size, 64 + 32);
	assert_int_equal(from_folder.size, from_core.size);
	assert_memory_equal(from_folder.bytes, from_core.bytes, 64 + 32);
	assert_int_equal(run(&cmd_snapshot, "-f", md.dir, "-o", out, NULL),
			 STATUS_PARTIAL);
	buffer_free(&from_folder);
	buffer_free(&from_core);
	assert_int_equal(minidump_end(&md), 0);
}

static void test_minidump_faults(void **state)
{
	struct test_minidump md;
	char path[160];

	(void)state;
	minidump_sound(&md);
	minidump_path(&md, 3, path, sizeof(path));
	unlink(path);
	assert_int_equal(run(&cmd_assemble, "-f", md.dir, "-o", dump, NULL),
			 STATUS_PARTIAL);
	assert_contains(warned, "md_K0080002_3.BIN is missing: 4096 bytes");
	assert_int_equal(run(&cmd_info, md.dir, NULL), STATUS_PARTIAL);
	assert_contains(warned, "md_K0080002_3.BIN is missing: 4096 bytes");
	run(&cmd_check, md.dir, NULL);
	assert_contains(warned, "md_K0080002_3.BIN is missing: 4096 bytes");

	minidump_path(&md, 0, path, sizeof(path));
	unlink(path);
	assert_int_equal(run(&cmd_assemble, "-f", md.dir, "-o", dump, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "md_KELF*.BIN is missing");
	assert_int_equal(run(&cmd_info, md.dir, NULL), STATUS_FAILED);
	assert_int_equal(run(&cmd_check, md.dir, NULL), STATUS_FAILED);
	assert_contains(warned, "md_KELF*.BIN is missing");
	assert_int_equal(run(&cmd_assemble, dump, "-o", out, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "Not a directory");
	assert_int_equal(minidump_end(&md), 0);
}

/* Scripts read this, too: lines stay, new ones come behind. */
static void test_kinfo(void **state)
{
	static const char start[] = "address\t0x80001000\n"
				    "last_uts_release\t6.12\n"
				    "build_info\t\n"
				    "text_pa\t0x40200000\n";
	uint8_t *record = memory.bytes + PAGE;

	(void)state;
	assert_int_equal(run(&cmd_kinfo, dump, NULL), STATUS_FAILED);
	assert_contains(warned, "no debug kinfo record; the kernel needs");
	memset(record, 0, PAGE);
	set_le32(record, 0xcceeddff);
	memcpy(record + 8 + 132, "6.12", 4);
	set_le64(record + 8 + 24, 0x40200000);
	set_le32(record + 4, 0x40200000 ^ get_le32(record + 8 + 132));
	save();
	assert_int_equal(run(&cmd_kinfo, dump, NULL), STATUS_COMPLETE);
	assert_memory_equal(said, start, strlen(start));
	assert_contains(said, "\nmod_kallsyms_offset\t0\n");
	assert_string_equal(warned, "");
	assert_int_equal(run(&cmd_kinfo, "-a", "0x80001000", dump, NULL),
			 STATUS_COMPLETE);
	assert_memory_equal(said, start, strlen(start));
}

static void test_kinfo_refuses(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_kinfo, "-a", "0x80001000", dump, NULL),
			 STATUS_FAILED);
	assert_contains(warned, "no debug kinfo record at 0x80001000");
	assert_int_equal(run(&cmd_kinfo, "-a", "here", dump, NULL),
			 STATUS_USAGE);
	assert_contains(warned, "'here' is no address");
	assert_int_equal(run(&cmd_kinfo, "-a", "-1", dump, NULL), STATUS_USAGE);
	assert_int_equal(run(&cmd_info, "-a", "0", dump, NULL), STATUS_USAGE);
}

static void test_usage(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_convert, NULL), STATUS_USAGE);
	assert_contains(warned, "no dump");
	assert_int_equal(run(&cmd_convert, dump, NULL), STATUS_USAGE);
	assert_contains(warned, "no output is given");
	assert_int_equal(run(&cmd_convert, dump, dump, NULL), STATUS_USAGE);
	assert_contains(warned, "one argument too many");
	assert_int_equal(run(&cmd_convert, dump, "-x", NULL), STATUS_USAGE);
	assert_contains(warned, "-x: no such option");
	assert_int_equal(run(&cmd_info, dump, "-o", out, NULL), STATUS_USAGE);
	assert_contains(warned, "info takes no such option");
	assert_int_equal(run(&cmd_convert, dump, "-o", out, "--text=x", NULL),
			 STATUS_USAGE);
	assert_int_equal(run(&cmd_convert, dump, "-o", out, "--text=vmlinux",
			     NULL), STATUS_USAGE);
	assert_contains(warned, "needs a vmlinux");
}

static void test_help(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_snapshot, "--help", NULL), STATUS_COMPLETE);
	assert_contains(said, "usage: csdump snapshot");
	assert_contains(said, "--output PATH");
}

static void test_missing_files(void **state)
{
	(void)state;
	assert_int_equal(run(&cmd_info, "/nowhere", NULL), STATUS_FAILED);
	assert_string_equal(warned,
			    "csdump: /nowhere: No such file or directory\n");
	assert_int_equal(run(&cmd_convert, dump, "-m", "/nowhere@0", "-o", out,
			     NULL), STATUS_FAILED);
	assert_int_equal(run(&cmd_convert, dump, "-k", "/nowhere", "-o", out,
			     NULL), STATUS_FAILED);
	assert_contains(warned, "csdump: /nowhere: No such file");
	assert_int_equal(access(out, F_OK), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_info), TEST(test_info_of_nothing),
		TEST(test_info_of_a_failure), TEST(test_convert_without_text),
		TEST(test_convert_twice), TEST(test_convert_nothing),
		TEST(test_snapshot), TEST(test_check),
		TEST(test_check_refuses), TEST(test_minidump),
		TEST(test_minidump_faults), TEST(test_kinfo),
		TEST(test_kinfo_refuses), TEST(test_usage), TEST(test_help),
		TEST(test_missing_files),
	};

	return run_tap(tests);
}
