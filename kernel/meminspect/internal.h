/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: shared between its parts
 */
#ifndef _KERNEL_MEMINSPECT_INTERNAL_H
#define _KERNEL_MEMINSPECT_INTERNAL_H

#include <linux/meminspect.h>
#include <linux/types.h>

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

/**
 * struct inspect_load - memory that one PT_LOAD describes: whole pages
 * @va:		kernel virtual address of the first byte
 * @pa:		physical address of the first byte
 * @size:	size in bytes
 */
struct inspect_load {
	unsigned long va;
	phys_addr_t pa;
	u64 size;
};

/**
 * struct inspect_loads - pages of the registered regions, none of them twice
 * @load:	array
 * @count:	loads in the array
 * @capacity:	loads the array has room for
 */
struct inspect_loads {
	struct inspect_load *load;
	unsigned int count;
	unsigned int capacity;
};

/* Bounds of the section .inspect_table */
extern const struct inspect_entry __inspect_table[];
extern const struct inspect_entry __inspect_table_end[];

void inspect_own_entry(const struct inspect_entry *entry);
__printf(4, 5)
void inspect_own(enum meminspect_class class, const void *va, size_t size,
		 const char *name, ...);
void inspect_own_static(void);
void inspect_own_percpu(unsigned int cpu);
void inspect_own_memory(void);
void inspect_own_config(void);
void inspect_own_log(void);
void inspect_own_symbols(void);

/* Bounds of the compressed configuration; see kernel/configs.c */
extern const char kernel_config_data[];
extern const char kernel_config_data_end[];

bool inspect_class_is_off(enum meminspect_class class);
const char *inspect_class_name(enum meminspect_class class);

bool inspect_loads_add(struct inspect_loads *loads, unsigned long va,
		       phys_addr_t pa, u64 size);

int inspect_image_update(const struct inspect_table *table);
const void *inspect_image_newest(void);

typedef bool (*inspect_match_t)(const struct inspect_entry *entry,
				const void *wanted);

int inspect_table_remove(inspect_match_t match, const void *wanted);

#endif /* _KERNEL_MEMINSPECT_INTERNAL_H */
