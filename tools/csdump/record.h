/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshot records (include/uapi/linux/coresight_snapshot.h), untrusted. */
#ifndef CSD_RECORD_H
#define CSD_RECORD_H

#include <linux/coresight_snapshot.h>

#include "csdump.h"

/*
 * Whether a record that says it is at @paddr starts at @bytes. A record's copy
 * at another place is none.
 */
bool record_starts(const uint8_t *bytes, uint64_t room, uint64_t paddr);

/* Whether a record starts at @bytes, and where it says it is. */
bool record_claims(const uint8_t *bytes, uint64_t room, uint64_t *paddr);

/* How many bytes the record at @bytes claims, by its header. */
uint32_t record_size(const uint8_t *bytes);

/* Checks a record that has @room bytes. Errors name offsets in the record. */
int record_parse(struct csd_record *record, const uint8_t *bytes, uint64_t room,
		 struct csd_error *err);

/* What the register at @offset held. Returns whether the record has it. */
bool record_register(const struct csd_record *record, uint32_t offset,
		     uint64_t *value);

#endif /* CSD_RECORD_H */
