// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static void add(struct symbols *symbols, uint64_t address, const char *name)
{
	size_t count = symbols->count;

	/* Double the room whenever it is used up. */
	if (!(count & (count - 1)))
		symbols->items = realloc(symbols->items, 2 * (count + 1) *
					 sizeof(*symbols->items));
	if (!symbols->items) {
		perror("agree");
		exit(EXIT_FAILURE);
	}
	symbols->items[symbols->count++] = (struct symbol){ address, strdup(name) };
}

int symbols_read(struct symbols *symbols, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[1024], name[512], type;
	uint64_t address;

	if (!file) {
		fprintf(stderr, "agree: %s: %s\n", path, strerror(errno));
		return -1;
	}
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNx64 " %c %511s", &address, &type, name) == 3)
			add(symbols, address, name);
	}
	fclose(file);
	qsort(symbols->items, symbols->count, sizeof(*symbols->items), compare);
	return 0;
}

void symbols_deinit(struct symbols *symbols)
{
	for (size_t i = 0; i < symbols->count; i++)
		free(symbols->items[i].name);
	free(symbols->items);
	*symbols = (struct symbols){ };
}

uint64_t symbols_address(const struct symbols *symbols, const char *name)
{
	for (size_t i = 0; i < symbols->count; i++) {
		if (!strcmp(symbols->items[i].name, name))
			return symbols->items[i].address;
	}
	return 0;
}

void symbols_format(const struct symbols *symbols, uint64_t address, char *text,
		    size_t size)
{
	size_t low = 0, high = symbols->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	text[0] = '\0';
	if (low)
		snprintf(text, size, "%s+%#" PRIx64,
			 symbols->items[low - 1].name,
			 address - symbols->items[low - 1].address);
}
