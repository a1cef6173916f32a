// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests, on the running kernel's own table
 *
 * Each test leaves the table as it was.
 */

#include <kunit/test.h>

#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/container_of.h>
#include <linux/crash_dump.h>
#include <linux/crc32.h>
#include <linux/elf.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include <uapi/linux/meminspect.h>

#include "internal.h"
#include "kunit.h"

#define PAGES	4

static struct inspect_entry page_entry(void *page, const char *name)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_DYNAMIC,
		.class = MEMINSPECT_CLASS_DRIVER,
		.va = page,
		.size = PAGE_SIZE,
	};

	strscpy(entry.name, name, sizeof(entry.name));
	return entry;
}

/* A page that has no neighbour among the others, so that none are merged. */
static void *test_page(struct kunit *test)
{
	void *pages = kunit_kmalloc(test, 4 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	return pages + PAGE_SIZE;
}

static int count_entry(void *priv, const struct inspect_entry *entry)
{
	(*(unsigned int *)priv)++;
	return 0;
}

static unsigned int table_count(void)
{
	unsigned int count = 0;

	meminspect_lock_traverse(&count, count_entry);
	return count;
}

static void expect_valid_image(struct kunit *test)
{
	const struct elf64_phdr *load;
	unsigned int count, i, j;
	const void *image;

	guard(meminspect)();

	image = newest_image();
	KUNIT_ASSERT_TRUE(test, image_is_valid(image));
	load = image_loads(image, &count);
	KUNIT_EXPECT_EQ(test, load[-1].p_type, PT_NOTE);
	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ(test, load[i].p_type, PT_LOAD);
		KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(load[i].p_paddr));
		KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(load[i].p_vaddr));
		KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(load[i].p_filesz));
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_TRUE(test,
					  load[i].p_paddr + load[i].p_filesz <=
					  load[j].p_paddr ||
					  load[j].p_paddr + load[j].p_filesz <=
					  load[i].p_paddr);
	}
}

/* The table */

static void register_test(struct kunit *test)
{
	struct inspect_entry entry = page_entry(test_page(test), "register");
	unsigned int before = table_count();

	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&entry), 0);
	KUNIT_EXPECT_EQ(test, table_count(), before + 1);
	KUNIT_EXPECT_GE(test, find_in_image(virt_to_phys(entry.va)), 0);
	expect_valid_image(test);

	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(entry.va,
							    entry.size), 0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
	KUNIT_EXPECT_LT(test, find_in_image(virt_to_phys(entry.va)), 0);
	expect_valid_image(test);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(entry.va,
							    entry.size), -ENOENT);
}

/* The board has the proof in a kdump kernel: here it only pretends to be one. */
static void kdump_test(struct kunit *test)
{
	struct inspect_entry entry = page_entry(test_page(test), "kdump");
	unsigned long long saved = elfcorehdr_addr;
	unsigned int before = table_count();
	int ret;

	elfcorehdr_addr = 0;
	ret = meminspect_lock_register(&entry);
	elfcorehdr_addr = saved;
	KUNIT_EXPECT_EQ(test, ret, 0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
	KUNIT_EXPECT_LT(test, find_in_image(virt_to_phys(entry.va)), 0);
}

static void malformed_test(struct kunit *test)
{
	const struct inspect_entry good = page_entry(test_page(test), "good");
	unsigned int before = table_count();
	struct inspect_entry entry;

	entry = good;
	entry.size = 0;
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	entry.name[0] = '\0';
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	memset(entry.name, 'x', sizeof(entry.name));
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	entry.class = MEMINSPECT_CLASS_MAX;
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	entry.type = MEMINSPECT_TYPE_PERCPU;
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	entry.id = MEMINSPECT_ID_DYNAMIC + 1;
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	entry = good;
	entry.pa = ~(phys_addr_t)0;
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EINVAL);
	KUNIT_EXPECT_EQ(test, table_count(), before);
}

