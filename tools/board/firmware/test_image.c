// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <linux/meminspect.h>

#include "image.h"

#define PAGE		4096
#define BASE		0x40000000
#define PAGES		16
#define SEGMENTS	3
/* Where the images of these tests are, and what they list */
#define FIRST		(2 * PAGE)
#define SECOND		(5 * PAGE)
#define REGION		(8 * PAGE)

static uint8_t memory[PAGES * PAGE];
static const struct ram ram = { memory, BASE, sizeof(memory) };

struct test_image {
	Elf64_Ehdr header;
	Elf64_Phdr segments[SEGMENTS];
	Elf64_Nhdr note;
	char name[12];
	struct meminspect_image_note desc;
};

static struct test_image *image_at(size_t offset)
{
	return (struct test_image *)(memory + offset);
}

static void seal(struct test_image *image)
{
	uint32_t crc = crc32(0, (void *)&image->header,
			     sizeof(image->header) + sizeof(image->segments));

	image->desc.crc = crc32(crc, (void *)&image->desc,
				offsetof(struct meminspect_image_note, crc));
}

/* Put an image with two regions of 100 and 200 bytes at @offset. */
static struct test_image *put_image(size_t offset, uint64_t sequence)
{
	struct test_image *image = image_at(offset);

	*image = (struct test_image){
		.header = {
			.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64,
				     ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_CORE,
			.e_machine = EM_AARCH64,
			.e_phoff = sizeof(Elf64_Ehdr),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = SEGMENTS,
		},
		.segments = {
			{ .p_type = PT_NOTE,
			  .p_offset = offsetof(struct test_image, note),
			  .p_filesz = sizeof(*image) -
				      offsetof(struct test_image, note) },
			{ .p_type = PT_LOAD, .p_offset = PAGE,
			  .p_paddr = BASE + REGION, .p_filesz = 100 },
			{ .p_type = PT_LOAD, .p_offset = 2 * PAGE,
			  .p_paddr = BASE + REGION + PAGE, .p_filesz = 200 },
		},
		.note = { sizeof(MEMINSPECT_NOTE_NAME),
			  sizeof(struct meminspect_image_note),
			  MEMINSPECT_NOTE_IMAGE },
		.name = MEMINSPECT_NOTE_NAME,
		.desc = { .paddr = BASE + offset, .size = sizeof(*image),
			  .sequence = sequence },
	};
	seal(image);
	return image;
}

static int setup(void **state)
{
	(void)state;
	memset(memory, 0, sizeof(memory));
	return 0;
}

static void assert_found(size_t offset)
{
	struct failure error;
	struct image image;

	assert_int_equal(image_find(&ram, &image, &error), 0);
	assert_int_equal(image.paddr, BASE + offset);
	assert_int_equal(image_check(&ram, &image, &error), 0);
}

static void assert_not_found(const char *why)
{
	struct failure error;
	struct image image;

	assert_int_equal(image_find(&ram, &image, &error), -1);
	assert_non_null(strstr(error.text, why));
}

static void assert_refused(const char *why)
{
	struct failure error;
	struct image image;

	assert_int_equal(image_find(&ram, &image, &error), 0);
	assert_int_equal(image_check(&ram, &image, &error), -1);
	assert_non_null(strstr(error.text, why));
}

static void finds_an_image(void **state)
{
	(void)state;
	put_image(FIRST, 1);
	assert_found(FIRST);
}

static void finds_none_in_empty_ram(void **state)
{
	(void)state;
	assert_not_found("no core image");
}

static void takes_the_newest(void **state)
{
	(void)state;
	put_image(FIRST, 8);
	put_image(SECOND, 7);
	assert_found(FIRST);
	put_image(SECOND, 9);
	assert_found(SECOND);
}

static void falls_back_to_the_older_of_a_torn_update(void **state)
{
	(void)state;
	put_image(FIRST, 8);
	put_image(SECOND, 9)->segments[1].p_filesz++;
	assert_found(FIRST);
}

