/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compressed kdumps, as makedumpfile writes them: through libkdumpfile, if
 * csdump was built with it.
 */
#ifndef CSD_KDUMPFILE_H
#define CSD_KDUMPFILE_H

#include "dump.h"

bool kdumpfile_is(const uint8_t *bytes, uint64_t size);

/*
 * Adds the memory in @fd, a file of @size @bytes, to @dump, to be fetched on
 * demand, and VMCOREINFO. @fd must stay open as long as the dump.
 */
int kdumpfile_add(struct csd_dump *dump, int fd, const uint8_t *bytes,
		  uint64_t size, struct csd_error *err);

#endif /* CSD_KDUMPFILE_H */
