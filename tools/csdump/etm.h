/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trace units: what a decoder must know, out of a source's record. */
#ifndef CSD_ETM_H
#define CSD_ETM_H

#include "csdump.h"

/* Fails if a register that decoding needs is missing or the unit unknown. */
int etm_read(struct csd_etm *etm, const struct csd_record *source,
	     struct csd_error *err);

/*
 * Bytes of @stream before its first A-Sync packet (ETMv4, Arm IHI 0064: eleven
 * zero bytes, then 0x80). Returns false, and *@presync is @size, without one.
 */
bool etm_find_sync(const uint8_t *stream, size_t size, size_t *presync);

#endif /* CSD_ETM_H */
