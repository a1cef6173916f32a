/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of numbers other than 0. */
#ifndef CSD_ADDRSET_H
#define CSD_ADDRSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialised it is empty. */
struct addrset {
	uint64_t *slots;
	size_t room;
	size_t nr;
};

bool addrset_has(const struct addrset *set, uint64_t value);
/* Returns -1 when out of memory. */
int addrset_add(struct addrset *set, uint64_t value);
void addrset_free(struct addrset *set);

#endif /* CSD_ADDRSET_H */
