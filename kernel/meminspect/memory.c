// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: what describes memory: its nodes and sections
 *
 * The struct pages are not registered: they would be a sixtieth of all memory.
 */

#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/notifier.h>
#include <linux/overflow.h>

#include "internal.h"

static void own_node(int nid)
{
	inspect_own(MEMINSPECT_CLASS_MM, NODE_DATA(nid), sizeof(pg_data_t),
		    "pgdat[%d]", nid);
}

#ifdef CONFIG_SPARSEMEM

/**
 * struct usage_run - usage maps of sections, one behind the other
 * @start:	the first, %NULL if there is none yet
 * @size:	bytes of all
 */
struct usage_run {
	void *start;
	size_t size;
};

/* Bytes of a section's usage map */
static size_t usage_size(void)
{
	return struct_size_t(struct mem_section_usage, pageblock_flags,
			     BITS_TO_LONGS(SECTION_BLOCKFLAGS_BITS));
}

/* The array with the section in it, if there is more than one array */
static void own_root(unsigned long section)
{
	unsigned long root = SECTION_NR_TO_ROOT(section);

	if (IS_ENABLED(CONFIG_SPARSEMEM_EXTREME))
		inspect_own(MEMINSPECT_CLASS_MM, mem_section[root],
			    SECTIONS_PER_ROOT * sizeof(struct mem_section),
			    "mem_section[%lu]", root);
}

static void own_usage(const struct usage_run *run)
{
	if (run->start)
		inspect_own(MEMINSPECT_CLASS_MM, run->start, run->size,
			    "mem_section_usage");
}

static void add_usage(struct usage_run *run, void *usage)
{
	if (run->start && run->start + run->size == usage) {
		run->size += usage_size();
		return;
	}
	own_usage(run);
	*run = (struct usage_run) { .start = usage, .size = usage_size() };
}

/*
 * At boot most usage maps lie side by side: thousands of sections are not
 * thousands of regions.
 */
static void own_sections(unsigned long first, unsigned long end)
{
	unsigned long section = first, root = -1;
	struct usage_run run = {};

	for (; section < end; section++) {
		if (!present_section_nr(section))
			continue;
		if (SECTION_NR_TO_ROOT(section) != root)
			own_root(section);
		root = SECTION_NR_TO_ROOT(section);
		add_usage(&run, __nr_to_section(section)->usage);
	}
	own_usage(&run);
}

static void own_all_sections(void)
{
	if (IS_ENABLED(CONFIG_SPARSEMEM_EXTREME))
		inspect_own(MEMINSPECT_CLASS_MM, mem_section,
			    NR_SECTION_ROOTS * sizeof(*mem_section),
			    "*mem_section");
	own_sections(0, __highest_present_section_nr + 1);
}

static void own_new_sections(const struct memory_notify *memory)
{
	own_sections(pfn_to_section_nr(memory->start_pfn),
		     pfn_to_section_nr(memory->start_pfn + memory->nr_pages));
}

/*
 * The usage maps may be freed from now on, unless they are of memory that was
 * there at boot; then they are in a region with others, and stay.
 */
static void drop_sections(const struct memory_notify *memory)
{
	unsigned long pfn = memory->start_pfn;

	for (; pfn < memory->start_pfn + memory->nr_pages;
	     pfn += PAGES_PER_SECTION)
		meminspect_unregister_va(__pfn_to_section(pfn)->usage,
					 usage_size());
}

#else

static void own_all_sections(void) { }
static void own_new_sections(const struct memory_notify *memory) { }
static void drop_sections(const struct memory_notify *memory) { }

#endif /* CONFIG_SPARSEMEM */

/**
 * inspect_own_memory() - register the nodes and sections there are
 */
void inspect_own_memory(void)
{
	int nid;

	for_each_online_node(nid)
		own_node(nid);
	own_all_sections();
}

static int memory_changes(struct notifier_block *nb, unsigned long action,
			  void *data)
{
	const struct memory_notify *memory = data;

	guard(meminspect)();

	if (action == MEM_ONLINE) {
		own_node(pfn_to_nid(memory->start_pfn));
		own_new_sections(memory);
	} else if (action == MEM_OFFLINE) {
		drop_sections(memory);
	}
	return NOTIFY_OK;
}

static int __init memory_init(void)
{
	return hotplug_memory_notifier(memory_changes, DEFAULT_CALLBACK_PRI);
}
device_initcall(memory_init);
