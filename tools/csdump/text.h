/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a struct csd_text together. */
#ifndef CSD_TEXT_H
#define CSD_TEXT_H

#include "csdump.h"

/* Adds a piece behind the last one; joins them where va and bytes go on. */
int text_add(struct csd_text *text, uint64_t va, uint64_t size,
	     const uint8_t *bytes, struct csd_error *err);

/*
 * The run of pieces from @first on without a gap: returns the index behind its
 * last piece, and its bytes in *@size.
 */
size_t text_run(const struct csd_text *text, size_t first, uint64_t *size);

#endif /* CSD_TEXT_H */