static int count_event(struct notifier_block *nb, unsigned long event,
		       void *entry);

static struct notifier_block count_nb = { .notifier_call = count_event };
static unsigned int events[2];

static int count_event(struct notifier_block *nb, unsigned long event,
		       void *entry)
{
	events[event]++;
	return NOTIFY_OK;
}

/* A region that is registered twice is announced once. */
static void duplicate_test(struct kunit *test)
{
	struct inspect_entry entry = page_entry(test_page(test), "once");

	memset(events, 0, sizeof(events));
	meminspect_notifier_register(&count_nb);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry), -EEXIST);
	KUNIT_EXPECT_EQ(test, events[MEMINSPECT_NOTIFIER_ADD], 1);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(entry.va,
							    entry.size), 0);
	KUNIT_EXPECT_EQ(test, events[MEMINSPECT_NOTIFIER_REMOVE], 1);
	meminspect_notifier_unregister(&count_nb);
}

#ifdef CONFIG_MEMINSPECT_DEBUG

/* Freed while registered: one complaint. Freed when it is not: none. */
static void freed_test(struct kunit *test)
{
	unsigned int before = inspect_freed_complaints();
	void *object = kmalloc(64, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);
	phys_addr_t pa;

	KUNIT_ASSERT_NOT_NULL(test, object);
	KUNIT_ASSERT_NOT_NULL(test, page);
	pa = virt_to_phys(object) + 32;
	KUNIT_ASSERT_EQ(test, meminspect_lock_register_pa(pa, 8), 0);
	kfree(object);
	KUNIT_EXPECT_EQ(test, inspect_freed_complaints(), before + 1);
	meminspect_lock_unregister_pa(pa, 8);

	pa = page_to_phys(page);
	KUNIT_ASSERT_EQ(test, meminspect_lock_register_pa(pa, PAGE_SIZE), 0);
	meminspect_lock_unregister_pa(pa, PAGE_SIZE);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, inspect_freed_complaints(), before + 1);
}

#else

static void freed_test(struct kunit *test)
{
	kunit_skip(test, "needs CONFIG_MEMINSPECT_DEBUG");
}

#endif

static void id_test(struct kunit *test)
{
	void *page = test_page(test);

	KUNIT_EXPECT_EQ(test, meminspect_lock_register_id_va(MEMINSPECT_ID_ELF,
							     page, 64), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register_id_va(MEMINSPECT_ID_ELF,
							     page + 64, 64),
			-EEXIST);
	KUNIT_EXPECT_EQ(test,
			meminspect_lock_unregister_id(MEMINSPECT_ID_ELF), 0);
	KUNIT_EXPECT_EQ(test,
			meminspect_lock_unregister_id(MEMINSPECT_ID_ELF),
			-ENOENT);
}

/* An id that is nobody's own must not remove what happens to have it. */
static void id_bounds_test(struct kunit *test)
{
	unsigned int before = table_count();

	KUNIT_EXPECT_EQ(test,
			meminspect_lock_unregister_id(MEMINSPECT_ID_STATIC),
			-EINVAL);
	KUNIT_EXPECT_EQ(test,
			meminspect_lock_unregister_id(MEMINSPECT_ID_DYNAMIC),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_id(1 << 30), -ENOENT);
	KUNIT_EXPECT_EQ(test, table_count(), before);
}

static int same_memory(void *priv, const struct inspect_entry *entry)
{
	const struct inspect_entry *wanted = priv;

	return entry->pa == wanted->pa && entry->size == wanted->size &&
	       entry->class == wanted->class &&
	       !strcmp(entry->name, wanted->name);
}

