// SPDX-License-Identifier: GPL-2.0-or-later
/* Folders of minidumps: complete, incomplete, mixed up and damaged. */
#include <elf.h>
#include <unistd.h>

#include "minidump.h"
#include "test-minidump.h"
#include "test-random.h"

#define PAGE		4096
#define RUNS		400
/* Of damaged headers, what is larger is not put together. */
#define SMALL		(16 << 20)

static struct test_minidump md;
static struct csd_error err;
static struct csd_log messages;
static char said[4096];

static void say(void *priv, const char *text)
{
	size_t used = strlen(said);

	(void)priv;
	snprintf(said + used, sizeof(said) - used, "%s\n", text);
}

static int setup(void **state)
{
	(void)state;
	minidump_sound(&md);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return minidump_end(&md);
}

static void listen(void)
{
	said[0] = '\0';
	messages = (struct csd_log){ .line = say };
}

/* Assembles the folder into @core; what it says is in @said. */
static void assemble(struct buffer *core)
{
	struct csd_minidump *minidump;
	char path[128];

	listen();
	minidump_file(&md, "out.elf", path, sizeof(path));
	if (csd_minidump_open(&minidump, md.dir, &err))
		fail_msg("%s", err.text);
	csd_minidump_warn(minidump, &messages);
	assert_int_equal(csd_minidump_write(minidump, path, false, &err), 0);
	csd_minidump_close(minidump);
	load_bytes(core, path);
	unlink(path);
}

static void expect_same(const struct buffer *a, const struct buffer *b)
{
	assert_int_equal(a->size, b->size);
	assert_memory_equal(a->bytes, b->bytes, a->size);
}

/* What other tools make of the files is what we make of them. */
static void expect_reference(void)
{
	struct buffer core = { 0 }, reference = { 0 };

	assemble(&core);
	minidump_join(&md, &reference);
	expect_same(&core, &reference);
	buffer_free(&core);
	buffer_free(&reference);
}

/* Opens @path; what it says is in @said. */
static struct csd_dump *open_dump(const char *path)
{
	struct csd_dump *dump;

	listen();
	if (csd_dump_open(&dump, path, &err))
		fail_msg("%s", err.text);
	csd_dump_warn(dump, &messages);
	return dump;
}

/* Opens @path, and counts the records; of the rest @said tells. */
static size_t count_records(const char *path)
{
	struct csd_dump *dump = open_dump(path);
	struct csd_trace trace;
	size_t nr;

	assert_int_equal(csd_trace_read(&trace, dump, &messages, &err), 0);
	nr = trace.nr_records;
	csd_trace_free(&trace);
	csd_dump_close(dump);
	return nr;
}

static void expect_failure(const char *text)
{
	struct csd_minidump *minidump;

	assert_int_equal(csd_minidump_open(&minidump, md.dir, &err), -1);
	assert_contains(err.text, text);
}

static void remove_region(size_t region)
{
	char path[128];

	minidump_path(&md, region, path, sizeof(path));
	assert_int_equal(unlink(path), 0);
}

static void resize_region(size_t region, off_t size)
{
	char path[128];

	minidump_path(&md, region, path, sizeof(path));
	assert_int_equal(truncate(path, size), 0);
}

static void rename_region(size_t region, const char *name)
{
	char from[128], to[128];

	minidump_path(&md, region, from, sizeof(from));
	minidump_file(&md, name, to, sizeof(to));
	assert_int_equal(rename(from, to), 0);
}

static void put_file(const char *name, size_t size)
{
	char path[128], bytes[2 * PAGE];

	memset(bytes, 0xa5, sizeof(bytes));
	minidump_file(&md, name, path, sizeof(path));
	save_bytes(path, bytes, size);
}

