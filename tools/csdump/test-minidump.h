/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folders as the download of a Qualcomm minidump leaves them, and the core that
 * other tools make of one.
 */
#ifndef CSD_TEST_MINIDUMP_H
#define CSD_TEST_MINIDUMP_H

#include "test-build.h"

#define TEST_REGIONS	40

/* An entry of the region table that firmware goes by */
struct test_region {
	char name[17];
	uint32_t seq;
	uint64_t paddr;
	uint64_t size;
};

/*
 * @dir:	the folder
 * @memory:	of the machine, from TEST_PADDR on
 * @head:	the header's region
 * @regions:	the table: the header, then one for each PT_LOAD
 */
struct test_minidump {
	char dir[64];
	struct buffer memory;
	struct buffer head;
	struct test_region regions[TEST_REGIONS];
	size_t nr;
};

/* An empty folder, and the memory of put_machine(). */
void minidump_begin(struct test_minidump *md);
int minidump_end(struct test_minidump *md);

/* Adds a region of whole pages. Its name is its address, or K and @name. */
void minidump_region(struct test_minidump *md, size_t page, size_t pages,
		     const char *name);
/* Makes the header, of what was added, in this order. */
void minidump_seal(struct test_minidump *md);
/* Writes all files. */
void minidump_save(const struct test_minidump *md);
/* A sound one: the machine in three regions, not in order of their address. */
void minidump_sound(struct test_minidump *md);

/* Path of a region's file, or of any other in the folder. */
void minidump_path(const struct test_minidump *md, size_t region, char *path,
		   size_t room);
void minidump_file(const struct test_minidump *md, const char *name,
		   char *path, size_t room);

void save_bytes(const char *path, const void *bytes, size_t size);
void load_bytes(struct buffer *buf, const char *path);

/*
 * What qdl makes of the folder: the header; the first region whose name starts
 * with md_K and whose address no PT_LOAD has; for each PT_LOAD the first region
 * with its address, zeros behind it up to p_filesz. Nothing is cut, and what is
 * not there moves what follows.
 */
void minidump_join(const struct test_minidump *md, struct buffer *core);

#endif /* CSD_TEST_MINIDUMP_H */
