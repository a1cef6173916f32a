/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for snapshot records in a dump. */
#ifndef CSD_SCAN_H
#define CSD_SCAN_H

#include "dump.h"

/*
 * All sound records, by physical address, each once. The caller frees the
 * array. Broken ones are warned of in @log.
 */
int scan_records(const struct csd_dump *dump, struct csd_record **records,
		 size_t *nr, struct csd_log *log, struct csd_error *err);

#endif /* CSD_SCAN_H */
