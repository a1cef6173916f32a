// SPDX-License-Identifier: GPL-2.0-or-later
#include "difference.h"

#include <inttypes.h>

/* Instructions to show before and after a difference */
#define CONTEXT	10

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

void difference_find(struct difference *difference,
		     const struct address_list *expected,
		     const struct address_list *decoded)
{
	size_t common = smaller(expected->count, decoded->count);
	size_t head = 0, tail = 0;

	while (head < common && expected->items[head] == decoded->items[head])
		head++;
	while (tail < common - head &&
	       expected->items[expected->count - 1 - tail] ==
	       decoded->items[decoded->count - 1 - tail])
		tail++;
	difference->head = head;
	difference->tail = tail;
	difference->length = expected->count + decoded->count - common;
}

bool difference_is_none(const struct difference *difference)
{
	return difference->head == difference->length;
}

double difference_agreement(const struct difference *difference)
{
	size_t agreed = difference->head + difference->tail;

	if (difference_is_none(difference))
		return 100;
	/* However long the lists are, a single difference must show. */
	return agreed * 10000 / difference->length / 100.0;
}

static void show_list(const struct address_list *list, size_t at,
		      const struct symbols *symbols, FILE *stream)
{
	size_t first = at > CONTEXT ? at - CONTEXT : 0;
	size_t end = smaller(list->count, at + CONTEXT + 1);
	char place[256];

	for (size_t i = first; i < end; i++) {
		symbols_format(symbols, list->items[i], place, sizeof(place));
		fprintf(stream, "# %c %8zu %016" PRIx64 " %s\n",
			i == at ? '>' : ' ', i, list->items[i], place);
	}
	if (at >= list->count)
		fprintf(stream, "# > %8zu nothing\n", list->count);
}

void difference_show(const struct difference *difference,
		     const struct address_list *expected,
		     const struct address_list *decoded,
		     const struct symbols *symbols, FILE *stream)
{
	fprintf(stream, "# first difference; %zu instructions before it and %zu after the last agree\n",
		difference->head, difference->tail);
	fprintf(stream, "# executed (of %zu):\n", expected->count);
	show_list(expected, difference->head, symbols, stream);
	fprintf(stream, "# decoded (of %zu):\n", decoded->count);
	show_list(decoded, difference->head, symbols, stream);
}
