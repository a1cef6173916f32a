/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: shared between the table and the core image
 */
#ifndef _KERNEL_MEMINSPECT_INTERNAL_H
#define _KERNEL_MEMINSPECT_INTERNAL_H

#include <linux/meminspect.h>

/**
 * struct inspect_table - all registered regions, in order of registration
 * @entries:	array, grown as needed
 * @count:	regions in the array
 * @capacity:	regions the array has room for
 */
struct inspect_table {
	struct inspect_entry *entries;
	unsigned int count;
	unsigned int capacity;
};

int meminspect_image_update(const struct inspect_table *table);

#endif /* _KERNEL_MEMINSPECT_INTERNAL_H */
