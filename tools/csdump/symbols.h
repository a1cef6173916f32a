/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a struct csd_symbols together. */
#ifndef CSD_SYMBOLS_H
#define CSD_SYMBOLS_H

#include "csdump.h"

/* Adds a symbol; copies @name. */
int symbols_add(struct csd_symbols *symbols, uint64_t va, char type,
		const char *name, struct csd_error *err);

/* The address of @name, or 0. */
uint64_t symbols_find(const struct csd_symbols *symbols, const char *name);

#endif /* CSD_SYMBOLS_H */
