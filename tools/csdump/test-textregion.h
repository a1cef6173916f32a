/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds a text region for tests, from its lists, its words and its spots. */
#ifndef CSD_TEST_TEXTREGION_H
#define CSD_TEST_TEXTREGION_H

#include <linux/meminspect_text.h>

#include "test-build.h"

#define HEAD(name)	offsetof(struct meminspect_text, name)
#define STATE(name)	offsetof(struct meminspect_text_state, name)

/*
 * @lists:	lists of sites
 * @state:	the words
 * @region:	what region_build() makes of both
 */
struct test_region {
	struct buffer lists;
	struct buffer state;
	struct buffer region;
};

void put_number(struct buffer *to, uint64_t value);
void put_delta(struct buffer *to, int64_t words);

/* A list of sites, of @words words each; @sites ends with 0. */
void put_list(struct test_region *test, unsigned int words,
	      unsigned int before, const int *sites);

/* A run of a word that is new, or of the Nth of those that were */
void put_new_run(struct test_region *test, unsigned int sites, uint32_t word);
void put_run(struct test_region *test, unsigned int sites, unsigned int nth);

/* A word at @at, counted in words from the end of the last spot */
void put_spot(struct test_region *test, int64_t at, uint32_t word);

/* The region at @paddr: an empty first state, and the words as the second */
void region_build(struct test_region *test, uint64_t paddr, uint64_t base);

/* Sets the head of a state; the checksum is left. */
void set_state(struct test_region *test, size_t nth, uint64_t sequence,
	       uint32_t flags, size_t offset, size_t size);

/* Makes all checksums right again. */
void region_seal(struct test_region *test);

void region_free(struct test_region *test);

#endif /* CSD_TEST_TEXTREGION_H */
