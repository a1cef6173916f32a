/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes wrong with minidumps: a table as a broken device has it, or a
 * download that loses something.
 */
#ifndef FAULT_H
#define FAULT_H

#include "mdtable.h"

enum fault_kind {
	FAULT_NONE,
	FAULT_DISABLED,		/* the firmware saves no minidumps */
	FAULT_ENCRYPTING,	/* the regions' encryption did not end */
	FAULT_INVALID,		/* an entry does not count */
	FAULT_TRUNCATED,	/* entries from one on are not in the table */
	FAULT_MISSING,		/* a file is lost */
	FAULT_SHORT,		/* half of a file is lost */
};

/**
 * struct fault - what goes wrong
 * @kind:	how
 * @region:	with which entry of the table, if it is about one
 */
struct fault {
	enum fault_kind kind;
	uint32_t region;
};

/* Read "KIND" or "KIND=REGION". Returns 0, or -1 and @failure. */
int fault_parse(const char *text, struct fault *fault, struct failure *failure);

/* Do to a sound table what the fault does. Returns 0, or -1 and @failure. */
int fault_break(const struct fault *fault, const struct ram *ram,
		const struct mdtable *table, struct failure *failure);

/* How many of the @size bytes of entry @i arrive. */
uint64_t fault_arrive(const struct fault *fault, uint32_t i, uint64_t size);

#endif /* FAULT_H */