/* What is known by its physical address has a name and a class, too. */
static void memory_test(struct kunit *test)
{
	struct inspect_entry entry = page_entry(test_page(test), "memory");

	entry.pa = virt_to_phys(entry.va);
	entry.class = MEMINSPECT_CLASS_LOG;
	KUNIT_ASSERT_EQ(test, meminspect_add_memory(entry.name, entry.class,
						    entry.pa, entry.size), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_traverse(&entry, same_memory), 1);
	KUNIT_EXPECT_GE(test, find_in_image(entry.pa), 0);
	meminspect_remove_memory(entry.pa, entry.size);
	KUNIT_EXPECT_EQ(test, meminspect_lock_traverse(&entry, same_memory), 0);
}

static void pa_test(struct kunit *test)
{
	phys_addr_t pa = virt_to_phys(test_page(test));

	KUNIT_EXPECT_EQ(test, meminspect_lock_register_pa(pa, 100), 0);
	KUNIT_EXPECT_GE(test, find_in_image(pa), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_pa(pa, 99), -ENOENT);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_pa(pa, 100), 0);
	KUNIT_EXPECT_LT(test, find_in_image(pa), 0);
}

/* Variables of the kernel image are not in the linear map. */
static char image_symbol[16];

static void image_symbol_test(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, meminspect_lock_register_va(image_symbol,
							  sizeof(image_symbol)),
			0);
	KUNIT_EXPECT_GE(test, find_in_image(__pa_symbol(image_symbol)), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_pa(__pa_symbol(image_symbol),
							    sizeof(image_symbol)),
			0);
}

static void vmalloc_test(struct kunit *test)
{
	unsigned int before = table_count(), i;
	void *va = vmalloc(5 * PAGE_SIZE);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, va);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register_va(va + 100,
							  4 * PAGE_SIZE), 0);
	for (i = 0; i < 5; i++) {
		page = vmalloc_to_page(va + i * PAGE_SIZE);
		KUNIT_EXPECT_GE(test, find_in_image(page_to_phys(page)), 0);
	}
	expect_valid_image(test);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(va + 100,
							    4 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
	vfree(va);
}

static void percpu_test(struct kunit *test)
{
	u64 __percpu *values = alloc_percpu(u64);
	u64 *value;

	KUNIT_ASSERT_TRUE(test, !!values);
	value = per_cpu_ptr(values, 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register_va(value,
							  sizeof(*value)), 0);
	KUNIT_EXPECT_GE(test, find_in_image(per_cpu_ptr_to_phys(value)), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(value,
							    sizeof(*value)), 0);
	free_percpu(values);
}

/* The image's order is the table's, also after a removal in the middle. */
static void order_test(struct kunit *test)
{
	static const unsigned int order[PAGES] = { 0, 2, 3, 1 };
	struct inspect_entry entry[PAGES];
	int last = -1, at;
	unsigned int i;

	for (i = 0; i < PAGES; i++) {
		entry[i] = page_entry(test_page(test), "order");
		KUNIT_ASSERT_EQ(test, meminspect_lock_register(&entry[i]), 0);
	}
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(entry[1].va,
							    PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, meminspect_lock_register(&entry[1]), 0);
	for (i = 0; i < PAGES; i++) {
		at = find_in_image(virt_to_phys(entry[order[i]].va));
		KUNIT_EXPECT_GT(test, at, last);
		last = at;
	}
	for (i = 0; i < PAGES; i++)
		meminspect_lock_unregister_va(entry[i].va, PAGE_SIZE);
}

