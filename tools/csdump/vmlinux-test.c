// SPDX-License-Identifier: GPL-2.0-or-later
/* A vmlinux made by hand: two sections of text, symbols and a build ID. */
#include <elf.h>
#include <unistd.h>

#include "symbols.h"
#include "test-textregion.h"
#include "text.h"

#define TEXT_VA		0xffff800080000000ULL
#define OFFSET		0x10000ULL

enum { NONE, HIGH, LOW, DATA, NOTE, SYMS, STRS, NR_SECTIONS };

static const char names[] = "\0_text\0_stext\0table\0$x\0weak";
static const Elf64_Sym syms[] = {
	{ 0 },
	{ 1, ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE), 0, LOW, TEXT_VA, 0 },
	{ 7, ELF64_ST_INFO(STB_LOCAL, STT_FUNC), 0, HIGH, TEXT_VA + 0x100, 0 },
	{ 14, ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT), 0, DATA, 0x10, 0 },
	{ 20, ELF64_ST_INFO(STB_LOCAL, STT_NOTYPE), 0, LOW, TEXT_VA, 0 },
	{ 23, ELF64_ST_INFO(STB_WEAK, STT_FUNC), 0, LOW, TEXT_VA + 4, 0 },
	{ 1, ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), 0, SHN_UNDEF, 0, 0 },
	/* beyond the names */
	{ 999, ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), 0, LOW, TEXT_VA, 0 },
};

static char path[32];
static struct buffer file;
static struct csd_vmlinux *vmlinux;
static struct csd_error err;

static Elf64_Shdr *section(size_t i)
{
	const Elf64_Ehdr *ehdr = (void *)file.bytes;

	return (Elf64_Shdr *)(void *)(file.bytes + ehdr->e_shoff) + i;
}

static void put_section(Elf64_Shdr *shdr, uint32_t type, uint64_t flags,
			uint64_t va, const void *bytes, size_t size)
{
	buffer_align(&file, 8);
	shdr->sh_type = type;
	shdr->sh_flags = flags;
	shdr->sh_addr = va;
	shdr->sh_offset = file.size;
	shdr->sh_size = size;
	shdr->sh_addralign = 1;
	buffer_put(&file, bytes, size);
}

static void put_vmlinux(void)
{
	Elf64_Ehdr ehdr = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_DYN, .e_machine = EM_AARCH64,
		.e_version = EV_CURRENT, .e_ehsize = sizeof(ehdr),
		.e_shentsize = sizeof(Elf64_Shdr), .e_shnum = NR_SECTIONS,
		.e_shstrndx = STRS,
	};
	const uint64_t exec = SHF_ALLOC | SHF_EXECINSTR;
	static const uint8_t code[0x100] = { 1, 2, 3 };
	Elf64_Shdr shdr[NR_SECTIONS] = { 0 };
	struct buffer note = { 0 };

	put_note(&note, "GNU", NT_GNU_BUILD_ID, "\x12\xab", 2);
	buffer_zeros(&file, sizeof(ehdr));
	put_section(&shdr[HIGH], SHT_PROGBITS, exec, TEXT_VA + 0x100, code, 8);
	put_section(&shdr[LOW], SHT_PROGBITS, exec, TEXT_VA, code, 0x100);
	put_section(&shdr[DATA], SHT_PROGBITS, SHF_ALLOC, 0x10, code, 8);
	put_section(&shdr[NOTE], SHT_NOTE, SHF_ALLOC, 0, note.bytes,
		    note.size);
	put_section(&shdr[SYMS], SHT_SYMTAB, 0, 0, syms, sizeof(syms));
	put_section(&shdr[STRS], SHT_STRTAB, 0, 0, names, sizeof(names));
	shdr[SYMS].sh_link = STRS;
	shdr[SYMS].sh_entsize = sizeof(*syms);
	shdr[SYMS].sh_addralign = 8;
	buffer_align(&file, 8);
	ehdr.e_shoff = file.size;
	buffer_put(&file, shdr, sizeof(shdr));
	memcpy(file.bytes, &ehdr, sizeof(ehdr));
	buffer_free(&note);
}

static int setup(void **state)
{
	(void)state;
	put_vmlinux();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_vmlinux_close(vmlinux);
	vmlinux = NULL;
	buffer_free(&file);
	unlink(path);
	return 0;
}

