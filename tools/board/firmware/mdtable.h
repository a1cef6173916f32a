/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of a subsystem's minidump, which the firmware finds by the global
 * table of contents (G-ToC): include/linux/soc/qcom/minidump.h has the format.
 * It is as the dead subsystem left it: nothing in it is to be trusted.
 */
#ifndef MDTABLE_H
#define MDTABLE_H

#include <linux/soc/qcom/minidump.h>

#include "smem.h"

/* Of a file's name, with the NUL that ends it: what the Sahara protocol has */
#define MDREGION_NAME	20

/**
 * struct mdtable - a subsystem's table
 * @toc:	physical address of the G-ToC
 * @subsystem:	physical address of the subsystem's entry there
 * @regions:	physical address of the table
 * @count:	entries
 */
struct mdtable {
	uint64_t toc;
	uint64_t subsystem;
	uint64_t regions;
	uint32_t count;
};

/**
 * struct mdregion - an entry that can be saved
 * @file:	the name of its file
 * @bytes:	what to save
 * @size:	how many
 */
struct mdregion {
	char file[MDREGION_NAME];
	const uint8_t *bytes;
	uint64_t size;
};

/*
 * Find the table of subsystem @id, if it is to be saved. Returns 0, or -1 and
 * @failure.
 */
int mdtable_find(const struct smem *smem, unsigned int id,
		 struct mdtable *table, struct failure *failure);

/* Physical address of entry @i */
uint64_t mdtable_entry(const struct mdtable *table, uint32_t i);

/* Read entry @i. Returns 0, or -1 and @failure: it is not to be saved. */
int mdtable_read(const struct ram *ram, const struct mdtable *table, uint32_t i,
		 struct mdregion *region, struct failure *failure);

#endif /* MDTABLE_H */