/* There is no number of regions beyond which they are dropped. */
static void many_test(struct kunit *test)
{
	unsigned int before = table_count(), i;
	u8 *bytes = kunit_kmalloc(test, 2 * 500, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (i = 0; i < 500; i++)
		KUNIT_ASSERT_EQ(test,
				meminspect_lock_register_va(bytes + 2 * i, 1),
				0);
	KUNIT_EXPECT_EQ(test, table_count(), before + 500);
	expect_valid_image(test);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(bytes, 1000), 0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
}

#define SCATTERED	100

/* Regions in pages far from each other: the images themselves must grow. */
static void growing_test(struct kunit *test)
{
	unsigned int before = table_count(), i;
	void *page[SCATTERED];

	for (i = 0; i < SCATTERED; i++) {
		page[i] = test_page(test);
		KUNIT_ASSERT_EQ(test,
				meminspect_lock_register_va(page[i], PAGE_SIZE),
				0);
	}
	for (i = 0; i < SCATTERED; i++)
		KUNIT_EXPECT_GE(test, find_in_image(virt_to_phys(page[i])), 0);
	expect_valid_image(test);
	for (i = 0; i < SCATTERED; i++)
		KUNIT_EXPECT_EQ(test,
				meminspect_lock_unregister_va(page[i], PAGE_SIZE),
				0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
	expect_valid_image(test);
}

/* Whatever happens to the newer image, the one before it is still valid. */
static void older_image_test(struct kunit *test)
{
	struct inspect_entry entry = page_entry(test_page(test), "older");
	const void *older;

	/* The second time there is room for it: no new images are needed. */
	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&entry), 0);
	meminspect_lock_unregister_va(entry.va, entry.size);

	older = newest_image();
	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&entry), 0);
	KUNIT_EXPECT_PTR_NE(test, newest_image(), older);
	KUNIT_EXPECT_TRUE(test, image_is_valid(older));
	KUNIT_EXPECT_LT(test, image_note(older)->sequence,
			image_note(newest_image())->sequence);
	meminspect_lock_unregister_va(entry.va, entry.size);
}

/* Many registrations under one lock cost one image. */
static void batch_test(struct kunit *test)
{
	u64 before = image_note(newest_image())->sequence;
	void *pages = test_page(test);
	struct inspect_entry entry;
	unsigned int i;

	scoped_guard(meminspect) {
		for (i = 0; i < PAGES; i++) {
			entry = page_entry(pages + i * 100, "batch");
			entry.size = 100;
			KUNIT_EXPECT_EQ(test, meminspect_register(&entry), 0);
		}
	}
	KUNIT_EXPECT_EQ(test, image_note(newest_image())->sequence, before + 1);
	KUNIT_EXPECT_EQ(test, meminspect_lock_unregister_va(pages, PAGE_SIZE),
			0);
	KUNIT_EXPECT_EQ(test, image_note(newest_image())->sequence, before + 2);
}

#define CHURNS	200

static int churn(void *page)
{
	struct inspect_entry entry = page_entry(page, "churn");
	unsigned int i;
	int ret = 0;

	for (i = 0; i < CHURNS && !ret; i++) {
		ret = meminspect_lock_register(&entry);
		if (!ret)
			ret = meminspect_lock_unregister_va(page, PAGE_SIZE);
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return ret;
}

static void concurrent_test(struct kunit *test)
{
	unsigned int before = table_count(), i;
	struct task_struct *task[PAGES];

	for (i = 0; i < PAGES; i++) {
		task[i] = kthread_run(churn, test_page(test), "churn%u", i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(task[i]));
	}
	for (i = 0; i < CHURNS; i++)
		expect_valid_image(test);
	for (i = 0; i < PAGES; i++)
		KUNIT_EXPECT_EQ(test, kthread_stop(task[i]), 0);
	KUNIT_EXPECT_EQ(test, table_count(), before);
}

static struct kunit_case table_cases[] = {
	KUNIT_CASE(register_test),
	KUNIT_CASE(kdump_test),
	KUNIT_CASE(malformed_test),
	KUNIT_CASE(duplicate_test),
	KUNIT_CASE(id_test),
	KUNIT_CASE(id_bounds_test),
	KUNIT_CASE(memory_test),
	KUNIT_CASE(pa_test),
	KUNIT_CASE(image_symbol_test),
	KUNIT_CASE(vmalloc_test),
	KUNIT_CASE(percpu_test),
	KUNIT_CASE(order_test),
	KUNIT_CASE(many_test),
	KUNIT_CASE(growing_test),
	KUNIT_CASE(older_image_test),
	KUNIT_CASE(batch_test),
	KUNIT_CASE(freed_test),
	KUNIT_CASE_SLOW(concurrent_test),
	{}
};

static struct kunit_suite table_suite = {
	.name = "meminspect-table",
	.test_cases = table_cases,
};

/* Made up addresses: virtual ones start at V where physical ones start at 0. */
#define V	0xffff000000000000UL
static struct inspect_load room[4];

static struct inspect_loads no_loads(void)
{
	return (struct inspect_loads) {
		.load = room,
		.capacity = ARRAY_SIZE(room),
	};
}

static bool bytes_add(struct inspect_loads *loads, phys_addr_t pa, size_t size)
{
	return inspect_loads_add(loads, MEMINSPECT_CLASS_DRIVER, V + pa, pa,
				 size);
}

static bool loads_add(struct inspect_loads *loads, unsigned int page,
		      unsigned int pages)
{
	return bytes_add(loads, page * PAGE_SIZE, pages * PAGE_SIZE);
}

static void expect_load(struct kunit *test, unsigned int i,
			unsigned int page, unsigned int pages)
{
	KUNIT_EXPECT_EQ(test, room[i].pa, page * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, room[i].size, pages * PAGE_SIZE);
}

static void whole_pages_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	KUNIT_EXPECT_TRUE(test, bytes_add(&loads, 10, 1));
	KUNIT_EXPECT_TRUE(test, bytes_add(&loads, 20, 5));
	KUNIT_EXPECT_EQ(test, loads.count, 1);
	expect_load(test, 0, 0, 1);
	KUNIT_EXPECT_EQ(test, room[0].va, V);
}

