// SPDX-License-Identifier: GPL-2.0-or-later
/* perf's kcore_dir and OpenCSD's snapshot: kernel text and symbols in files. */
#include <elf.h>

#include "kcore.h"
#include "test-build.h"

#define TEXT_VA		0xffff800080000000ULL

static const uint8_t low[] = "modules", first[] = "kernel-", second[] = "text";
static struct csd_piece pieces[] = {
	{ 0xffff80007a000000ULL, 7, low },
	{ TEXT_VA, 7, first },
	{ TEXT_VA + 7, 4, second },
};
static const struct csd_text text = { .pieces = pieces, .nr = 3 };
static struct csd_symbol all[] = {
	{ TEXT_VA, 'T', (char *)(uintptr_t)"_text" },
	{ TEXT_VA, 'T', (char *)(uintptr_t)"_stext" },
	{ TEXT_VA + 4, 't', (char *)(uintptr_t)"die" },
	{ TEXT_VA + 8, 'D', (char *)(uintptr_t)"jiffies" },
	{ TEXT_VA + 8, 'W', (char *)(uintptr_t)"weak" },
};
static const struct csd_symbols symbols = { all, 5 };
static const struct csd_kernel kernel = { TEXT_VA, 0 };

static char dir[64], out[96];
static struct csd_error err;
static uint8_t file[4096];

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

/* Reads a file of the output; returns its size. */
static size_t read_file(const char *name)
{
	char path[192];
	size_t size;
	FILE *in;

	snprintf(path, sizeof(path), "%s/%s", out, name);
	in = fopen(path, "r");
	if (!in)
		fail_msg("no %s", path);
	size = fread(file, 1, sizeof(file) - 1, in);
	file[size] = '\0';
	fclose(in);
	return size;
}

static void write_kcore_dir(void)
{
	struct csd_output *output;

	assert_int_equal(csd_output_begin(&output, out, false, &err), 0);
	assert_int_equal(kcore_write(output, "k", &kernel, &text, &symbols,
				     &err), 0);
	assert_int_equal(csd_output_commit(output, &err), 0);
}

/* The lowest run comes last: perf takes it for the kernel's own map. */
static void test_kcore(void **state)
{
	Elf64_Phdr phdr[2];
	Elf64_Ehdr ehdr;
	size_t size;

	(void)state;
	write_kcore_dir();
	size = read_file("k/kcore");
	assert_int_equal(size, sizeof(ehdr) + sizeof(phdr) + 18);
	memcpy(&ehdr, file, sizeof(ehdr));
	memcpy(phdr, file + sizeof(ehdr), sizeof(phdr));
	assert_memory_equal(ehdr.e_ident, ELFMAG, SELFMAG);
	assert_int_equal(ehdr.e_type, ET_CORE);
	assert_int_equal(ehdr.e_machine, EM_AARCH64);
	assert_int_equal(ehdr.e_phnum, 2);
	assert_true(phdr[0].p_vaddr == TEXT_VA);
	assert_int_equal(phdr[0].p_filesz, 11);
	assert_memory_equal(file + phdr[0].p_offset, "kernel-text", 11);
	assert_true(phdr[1].p_vaddr == pieces[0].va);
	assert_memory_equal(file + phdr[1].p_offset, "modules", 7);
	assert_int_equal(phdr[1].p_flags, PF_R | PF_X);
}

static void test_kallsyms(void **state)
{
	(void)state;
	write_kcore_dir();
	read_file("k/kallsyms");
	assert_string_equal((char *)file,
			    "ffff800080000000 T _text\n"
			    "ffff800080000004 t die\n"
			    "ffff800080000008 W weak\n");
	assert_int_equal(read_file("k/modules"), 0);
}

static void write_snapshot(void)
{
	struct csd_log quiet = { 0 };
	struct buffer memory = { 0 };
	struct csd_output *output;
	struct csd_trace trace;
	struct csd_dump *dump;

	put_machine(&memory);
	dump = dump_of_ram(&memory);
	assert_int_equal(csd_trace_read(&trace, dump, &quiet, &err), 0);
	assert_int_equal(csd_output_begin(&output, out, false, &err), 0);
	assert_int_equal(csd_write_snapshot(output, &trace, &text, &err), 0);
	assert_int_equal(csd_output_commit(output, &err), 0);
	csd_trace_free(&trace);
	csd_dump_close(dump);
	buffer_free(&memory);
}

static void test_snapshot(void **state)
{
	(void)state;
	write_snapshot();
	read_file("trace.ini");
	assert_string_equal((char *)file,
		"[trace_buffers]\nbuffers=buffer3,buffer4\n\n"
		"[buffer3]\nname=shared\nfile=sink_3.bin\nformat=coresight\n\n"
		"[buffer4]\nname=local\nfile=sink_4.bin\nformat=coresight\n\n"
		"[source_buffers]\nETM_0=shared\nETM_1=shared\nETM_2=local\n\n"
		"[core_trace_sources]\ncpu_0=ETM_0\ncpu_1=ETM_1\ncpu_2=ETM_2\n");
	read_file("etm_2.ini");
	assert_contains((char *)file, "type=ETM4\n");
	assert_contains((char *)file, "TRCTRACEIDR=0x10\nTRCCONFIGR=0x8c1\n");
	read_file("snapshot.ini");
	assert_contains((char *)file, "device5=etm_2.ini\n");
}

static void test_snapshot_text(void **state)
{
	(void)state;
	write_snapshot();
	read_file("cpu_1.ini");
	assert_contains((char *)file, "[dump1]\nfile=text_0.bin\naddress=0xffff80007a000000\nlength=0x7\n");
	assert_contains((char *)file, "[dump2]\nfile=text_1.bin\naddress=0xffff800080000000\nlength=0xb\n");
	assert_int_equal(read_file("text_1.bin"), 11);
	assert_string_equal((char *)file, "kernel-text");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_kcore), TEST(test_kallsyms), TEST(test_snapshot),
		TEST(test_snapshot_text),
	};

	return run_tap(tests);
}
