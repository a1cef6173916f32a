// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A vmlinux made by hand, with the DWARF of
 *
 *	struct rq;
 *	struct rq { u32 nr; union { u64 curr; }; };
 */
#include <dwarf.h>
#include <elf.h>
#include <unistd.h>

#include "debuginfo.h"
#include "test-build.h"

#define OFFSET		0x10000ULL

enum { NONE, ABBREV, INFO, SYMS, STRS, NR_SECTIONS };
enum { UNIT = 1, STRUCT, MEMBER, BASE, UNION, UNNAMED, DECLARED };

static const char names[] =
	"\0.debug_abbrev\0.debug_info\0.symtab\0.strtab\0runqueues\0$d";
static const uint8_t name_at[NR_SECTIONS] = { 0, 1, 15, 27, 35 };
static const Elf64_Sym syms[] = {
	{ 0 },
	{ 43, ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT), 0, INFO, 0x1000, 12 },
	{ 53, ELF64_ST_INFO(STB_LOCAL, STT_NOTYPE), 0, INFO, 0x1000, 0 },
};
static const uint8_t abbrevs[] = {
	UNIT, DW_TAG_compile_unit, 1, 0, 0,
	STRUCT, DW_TAG_structure_type, 1, DW_AT_name, DW_FORM_string,
		DW_AT_byte_size, DW_FORM_data1, 0, 0,
	MEMBER, DW_TAG_member, 0, DW_AT_name, DW_FORM_string, DW_AT_type,
		DW_FORM_ref4, DW_AT_data_member_location, DW_FORM_data1, 0, 0,
	BASE, DW_TAG_base_type, 0, DW_AT_byte_size, DW_FORM_data1, 0, 0,
	UNION, DW_TAG_union_type, 1, DW_AT_byte_size, DW_FORM_data1, 0, 0,
	UNNAMED, DW_TAG_member, 0, DW_AT_type, DW_FORM_ref4,
		DW_AT_data_member_location, DW_FORM_data1, 0, 0,
	DECLARED, DW_TAG_structure_type, 0, DW_AT_name, DW_FORM_string,
		DW_AT_declaration, DW_FORM_flag_present, 0, 0,
	0,
};

static const char *const wanted[] = { "rq", "task_struct", NULL };
static char path[32];
static struct buffer info, file;
static struct csd_vmlinux *vmlinux;
static struct debuginfo debuginfo;
static struct csd_error err;

static void put_name(const char *name)
{
	buffer_put(&info, name, strlen(name) + 1);
}

/* Appends a type of @size bytes; returns where it is. */
static uint32_t put_type(uint8_t kind, uint8_t size)
{
	uint32_t at = (uint32_t)info.size;

	buffer_byte(&info, kind);
	buffer_byte(&info, size);
	return at;
}

static void put_member(const char *name, uint32_t type, uint8_t offset)
{
	buffer_byte(&info, name ? MEMBER : UNNAMED);
	if (name)
		put_name(name);
	buffer_u32(&info, type);
	buffer_byte(&info, offset);
}

static void put_info(void)
{
	uint32_t u32, u64, choice;

	buffer_u32(&info, 0);		/* length, see below */
	buffer_u16(&info, 4);
	buffer_u32(&info, 0);
	buffer_byte(&info, 8);
	buffer_byte(&info, UNIT);
	buffer_byte(&info, DECLARED);
	put_name("rq");
	u32 = put_type(BASE, 4);
	u64 = put_type(BASE, 8);
	choice = put_type(UNION, 8);
	put_member("curr", u64, 0);
	buffer_byte(&info, 0);
	buffer_byte(&info, STRUCT);
	put_name("rq");
	buffer_byte(&info, 16);
	put_member("nr", u32, 0);
	put_member(NULL, choice, 8);
	buffer_byte(&info, 0);
	buffer_byte(&info, 0);
	set_le32(info.bytes, (uint32_t)info.size - 4);
}