/* What names say, where they are nobody's, and where they may say two things */
static void test_names(void **state)
{
	static const struct {
		const char *name;
		enum mdfile_kind kind;
		uint64_t unit, number;
		int has;
	} names[] = {
		{ "md_K0080123_17.BIN", MDFILE_ADDRESS, 0x80123, 17, 1 },
		{ "MD_kfFfFFfF_0.bin", MDFILE_ADDRESS, 0xfffffff, 0, 1 },
		{ "md_K0080123_17.BIN", MDFILE_ADDRESS, 0x80123, 7, 0 },
		{ "md_K0080123_.BIN", MDFILE_NAMED, 0, 0, 0 },
		{ "md_K008012317.BIN", MDFILE_NAMED, 0, 17, 1 },
		{ "md_K00801g3_17.BIN", MDFILE_NAMED, 0, 17, 1 },
		{ "md_K0x80123_17.BIN", MDFILE_NAMED, 0, 17, 1 },
		{ "md_K00080123_17.BIN", MDFILE_NAMED, 0, 17, 1 },
		{ "md_KELF0.BIN", MDFILE_HEADER, 0, 0, 1 },
		{ "md_KELF_HDR.BIN", MDFILE_HEADER, 0, 0, 0 },
		{ "md_Kprintk descs12.BIN", MDFILE_NAMED, 0, 12, 1 },
		{ "md_Krq[0]3.BIN", MDFILE_NAMED, 0, 3, 1 },
		{ "md_Kcpu112.BIN", MDFILE_NAMED, 0, 12, 1 },
		{ "md_Kcpu112.BIN", MDFILE_NAMED, 0, 112, 1 },
		{ "md_Kcpu102.BIN", MDFILE_NAMED, 0, 2, 1 },
		{ "md_Kcpu102.BIN", MDFILE_NAMED, 0, 1, 0 },
		{ "md_K.BIN", MDFILE_NAMED, 0, 0, 0 },
		{ "md_K12345678901234567890.BIN", MDFILE_NAMED, 0, 1234567890, 1 },
		{ "md_SHRDIMEM.BIN", MDFILE_OTHER, 0, 0, 0 },
		{ "md_K0080123_17.BI", MDFILE_OTHER, 0, 0, 0 },
		{ "minidump.elf", MDFILE_OTHER, 0, 0, 0 },
		{ ".BIN", MDFILE_OTHER, 0, 0, 0 },
		{ "md_K", MDFILE_OTHER, 0, 0, 0 },
		{ "", MDFILE_OTHER, 0, 0, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct mdfile file = { 0 };

		mdfile_parse(&file, names[i].name);
		if (file.kind != names[i].kind || file.unit != names[i].unit ||
		    mdfile_has_number(&file, names[i].number) != names[i].has)
			fail_msg("'%s': kind %d, unit %#llx, number %llu",
				 names[i].name, file.kind,
				 (unsigned long long)file.unit,
				 (unsigned long long)file.number);
	}
}

static void test_complete(void **state)
{
	(void)state;
	expect_reference();
	assert_string_equal(said, "");
	assert_false(messages.partial);
}

/* The folder, and the core made of it, are the same dump. */
static void test_folder_is_a_dump(void **state)
{
	struct csd_dump *dump = open_dump(md.dir);
	struct buffer core = { 0 };

	(void)state;
	assemble(&core);
	assert_int_equal(dump->files[0].map.size, core.size);
	assert_memory_equal(dump->files[0].map.bytes, core.bytes, core.size);
	assert_string_equal(csd_dump_vmcoreinfo(dump, "OSRELEASE"), "6.12");
	csd_dump_close(dump);
	assert_int_equal(count_records(md.dir), 5);
	assert_string_equal(said, "");
	buffer_free(&core);
}

/* What came first stays as it was, behind it are zeros. */
static void test_short_file(void **state)
{
	(void)state;
	resize_region(1, PAGE + 100);
	expect_reference();
	assert_string_equal(said,
			    "md_K0080003_1.BIN: 4196 bytes instead of 8192: was the download cut off? The rest reads as zero\n");
	assert_true(messages.partial);
	resize_region(3, 1);
	expect_reference();
}

static void test_missing_file(void **state)
{
	struct buffer core = { 0 };
	const Elf64_Phdr *phdr;
	size_t i;

	(void)state;
	for (i = 1; i < md.nr; i++) {
		remove_region(i);
		core.size = 0;
		assemble(&core);
		assert_contains(said, " is missing: ");
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
		assert_true(messages.partial);
		phdr = (const void *)(core.bytes + sizeof(Elf64_Ehdr));
		assert_int_equal(phdr[i].p_type, PT_LOAD);
		assert_int_equal(phdr[i].p_filesz + phdr[i].p_memsz, 0);
		assert_int_equal(count_records(md.dir),
				 5 - md.regions[i].size / PAGE);
		minidump_save(&md);
	}
	buffer_free(&core);
}

static void test_missing_is_named(void **state)
{
	(void)state;
	remove_region(2);
	count_records(md.dir);
	assert_string_equal(said,
			    "md_K0080000_2.BIN is missing: 8192 bytes at 0x80000000 are not in the dump\n");
}

/* One cause, one line: not a line for each file */
static void test_cut_off(void **state)
{
	(void)state;
	remove_region(2);
	remove_region(3);
	assert_int_equal(count_records(md.dir), 2);
	assert_string_equal(said,
			    "md_K0080000_2.BIN and all after it are missing, 2 files: was the table of regions cut off, or the download? 12288 bytes are not in the dump\n");
	assert_true(messages.partial);
	minidump_save(&md);
	remove_region(1);
	remove_region(3);
	count_records(md.dir);
	assert_contains(said, "md_K0080003_1.BIN is missing");
	assert_contains(said, "md_K0080002_3.BIN is missing");
}

/* An empty file has nothing that zeros could stand for. */
static void test_empty_file(void **state)
{
	(void)state;
	resize_region(2, 0);
	assert_int_equal(count_records(md.dir), 3);
	assert_contains(said, "md_K0080000_2.BIN is missing");
	assert_contains(said, "md_K0080000_2.BIN: empty file: ignored");
}

static void test_long_file(void **state)
{
	(void)state;
	resize_region(2, 3 * PAGE);
	assert_int_equal(count_records(md.dir), 5);
	assert_string_equal(said,
			    "md_K0080000_2.BIN: 12288 bytes instead of 8192: what is too much is left out\n");
	assert_true(messages.partial);
}

static void test_extra_files(void **state)
{
	struct buffer core = { 0 };

	(void)state;
	put_file("md_K0012345_9.BIN", PAGE);
	put_file("md_K\033name9.BIN", PAGE);
	put_file("md_OCIMEM.BIN", PAGE);
	put_file("minidump.elf", 1);
	assert_int_equal(count_records(md.dir), 5);
	assert_contains(said, "md_K0012345_9.BIN: belongs to no region in the header: ignored\n");
	assert_contains(said, "md_K?name9.BIN: belongs to no region");
	assert_contains(said, "not of the kernel's minidump, 2 in all, first md_OCIMEM.BIN\n");
	assert_false(messages.partial);
	buffer_free(&core);
}

/* A file that an earlier download left in the folder */
static void test_stale_file(void **state)
{
	(void)state;
	put_file("md_K0080000_1.BIN", 2 * PAGE);
	put_file("md_K0080000_9.BIN", 2 * PAGE);
	assert_int_equal(count_records(md.dir), 5);
	assert_false(messages.partial);
	remove_region(2);
	count_records(md.dir);
	assert_contains(said, "md_K0080000_1.BIN: the header has its address as number 2: is the file of another crash?");
	assert_contains(said, "md_K0080000_9.BIN: belongs to no region");
	assert_true(messages.partial);
}

/* Addresses that a name cannot tell apart */
static void test_far_apart(void **state)
{
	(void)state;
	minidump_end(&md);
	minidump_begin(&md);
	minidump_region(&md, 0, 2, NULL);
	minidump_region(&md, 2, 3, NULL);
	md.regions[2].paddr = TEST_PADDR + (1ULL << 40);
	strcpy(md.regions[2].name, md.regions[1].name);
	minidump_seal(&md);
	md.regions[2].paddr = TEST_PADDR + 2 * PAGE;
	minidump_save(&md);
	assert_int_equal(count_records(md.dir), 2);
	assert_string_equal(said, "");
}

static void test_other_names(void **state)
{
	(void)state;
	minidump_end(&md);
	minidump_begin(&md);
	minidump_region(&md, 3, 2, "printk descs");
	minidump_region(&md, 0, 2, "rq[0]");
	minidump_region(&md, 2, 1, "cpu1");
	minidump_seal(&md);
	minidump_save(&md);
	expect_reference();
	assert_string_equal(said, "");
	/* Without an address the size must be right. */
	resize_region(2, PAGE);
	assert_int_equal(count_records(md.dir), 3);
	assert_contains(said, "md_Krq[0]2.BIN: belongs to no region");
	assert_contains(said, "md_K0080000_2.BIN is missing");
}

/* "cpu1" and 2, or "cpu" and 12? */
static void test_doubtful_names(void **state)
{
	size_t i;

	(void)state;
	minidump_end(&md);
	minidump_begin(&md);
	for (i = 1; i <= 12; i++)
		minidump_region(&md, i, 1, i == 2 ? "cpu1" : "r_");
	minidump_seal(&md);
	minidump_save(&md);
	count_records(md.dir);
	assert_contains(said, "md_Kcpu12.BIN: belongs to no region");
	assert_contains(said, "md_K0080002_2.BIN is missing");
	assert_contains(said, "md_K008000c_12.BIN is missing");
}

/* A header that is not meminspect's: what its numbers mean is not known. */
static void test_foreign_header(void **state)
{
	uint8_t *name;

	(void)state;
	rename_region(1, "md_Kfoo_1.BIN");
	assert_int_equal(count_records(md.dir), 5);
	name = md.head.bytes + sizeof(Elf64_Ehdr) +
	       md.nr * sizeof(Elf64_Phdr) + 12;
	assert_string_equal((char *)name, "MEMINSPECT");
	*name = 'm';
	minidump_save(&md);
	remove_region(1);
	assert_int_equal(count_records(md.dir), 3);
	assert_contains(said, "md_Kfoo_1.BIN: belongs to no region");
}

static void test_no_header(void **state)
{
	struct csd_dump *dump;

	(void)state;
	remove_region(0);
	expect_failure("md_KELF*.BIN is missing");
	assert_int_equal(csd_dump_open(&dump, md.dir, &err), -1);
	assert_contains(err.text, md.dir);
	minidump_save(&md);
	put_file("md_KELF9.BIN", PAGE);
	expect_failure("two headers");
}

/* What firmware leaves that saved no minidump of the kernel's */
static void test_no_minidump(void **state)
{
	struct csd_dump *dump;
	size_t i;

	(void)state;
	for (i = 0; i < md.nr; i++)
		remove_region(i);
	expect_failure("no md_K*.BIN files: the firmware saved no minidump");
	put_file("md_SHRDIMEM.BIN", PAGE);
	put_file("dump_info.txt", 1);
	expect_failure("no md_K*.BIN files: the firmware saved no minidump");
	assert_int_equal(csd_dump_open(&dump, md.dir, &err), -1);
	assert_contains(err.text, md.dir);
}

static void test_no_region(void **state)
{
	(void)state;
	remove_region(1);
	remove_region(2);
	remove_region(3);
	expect_failure("no file belongs to any of the 3 regions in md_KELF_HDR0.BIN");
}

static void test_header_cut_off(void **state)
{
	size_t end = sizeof(Elf64_Ehdr) + md.nr * sizeof(Elf64_Phdr);
	size_t size;

	(void)state;
	for (size = 0; size < end; size += 7) {
		resize_region(0, (off_t)size);
		expect_failure("md_KELF_HDR0.BIN: ");
		minidump_save(&md);
	}
	resize_region(0, (off_t)end + 20);
	assert_int_equal(count_records(md.dir), 5);
	assert_contains(said, "md_KELF_HDR0.BIN: 308 bytes, but its notes end at ");
	assert_true(messages.partial);
}

static Elf64_Phdr *phdr_of(size_t region)
{
	return (Elf64_Phdr *)(void *)(md.head.bytes + sizeof(Elf64_Ehdr)) +
	       region;
}

static void test_header_damaged(void **state)
{
	(void)state;
	phdr_of(1)->p_flags ^= 1;
	minidump_save(&md);
	assert_int_equal(count_records(md.dir), 5);
	assert_contains(said, "its checksum is wrong");
	assert_true(messages.partial);

	phdr_of(1)->p_offset = 100;
	minidump_save(&md);
	expect_failure("program header 1: 8192 bytes at offset 0x64 cannot be");
	phdr_of(1)->p_offset = ~0ULL - PAGE;
	minidump_save(&md);
	expect_failure("program header 1");
	phdr_of(1)->p_offset = PAGE;
	phdr_of(1)->p_filesz = 1ULL << 50;
	minidump_save(&md);
	expect_failure("the header is damaged");
	memset(md.head.bytes, 0, md.head.size);
	minidump_save(&md);
	expect_failure("md_KELF_HDR0.BIN: broken ELF header");
}

/* The files, one behind the other, in the order of @regions. */
static void concatenate(const char *regions, const char *path)
{
	struct buffer core = { 0 };
	char from[128];

	for (; *regions; regions++) {
		minidump_path(&md, (size_t)(*regions - '0'), from,
			      sizeof(from));
		load_bytes(&core, from);
	}
	save_bytes(path, core.bytes, core.size);
	buffer_free(&core);
}

static void test_concatenated(void **state)
{
	struct csd_dump *dump;
	char path[128];

	(void)state;
	minidump_file(&md, "x", path, sizeof(path));
	concatenate("0123", path);
	assert_int_equal(count_records(path), 5);
	assert_string_equal(said, "");

	concatenate("0213", path);
	count_records(path);
	assert_contains(said, "records are not at their place");
	assert_contains(said, "give the folder instead");
	assert_true(messages.partial);

	concatenate("013", path);
	assert_int_equal(csd_dump_open(&dump, path, &err), -1);
	assert_contains(err.text, "a file was left out: give the folder instead");

	concatenate("01233", path);
	assert_int_equal(count_records(path), 5);
	assert_contains(said, "4096 bytes are left over");
	assert_true(messages.partial);
}

/* A page of the header's may be the last that some wrote into it. */
static void test_offsets_not_aligned(void **state)
{
	size_t i;
	char path[128];

	(void)state;
	for (i = 1; i < md.nr; i++)
		phdr_of(i)->p_offset -= 36;
	md.head.size -= 36;
	minidump_save(&md);
	expect_reference();
	minidump_file(&md, "x", path, sizeof(path));
	concatenate("0123", path);
	assert_int_equal(count_records(path), 5);
	md.head.size += 36;
}

static void test_output(void **state)
{
	struct csd_minidump *minidump;
	char path[128];

	(void)state;
	assert_int_equal(csd_minidump_open(&minidump, md.dir, &err), 0);
	put_file("text", 9);
	minidump_file(&md, "text", path, sizeof(path));
	assert_int_equal(csd_minidump_write(minidump, path, false, &err), -1);
	assert_contains(err.text, "is there already");
	assert_int_equal(csd_minidump_write(minidump, path, true, &err), -1);
	assert_contains(err.text, "is no ELF file");
	minidump_file(&md, "core", path, sizeof(path));
	assert_int_equal(csd_minidump_write(minidump, path, false, &err), 0);
	assert_int_equal(csd_minidump_write(minidump, path, false, &err), -1);
	assert_int_equal(csd_minidump_write(minidump, path, true, &err), 0);
	assert_int_equal(csd_minidump_write(minidump, "/nowhere/x", true, &err),
			 -1);
	assert_int_equal(csd_minidump_write(minidump, "/dev/full", true, &err),
			 -1);
	csd_minidump_close(minidump);
}

/* Random regions in random order. No page is in two. */
static void put_random_regions(void)
{
	static const char *const names[] = {
		NULL, NULL, NULL, "printk descs", "rq[0]", "a",
	};
	size_t page = below(3), i, j;
	struct test_region swap;

	while (page < 14) {
		minidump_region(&md, page, 1 + below(3), NULL);
		page += md.regions[md.nr - 1].size / PAGE + below(2);
	}
	for (i = 1; i < md.nr; i++) {
		j = 1 + below(md.nr - 1);
		swap = md.regions[i];
		md.regions[i] = md.regions[j];
		md.regions[j] = swap;
	}
	for (i = 1; i < md.nr; i++) {
		const char *name = names[below(6)];

		md.regions[i].seq = (uint32_t)i;
		if (name)
			snprintf(md.regions[i].name, 10, "K%.8s", name);
	}
}

/* Short files must have an address in their name, and the header all of it. */
static void cut_some(void)
{
	size_t i;

	for (i = 0; i < md.nr; i++)
		if (strlen(md.regions[i].name) == 9 &&
		    md.regions[i].name[8] == '_' && !below(4))
			resize_region(i, (off_t)(1 + below(md.regions[i].size)));
}

/* Firmware may walk its table in any order, the files say the same. */
static void shuffle_table(void)
{
	size_t i, j;
	struct test_region swap;

	for (i = 0; i < md.nr; i++) {
		j = below(md.nr);
		swap = md.regions[i];
		md.regions[i] = md.regions[j];
		md.regions[j] = swap;
	}
}

static void test_random_folders(void **state)
{
	uint64_t runs = random_start(RUNS);

	(void)state;
	while (runs--) {
		minidump_end(&md);
		minidump_begin(&md);
		put_random_regions();
		minidump_seal(&md);
		minidump_save(&md);
		shuffle_table();
		expect_reference();
		assert_string_equal(said, "");
		cut_some();
		expect_reference();
	}
}

static void use_folder(void)
{
	struct csd_minidump *minidump;
	struct csd_dump *dump;
	struct csd_trace trace;
	uint64_t size;

	listen();
	if (csd_minidump_open(&minidump, md.dir, &err))
		return;
	csd_minidump_warn(minidump, &messages);
	size = minidump->size;
	csd_minidump_close(minidump);
	if (size > SMALL || csd_dump_open(&dump, md.dir, &err))
		return;
	if (!csd_trace_read(&trace, dump, &messages, &err))
		csd_trace_free(&trace);
	csd_dump_close(dump);
}

static void damage_name(size_t region)
{
	char name[24], path[128];
	size_t i;

	snprintf(name, sizeof(name), "md_%s%u.BIN", md.regions[region].name,
		 md.regions[region].seq);
	for (i = 1 + below(4); i; i--)
		name[below(strlen(name))] = (char)(1 + below(255));
	for (i = 0; name[i]; i++)
		if (name[i] == '/')
			name[i] = '_';
	minidump_file(&md, name, path, sizeof(path));
	if (strcmp(name, ".") && strcmp(name, ".."))
		rename_region(region, name);
}

/* Names, sizes and headers: it must say something, and not fall over. */
static void test_damage(void **state)
{
	uint64_t runs = random_start(RUNS);
	size_t i;

	(void)state;
	while (runs--) {
		minidump_end(&md);
		minidump_sound(&md);
		for (i = below(4); i; i--)
			damage(md.head.bytes, below(8) ? 320 : md.head.size);
		minidump_save(&md);
		for (i = 0; i < md.nr; i++) {
			if (!below(6))
				resize_region(i, (off_t)below(3 * PAGE));
			if (!below(6))
				damage_name(i);
		}
		use_folder();
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), TEST(test_complete),
		TEST(test_folder_is_a_dump), TEST(test_short_file),
		TEST(test_missing_file), TEST(test_missing_is_named),
		TEST(test_cut_off), TEST(test_empty_file),
		TEST(test_long_file),
		TEST(test_extra_files), TEST(test_stale_file),
		TEST(test_far_apart), TEST(test_other_names),
		TEST(test_doubtful_names), TEST(test_foreign_header),
		TEST(test_no_header), TEST(test_no_minidump),
		TEST(test_no_region),
		TEST(test_header_cut_off), TEST(test_header_damaged),
		TEST(test_concatenated), TEST(test_offsets_not_aligned),
		TEST(test_output), TEST(test_random_folders),
		TEST(test_damage),
	};

	return run_tap(tests);
}
