// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests of what consumers are given
 */

#include <kunit/test.h>

#include <linux/bits.h>
#include <linux/container_of.h>
#include <linux/elf.h>
#include <linux/io.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "internal.h"
#include "kunit.h"

/* More than the kernel under test has, and fewer than it is sure to have */
#define MANY	1000
#define FEW	2

/**
 * struct test_consumer - remembers what it was given
 * @consumer:	that
 * @view:	the last one; %NULL if that was nothing
 * @calls:	how often it was given something
 */
struct test_consumer {
	struct meminspect_consumer consumer;
	const struct meminspect_view *view;
	unsigned int calls;
};

static void test_publish(struct meminspect_consumer *consumer,
			 const struct meminspect_view *view)
{
	struct test_consumer *tested =
		container_of(consumer, struct test_consumer, consumer);

	tested->view = view;
	tested->calls++;
}

static struct test_consumer test_consumer(unsigned long classes,
					  unsigned int max_loads)
{
	return (struct test_consumer) {
		.consumer = {
			.name = "test",
			.classes = classes,
			.max_loads = max_loads,
			.publish = test_publish,
		},
	};
}

/* A page that has no neighbour among the others, so that none are merged */
static struct inspect_entry lone_page(struct kunit *test,
				      enum meminspect_class class)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_DYNAMIC,
		.name = "test",
		.class = class,
		.size = PAGE_SIZE,
	};
	void *pages = kunit_kmalloc(test, 4 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	entry.va = pages + PAGE_SIZE;
	return entry;
}

/* Is the page among what the consumer is to save? */
static bool has_page(const struct test_consumer *tested,
		     const struct inspect_entry *entry)
{
	phys_addr_t pa = virt_to_phys(entry->va);
	unsigned int i;

	for (i = 0; i < tested->view->count; i++) {
		if (tested->view->loads[i].pa == pa)
			return true;
	}
	return false;
}

/* The header and the loads tell the same, and nothing is left between. */
static void expect_whole_view(struct kunit *test,
			      const struct meminspect_view *view)
{
	u64 offset = view->header_size;
	const struct elf64_phdr *phdr;
	unsigned int count, i;

	KUNIT_EXPECT_TRUE(test, image_is_valid(view->header));
	KUNIT_EXPECT_EQ(test, image_note(view->header)->sequence, 0);
	phdr = image_loads(view->header, &count);
	KUNIT_ASSERT_EQ(test, view->count, count);
	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ(test, phdr[i].p_offset, offset);
		KUNIT_EXPECT_EQ(test, phdr[i].p_paddr, view->loads[i].pa);
		KUNIT_EXPECT_EQ(test, phdr[i].p_filesz, view->loads[i].size);
		offset += phdr[i].p_filesz;
	}
	phdr--;
	KUNIT_EXPECT_NULL(test, memchr_inv(view->header + phdr->p_offset +
					   phdr->p_filesz, 0,
					   view->header_size - phdr->p_offset -
					   phdr->p_filesz));
}

/* What is there, what comes and what goes, but only of its classes */
static void follows_test(struct kunit *test)
{
	struct test_consumer all = test_consumer(ULONG_MAX, MANY);
	struct test_consumer traces =
		test_consumer(BIT(MEMINSPECT_CLASS_TRACE), MANY);
	struct inspect_entry first = lone_page(test, MEMINSPECT_CLASS_DRIVER);
	struct inspect_entry second = lone_page(test, MEMINSPECT_CLASS_DRIVER);

	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&first), 0);
	KUNIT_ASSERT_EQ(test, meminspect_consumer_register(&all.consumer), 0);
	KUNIT_ASSERT_EQ(test, meminspect_consumer_register(&traces.consumer), 0);
	KUNIT_EXPECT_TRUE(test, has_page(&all, &first));
	KUNIT_EXPECT_FALSE(test, has_page(&traces, &first));
	expect_whole_view(test, all.view);

	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&second), 0);
	KUNIT_EXPECT_TRUE(test, has_page(&all, &second));
	meminspect_lock_unregister_va(first.va, first.size);
	KUNIT_EXPECT_FALSE(test, has_page(&all, &first));
	KUNIT_EXPECT_FALSE(test, has_page(&traces, &second));
	expect_whole_view(test, all.view);
	expect_whole_view(test, traces.view);

	meminspect_consumer_unregister(&traces.consumer);
	meminspect_consumer_unregister(&all.consumer);
	KUNIT_EXPECT_NULL(test, all.view);
	meminspect_lock_unregister_va(second.va, second.size);
	KUNIT_EXPECT_NULL(test, all.view);
}

