// SPDX-License-Identifier: GPL-2.0-or-later
/* The meminspect image in RAM, old ones, copies and broken ones. */
#include <elf.h>
#include <linux/meminspect.h>
#include <zlib.h>

#include "image.h"
#include "test-build.h"

#define PAGE	MEMINSPECT_IMAGE_ALIGN

static struct buffer ram;
static struct csd_error err;

/* Where the note's descriptor is in an image of two program headers */
#define DESC	(sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) + 12 + 12)

static void seal(uint8_t *image)
{
	uLong crc = crc32(0, image,
			  sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr));

	crc = crc32(crc, image + DESC,
		    offsetof(struct meminspect_image_note, crc));
	set_le32(image + DESC + offsetof(struct meminspect_image_note, crc),
		 (uint32_t)crc);
}

/* An image at page @page of the RAM that lists page @listed. */
static void put_image(size_t page, uint64_t sequence, size_t listed)
{
	uint64_t self = TEST_PADDR + page * PAGE;
	struct meminspect_image_note note = { .sequence = sequence };
	struct buffer image = { 0 }, region = { 0 };
	Elf64_Phdr *phdr;

	put_core(&image, &region, TEST_PADDR + listed * PAGE, NULL);
	note.paddr = self;
	put_note(&image, MEMINSPECT_NOTE_NAME, MEMINSPECT_NOTE_IMAGE, &note,
		 sizeof(note));
	put_note(&image, "VMCOREINFO", 0, "PAGESIZE=4096\n", 14);
	phdr = (Elf64_Phdr *)(void *)(image.bytes + sizeof(Elf64_Ehdr));
	phdr[0].p_filesz = image.size - phdr[0].p_offset;
	phdr[1].p_offset = image.size;
	phdr[1].p_filesz = PAGE;
	/* The region's bytes would follow the image in a file. */
	set_le64(image.bytes + DESC +
		 offsetof(struct meminspect_image_note, size), image.size);
	seal(image.bytes);
	memcpy(ram.bytes + page * PAGE, image.bytes, image.size);
	buffer_free(&image);
	buffer_free(&region);
}

static int setup(void **state)
{
	(void)state;
	buffer_zeros(&ram, 8 * PAGE);
	put_image(1, 5, 4);
	put_image(2, 6, 5);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_free(&ram);
	return 0;
}

/* Expects one region of a page, or, for 0, all of RAM. */
static void expect_region(size_t page)
{
	struct csd_dump *dump = dump_of_ram(&ram);

	assert_int_equal(dump->regions.nr, 1);
	assert_true(dump->regions.all[0].paddr == TEST_PADDR + page * PAGE);
	assert_int_equal(dump->regions.all[0].size, page ? PAGE : ram.size);
	assert_ptr_equal(dump->regions.all[0].bytes, ram.bytes + page * PAGE);
	if (page)
		assert_string_equal(csd_dump_vmcoreinfo(dump, "PAGESIZE"),
				    "4096");
	csd_dump_close(dump);
}

static void test_newest_counts(void **state)
{
	(void)state;
	expect_region(5);
	put_image(3, 4, 6);
	expect_region(5);
	put_image(1, 7, 6);
	expect_region(6);
}

static void test_torn_image_does_not_count(void **state)
{
	(void)state;
	ram.bytes[2 * PAGE + DESC + 16]++;
	expect_region(4);
}

static void test_copy_does_not_count(void **state)
{
	(void)state;
	put_image(3, 9, 6);
	memmove(ram.bytes + 4 * PAGE, ram.bytes + 3 * PAGE, PAGE);
	memset(ram.bytes + 3 * PAGE, 0, PAGE);
	expect_region(5);
}

static void test_every_bit_is_checked(void **state)
{
	uint8_t *image = ram.bytes + 2 * PAGE;
	size_t i;

	(void)state;
	for (i = 0; i < DESC + sizeof(struct meminspect_image_note); i++) {
		image[i] ^= 1;
		if (i < sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) ||
		    i >= DESC)
			expect_region(4);
		image[i] ^= 1;
	}
}

static void test_no_image(void **state)
{
	(void)state;
	memset(ram.bytes, 0, ram.size);
	expect_region(0);
}

