/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: regions of memory worth looking at after a crash
 */
#ifndef _LINUX_MEMINSPECT_H
#define _LINUX_MEMINSPECT_H

#include <linux/types.h>

struct module;
struct notifier_block;

/* Room for a region's name; a Qualcomm minidump keeps the first 8 bytes. */
#define MEMINSPECT_NAME_LEN	16

/**
 * enum meminspect_class - what a region is for
 * @MEMINSPECT_CLASS_CORE:	what any debugger of this kernel needs
 * @MEMINSPECT_CLASS_TRACE:	hardware trace and its metadata
 * @MEMINSPECT_CLASS_MAX:	number of classes
 *
 * Consumers choose by class what they copy.
 */
enum meminspect_class {
	MEMINSPECT_CLASS_CORE,
	MEMINSPECT_CLASS_TRACE,
	MEMINSPECT_CLASS_MAX,
};

/**
 * struct inspect_entry - a region registered for inspection
 * @name:	short name, unique in its first 8 bytes, NUL terminated
 * @class:	enum meminspect_class
 * @va:		kernel virtual address of the first byte
 * @pa:		physical address of the first byte; the whole region is
 *		physically contiguous
 * @size:	size in bytes
 * @owner:	module that unregisters the region, %NULL if built in
 */
struct inspect_entry {
	char name[MEMINSPECT_NAME_LEN];
	enum meminspect_class class;
	void *va;
	phys_addr_t pa;
	size_t size;
	struct module *owner;
};

/**
 * enum meminspect_event - what happened to a region
 * @MEMINSPECT_NOTIFIER_ADD:	it was registered
 * @MEMINSPECT_NOTIFIER_REMOVE:	it was unregistered; its memory is still there
 */
enum meminspect_event {
	MEMINSPECT_NOTIFIER_ADD,
	MEMINSPECT_NOTIFIER_REMOVE,
};

/**
 * typedef meminspect_visit_t - called for a region during a traversal
 * @priv:	the caller's
 * @entry:	the region; valid during the call only
 *
 * Return: 0 to go on, anything else to stop.
 */
typedef int (*meminspect_visit_t)(void *priv, const struct inspect_entry *entry);

/**
 * struct meminspect_freezer - wants to act the moment the kernel crashes
 * @name:	for diagnosis
 * @freeze:	called on the crashing CPU, in any context, before the kernel
 *		prints a word; takes no lock, allocates nothing, prints
 *		nothing, waits a bounded time. May be called more than once,
 *		and by several CPUs at a time
 */
struct meminspect_freezer {
	const char *name;
	void (*freeze)(struct meminspect_freezer *freezer);
};

#ifdef CONFIG_MEMINSPECT

int meminspect_register(const struct inspect_entry *entry);
int meminspect_unregister(const struct inspect_entry *entry);
int meminspect_traverse(void *priv, meminspect_visit_t visit);
int meminspect_notifier_register(struct notifier_block *nb);
int meminspect_notifier_unregister(struct notifier_block *nb);

int meminspect_freezer_register(struct meminspect_freezer *freezer);
void meminspect_freezer_unregister(struct meminspect_freezer *freezer);
void meminspect_freeze(void);

#else

static inline void meminspect_freeze(void)
{
}

#endif /* CONFIG_MEMINSPECT */

#endif /* _LINUX_MEMINSPECT_H */