/* What there is no room for is the least important. */
static void capped_test(struct kunit *test)
{
	struct test_consumer few = test_consumer(ULONG_MAX, FEW);
	struct inspect_entry driver = lone_page(test, MEMINSPECT_CLASS_DRIVER);
	struct inspect_entry trace = lone_page(test, MEMINSPECT_CLASS_TRACE);

	KUNIT_ASSERT_EQ(test, meminspect_consumer_register(&few.consumer), 0);
	KUNIT_EXPECT_EQ(test, few.view->count, FEW);
	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&driver), 0);
	KUNIT_EXPECT_FALSE(test, has_page(&few, &driver));
	KUNIT_EXPECT_GE(test, find_in_image(virt_to_phys(driver.va)), 0);

	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&trace), 0);
	KUNIT_EXPECT_EQ(test, few.view->count, FEW);
	KUNIT_EXPECT_TRUE(test, few.view->loads[0].classes &
				BIT(MEMINSPECT_CLASS_TRACE));
	expect_whole_view(test, few.view);

	meminspect_consumer_unregister(&few.consumer);
	meminspect_lock_unregister_va(trace.va, trace.size);
	meminspect_lock_unregister_va(driver.va, driver.size);
}

/* Views are not written while they count; see struct meminspect_consumer. */
static void crashed_test(struct kunit *test)
{
	struct test_consumer all = test_consumer(ULONG_MAX, MANY);
	struct inspect_entry entry = lone_page(test, MEMINSPECT_CLASS_DRIVER);
	const struct meminspect_view *before;
	unsigned int calls;

	KUNIT_ASSERT_EQ(test, meminspect_consumer_register(&all.consumer), 0);
	before = all.view;
	calls = all.calls;
	inspect_crash_update();
	KUNIT_EXPECT_EQ(test, all.calls, calls + 2);
	KUNIT_EXPECT_EQ(test, all.view->slot, INSPECT_CRASH_IMAGE);
	KUNIT_EXPECT_GT(test, all.view->count, before->count);
	expect_whole_view(test, before);
	expect_whole_view(test, all.view);

	/* The kernel lives on. */
	KUNIT_ASSERT_EQ(test, meminspect_lock_register(&entry), 0);
	KUNIT_EXPECT_TRUE(test, has_page(&all, &entry));
	KUNIT_EXPECT_NE(test, all.view->slot, INSPECT_CRASH_IMAGE);
	KUNIT_EXPECT_NE(test, all.view->slot, before->slot);
	meminspect_lock_unregister_va(entry.va, entry.size);
	meminspect_consumer_unregister(&all.consumer);
}

static void no_room_test(struct kunit *test)
{
	struct test_consumer none = test_consumer(ULONG_MAX, 0);
	struct test_consumer too_many = test_consumer(ULONG_MAX, PN_XNUM);

	KUNIT_EXPECT_EQ(test, meminspect_consumer_register(&none.consumer),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, meminspect_consumer_register(&too_many.consumer),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, none.calls + too_many.calls, 0);
}

static struct kunit_case consumer_cases[] = {
	KUNIT_CASE(follows_test),
	KUNIT_CASE(capped_test),
	KUNIT_CASE(crashed_test),
	KUNIT_CASE(no_room_test),
	{}
};

static struct kunit_suite consumer_suite = {
	.name = "meminspect-consumer",
	.test_cases = consumer_cases,
};

kunit_test_suite(consumer_suite);