static void put_section(Elf64_Shdr *shdr, uint32_t type, const void *bytes,
			size_t size)
{
	buffer_align(&file, 8);
	shdr->sh_type = type;
	shdr->sh_offset = file.size;
	shdr->sh_size = size;
	shdr->sh_addralign = 8;
	buffer_put(&file, bytes, size);
}

static void put_file(void)
{
	Elf64_Ehdr ehdr = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_AARCH64,
		.e_version = EV_CURRENT, .e_ehsize = sizeof(ehdr),
		.e_shentsize = sizeof(Elf64_Shdr), .e_shnum = NR_SECTIONS,
		.e_shstrndx = STRS,
	};
	Elf64_Shdr shdr[NR_SECTIONS] = { 0 };
	size_t i;

	buffer_zeros(&file, sizeof(ehdr));
	put_section(&shdr[ABBREV], SHT_PROGBITS, abbrevs, sizeof(abbrevs));
	put_section(&shdr[INFO], SHT_PROGBITS, info.bytes, info.size);
	put_section(&shdr[SYMS], SHT_SYMTAB, syms, sizeof(syms));
	put_section(&shdr[STRS], SHT_STRTAB, names, sizeof(names));
	shdr[SYMS].sh_link = STRS;
	shdr[SYMS].sh_entsize = sizeof(*syms);
	for (i = 0; i < NR_SECTIONS; i++)
		shdr[i].sh_name = name_at[i];
	buffer_align(&file, 8);
	ehdr.e_shoff = file.size;
	buffer_put(&file, shdr, sizeof(shdr));
	memcpy(file.bytes, &ehdr, sizeof(ehdr));
}

static void save(void)
{
	int fd;

	put_file();
	snprintf(path, sizeof(path), "/tmp/csdump-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file.bytes, file.size), file.size);
	close(fd);
	assert_int_equal(csd_vmlinux_open(&vmlinux, path, &err), 0);
}

static int teardown(void **state)
{
	(void)state;
	debuginfo_free(&debuginfo);
	csd_vmlinux_close(vmlinux);
	vmlinux = NULL;
	unlink(path);
	buffer_free(&info);
	buffer_free(&file);
	return 0;
}

static void expect_type(const char *name, uint64_t offset, uint64_t size)
{
	const struct debuginfo_entry *type = debuginfo_type(&debuginfo, name);

	assert_non_null(type);
	assert_int_equal(type->value, offset);
	assert_int_equal(type->size, size);
}

static void test_layout(void **state)
{
	(void)state;
	put_info();
	save();
	assert_int_equal(debuginfo_read(&debuginfo, vmlinux, OFFSET, wanted,
					&err), 0);
	expect_type("rq", 0, 16);
	expect_type("rq.nr", 0, 4);
	expect_type("rq.curr", 8, 8);
	assert_null(debuginfo_type(&debuginfo, "task_struct"));
}

static void test_symbols(void **state)
{
	const struct debuginfo_entry *symbol;

	(void)state;
	put_info();
	save();
	assert_int_equal(debuginfo_read(&debuginfo, vmlinux, OFFSET, wanted,
					&err), 0);
	symbol = debuginfo_symbol(&debuginfo, "runqueues");
	assert_non_null(symbol);
	assert_int_equal(symbol->value, 0x1000 + OFFSET);
	assert_int_equal(symbol->size, 12);
	assert_null(debuginfo_symbol(&debuginfo, "$d"));
}

static void test_no_layout(void **state)
{
	(void)state;
	buffer_zeros(&info, 16);
	save();
	assert_int_equal(debuginfo_read(&debuginfo, vmlinux, OFFSET, wanted,
					&err), -1);
	assert_contains(err.text, "no debug information");
}

/* Each byte is wrong once. */
static void test_broken(void **state)
{
	size_t i;

	(void)state;
	put_info();
	for (i = 0; i < info.size; i++) {
		info.bytes[i] ^= 0xff;
		save();
		debuginfo_read(&debuginfo, vmlinux, OFFSET, wanted, &err);
		teardown(NULL);
		put_info();
	}
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_layout), TEST(test_symbols), TEST(test_no_layout),
		TEST(test_broken),
	};

	return run_tap(tests);
}
