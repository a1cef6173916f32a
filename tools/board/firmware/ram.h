/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The board's memory, which is a file, by physical address.
 */
#ifndef RAM_H
#define RAM_H

#include <stdint.h>

#include "failure.h"

/**
 * struct ram - a machine's memory
 * @bytes:	its content
 * @base:	physical address of the first byte
 * @size:	number of bytes
 */
struct ram {
	uint8_t *bytes;
	uint64_t base;
	uint64_t size;
};

/* How memory is used */
enum ram_use {
	RAM_READ,	/* as it is */
	RAM_WRITE,	/* what is written goes to the file */
	RAM_TRY,	/* what is written is gone in the end */
};

/* Map the file at @path. Returns 0, or -1 and @failure. */
int ram_map(struct ram *ram, const char *path, enum ram_use use,
	    struct failure *failure);

/* The @size bytes at physical address @paddr, NULL if they are not all RAM. */
void *ram_at(const struct ram *ram, uint64_t paddr, uint64_t size);

#endif /* RAM_H */