static int open_vmlinux(void)
{
	int fd;

	strcpy(path, "/tmp/csdump-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file.bytes, file.size), file.size);
	close(fd);
	return csd_vmlinux_open(&vmlinux, path, &err);
}

static void test_text(void **state)
{
	struct csd_text text;

	(void)state;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(csd_text_vmlinux(&text, vmlinux, OFFSET, &err), 0);
	assert_int_equal(text.nr, 2);
	assert_true(text.pieces[0].va == TEXT_VA + OFFSET);
	assert_int_equal(text.pieces[0].size, 0x100);
	assert_int_equal(text.pieces[0].bytes[1], 2);
	assert_true(text.pieces[1].va == TEXT_VA + OFFSET + 0x100);
	csd_text_free(&text);
}

static void test_sections_overlap(void **state)
{
	struct csd_text text;

	(void)state;
	section(HIGH)->sh_addr -= 4;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(csd_text_vmlinux(&text, vmlinux, 0, &err), 0);
	assert_int_equal(text.nr, 1);
	csd_text_free(&text);
}

static void test_sections_outside(void **state)
{
	struct csd_text text;

	(void)state;
	section(HIGH)->sh_offset = file.size - 4;
	section(LOW)->sh_size = ~0ULL;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(csd_text_vmlinux(&text, vmlinux, 0, &err), -1);
	assert_contains(err.text, "is this a vmlinux?");
}

static void test_symbols(void **state)
{
	struct csd_symbols symbols;

	(void)state;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(csd_symbols_vmlinux(&symbols, vmlinux, OFFSET, &err),
			 0);
	assert_int_equal(symbols.nr, 4);
	assert_true(symbols_find(&symbols, "_text") == TEXT_VA + OFFSET);
	assert_int_equal(symbols.all[0].type, 'T');
	assert_int_equal(symbols.all[1].type, 't');
	assert_int_equal(symbols.all[2].type, 'D');
	assert_int_equal(symbols.all[3].type, 'W');
	csd_symbols_free(&symbols);
}

static void test_stripped(void **state)
{
	struct csd_symbols symbols;

	(void)state;
	section(SYMS)->sh_type = SHT_PROGBITS;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(csd_symbols_vmlinux(&symbols, vmlinux, 0, &err), -1);
	assert_contains(err.text, "unstripped vmlinux");
}

static int check_build_id(const char *vmcoreinfo)
{
	struct buffer elf = { 0 }, memory = { 0 };
	struct csd_dump *dump;
	int ret;

	put_core(&elf, &memory, TEST_PADDR, vmcoreinfo);
	dump = dump_of_core(&elf);
	ret = csd_vmlinux_check(vmlinux, dump, &err);
	csd_dump_close(dump);
	buffer_free(&elf);
	return ret;
}

static void test_build_id(void **state)
{
	(void)state;
	assert_int_equal(open_vmlinux(), 0);
	assert_int_equal(check_build_id("BUILD-ID=12ab\n"), 0);
	assert_int_equal(check_build_id("PAGESIZE=4096\n"), 0);
	assert_int_equal(check_build_id("BUILD-ID=12ac\n"), -1);
	assert_contains(err.text, "build ID 12ab is not the crashed kernel's 12ac");
}

static void test_not_elf(void **state)
{
	(void)state;
	file.bytes[0] = 'x';
	assert_int_equal(open_vmlinux(), -1);
	assert_contains(err.text, path);
	assert_contains(err.text, "ELF header at offset 0x0");
}

/* A dump whose text region says that the word behind the first is @word */
static struct csd_dump *dump_with_region(struct test_region *test,
					 uint32_t word)
{
	put_spot(test, 1, word);
	region_build(test, TEST_PADDR, TEXT_VA + OFFSET);
	buffer_align(&test->region, MEMINSPECT_TEXT_ALIGN);
	return dump_of_ram(&test->region);
}

static void test_patched_text(void **state)
{
	struct csd_kernel kernel = { TEXT_VA + OFFSET, OFFSET };
	struct test_region test = { 0 };
	struct csd_log log = { 0 };
	struct csd_text text;
	struct csd_dump *dump;

	(void)state;
	assert_int_equal(open_vmlinux(), 0);
	dump = dump_with_region(&test, 0x12345678);
	assert_int_equal(csd_text_patched(&text, dump, vmlinux, &kernel, &log,
					  &err), 0);
	assert_int_equal(get_le32(text_at(&text, text.nr, kernel.text, 4)),
			 0x030201);
	assert_int_equal(get_le32(text_at(&text, text.nr, kernel.text + 4, 4)),
			 0x12345678);
	assert_false(log.partial);
	csd_text_free(&text);
	csd_dump_close(dump);
	region_free(&test);
}

/* Without a region, or with that of a kernel elsewhere */
static void test_not_patched(void **state)
{
	struct csd_kernel kernel = { TEXT_VA, 0 };
	struct test_region test = { 0 };
	struct csd_log log = { 0 };
	struct csd_text text;
	struct csd_dump *dump;

	(void)state;
	assert_int_equal(open_vmlinux(), 0);
	dump = dump_with_region(&test, 1);
	assert_int_equal(csd_text_patched(&text, dump, vmlinux, &kernel, &log,
					  &err), -1);
	assert_contains(err.text, "is of a kernel at 0xffff800080010000, not 0xffff800080000000");
	memset(test.region.bytes, 0, MEMINSPECT_TEXT_MAGIC_LEN);
	assert_int_equal(csd_text_patched(&text, dump, vmlinux, &kernel, &log,
					  &err), -1);
	assert_contains(err.text, "it has no region");
	csd_dump_close(dump);
	region_free(&test);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_text), TEST(test_sections_overlap),
		TEST(test_sections_outside), TEST(test_symbols),
		TEST(test_stripped), TEST(test_build_id), TEST(test_not_elf),
		TEST(test_patched_text), TEST(test_not_patched),
	};

	return run_tap(tests);
}
