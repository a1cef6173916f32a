/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A Qualcomm minidump as the files that its download leaves: the header of an
 * ELF core, and a file for each PT_LOAD in it. They are put where the header
 * says. A file that is missing costs its region and no other.
 */
#ifndef CSD_MINIDUMP_H
#define CSD_MINIDUMP_H

#include "mdfile.h"

/*
 * A region: one PT_LOAD
 * @index:	of its program header
 * @paddr:	where it was in memory
 * @offset:	where it is in the core, @size bytes
 * @file:	has its bytes, or NULL
 * @claims:	how many files may be only this one's
 * @claimant:	the last of them
 */
struct mdload {
	size_t index;
	uint64_t paddr;
	uint64_t offset;
	uint64_t size;
	struct mdfile *file;
	size_t claims;
	struct mdfile *claimant;
};

/*
 * @files:	all in the folder
 * @header:	the one that lists the regions
 * @head:	its bytes, but for PT_LOADs without a file: these have no bytes
 * @loads:	in the order of the program headers
 * @size:	bytes of the core
 * @notes_end:	where its notes end
 */
struct csd_minidump {
	struct mdfiles files;
	struct mdfile *header;
	uint8_t *head;
	struct mdload *loads;
	size_t nr_loads;
	uint64_t size;
	uint64_t notes_end;
};

/* Finds a file for each region, each file for at most one. */
void minidump_match(struct csd_minidump *md);

/* Bytes of its file that go into the core; it has one. */
uint64_t mdload_stored(const struct mdload *load);

/* The core, put together in memory. */
int minidump_map(const struct csd_minidump *md, struct mapped *core,
		 struct csd_error *err);

#endif /* CSD_MINIDUMP_H */