static void says_where_the_checksum_is_wrong(void **state)
{
	(void)state;
	put_image(FIRST, 1)->header.e_flags++;
	assert_not_found("0x40002000: wrong checksum");
}

static void ignores_a_copy_elsewhere(void **state)
{
	(void)state;
	put_image(FIRST, 1);
	memcpy(memory + SECOND, memory + FIRST, PAGE);
	image_at(SECOND)->desc.sequence = 2;
	seal(image_at(SECOND));
	assert_found(FIRST);
}

static void ignores_an_unaligned_image(void **state)
{
	(void)state;
	put_image(FIRST + 64, 1);
	assert_not_found("no core image");
}

static void ignores_other_elf_files(void **state)
{
	(void)state;
	put_image(FIRST, 1)->header.e_type = ET_EXEC;
	put_image(SECOND, 1)->name[0] = 'm';
	assert_not_found("no core image");
}

static void ignores_headers_cut_off_by_the_end_of_ram(void **state)
{
	struct test_image *image = put_image(sizeof(memory) - PAGE, 1);

	(void)state;
	image->header.e_phnum = 0xffff;
	seal(image);
	assert_not_found("no core image");
}

static void ignores_a_note_outside_ram(void **state)
{
	(void)state;
	put_image(FIRST, 1)->segments[0].p_offset = UINT64_MAX - 8;
	assert_not_found("no core image");
}

static void refuses_a_segment_outside_ram(void **state)
{
	struct test_image *image = put_image(FIRST, 1);

	(void)state;
	image->segments[2].p_paddr = BASE + sizeof(memory) - 199;
	seal(image);
	assert_refused("segment 2 (0x4000ff39, 200 bytes) is not in RAM");
	image->segments[2].p_paddr = BASE - 1;
	seal(image);
	assert_refused("is not in RAM");
	image->segments[2].p_paddr = BASE;
	image->segments[2].p_filesz = UINT64_MAX;
	seal(image);
	assert_refused("is not in RAM");
}

static void refuses_segments_that_overlap(void **state)
{
	struct test_image *image = put_image(FIRST, 1);

	(void)state;
	image->segments[1].p_offset = 2 * PAGE + 199;
	seal(image);
	assert_refused("segment 1 overlaps at offset 0x20c7");
	image->segments[1].p_offset = sizeof(*image) - 1;
	seal(image);
	assert_refused("segment 1 overlaps");
}

static void refuses_a_segment_far_out(void **state)
{
	struct test_image *image = put_image(FIRST, 1);

	(void)state;
	image->segments[1].p_offset = UINT64_MAX;
	seal(image);
	assert_refused("too far out");
}

static void refuses_other_segment_types(void **state)
{
	struct test_image *image = put_image(FIRST, 1);

	(void)state;
	image->segments[1].p_type = PT_NOTE;
	seal(image);
	assert_refused("segment 1 is not PT_LOAD");
}

static void refuses_a_wrong_size(void **state)
{
	struct test_image *image = put_image(FIRST, 1);

	(void)state;
	image->desc.size = sizeof(*image) - 1;
	seal(image);
	assert_refused("size");
	image->desc.size = sizeof(memory);
	seal(image);
	assert_refused("size");
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finds_an_image),
		TEST(finds_none_in_empty_ram),
		TEST(takes_the_newest),
		TEST(falls_back_to_the_older_of_a_torn_update),
		TEST(says_where_the_checksum_is_wrong),
		TEST(ignores_a_copy_elsewhere),
		TEST(ignores_an_unaligned_image),
		TEST(ignores_other_elf_files),
		TEST(ignores_headers_cut_off_by_the_end_of_ram),
		TEST(ignores_a_note_outside_ram),
		TEST(refuses_a_segment_outside_ram),
		TEST(refuses_segments_that_overlap),
		TEST(refuses_a_segment_far_out),
		TEST(refuses_other_segment_types),
		TEST(refuses_a_wrong_size),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
