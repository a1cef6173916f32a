// SPDX-License-Identifier: GPL-2.0-or-later
/* A hash set with open addressing; a slot of 0 is free. */
#include <stdlib.h>

#include "addrset.h"

static uint64_t *slot_of(const struct addrset *set, uint64_t value)
{
	size_t i = (size_t)(value * 0x9e3779b97f4a7c15ULL >> 17);

	for (;; i++) {
		i &= set->room - 1;
		if (!set->slots[i] || set->slots[i] == value)
			return &set->slots[i];
	}
}

bool addrset_has(const struct addrset *set, uint64_t value)
{
	return set->room && *slot_of(set, value) == value;
}

static int grow(struct addrset *set)
{
	struct addrset next = { .room = set->room ? set->room * 2 : 64 };
	size_t i;

	next.slots = calloc(next.room, sizeof(*next.slots));
	if (!next.slots)
		return -1;
	for (i = 0; i < set->room; i++)
		if (set->slots[i])
			*slot_of(&next, set->slots[i]) = set->slots[i];
	next.nr = set->nr;
	free(set->slots);
	*set = next;
	return 0;
}

int addrset_add(struct addrset *set, uint64_t value)
{
	uint64_t *slot;

	if (set->nr >= set->room / 2 && grow(set))
		return -1;
	slot = slot_of(set, value);
	if (!*slot)
		set->nr++;
	*slot = value;
	return 0;
}

void addrset_free(struct addrset *set)
{
	free(set->slots);
}
