/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that is fetched page by page, when somebody looks at it: a dump that
 * is compressed is not unpacked as a whole.
 */
#ifndef CSD_LAZY_H
#define CSD_LAZY_H

#include "csdump.h"

enum lazy_state {
	LAZY_UNKNOWN,		/* not looked at so far */
	LAZY_HELD,
	LAZY_LEFT_OUT,		/* the dump was made without this page */
	LAZY_BROKEN,
};

/*
 * Where pages come from.
 * @fetch:	gets the page of @page_size bytes at @paddr; sets @err if broken
 * @close:	frees @priv
 * @next:	of the same dump
 * @room:	bytes that may still be kept: a small dump can claim a lot
 * @look:	the page looked at last, at @look_paddr, without keeping it
 * @nr_broken:	pages that could not be had; @first says why, of the first
 */
struct lazy_source {
	enum lazy_state (*fetch)(void *priv, uint64_t paddr, uint8_t *page,
				 struct csd_error *err);
	void (*close)(void *priv);
	void *priv;
	struct lazy_source *next;
	uint64_t page_size;
	uint64_t room;
	uint8_t *look;
	uint64_t look_paddr;
	enum lazy_state look_state;
	uint64_t nr_broken;
	struct csd_error first;
};

/* @size bytes at @paddr, whole pages; @bytes is where they go */
struct lazy {
	struct lazy_source *source;
	uint64_t paddr;
	uint64_t size;
	uint8_t *bytes;
	uint8_t *state;
};

/* Sets up @source, whose @fetch, @close, @priv and @page_size are set. */
int lazy_source_init(struct lazy_source *source, struct csd_error *err);
/* Closes it, and what it is a part of. */
void lazy_source_close(struct lazy_source *source);

/* Memory of which nothing is fetched yet. NULL upon failure. */
struct lazy *lazy_new(struct lazy_source *source, uint64_t paddr, uint64_t size,
		      struct csd_error *err);
void lazy_free(struct lazy *lazy);

/*
 * Fetches [@off, @off + @size), to be kept at @lazy->bytes. Returns how many
 * of these bytes there are before the first page that is not to be had.
 */
uint64_t lazy_fetch(struct lazy *lazy, uint64_t off, uint64_t size);

/*
 * What is at @off, valid until the next look, and in *@room how far the page
 * goes; NULL if it is not to be had.
 */
const uint8_t *lazy_look(struct lazy *lazy, uint64_t off, uint64_t *room);

#endif /* CSD_LAZY_H */
