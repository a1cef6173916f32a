/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's symbols, from a file like /proc/kallsyms. */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

struct symbol {
	uint64_t address;
	char *name;
};

struct symbols {
	struct symbol *items;
	size_t count;
};

/* Returns 0, or -1 with a message printed. */
int symbols_read(struct symbols *symbols, const char *path);
void symbols_deinit(struct symbols *symbols);

/* The address of @name, 0 if there is no such symbol. */
uint64_t symbols_address(const struct symbols *symbols, const char *name);

/* Write the place of @address, as name+offset, to @text. */
void symbols_format(const struct symbols *symbols, uint64_t address, char *text,
		    size_t size);

#endif /* SYMBOLS_H */
