/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: what the kernel has changed in its own text
 */
#ifndef _LINUX_MEMINSPECT_TEXT_H
#define _LINUX_MEMINSPECT_TEXT_H

#include <linux/types.h>

struct hlist_head;

/**
 * struct inspect_kprobes - where the kernel's probes are
 * @table:	its hash table
 * @buckets:	lists in there
 */
struct inspect_kprobes {
	const struct hlist_head *table;
	unsigned int buckets;
};

#ifdef CONFIG_MEMINSPECT_TEXT

/* Names the hash table, an array of lists, where it is defined. */
#define MEMINSPECT_KPROBES(_table, _buckets)				\
	const struct inspect_kprobes inspect_kprobes = {		\
		.table = _table,					\
		.buckets = _buckets,					\
	}

extern const struct inspect_kprobes inspect_kprobes;

void meminspect_save_text(void);

#else

#define MEMINSPECT_KPROBES(...)

static inline void meminspect_save_text(void)
{
}

#endif /* CONFIG_MEMINSPECT_TEXT */

#endif /* _LINUX_MEMINSPECT_TEXT_H */
