// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads compressed kdumps through libkdumpfile. */
#include "bytes.h"
#include "diskdump.h"
#include "kdumpfile.h"

static const char *const magics[] = { DISKDUMP_MAGIC, "DISKDUMP" };

bool kdumpfile_is(const uint8_t *bytes, uint64_t size)
{
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (size >= strlen(magics[i]) &&
		    !memcmp(bytes, magics[i], strlen(magics[i])))
			return true;
	return false;
}

#ifndef HAVE_LIBKDUMPFILE

int kdumpfile_add(struct csd_dump *dump, int fd, const uint8_t *bytes,
		  uint64_t size, struct csd_error *err)
{
	(void)dump;
	(void)fd;
	(void)bytes;
	(void)size;
	return csd_error_set(err, "a compressed kdump, for which this csdump lacks libkdumpfile; install libkdumpfile-dev and build csdump again");
}

#else

#include <inttypes.h>
#include <libkdumpfile/kdumpfile.h>

#include "vmcoreinfo.h"

/* What the sub-header refers to */
static const struct {
	const char *name;
	unsigned int offset;
} parts[] = {
	{ "VMCOREINFO", DISKDUMP_VMCOREINFO },
	{ "notes", DISKDUMP_NOTES },
	{ "erase information", DISKDUMP_ERASEINFO },
};

/* More pieces of memory than this are no machine, but a broken dump. */
#define MAX_PIECES	65536
/* Arm has no longer physical addresses. */
#define MAX_PADDR	(1ULL << 52)

/*
 * libkdumpfile keeps this many pages, and searches them one by one for each
 * that it reads. Here no page is wanted twice.
 */
#define CACHE_PAGES	8

struct kdumpfile {
	struct lazy_source source;
	kdump_ctx_t *ctx;
};

/* libkdumpfile's messages may span lines. */
static int set_error(struct csd_error *err, kdump_ctx_t *ctx, const char *what)
{
	const char *why = kdump_get_err(ctx);
	char *c;

	csd_error_set(err, "%s: %s", what, why ? why : "no reason is known");
	for (c = err->text; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return -1;
}

static enum lazy_state fetch(void *priv, uint64_t paddr, uint8_t *page,
			     struct csd_error *err)
{
	struct kdumpfile *file = priv;
	size_t size = file->source.page_size;
	kdump_status status;

	status = kdump_read(file->ctx, KDUMP_MACHPHYSADDR, paddr, page, &size);
	if (status == KDUMP_OK)
		return LAZY_HELD;
	if (status == KDUMP_ERR_NODATA)
		return LAZY_LEFT_OUT;
	set_error(err, file->ctx, "compressed kdump");
	return LAZY_BROKEN;
}

static void close_file(void *priv)
{
	struct kdumpfile *file = priv;

	if (file->ctx)
		kdump_free(file->ctx);
	free(file);
}

static bool is_page_size(uint64_t size)
{
	return size == 4096 || size == 16384 || size == 65536;
}

static int check_machine(struct kdumpfile *file, struct csd_error *err)
{
	kdump_num_t page_size;
	const char *arch;

	if (kdump_get_string_attr(file->ctx, KDUMP_ATTR_ARCH_NAME, &arch) ||
	    kdump_get_number_attr(file->ctx, KDUMP_ATTR_PAGE_SIZE, &page_size))
		return set_error(err, file->ctx, "compressed kdump of an unknown machine");
	if (strcmp(arch, KDUMP_ARCH_AARCH64))
		return csd_error_set(err, "compressed kdump of machine %.40s, not for 64-bit Arm",
				     arch);
	if (!is_page_size(page_size))
		return csd_error_set(err, "compressed kdump: pages of %" PRIu64 " bytes are not 4096, 16384 or 65536",
				     (uint64_t)page_size);
	file->source.page_size = page_size;
	return 0;
}

static int open_file(struct kdumpfile *file, int fd, struct csd_error *err)
{
	file->source.fetch = fetch;
	file->source.close = close_file;
	file->source.priv = file;
	file->ctx = kdump_new();
	if (!file->ctx)
		return csd_error_set(err, "out of memory");
	kdump_set_number_attr(file->ctx, "cache.size", CACHE_PAGES);
	/* A file that ends too early would be a signal rather than an error. */
	kdump_set_number_attr(file->ctx, KDUMP_ATTR_FILE_MMAP_POLICY,
			      KDUMP_MMAP_NEVER);
	if (kdump_open_fd(file->ctx, fd)) {
		set_error(err, file->ctx, "compressed kdump");
		/* See check_header(). */
		file->ctx = NULL;
		return -1;
	}
	if (check_machine(file, err))
		return -1;
	return lazy_source_init(&file->source, err);
}

/* The page frames of a piece of memory. */
static int add_piece(struct csd_dump *dump, struct kdumpfile *file,
		     uint64_t first, uint64_t end, struct csd_error *err)
{
	uint64_t page = file->source.page_size;
	struct lazy *lazy;

	if (end > MAX_PADDR / page)
		return csd_error_set(err, "compressed kdump: page frames 0x%" PRIx64 " to 0x%" PRIx64 " are beyond any memory",
				     first, end);
	lazy = lazy_new(&file->source, first * page, (end - first) * page, err);
	if (!lazy)
		return -1;
	if (!extents_add_lazy(&dump->memory, lazy, err))
		return 0;
	lazy_free(lazy);
	return -1;
}

/* The bitmap says what is memory, in the dump or not. */
static int add_pieces(struct csd_dump *dump, struct kdumpfile *file,
		      kdump_bmp_t *map, struct csd_error *err)
{
	kdump_addr_t first = 0, end;
	size_t nr;

	for (nr = 0; !kdump_bmp_find_set(map, &first); nr++, first = end) {
		if (nr == MAX_PIECES)
			return csd_error_set(err, "compressed kdump: more than %d pieces of memory",
					     MAX_PIECES);
		end = first;
		if (kdump_bmp_find_clear(map, &end) || end <= first)
			return csd_error_set(err, "compressed kdump: no end of the memory at page frame 0x%" PRIx64,
					     (uint64_t)first);
		if (add_piece(dump, file, first, end, err))
			return -1;
	}
	return 0;
}

static int add_memory(struct csd_dump *dump, struct kdumpfile *file,
		      struct csd_error *err)
{
	kdump_attr_t map = { .type = KDUMP_BITMAP };

	if (kdump_get_typed_attr(file->ctx, KDUMP_ATTR_MEMORY_PAGEMAP, &map))
		return set_error(err, file->ctx, "compressed kdump without a map of memory");
	return add_pieces(dump, file, map.val.bitmap, err);
}

/* kdump_vmcoreinfo_raw() would first want to know the operating system. */
static int add_vmcoreinfo(struct csd_dump *dump, struct kdumpfile *file,
			  struct csd_error *err)
{
	kdump_attr_t raw = { .type = KDUMP_BLOB };
	int ret;

	if (kdump_get_typed_attr(file->ctx, "linux.vmcoreinfo.raw", &raw))
		return 0;
	ret = vmcoreinfo_from_text(dump, kdump_blob_pin(raw.val.blob),
				   kdump_blob_size(raw.val.blob), err);
	kdump_blob_unpin(raw.val.blob);
	return ret;
}

/* Their memory would be allocated before they are read. */
static int check_parts(const uint8_t *sub, uint64_t file_size,
		       struct csd_error *err)
{
	uint64_t offset, size;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		offset = get_le64(sub + parts[i].offset);
		size = get_le64(sub + parts[i].offset + 8);
		if (!fits(offset, size, file_size))
			return csd_error_set(err, "compressed kdump: %" PRIu64 " bytes of %s at offset 0x%" PRIx64 " lie outside the file of %" PRIu64 " bytes; was the dump cut off?",
					     size, parts[i].name, offset,
					     file_size);
	}
	return 0;
}

