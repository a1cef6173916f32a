// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a compressed kdump, after diskdump.h. */
#include <zlib.h>

#include "diskdump.h"
#include "test-kdump.h"

#define FIRST_PFN	(TEST_PADDR / KDUMP_PAGE)

/* Of the header */
#define UTSNAME		12
#define UTSNAME_FIELD	65
#define STATUS		424
#define MAX_MAPNR	440
#define NR_CPUS		460
/* Of the sub-header */
#define MAX_MAPNR_64	96

#define ZLIB		1
#define DESC_SIZE	24
#define FIRST_BITMAP	(3 * KDUMP_PAGE)

/* In one bitmap, in whole blocks */
static size_t bitmap_bytes(size_t pages)
{
	return align_up((FIRST_PFN + pages) / 8 + 1, KDUMP_PAGE);
}

static void put_utsname(char *field)
{
	static const char *const fields[] = {
		"Linux", "board", "6.12", "#1", "aarch64",
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		strcpy(field + i * UTSNAME_FIELD, fields[i]);
}

static void put_headers(struct buffer *kdump, size_t pages, const char *info)
{
	struct buffer notes = { 0 };
	uint8_t *head, *sub;

	buffer_zeros(kdump, FIRST_BITMAP);
	head = kdump->bytes;
	sub = head + KDUMP_PAGE;
	memcpy(head, DISKDUMP_MAGIC, 8);
	set_le32(head + 8, 6);
	put_utsname((char *)head + UTSNAME);
	set_le32(head + DISKDUMP_BLOCK_SIZE, KDUMP_PAGE);
	set_le32(head + DISKDUMP_SUB_BLOCKS, 2);
	set_le32(head + DISKDUMP_BITMAP_BLOCKS,
		 (uint32_t)(2 * bitmap_bytes(pages) / KDUMP_PAGE));
	set_le32(head + MAX_MAPNR, (uint32_t)(FIRST_PFN + pages));
	set_le32(head + NR_CPUS, 1);
	set_le64(sub + MAX_MAPNR_64, FIRST_PFN + pages);
	put_note(&notes, "VMCOREINFO", 0, info, strlen(info));
	set_le64(sub + DISKDUMP_NOTES, 2 * KDUMP_PAGE);
	set_le64(sub + DISKDUMP_NOTES + 8, notes.size);
	memcpy(sub + KDUMP_PAGE, notes.bytes, notes.size);
	buffer_free(&notes);
}

static void put_bitmap(struct buffer *kdump, size_t pages, size_t left_out)
{
	size_t start = kdump->size, i, pfn;

	buffer_zeros(kdump, bitmap_bytes(pages));
	for (i = 0; i < pages; i++) {
		pfn = FIRST_PFN + i;
		if (i != left_out)
			kdump->bytes[start + pfn / 8] |= (uint8_t)(1 << pfn % 8);
	}
}

static void put_page(struct buffer *kdump, size_t desc, const uint8_t *page,
		     bool compressed)
{
	uint8_t packed[2 * KDUMP_PAGE];
	uLongf size = sizeof(packed);

	set_le64(kdump->bytes + desc, kdump->size);
	if (compressed) {
		assert_int_equal(compress(packed, &size, page, KDUMP_PAGE),
				 Z_OK);
		set_le32(kdump->bytes + desc + 12, ZLIB);
		page = packed;
	} else {
		size = KDUMP_PAGE;
	}
	set_le32(kdump->bytes + desc + 8, (uint32_t)size);
	buffer_put(kdump, page, size);
}

static size_t descs_offset(const struct buffer *kdump)
{
	return FIRST_BITMAP + (size_t)KDUMP_PAGE *
	       get_le32(kdump->bytes + DISKDUMP_BITMAP_BLOCKS);
}

char *kdump_machine(const struct buffer *kdump)
{
	return (char *)kdump->bytes + UTSNAME + 4 * UTSNAME_FIELD;
}

uint8_t *kdump_page(const struct buffer *kdump, size_t index)
{
	return kdump->bytes + descs_offset(kdump) + index * DESC_SIZE;
}

void put_kdump(struct buffer *kdump, const struct buffer *memory,
	       const char *vmcoreinfo, bool compressed, size_t left_out)
{
	size_t pages = memory->size / KDUMP_PAGE, i, desc;

	put_headers(kdump, pages, vmcoreinfo);
	if (compressed)
		set_le32(kdump->bytes + STATUS, ZLIB);
	put_bitmap(kdump, pages, KDUMP_NO_PAGE);
	put_bitmap(kdump, pages, left_out);
	desc = kdump->size;
	buffer_zeros(kdump, pages * DESC_SIZE);
	for (i = 0; i < pages; i++) {
		if (i == left_out)
			continue;
		put_page(kdump, desc, memory->bytes + i * KDUMP_PAGE,
			 compressed);
		desc += DESC_SIZE;
	}
}

static void put_be64(struct buffer *buf, uint64_t value)
{
	buffer_u64(buf, __builtin_bswap64(value));
}

void put_flat(struct buffer *flat, const struct buffer *file, size_t piece)
{
	size_t start = flat->size, at, size = file->size;

	buffer_zeros(flat, 4096);
	strcpy((char *)flat->bytes + start, "makedumpfile");
	flat->bytes[start + 23] = 1;
	flat->bytes[start + 31] = 1;
	while (size) {
		at = (size - 1) / piece * piece;
		put_be64(flat, at);
		put_be64(flat, size - at);
		buffer_put(flat, file->bytes + at, size - at);
		size = at;
	}
	put_be64(flat, ~0ULL);
	put_be64(flat, ~0ULL);
}
