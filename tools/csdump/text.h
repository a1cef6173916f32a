/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a struct csd_text together. */
#ifndef CSD_TEXT_H
#define CSD_TEXT_H

#include "csdump.h"

/* Adds a piece behind the last one; joins them where va and bytes go on. */
int text_add(struct csd_text *text, uint64_t va, uint64_t size,
	     const uint8_t *bytes, struct csd_error *err);

/* Puts the pieces in order. Where two overlap, one of them is dropped. */
void text_sort(struct csd_text *text);

/* @size bytes of memory that live as long as @text; NULL without memory. */
uint8_t *text_alloc(struct csd_text *text, size_t size, struct csd_error *err);

/* Copies all pieces, so that they can be changed. */
int text_own(struct csd_text *text, struct csd_error *err);

/*
 * The @size bytes at @va, if one of the first @nr pieces has them all, or NULL.
 * They may be changed if text_own() copied them.
 */
uint8_t *text_at(const struct csd_text *text, size_t nr, uint64_t va,
		 uint64_t size);

/* Puts @piece over an ordered text that may be changed, and adds the rest. */
int text_cover(struct csd_text *text, const struct csd_piece *piece,
	       struct csd_error *err);

/*
 * The run of pieces from @first on without a gap: returns the index behind its
 * last piece, and its bytes in *@size.
 */
size_t text_run(const struct csd_text *text, size_t first, uint64_t *size);

#endif /* CSD_TEXT_H */
