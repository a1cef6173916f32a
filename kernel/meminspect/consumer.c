// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: those who keep a table of their own
 *
 * Firmware may know nothing of the core image, but have a table of what it
 * saves. Who fills such a table is a consumer: it is given the loads to put
 * there, as many as it has room for, and a header that makes an ELF core of
 * them. Views follow the images: two in turn for the table, one for a crash.
 *
 * The consumers are an array for the same reason as the freezers (freeze.c).
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "internal.h"

#define CONSUMER_SLOTS	4

/**
 * struct inspect_views - a consumer's views, and what it takes to make them
 * @view:	the views
 * @loads:	theirs
 * @header_bytes: memory of a header
 * @newest:	the table's view that counts
 */
struct inspect_views {
	struct meminspect_view view[MEMINSPECT_VIEWS];
	struct inspect_loads loads[MEMINSPECT_VIEWS];
	size_t header_bytes;
	unsigned int newest;
};

static_assert(MEMINSPECT_VIEWS == INSPECT_IMAGES);

/* Changed under the table's lock, read by a crash. */
static struct meminspect_consumer *consumers[CONSUMER_SLOTS];

static void views_free(struct inspect_views *views)
{
	unsigned int i;

	for (i = 0; i < MEMINSPECT_VIEWS; i++) {
		if (views->view[i].header)
			free_pages_exact(views->view[i].header,
					 views->header_bytes);
		kfree(views->loads[i].load);
	}
	kfree(views);
}

static bool view_alloc(struct inspect_views *views, unsigned int slot,
		       unsigned int max_loads)
{
	struct inspect_loads *loads = &views->loads[slot];

	loads->load = kmalloc_array(max_loads, sizeof(*loads->load),
				    GFP_KERNEL);
	loads->capacity = max_loads;
	views->view[slot].slot = slot;
	views->view[slot].loads = loads->load;
	views->view[slot].header = alloc_pages_exact(views->header_bytes,
						     GFP_KERNEL);
	return loads->load && views->view[slot].header;
}

static struct inspect_views *views_alloc(unsigned int max_loads)
{
	struct inspect_views *views = kzalloc_obj(*views);
	unsigned int i;

	if (!views)
		return NULL;
	views->header_bytes = inspect_image_room(max_loads, nr_cpu_ids);
	for (i = 0; i < MEMINSPECT_VIEWS; i++) {
		if (!view_alloc(views, i, max_loads)) {
			views_free(views);
			return NULL;
		}
	}
	return views;
}

/* Regions follow whole pages of header: nothing of older ones is in these. */
static void write_header(struct meminspect_view *view,
			 const struct inspect_loads *loads, unsigned int cpus)
{
	size_t size = inspect_image_size(loads->count, cpus);

	view->count = loads->count;
	view->header_size = PAGE_ALIGN(size);
	memset(view->header + size, 0, view->header_size - size);
	/* No update counts as much as one of the kernel's own images. */
	inspect_image_write(view->header, loads, cpus, 0);
}

static void publish(struct meminspect_consumer *consumer, unsigned int slot,
		    unsigned int cpus, const struct inspect_loads *loads)
{
	struct inspect_views *views = consumer->views;

	inspect_loads_choose(&views->loads[slot], loads, consumer->classes);
	write_header(&views->view[slot], &views->loads[slot], cpus);
	consumer->publish(consumer, &views->view[slot]);
}

static void complain(const struct meminspect_consumer *consumer,
		     const struct inspect_loads *loads)
{
	char names[64] = "";
	unsigned int class;
	size_t used = 0;

	for_each_set_bit(class, &loads->left_classes, MEMINSPECT_CLASS_MAX)
		used += scnprintf(names + used, sizeof(names) - used, " %s",
				  inspect_class_name(class));
	pr_warn("%s has room for %u pieces of memory; %u are left out, of class%s\n",
		consumer->name, consumer->max_loads, loads->left, names);
}

