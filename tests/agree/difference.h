/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing two lists of instructions, all of them and in order. */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include <stdbool.h>
#include <stdio.h>

#include "address_list.h"
#include "symbols.h"

/**
 * struct difference - how a decoded list differs from the expected one
 * @head:	instructions before the first difference
 * @tail:	instructions after the last
 * @length:	of the longer list
 *
 * Where the lists are equal, @head is @length and @tail is 0.
 */
struct difference {
	size_t head;
	size_t tail;
	size_t length;
};

void difference_find(struct difference *difference,
		     const struct address_list *expected,
		     const struct address_list *decoded);

bool difference_is_none(const struct difference *difference);

/* Percent of the longer list outside all differences, rounded down. */
double difference_agreement(const struct difference *difference);

/* Show the first difference in both lists, with what is around it. */
void difference_show(const struct difference *difference,
		     const struct address_list *expected,
		     const struct address_list *decoded,
		     const struct symbols *symbols, FILE *stream);

#endif /* DIFFERENCE_H */