/* A region that ends a page later takes that page, too. */
static void straddle_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	KUNIT_EXPECT_TRUE(test, bytes_add(&loads, PAGE_SIZE - 1, 2));
	KUNIT_EXPECT_EQ(test, loads.count, 1);
	expect_load(test, 0, 0, 2);
}

static void adjacent_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	loads_add(&loads, 1, 1);
	loads_add(&loads, 2, 1);
	KUNIT_EXPECT_EQ(test, loads.count, 1);
	expect_load(test, 0, 1, 2);
}

/* Next to each other in RAM, but not in virtual memory */
static void other_mapping_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	loads_add(&loads, 1, 1);
	inspect_loads_add(&loads, MEMINSPECT_CLASS_DRIVER, V + 9 * PAGE_SIZE,
			  2 * PAGE_SIZE, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, loads.count, 2);
	expect_load(test, 0, 1, 1);
	expect_load(test, 1, 2, 1);
}

/* A region around one that is there already: no page comes twice. */
static void around_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	loads_add(&loads, 3, 1);
	KUNIT_EXPECT_TRUE(test, loads_add(&loads, 2, 4));
	KUNIT_EXPECT_EQ(test, loads.count, 2);
	expect_load(test, 0, 3, 3);
	expect_load(test, 1, 2, 1);
}

static void full_test(struct kunit *test)
{
	struct inspect_loads loads = no_loads();

	loads_add(&loads, 0, 1);
	loads_add(&loads, 2, 1);
	loads_add(&loads, 4, 1);
	KUNIT_EXPECT_TRUE(test, loads_add(&loads, 6, 1));
	KUNIT_EXPECT_FALSE(test, loads_add(&loads, 8, 1));
	KUNIT_EXPECT_EQ(test, loads.count, 4);
}

static struct kunit_case loads_cases[] = {
	KUNIT_CASE(whole_pages_test),
	KUNIT_CASE(straddle_test),
	KUNIT_CASE(adjacent_test),
	KUNIT_CASE(other_mapping_test),
	KUNIT_CASE(around_test),
	KUNIT_CASE(full_test),
	{}
};

static struct kunit_suite loads_suite = {
	.name = "meminspect-loads",
	.test_cases = loads_cases,
};

kunit_test_suites(&table_suite, &loads_suite);

MODULE_DESCRIPTION("KUnit tests for meminspect");
MODULE_LICENSE("GPL");
