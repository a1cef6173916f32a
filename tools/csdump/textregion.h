/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * meminspect's text region: what the kernel changed in its own text
 * (include/uapi/linux/meminspect_text.h).
 */
#ifndef CSD_TEXTREGION_H
#define CSD_TEXTREGION_H

#include "dump.h"

/* A state that is sound: the words of all sites */
struct textstate {
	const uint8_t *stream;
	uint32_t size;
	uint32_t flags;
	uint64_t sequence;
};

/*
 * @paddr:	where it lies
 * @base:	address of _text
 * @alias:	another address at which text runs, or 0: @alias_size bytes that
 *		begin @alias_of behind @base
 * @lists:	lists of sites, @lists_size bytes
 * @state:	the newest sound state
 * @damaged:	states that are not sound
 */
struct textregion {
	uint64_t paddr;
	uint64_t base;
	uint64_t alias;
	uint32_t alias_of;
	uint32_t alias_size;
	const uint8_t *lists;
	uint32_t lists_size;
	struct textstate state;
	unsigned int damaged;
};

/* Finds the region. Fails if there is none, or none that is of use. */
int textregion_find(struct textregion *region, const struct csd_dump *dump,
		    struct csd_error *err);

/* Reads one out of @room bytes that lie at @paddr. */
int textregion_parse(struct textregion *region, const uint8_t *bytes,
		     uint64_t room, uint64_t paddr, struct csd_error *err);

/*
 * Makes of the text in vmlinux, at the addresses at which it ran, the text
 * that ran. Warns in @log of what is doubtful.
 */
int textregion_apply(const struct textregion *region, struct csd_text *text,
		     struct csd_log *log, struct csd_error *err);

#endif /* CSD_TEXTREGION_H */
