// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of symbols. */
#include "bytes.h"
#include "symbols.h"

int symbols_add(struct csd_symbols *symbols, uint64_t va, char type,
		const char *name, struct csd_error *err)
{
	struct csd_symbol *all;
	char *copy;

	all = array_grow(symbols->all, symbols->nr, sizeof(*all));
	if (!all)
		return csd_error_set(err, "out of memory");
	symbols->all = all;
	copy = strdup(name);
	if (!copy)
		return csd_error_set(err, "out of memory");
	all[symbols->nr++] = (struct csd_symbol){ va, type, copy };
	return 0;
}

uint64_t symbols_find(const struct csd_symbols *symbols, const char *name)
{
	size_t i;

	for (i = 0; i < symbols->nr; i++)
		if (!strcmp(symbols->all[i].name, name))
			return symbols->all[i].va;
	return 0;
}

void csd_symbols_free(struct csd_symbols *symbols)
{
	size_t i;

	for (i = 0; i < symbols->nr; i++)
		free(symbols->all[i].name);
	free(symbols->all);
	memset(symbols, 0, sizeof(*symbols));
}
