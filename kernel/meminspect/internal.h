/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: shared between its parts
 */
#ifndef _KERNEL_MEMINSPECT_INTERNAL_H
#define _KERNEL_MEMINSPECT_INTERNAL_H

#include <linux/meminspect.h>
#include <linux/types.h>

struct elf_prstatus;
struct task_struct;

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
 * struct inspect_loads - pages of the registered regions, none of them twice
 * @load:	array
 * @count:	loads in the array
 * @capacity:	loads the array has room for
 * @left:	loads that a choice had no room for
 * @left_classes: classes of these
 */
struct inspect_loads {
	struct inspect_load *load;
	unsigned int count;
	unsigned int capacity;
	unsigned int left;
	unsigned long left_classes;
};

/**
 * enum inspect_image - what an image is for
 * @INSPECT_TABLE_IMAGE_A:	the table's regions, written in turn with
 * @INSPECT_TABLE_IMAGE_B:	this one
 * @INSPECT_CRASH_IMAGE:	these, and what a crash adds
 * @INSPECT_IMAGES:		number of images
 */
enum inspect_image {
	INSPECT_TABLE_IMAGE_A,
	INSPECT_TABLE_IMAGE_B,
	INSPECT_CRASH_IMAGE,
	INSPECT_IMAGES,
};

/**
 * struct inspect_images - all images, and what it takes to write them
 * @image:		their memory, page aligned
 * @bytes:		bytes of that
 * @newest:		the image of the table that counts
 * @loads:		the table's
 * @collected:		regions of the table whose pages are in @loads
 * @crash_loads:	those of the image of a crash
 */
struct inspect_images {
	void *image[INSPECT_IMAGES];
	size_t bytes[INSPECT_IMAGES];
	unsigned int newest;
	struct inspect_loads loads;
	unsigned int collected;
	struct inspect_loads crash_loads;
};

/* Bounds of the section .inspect_table */
extern const struct inspect_entry __inspect_table[];
extern const struct inspect_entry __inspect_table_end[];

/* own.c and those that it calls */
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

/* class.c */
bool inspect_class_is_off(enum meminspect_class class);
const char *inspect_class_name(enum meminspect_class class);

/* loads.c */
bool inspect_loads_add(struct inspect_loads *loads,
		       enum meminspect_class class, unsigned long va,
		       phys_addr_t pa, u64 size);
void inspect_loads_choose(struct inspect_loads *to,
			  const struct inspect_loads *from,
			  unsigned long classes);

/* image.c */
size_t inspect_image_size(unsigned int loads, unsigned int cpus);
size_t inspect_image_room(unsigned int loads, unsigned int cpus);
void inspect_image_erase(void *base);
void inspect_image_write(void *base, const struct inspect_loads *loads,
			 unsigned int cpus, u64 sequence);
void inspect_image_loads(void *base, struct inspect_loads *loads);

/* publish.c */
int inspect_images_reserve(const struct inspect_table *table,
			   unsigned int regions);
void inspect_images_forget(void);
void inspect_images_update(const struct inspect_table *table);
struct inspect_images *inspect_images_current(void);
void *inspect_images_newest(struct inspect_images *set);
void inspect_images_write_crash(struct inspect_images *set);
const struct inspect_loads *inspect_images_loads(void);

/* consumer.c */
void inspect_consumers_update(const struct inspect_loads *loads);
void inspect_consumers_crash(const struct inspect_loads *loads,
			     unsigned int cpus);

/* crash.c */
void inspect_crash_update(void);
void inspect_crash_wait(void);

/* regs.c */
unsigned int inspect_regs_cpus(void);
struct task_struct *inspect_regs_task(void);
void inspect_regs_prstatus(unsigned int cpu, struct elf_prstatus *prstatus);

/* tasks.c */
void inspect_tasks_add(struct inspect_loads *loads);
unsigned int inspect_tasks_max_loads(void);

/* walk.c */
void inspect_walk_add(struct inspect_loads *loads, unsigned long va,
		      size_t size);

/* vmcoreinfo.c */
void inspect_vmcoreinfo_update(void);
const void *inspect_vmcoreinfo(void);
size_t inspect_vmcoreinfo_size(void);

/* freed.c */
#ifdef CONFIG_MEMINSPECT_DEBUG
void inspect_freed_update(const struct inspect_table *table);
unsigned int inspect_freed_complaints(void);
#else
static inline void inspect_freed_update(const struct inspect_table *table)
{
}
#endif

/* table.c */
bool inspect_in_image(const void *va);
phys_addr_t inspect_pa(const void *va);

typedef bool (*inspect_match_t)(const struct inspect_entry *entry,
				const void *wanted);

int inspect_table_remove(inspect_match_t match, const void *wanted);

#endif /* _KERNEL_MEMINSPECT_INTERNAL_H */
