// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests of what is only done in a crash, without one
 */

#include <kunit/test.h>

#include <linux/cleanup.h>
#include <linux/elf.h>
#include <linux/elfcore.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"
#include "kunit.h"

#define ROOM	32

static struct inspect_loads test_loads(struct kunit *test)
{
	struct inspect_loads loads = {
		.load = kunit_kcalloc(test, ROOM, sizeof(*loads.load),
				      GFP_KERNEL),
		.capacity = ROOM,
	};

	KUNIT_ASSERT_NOT_NULL(test, loads.load);
	return loads;
}

/* The load with the page at @pa, %NULL if there is none */
static const struct inspect_load *load_of(const struct inspect_loads *loads,
					  phys_addr_t pa)
{
	const struct inspect_load *load = loads->load;

	for (; load < loads->load + loads->count; load++) {
		if (pa >= load->pa && pa < load->pa + load->size)
			return load;
	}
	return NULL;
}

/* Each page is there at its own address, and the tables above it, too. */
static void walk_vmalloc_test(struct kunit *test)
{
	struct inspect_loads loads = test_loads(test);
	void *va = vmalloc(3 * PAGE_SIZE);
	const struct inspect_load *load;
	unsigned long offset;
	phys_addr_t pa;

	KUNIT_ASSERT_NOT_NULL(test, va);
	inspect_walk_add(&loads, (unsigned long)va + 100, 2 * PAGE_SIZE);
	for (offset = 0; offset < 3 * PAGE_SIZE; offset += PAGE_SIZE) {
		pa = page_to_phys(vmalloc_to_page(va + offset));
		load = load_of(&loads, pa);
		KUNIT_ASSERT_NOT_NULL(test, load);
		KUNIT_EXPECT_EQ(test, load->va + (pa - load->pa),
				(unsigned long)va + offset);
	}
	KUNIT_EXPECT_NOT_NULL(test, load_of(&loads,
					    __pa_symbol(swapper_pg_dir)));
	vfree(va);
}

static void walk_linear_test(struct kunit *test)
{
	struct inspect_loads loads = test_loads(test);
	void *va = kunit_kmalloc(test, 64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, va);
	inspect_walk_add(&loads, (unsigned long)va, 64);
	KUNIT_EXPECT_EQ(test, loads.count, 1);
	KUNIT_EXPECT_NOT_NULL(test, load_of(&loads, virt_to_phys(va)));
}

/* Nothing comes of an address that nothing is at, but no fault either. */
static void walk_nowhere_test(struct kunit *test)
{
	struct inspect_loads loads = test_loads(test);
	void *va = vmalloc(PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, va);
	inspect_walk_add(&loads, 0, 64);
	inspect_walk_add(&loads, 0x6b6b6b6b6b6b6b6bUL, 64);
	inspect_walk_add(&loads, PAGE_OFFSET - PAGE_SIZE, PAGE_SIZE);
	inspect_walk_add(&loads, VMALLOC_END - PAGE_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_NULL(test, load_of(&loads, 0));
	/* Page tables do not count. */
	inspect_walk_add(&loads, (unsigned long)va + PAGE_SIZE, PAGE_SIZE);
	vfree(va);
}

/* The image, as it would be if the kernel crashed here */
static void *crash_image(void)
{
	struct inspect_images *set;

	inspect_crash_update();
	set = inspect_images_current();
	return set->image[INSPECT_CRASH_IMAGE];
}

/* It has the task that runs, and its stack; the table's has neither. */
static void running_task_test(struct kunit *test)
{
	void *stack = task_stack_page(current);
	void *image;

	guard(meminspect)();

	image = crash_image();
	KUNIT_ASSERT_TRUE(test, image_is_valid(image));
	KUNIT_EXPECT_GE(test, find_in(image, virt_to_phys(current)), 0);
	KUNIT_EXPECT_GE(test, find_in(image, inspect_pa(stack)), 0);
	KUNIT_EXPECT_GE(test, find_in(image, virt_to_phys(task_pid(current))),
			0);
	KUNIT_EXPECT_LT(test, find_in(newest_image(), inspect_pa(stack)), 0);
}

/* A registration under way when the kernel crashes does not outdo it. */
static void crash_outranks_test(struct kunit *test)
{
	const void *image;

	guard(meminspect)();

	image = crash_image();
	KUNIT_EXPECT_GT(test, image_note(image)->sequence,
			image_note(newest_image())->sequence + 1);
}

/* But if the kernel lives on, the next one does. */
static void survived_test(struct kunit *test)
{
	void *page = kunit_kmalloc(test, PAGE_SIZE, GFP_KERNEL);
	const void *image;

	KUNIT_ASSERT_NOT_NULL(test, page);
	image = crash_image();
	KUNIT_ASSERT_EQ(test, meminspect_lock_register_va(page, 64), 0);
	KUNIT_EXPECT_LT(test, image_note(image)->sequence,
			image_note(newest_image())->sequence);
	meminspect_lock_unregister_va(page, 64);
}

/* One for each CPU, in their order, with pids that are never the same. */
static void prstatus_test(struct kunit *test)
{
	struct elf_prstatus prstatus, other;
	unsigned int cpu, before;

	for (cpu = 0; cpu < inspect_regs_cpus(); cpu++) {
		inspect_regs_prstatus(cpu, &prstatus);
		KUNIT_EXPECT_NE(test, prstatus.common.pr_pid, 0);
		for (before = 0; before < cpu; before++) {
			inspect_regs_prstatus(before, &other);
			KUNIT_EXPECT_NE(test, prstatus.common.pr_pid,
					other.common.pr_pid);
		}
	}
}

/* The registers of a fault are kept until it is known that only a task died. */
static void fault_test(struct kunit *test)
{
	struct pt_regs fault = { .pc = 0x1234 }, panic = { .pc = 0x5678 };
	struct elf_prstatus prstatus;
	unsigned int cpu;

	guard(preempt)();

	cpu = smp_processor_id();
	meminspect_save_fault(&fault);
	__meminspect_save_panic(&panic);
	inspect_regs_prstatus(cpu, &prstatus);
	KUNIT_EXPECT_EQ(test, ((struct user_pt_regs *)prstatus.pr_reg)->pc,
			0x1234);
	KUNIT_EXPECT_PTR_EQ(test, inspect_regs_task(), current);

	meminspect_forget_fault();
	inspect_regs_prstatus(cpu, &prstatus);
	KUNIT_EXPECT_EQ(test, ((struct user_pt_regs *)prstatus.pr_reg)->pc, 0);
	KUNIT_EXPECT_NULL(test, inspect_regs_task());
}

static struct kunit_case crash_cases[] = {
	KUNIT_CASE(walk_vmalloc_test),
	KUNIT_CASE(walk_linear_test),
	KUNIT_CASE(walk_nowhere_test),
	KUNIT_CASE(running_task_test),
	KUNIT_CASE(crash_outranks_test),
	KUNIT_CASE(survived_test),
	KUNIT_CASE(prstatus_test),
	KUNIT_CASE(fault_test),
	{}
};

static struct kunit_suite crash_suite = {
	.name = "meminspect-crash",
	.test_cases = crash_cases,
};

kunit_test_suite(crash_suite);