/*
 * libkdumpfile 0.5.1 does not survive kdump_free() after it refused a file:
 * so a header that it would refuse must not come that far.
 */
static int check_header(const uint8_t *bytes, uint64_t size,
			struct csd_error *err)
{
	uint64_t block, blocks;

	if (size < DISKDUMP_HEADER_SIZE)
		return csd_error_set(err, "compressed kdump: the header is cut off after %" PRIu64 " bytes",
				     size);
	block = get_le32(bytes + DISKDUMP_BLOCK_SIZE);
	if (!is_page_size(block))
		return csd_error_set(err, "compressed kdump: the block size of %" PRIu64 " at offset 0x%x is not 4096, 16384 or 65536",
				     block, DISKDUMP_BLOCK_SIZE);
	blocks = 1 + (uint64_t)get_le32(bytes + DISKDUMP_SUB_BLOCKS) +
		 get_le32(bytes + DISKDUMP_BITMAP_BLOCKS);
	if (blocks > size / block)
		return csd_error_set(err, "compressed kdump: %" PRIu64 " blocks of header and bitmaps do not fit in the file of %" PRIu64 " bytes; was the dump cut off?",
				     blocks, size);
	if (blocks < 3)
		return csd_error_set(err, "compressed kdump: there is no sub-header or no bitmap");
	return check_parts(bytes + block, size, err);
}

int kdumpfile_add(struct csd_dump *dump, int fd, const uint8_t *bytes,
		  uint64_t size, struct csd_error *err)
{
	struct kdumpfile *file;

	if (check_header(bytes, size, err))
		return -1;
	file = calloc(1, sizeof(*file));
	if (!file)
		return csd_error_set(err, "out of memory");
	if (open_file(file, fd, err)) {
		lazy_source_close(&file->source);
		return -1;
	}
	dump_add_source(dump, &file->source);
	if (add_memory(dump, file, err))
		return -1;
	return add_vmcoreinfo(dump, file, err);
}

#endif /* HAVE_LIBKDUMPFILE */
