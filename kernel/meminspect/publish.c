// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: which core image counts
 *
 * There are two images of what is registered. An update writes the older one,
 * while the newer one stays valid, and then takes over by its sequence
 * number: a crash in the middle of an update finds one valid image, of the
 * state before. A third is for what only a crash shows (crash.c).
 *
 * All that an update needs is allocated when a region is registered. So to
 * unregister never fails, and no image is left that refers to memory which is
 * about to be freed.
 */

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "internal.h"

/* Loads that new images have room for, beyond those they need: enough to boot */
#define SPARE_LOADS	256

/* Changed under the table's lock, read by a crash. */
static struct inspect_images *images;
static atomic64_t image_sequence = ATOMIC64_INIT(0);

static void images_free(struct inspect_images *set)
{
	unsigned int i;

	if (!set)
		return;
	for (i = 0; i < INSPECT_IMAGES; i++) {
		if (set->image[i]) {
			inspect_image_erase(set->image[i]);
			free_pages_exact(set->image[i], set->bytes[i]);
		}
	}
	kfree(set->crash_loads.load);
	kfree(set->loads.load);
	kfree(set);
}

static bool loads_alloc(struct inspect_loads *loads, unsigned int capacity)
{
	loads->load = kmalloc_array(capacity, sizeof(*loads->load), GFP_KERNEL);
	loads->capacity = capacity;
	return loads->load;
}

static bool image_alloc(struct inspect_images *set, unsigned int i,
			size_t bytes)
{
	set->bytes[i] = bytes;
	set->image[i] = alloc_pages_exact(set->bytes[i], GFP_KERNEL);
	if (!set->image[i])
		return false;

	/* Whatever was there before, it is no image. */
	inspect_image_erase(set->image[i]);
	return true;
}

static struct inspect_images *images_alloc(unsigned int loads)
{
	unsigned int crash_loads = loads + inspect_tasks_max_loads();
	struct inspect_images *set = kzalloc_obj(*set);

	if (!set)
		return NULL;
	if (loads_alloc(&set->loads, loads) &&
	    loads_alloc(&set->crash_loads, crash_loads) &&
	    image_alloc(set, 0, inspect_image_room(loads, 0)) &&
	    image_alloc(set, 1, inspect_image_room(loads, 0)) &&
	    image_alloc(set, INSPECT_CRASH_IMAGE,
			inspect_image_room(crash_loads, nr_cpu_ids)))
		return set;

	images_free(set);
	return NULL;
}

/*
 * The pages of all regions whose class is not switched off. Those of regions
 * that are added to the table are added to what is there.
 */
static void collect_loads(struct inspect_images *set,
			  const struct inspect_table *table)
{
	const struct inspect_entry *entry;

	while (set->collected < table->count) {
		entry = &table->entries[set->collected++];
		if (!inspect_class_is_off(entry->class))
			inspect_loads_add(&set->loads, entry->class,
					  (unsigned long)entry->va, entry->pa,
					  entry->size);
	}
}

/*
 * Write the older image of @set, which then counts. The newer one is left
 * alone until the next time, and that waits for a crash that is reading it.
 */
static void write_older(struct inspect_images *set,
			const struct inspect_table *table)
{
	unsigned int older = !set->newest;

	inspect_crash_wait();
	collect_loads(set, table);
	inspect_image_write(set->image[older], &set->loads, 0,
			    atomic64_inc_return(&image_sequence));
	/* Pairs with the acquire in inspect_images_newest(). */
	smp_store_release(&set->newest, older);
	inspect_consumers_update(&set->loads);
}

/**
 * inspect_images_reserve() - have room for more regions
 * @table:	the table as it is, locked by the caller
 * @regions:	number of regions that it will have at most
 *
 * Return: 0, -ENOMEM, or -ENOSPC if an ELF file has no room for so many.
 */
int inspect_images_reserve(const struct inspect_table *table,
			   unsigned int regions)
{
	/* Each region ends in one load, and may split around another's. */
	unsigned int loads = 2 * regions;
	struct inspect_images *old = images, *new;

	if (old && loads <= old->loads.capacity)
		return 0;
	loads += SPARE_LOADS;
	if (loads + inspect_tasks_max_loads() >= PN_XNUM)
		return -ENOSPC;

	new = images_alloc(loads);
	if (!new)
		return -ENOMEM;

	inspect_vmcoreinfo_update();
	write_older(new, table);
	/* Pairs with the acquire in inspect_images_current(). */
	smp_store_release(&images, new);
	/* Either we see that a crash is at work, or it sees the new images. */
	smp_mb();
	inspect_crash_wait();
	images_free(old);
	return 0;
}

/**
 * inspect_images_forget() - regions have gone from the table
 *
 * Their pages may be those of others, too: all are collected again.
 */
void inspect_images_forget(void)
{
	if (!images)
		return;
	images->collected = 0;
	images->loads.count = 0;
}

/**
 * inspect_images_update() - make the images follow the table
 * @table: the table, locked by the caller; there is room for its regions
 *
 * After the return the image that counts refers to what is in the table, and
 * to nothing else.
 */
void inspect_images_update(const struct inspect_table *table)
{
	inspect_vmcoreinfo_update();
	write_older(images, table);
}

/**
 * inspect_images_write_crash() - write the image that only a crash needs
 * @set: its @crash_loads are what it describes
 *
 * Takes over from any image of the table that is being written just now.
 */
void inspect_images_write_crash(struct inspect_images *set)
{
	unsigned int cpus = inspect_regs_cpus();

	inspect_image_write(set->image[INSPECT_CRASH_IMAGE], &set->crash_loads,
			    cpus, atomic64_add_return(2, &image_sequence));
	inspect_consumers_crash(&set->crash_loads, cpus);
}

/**
 * inspect_images_loads() - what do the images of the table describe?
 *
 * Under the table's lock.
 *
 * Return: their loads; none if nothing has been registered yet.
 */
const struct inspect_loads *inspect_images_loads(void)
{
	static const struct inspect_loads none;

	return images ? &images->loads : &none;
}

/**
 * inspect_images_current() - the images in use
 *
 * Return: all of them; %NULL if nothing has been registered yet.
 */
struct inspect_images *inspect_images_current(void)
{
	/* Pairs with the release in inspect_images_reserve(). */
	return smp_load_acquire(&images);
}

/**
 * inspect_images_newest() - the image of the table that counts
 * @set: the images in use
 *
 * Return: its first byte.
 */
void *inspect_images_newest(struct inspect_images *set)
{
	/* Pairs with the release in write_older(). */
	return set->image[smp_load_acquire(&set->newest)];
}
