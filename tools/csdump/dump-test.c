// SPDX-License-Identifier: GPL-2.0-or-later
/* ELF cores, RAM images and what they call themselves. */
#include <elf.h>
#include <unistd.h>

#include "elfcore.h"
#include "test-build.h"
#include "vmcoreinfo.h"

#define INFO	"OSRELEASE=6.12\nPAGESIZE=4096\nSYMBOL(_stext)=ffff800080010000\n" \
		"NUMBER(VA_BITS)=48\nNUMBER(kimage_voffset)=0xffff800040000000\n" \
		"NUMBER(BAD)=12x\nESC=\033[2J\n"

static struct buffer memory, elf;
static struct csd_error err;

static int setup(void **state)
{
	(void)state;
	put_machine(&memory);
	put_core(&elf, &memory, TEST_PADDR, INFO);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&memory);
	buffer_free(&elf);
	return 0;
}

static Elf64_Ehdr *ehdr(void)
{
	return (Elf64_Ehdr *)(void *)elf.bytes;
}

static Elf64_Phdr *phdr(size_t i)
{
	return (Elf64_Phdr *)(void *)(elf.bytes + sizeof(Elf64_Ehdr)) + i;
}

static void expect_error(uint64_t size, const char *text)
{
	struct csd_dump *dump = dump_new(&err);

	assert_int_equal(dump_add_elf(dump, elf.bytes, size, true, &err), -1);
	assert_contains(err.text, text);
	csd_dump_close(dump);
}

static void test_core(void **state)
{
	struct csd_dump *dump = dump_of_core(&elf);
	const uint8_t *at;
	uint64_t got;

	(void)state;
	at = dump_at(dump, TEST_PADDR + 4096, 16);
	assert_non_null(at);
	assert_memory_equal(at, memory.bytes + 4096, 16);
	assert_null(dump_at(dump, TEST_PADDR - 1, 16));
	assert_null(dump_at(dump, TEST_PADDR + memory.size - 8, 16));
	assert_null(dump_at(dump, ~0ULL, 16));
	assert_null(dump_at(dump, TEST_PADDR, ~0ULL));
	assert_non_null(dump_span(dump, TEST_PADDR + memory.size - 8, 16,
				  &got));
	assert_int_equal(got, 8);
	csd_dump_close(dump);
}

/* A minidump has a page of what RAM has as a whole. */
static void test_longest_span(void **state)
{
	struct csd_dump *dump = dump_new(&err);
	uint64_t got;

	(void)state;
	assert_int_equal(dump_add_ram(dump, memory.bytes, 4096, TEST_PADDR,
				      false, &err), 0);
	assert_int_equal(dump_add_ram(dump, memory.bytes, memory.size,
				      TEST_PADDR, false, &err), 0);
	assert_non_null(dump_span(dump, TEST_PADDR + 4000, 8192, &got));
	assert_int_equal(got, 8192);
	csd_dump_close(dump);
}

static void test_vmcoreinfo(void **state)
{
	struct csd_dump *dump = dump_of_core(&elf);
	uint64_t value;

	(void)state;
	assert_string_equal(csd_dump_vmcoreinfo(dump, "OSRELEASE"), "6.12");
	assert_null(csd_dump_vmcoreinfo(dump, "OSREL"));
	assert_string_equal(csd_dump_vmcoreinfo(dump, "ESC"), "?[2J");
	assert_int_equal(vmcoreinfo_value(dump, "PAGESIZE", 10, &value, &err),
			 0);
	assert_int_equal(value, 4096);
	assert_int_equal(vmcoreinfo_symbol(dump, "_stext", &value, &err), 0);
	assert_true(value == 0xffff800080010000ULL);
	assert_int_equal(vmcoreinfo_number(dump, "VA_BITS", &value, &err), 0);
	assert_int_equal(value, 48);
	assert_int_equal(vmcoreinfo_number(dump, "BAD", &value, &err), -1);
	assert_contains(err.text, "NUMBER(BAD)=12x is no number");
	assert_int_equal(vmcoreinfo_number(dump, "X", &value, &err), -1);
	assert_contains(err.text, "VMCOREINFO has no NUMBER(X)");
	csd_dump_close(dump);
}

/* In RAM the note is found on its own page. */
static void test_vmcoreinfo_in_ram(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_note(&memory, "VMCOREINFO", 0, INFO, strlen(INFO));
	dump = dump_of_ram(&memory);
	assert_string_equal(csd_dump_vmcoreinfo(dump, "PAGESIZE"), "4096");
	csd_dump_close(dump);
}

static void test_no_vmcoreinfo(void **state)
{
	struct csd_dump *dump = dump_of_ram(&memory);
	struct csd_kernel kernel;

	(void)state;
	assert_null(csd_dump_vmcoreinfo(dump, "PAGESIZE"));
	assert_int_equal(csd_kernel_locate(&kernel, dump, &err), -1);
	assert_contains(err.text, "no VMCOREINFO");
	csd_dump_close(dump);
}

static void test_wrong_machine(void **state)
{
	(void)state;
	ehdr()->e_machine = EM_X86_64;
	expect_error(elf.size, "machine 62");
	ehdr()->e_machine = EM_AARCH64;
	ehdr()->e_type = ET_EXEC;
	expect_error(elf.size, "give the vmlinux with -k");
	ehdr()->e_type = ET_CORE;
	ehdr()->e_ident[EI_CLASS] = ELFCLASS32;
	expect_error(elf.size, "class 1");
}