/* A region that RAM does not hold, or not all of it */
static void test_region_outside(void **state)
{
	struct csd_dump *dump;

	(void)state;
	put_image(2, 6, 100);
	dump = dump_of_ram(&ram);
	assert_int_equal(dump->regions.nr, 0);
	csd_dump_close(dump);
}

/*
 * Expects one region of a page, or, for 0, all memory, of a kdump: an ELF core
 * of all RAM, but the kernel's own VMCOREINFO.
 */
static void expect_in_core(size_t page)
{
	struct buffer elf = { 0 };
	struct csd_dump *dump;

	put_core(&elf, &ram, TEST_PADDR, "PAGESIZE=4096\n");
	dump = dump_of_core(&elf);
	assert_int_equal(dump->regions.nr, 1);
	assert_true(dump->regions.all[0].paddr == TEST_PADDR + page * PAGE);
	assert_int_equal(dump->regions.all[0].size, page ? PAGE : ram.size);
	csd_dump_close(dump);
	buffer_free(&elf);
}

/* What the newest image in a kdump lists counts. */
static void test_kdump(void **state)
{
	(void)state;
	expect_in_core(5);
	memset(ram.bytes, 0, ram.size);
	expect_in_core(0);
}

static uint64_t left_out;

static enum lazy_state fetch(void *priv, uint64_t paddr, uint8_t *page,
			     struct csd_error *why)
{
	(void)priv;
	(void)why;
	if (paddr == left_out)
		return LAZY_LEFT_OUT;
	memcpy(page, ram.bytes + (paddr - TEST_PADDR), PAGE);
	return LAZY_HELD;
}

static void close_nothing(void *priv)
{
	(void)priv;
}

/* Expects one region, of a page, in RAM that is fetched on demand. */
static void expect_in_lazy(size_t page)
{
	struct lazy_source source = {
		.fetch = fetch, .close = close_nothing, .page_size = PAGE,
	};
	struct csd_dump *dump = dump_new(&err);
	struct lazy *lazy;

	assert_non_null(dump);
	assert_int_equal(lazy_source_init(&source, &err), 0);
	dump_add_source(dump, &source);
	lazy = lazy_new(&source, TEST_PADDR, ram.size, &err);
	assert_non_null(lazy);
	assert_int_equal(extents_add_lazy(&dump->memory, lazy, &err), 0);
	assert_int_equal(image_regions(dump, 0, &err), 0);
	assert_int_equal(dump->regions.nr, 1);
	assert_true(dump->regions.all[0].paddr == TEST_PADDR + page * PAGE);
	assert_int_equal(dump->regions.all[0].size, PAGE);
	csd_dump_close(dump);
}

/* Memory must be fetched before an image in it is read, and may be missing. */
static void test_lazy(void **state)
{
	(void)state;
	left_out = 0;
	expect_in_lazy(5);
	left_out = TEST_PADDR + 2 * PAGE;
	expect_in_lazy(4);
}

/* An image that was written out with its regions has nothing but these. */
static void test_minidump(void **state)
{
	struct buffer image = { 0 };
	struct csd_dump *dump;
	Elf64_Phdr *load;

	(void)state;
	buffer_put(&image, ram.bytes + PAGE, PAGE);
	buffer_put(&image, ram.bytes, ram.size);
	load = (Elf64_Phdr *)(void *)(image.bytes + sizeof(Elf64_Ehdr)) + 1;
	load->p_offset = PAGE;
	load->p_paddr = TEST_PADDR;
	load->p_filesz = ram.size;
	dump = dump_of_core(&image);
	assert_int_equal(dump->regions.nr, 1);
	assert_true(dump->regions.all[0].paddr == TEST_PADDR);
	assert_int_equal(dump->regions.all[0].size, ram.size);
	csd_dump_close(dump);
	buffer_free(&image);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_newest_counts),
		TEST(test_torn_image_does_not_count),
		TEST(test_copy_does_not_count),
		TEST(test_every_bit_is_checked),
		TEST(test_no_image),
		TEST(test_region_outside),
		TEST(test_kdump),
		TEST(test_lazy),
		TEST(test_minidump),
	};

	return run_tap(tests);
}
