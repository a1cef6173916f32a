// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests that what the kernel registers of itself is in its image
 *
 * The variables are found by their names, as a debugger finds them: an
 * annotation that is missing is a test that fails.
 */

#include <kunit/test.h>

#include <linux/cpumask.h>
#include <linux/io.h>
#include <linux/kallsyms.h>
#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include <asm/sections.h>

#include "../printk/printk_ringbuffer.h"
#include "internal.h"
#include "kunit.h"

static phys_addr_t image_or_linear_pa(const void *va)
{
	if (va >= (void *)_text && va < (void *)_end)
		return __pa_symbol(va);
	return virt_to_phys((void *)va);
}

/* Both ends of the memory are in the image. */
static void expect_in_image(struct kunit *test, const void *va, size_t size)
{
	KUNIT_EXPECT_GE(test, find_in_image(image_or_linear_pa(va)), 0);
	KUNIT_EXPECT_GE(test,
			find_in_image(image_or_linear_pa(va + size - 1)), 0);
}

/* A variable of the kernel image, of whatever linkage */
static void *find_variable(struct kunit *test, const char *name)
{
	void *variable;

	if (!IS_ENABLED(CONFIG_KALLSYMS_ALL))
		kunit_skip(test, "needs CONFIG_KALLSYMS_ALL");
	variable = (void *)kallsyms_lookup_name(name);
	if (!variable)
		kunit_skip(test, "this kernel has none");
	return variable;
}

/* What debuggers read; a kernel has not all of them. */
static const char *const variables[] = {
	"linux_banner", "init_uts_ns", "__per_cpu_offset",
	"__cpu_possible_mask", "__cpu_present_mask", "__cpu_online_mask",
	"__cpu_active_mask", "jiffies_64", "init_mm", "swapper_pg_dir",
	"high_memory", "max_mapnr", "mem_section", "_totalram_pages",
	"node_states", "node_data", "contig_page_data", "nr_swapfiles",
	"modules", "nr_irqs", "total_nr_irqs", "nr_threads", "init_pid_ns",
	"crash_notes", "tainted_mask", "taint_flags", "avenrun", "tk_core",
	"shadow_timekeeper", "timekeeper_data", "panic_cpu", "kmem_cache",
	"task_state_array", "mt_slots", "mt_pivots", "pageflag_names",
	"zone_names", "kernel_config_data", "kernel_config_data_end", "prb",
	"clear_seq",
};

static void variable_name(const char *const *variable, char *name)
{
	strscpy(name, *variable, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(variable, variables, variable_name);

static void variable_test(struct kunit *test)
{
	const char *const *name = test->param_value;

	expect_in_image(test, find_variable(test, *name), 1);
}

/* No annotation is without effect. */
static void static_test(struct kunit *test)
{
	const struct inspect_entry *entry = __inspect_table;

	for (; entry < __inspect_table_end; entry++) {
		if (entry->type == MEMINSPECT_TYPE_REGULAR)
			expect_in_image(test, entry->va, entry->size);
	}
}

static void expect_each_cpus(struct kunit *test, void *variable)
{
	unsigned int cpu;
	void *copy;

	for_each_present_cpu(cpu) {
		copy = per_cpu_ptr((void __percpu *)(unsigned long)variable,
				   cpu);
		KUNIT_EXPECT_GE(test,
				find_in_image(per_cpu_ptr_to_phys(copy)), 0);
	}
}

static void runqueues_test(struct kunit *test)
{
	expect_each_cpus(test, find_variable(test, "runqueues"));
}

static void irq_stack_ptr_test(struct kunit *test)
{
	expect_each_cpus(test, find_variable(test, "irq_stack_ptr"));
}

static void crash_notes_test(struct kunit *test)
{
	expect_each_cpus(test, (void *)(__force unsigned long)crash_notes);
}

static void log_test(struct kunit *test)
{
	struct printk_ringbuffer **prb = find_variable(test, "prb");
	const struct prb_data_ring *text = &(*prb)->text_data_ring;
	const struct prb_desc_ring *ring = &(*prb)->desc_ring;
	size_t count = _DESCS_COUNT(ring->count_bits);

	expect_in_image(test, *prb, sizeof(**prb));
	expect_in_image(test, ring->descs, count * sizeof(*ring->descs));
	expect_in_image(test, ring->infos, count * sizeof(*ring->infos));
	expect_in_image(test, text->data, _DATA_SIZE(text->size_bits));
}

static void nodes_test(struct kunit *test)
{
	const struct pglist_data *node;
	int nid, zone;

	for_each_online_node(nid) {
		node = NODE_DATA(nid);
		expect_in_image(test, node, sizeof(*node));
		for (zone = 0; zone < MAX_NR_ZONES; zone++)
			expect_in_image(test, node->node_zones[zone].name, 1);
	}
}

static void sections_test(struct kunit *test)
{
#ifdef CONFIG_SPARSEMEM
	unsigned long section = 0;

	expect_in_image(test, mem_section,
			NR_SECTION_ROOTS * sizeof(*mem_section));
	for (; section <= __highest_present_section_nr; section++) {
		if (!present_section_nr(section))
			continue;
		expect_in_image(test, __nr_to_section(section),
				sizeof(struct mem_section));
		expect_in_image(test, __nr_to_section(section)->usage,
				sizeof(struct mem_section_usage));
	}
#else
	kunit_skip(test, "needs CONFIG_SPARSEMEM");
#endif
}

/* The cache of caches describes itself. */
static void pointee_test(struct kunit *test)
{
	void **kmem_cache = find_variable(test, "kmem_cache");

	expect_in_image(test, *kmem_cache, 1);
}

static void strings_test(struct kunit *test)
{
	const char **state = find_variable(test, "task_state_array");
	unsigned int i;

	for (i = 0; i < const_ilog2(TASK_REPORT_MAX) + 1; i++)
		expect_in_image(test, state[i], strlen(state[i]) + 1);
}

/* The symbol table is in the image if its class is on: by default it is not. */
static void symbols_test(struct kunit *test)
{
	const void *names = find_variable(test, "kallsyms_names");
	bool wanted = !inspect_class_is_off(MEMINSPECT_CLASS_SYMBOL);

	/* The first page may have neighbours in it. */
	KUNIT_EXPECT_EQ(test, find_in_image(__pa_symbol(names) + PAGE_SIZE) >= 0,
			wanted);
}

static struct kunit_case own_cases[] = {
	KUNIT_CASE_PARAM(variable_test, variable_gen_params),
	KUNIT_CASE(static_test),
	KUNIT_CASE(runqueues_test),
	KUNIT_CASE(irq_stack_ptr_test),
	KUNIT_CASE(crash_notes_test),
	KUNIT_CASE(log_test),
	KUNIT_CASE(nodes_test),
	KUNIT_CASE(sections_test),
	KUNIT_CASE(pointee_test),
	KUNIT_CASE(strings_test),
	KUNIT_CASE(symbols_test),
	{}
};

static struct kunit_suite own_suite = {
	.name = "meminspect-own",
	.test_cases = own_cases,
};

kunit_test_suite(own_suite);