static void update(struct meminspect_consumer *consumer,
		   const struct inspect_loads *loads)
{
	struct inspect_views *views = consumer->views;
	unsigned int newest = views->newest, older = !newest;

	publish(consumer, older, 0, loads);
	/* Pairs with the acquire in inspect_consumers_crash(). */
	smp_store_release(&views->newest, older);
	if (views->loads[older].left > views->loads[newest].left)
		complain(consumer, &views->loads[older]);
}

/**
 * inspect_consumers_update() - give all consumers what is in the table
 * @loads: the table's
 *
 * Under the table's lock, and when no crash is reading images: it reads the
 * views as well.
 */
void inspect_consumers_update(const struct inspect_loads *loads)
{
	unsigned int i;

	for (i = 0; i < CONSUMER_SLOTS; i++) {
		if (consumers[i])
			update(consumers[i], loads);
	}
}

static void crash(struct meminspect_consumer *consumer, unsigned int cpus,
		  const struct inspect_loads *loads)
{
	struct inspect_views *views = consumer->views;
	/* Pairs with the release in update(). */
	unsigned int newest = smp_load_acquire(&views->newest);

	/* The view of a crash may be the one that counts, by now. */
	consumer->publish(consumer, &views->view[newest]);
	publish(consumer, INSPECT_CRASH_IMAGE, cpus, loads);
}

/**
 * inspect_consumers_crash() - give all consumers what is in a crash's image
 * @loads:	that image's
 * @cpus:	number of CPUs whose registers it has
 *
 * In any context, without a lock. A table's update that was under way may
 * still publish its view afterwards; then the crash's next update wins.
 */
void inspect_consumers_crash(const struct inspect_loads *loads,
			     unsigned int cpus)
{
	struct meminspect_consumer *consumer;
	unsigned int i;

	for (i = 0; i < CONSUMER_SLOTS; i++) {
		/* Pairs with the release in meminspect_consumer_register(). */
		consumer = smp_load_acquire(&consumers[i]);
		if (consumer)
			crash(consumer, cpus, loads);
	}
}

static struct meminspect_consumer **find_slot(const struct meminspect_consumer *wanted)
{
	unsigned int i;

	for (i = 0; i < CONSUMER_SLOTS; i++) {
		if (consumers[i] == wanted)
			return &consumers[i];
	}
	return NULL;
}

/**
 * meminspect_consumer_register() - be given what is to be saved
 * @consumer: stays the caller's
 *
 * Its @publish is called before this returns, and from then on. May sleep.
 *
 * Return: 0, -EINVAL without room for a load, -ENOMEM, or -ENOSPC if there
 * are too many consumers.
 */
int meminspect_consumer_register(struct meminspect_consumer *consumer)
{
	struct meminspect_consumer **slot;

	if (!consumer->max_loads || consumer->max_loads >= PN_XNUM - 1)
		return -EINVAL;

	guard(meminspect)();

	slot = find_slot(NULL);
	if (!slot)
		return -ENOSPC;
	consumer->views = views_alloc(consumer->max_loads);
	if (!consumer->views)
		return -ENOMEM;
	update(consumer, inspect_images_loads());
	/* Pairs with the acquire in inspect_consumers_crash(). */
	smp_store_release(slot, consumer);
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_consumer_register);

/**
 * meminspect_consumer_unregister() - be given no more
 * @consumer: as registered
 *
 * Its @publish is called for the last time, to have it save nothing. Its
 * views are gone after the return. May sleep.
 */
void meminspect_consumer_unregister(struct meminspect_consumer *consumer)
{
	struct meminspect_consumer **slot;

	guard(meminspect)();

	slot = find_slot(consumer);
	if (!slot)
		return;
	WRITE_ONCE(*slot, NULL);
	/* Either we see that a crash is at work, or it sees the empty slot. */
	smp_mb();
	inspect_crash_wait();
	consumer->publish(consumer, NULL);
	views_free(consumer->views);
}
EXPORT_SYMBOL_GPL(meminspect_consumer_unregister);