static void test_header_broken(void **state)
{
	(void)state;
	ehdr()->e_ident[EI_CLASS] = 9;
	expect_error(elf.size, "ELF header at offset 0x0");
	ehdr()->e_ident[EI_CLASS] = ELFCLASS64;
	expect_error(10, "ELF header at offset 0x0");
}

static void test_phdrs_outside(void **state)
{
	(void)state;
	ehdr()->e_phoff = elf.size - 8;
	expect_error(elf.size, "program header");
	ehdr()->e_phoff = ~0ULL - 8;
	expect_error(elf.size, "program header");
}

static void test_load_outside(void **state)
{
	(void)state;
	phdr(1)->p_filesz = elf.size;
	expect_error(elf.size, "program header 1");
	phdr(1)->p_filesz = ~0ULL;
	expect_error(elf.size, "was the dump cut off?");
	phdr(1)->p_offset = ~0ULL;
	expect_error(elf.size, "program header 1");
}

static void test_truncated(void **state)
{
	size_t size;

	(void)state;
	for (size = 0; size < elf.size; size += size < 400 ? 1 : 97)
		expect_error(size, "");
}

/* Memory at the end of the address space would wrap around. */
static void test_address_wraps(void **state)
{
	struct csd_dump *dump;

	(void)state;
	phdr(1)->p_paddr = ~0ULL - 4096;
	dump = dump_of_core(&elf);
	assert_int_equal(dump->memory.nr, 0);
	csd_dump_close(dump);
}

static void test_note_sizes_lie(void **state)
{
	uint8_t *note = elf.bytes + phdr(0)->p_offset;
	struct csd_dump *dump;

	(void)state;
	set_le32(note + 4, 0xffffffff);
	dump = dump_of_core(&elf);
	assert_null(dump->vmcoreinfo);
	csd_dump_close(dump);
	set_le32(note, 0xfffffffd);
	dump = dump_of_core(&elf);
	assert_null(dump->vmcoreinfo);
	csd_dump_close(dump);
}

static void test_open(void **state)
{
	struct csd_dump *dump;
	char path[32], spec[64];

	(void)state;
	save_temp(path, &elf);
	assert_int_equal(csd_dump_open(&dump, path, &err), 0);
	csd_dump_close(dump);
	unlink(path);
	assert_int_equal(csd_dump_open(&dump, path, &err), -1);
	assert_contains(err.text, path);
	assert_contains(err.text, "No such file");

	save_temp(path, &memory);
	assert_int_equal(csd_dump_open(&dump, path, &err), -1);
	assert_contains(err.text, "needs its address");
	snprintf(spec, sizeof(spec), "%s@0x80000000", path);
	assert_int_equal(csd_dump_open(&dump, spec, &err), 0);
	assert_non_null(dump_at(dump, TEST_PADDR, 4096));
	assert_int_equal(dump_offset(dump, dump_at(dump, TEST_PADDR + 9, 1)),
			 9);
	csd_dump_close(dump);
	snprintf(spec, sizeof(spec), "%s@-1", path);
	assert_int_equal(csd_dump_open(&dump, spec, &err), -1);
	snprintf(spec, sizeof(spec), "%s@0xffffffffffffffff", path);
	assert_int_equal(csd_dump_open(&dump, spec, &err), -1);
	assert_contains(err.text, "do not fit");
	unlink(path);

	assert_int_equal(csd_dump_open(&dump, "/tmp", &err), -1);
	assert_contains(err.text, "no md_K*.BIN files");
	assert_int_equal(csd_dump_open(&dump, "/dev/null", &err), -1);
	assert_contains(err.text, "not a regular file");
	assert_int_equal(csd_dump_open(&dump, "", &err), -1);
}

/* PT_LOADs that adjoin are one: a record may lie across their border. */
static void test_loads_adjoin(void **state)
{
	struct csd_dump *dump;
	size_t half = 2 * 4096 + 64;

	(void)state;
	buffer_free(&elf);
	put_core(&elf, &memory, TEST_PADDR, NULL);
	*phdr(0) = *phdr(1);
	phdr(0)->p_filesz = half;
	*phdr(1) = (Elf64_Phdr){
		.p_type = PT_LOAD, .p_offset = phdr(0)->p_offset + half,
		.p_paddr = TEST_PADDR + half, .p_filesz = memory.size - half,
	};
	dump = dump_of_core(&elf);
	assert_int_equal(dump->memory.nr, 1);
	assert_non_null(dump_at(dump, TEST_PADDR, memory.size));
	csd_dump_close(dump);
	phdr(1)->p_paddr += 4096;
	dump = dump_of_core(&elf);
	assert_int_equal(dump->memory.nr, 2);
	assert_null(dump_at(dump, TEST_PADDR, half + 1));
	csd_dump_close(dump);
}

static void test_error_chain(void **state)
{
	char text[2 * CSD_ERROR_LEN];

	(void)state;
	csd_error_set(&err, "offset 0x%x", 16);
	csd_error_context(&err, "dump.elf: record %d", 3);
	assert_string_equal(err.text, "dump.elf: record 3: offset 0x10");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	csd_error_context(&err, "%s", text);
	assert_int_equal(strlen(err.text), CSD_ERROR_LEN - 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_core), TEST(test_longest_span), TEST(test_vmcoreinfo),
		TEST(test_vmcoreinfo_in_ram), TEST(test_no_vmcoreinfo),
		TEST(test_wrong_machine), TEST(test_header_broken),
		TEST(test_phdrs_outside), TEST(test_load_outside),
		TEST(test_truncated), TEST(test_address_wraps),
		TEST(test_note_sizes_lie), TEST(test_open), TEST(test_loads_adjoin),
		TEST(test_error_chain),
	};

	return run_tap(tests);
}
