/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A dump: pieces of a crashed machine's physical memory, wherever in which
 * file they are. Files are mapped, never read in; of a compressed one those
 * pages are unpacked that somebody wants. A folder's are put together in
 * memory.
 */
#ifndef CSD_DUMP_H
#define CSD_DUMP_H

#include "asked.h"
#include "extent.h"
#include "mapped.h"

/* A file of a dump. A folder's core has no @fd: it is -1. */
struct dump_file {
	struct mapped map;
	int fd;
};

/*
 * @memory:	all memory in the dump
 * @regions:	where records are looked for: parts of @memory
 * @vmcoreinfo:	VMCOREINFO's lines, each ending in NUL, or NULL
 * @asked:	somebody who knows VMCOREINFO's lines instead, or NULL
 * @files:	the mapped files that all of these point into
 * @folders:	what those of them were put together from that were folders
 * @sources:	where memory that is not in a mapped file comes from
 * @ours:	records are looked for in a meminspect core
 * @behind:	bytes of such a core behind all memory that it lists
 */
struct csd_dump {
	struct extents memory;
	struct extents regions;
	char *vmcoreinfo;
	size_t vmcoreinfo_size;
	struct asked *asked;
	struct dump_file *files;
	size_t nr_files;
	struct csd_minidump **folders;
	size_t nr_folders;
	struct lazy_source *sources;
	bool ours;
	uint64_t behind;
};

/* An empty dump. */
struct csd_dump *dump_new(struct csd_error *err);

/*
 * Maps the file at @path until the dump is closed; of a minidump's folder, the
 * core that it makes.
 */
int dump_map(struct csd_dump *dump, const char *path, const uint8_t **bytes,
	     uint64_t *size, struct csd_error *err);

/* Closes @source with the dump. Its memory is added to @dump->memory. */
void dump_add_source(struct csd_dump *dump, struct lazy_source *source);

/*
 * Adds memory out of @size bytes that outlive the dump: an ELF core, or the
 * RAM at @paddr. Without @records they serve for kernel text only.
 */
int dump_add_elf(struct csd_dump *dump, const uint8_t *bytes, uint64_t size,
		 bool records, struct csd_error *err);
int dump_add_ram(struct csd_dump *dump, const uint8_t *bytes, uint64_t size,
		 uint64_t paddr, bool records, struct csd_error *err);

/*
 * The memory at @paddr, or NULL unless all of it lies in one extent.
 * dump_span() gives what there is, at most @size bytes, and how much in *@got:
 * of several extents, the one that has most. Both fetch what they give: do not
 * ask for more than is wanted.
 */
const uint8_t *dump_at(const struct csd_dump *dump, uint64_t paddr,
		       uint64_t size);
const uint8_t *dump_span(const struct csd_dump *dump, uint64_t paddr,
			 uint64_t size, uint64_t *got);

/*
 * A search of all of @ext has come to @off. What it has seen before leaves this
 * process's memory, to be mapped again if it is wanted.
 */
void dump_passed(const struct csd_dump *dump, const struct extent *ext,
		 uint64_t off);

/* Offset in its file of what @bytes points to; 0 if it is in none. */
uint64_t dump_offset(const struct csd_dump *dump, const uint8_t *bytes);

#endif /* CSD_DUMP_H */
