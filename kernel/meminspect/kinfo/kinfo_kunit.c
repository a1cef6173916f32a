// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests of the debug kinfo record
 *
 * They write records into pages of their own. The build of the system is also
 * in the machine's own record, if it has one; each test puts it back.
 */

#include <kunit/test.h>

#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include <asm/byteorder.h>
#include <asm/sections.h>

#include "kinfo.h"

#define BUILD_ROOM	(DEBUG_KINFO_BUILD_LEN - 1)

/* Put back at the end */
static char build_before[DEBUG_KINFO_BUILD_LEN];

static int kinfo_init(struct kunit *test)
{
	kinfo_get_build(build_before, sizeof(build_before));
	return 0;
}

static void kinfo_exit(struct kunit *test)
{
	kinfo_set_build(build_before);
}

/* A page that is full of what nobody has written there */
static struct kinfo_region *test_region(struct kunit *test)
{
	struct kinfo_region *region;

	region = kunit_kzalloc(test, sizeof(*region), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, region);
	region->size = max_t(size_t, PAGE_SIZE, DEBUG_KINFO_ALIGN);
	region->record = kunit_kmalloc(test, region->size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, region->record);
	memset(region->record, 0xa5, region->size);
	region->base = virt_to_phys(region->record);
	return region;
}

static struct kinfo_region *added_region(struct kunit *test)
{
	struct kinfo_region *region = test_region(test);

	KUNIT_ASSERT_EQ(test, kinfo_region_add(region), 0);
	return region;
}

/* As a reader computes it: not by the kernel's own function */
static bool is_valid(const struct debug_kinfo *record)
{
	const __le32 *word = (const __le32 *)&record->info;
	const __le32 *end = (const __le32 *)(&record->info + 1);
	u32 sum = 0;

	while (word < end)
		sum ^= le32_to_cpu(*word++);
	return le32_to_cpu(record->magic) == DEBUG_KINFO_MAGIC &&
	       le32_to_cpu(record->checksum) == sum;
}

static void expect_build(struct kunit *test, const struct kinfo_region *region,
			 const char *text)
{
	const struct debug_kinfo *record = region->record;

	KUNIT_EXPECT_TRUE(test, is_valid(record));
	KUNIT_EXPECT_STREQ(test, (const char *)record->info.build_info, text);
}

static void describes_kernel_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	const struct debug_kinfo_info *info = &region->record->info;

	KUNIT_EXPECT_TRUE(test, is_valid(region->record));
	KUNIT_EXPECT_EQ(test, le64_to_cpu(info->text_pa), __pa_symbol(_text));
	KUNIT_EXPECT_EQ(test, le64_to_cpu(info->end_pa), __pa_symbol(_end));
	KUNIT_EXPECT_EQ(test, le32_to_cpu(info->thread_size), THREAD_SIZE);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(info->bit_per_long), BITS_PER_LONG);
	KUNIT_EXPECT_GT(test, le32_to_cpu(info->num_syms), 0);
	KUNIT_EXPECT_STREQ(test, (const char *)info->last_uts_release,
			   init_utsname()->release);
	kinfo_region_remove(region);
}

static void writes_nothing_behind_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	const u8 *behind = (const u8 *)(region->record + 1);
	const u8 *end = (const u8 *)region->record + region->size;

	kinfo_set_build("build");
	kinfo_region_remove(region);
	KUNIT_EXPECT_NULL(test, memchr_inv(behind, 0xa5, end - behind));
}

/* The posted driver changed build_info, if at all, without the checksum. */
static void checksum_follows_build_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	__le32 before;

	kinfo_set_build("first");
	expect_build(test, region, "first");
	before = region->record->checksum;
	kinfo_set_build("other");
	expect_build(test, region, "other");
	KUNIT_EXPECT_NE(test, le32_to_cpu(region->record->checksum),
			le32_to_cpu(before));
	kinfo_region_remove(region);
}

/* User space may know the build before the device is there. */
static void build_set_before_probe_test(struct kunit *test)
{
	struct kinfo_region *region;

	kinfo_set_build("early");
	region = added_region(test);
	expect_build(test, region, "early");
	kinfo_region_remove(region);
}

static void build_is_read_back_test(struct kunit *test)
{
	char text[DEBUG_KINFO_BUILD_LEN];

	kinfo_set_build("brand/product:1/ID/1:user/keys");
	KUNIT_EXPECT_EQ(test, kinfo_get_build(text, sizeof(text)), 30);
	KUNIT_EXPECT_STREQ(test, text, "brand/product:1/ID/1:user/keys");
}

static void build_ends_at_newline_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);

	KUNIT_EXPECT_TRUE(test, kinfo_set_build("line\n"));
	expect_build(test, region, "line");
	kinfo_region_remove(region);
}

/* Nothing of the longer one is left, not even behind the NUL. */
static void shorter_build_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	const u8 *build = region->record->info.build_info;

	kinfo_set_build("a long description of the build");
	kinfo_set_build("short");
	expect_build(test, region, "short");
	KUNIT_EXPECT_NULL(test, memchr_inv(build + 5, 0,
					   DEBUG_KINFO_BUILD_LEN - 5));
	kinfo_region_remove(region);
}

/* The posted driver took one byte more than it had room for. */
static void build_is_cut_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	char text[DEBUG_KINFO_BUILD_LEN + 2] = { };

	memset(text, 'x', BUILD_ROOM);
	KUNIT_EXPECT_TRUE(test, kinfo_set_build(text));
	expect_build(test, region, text);

	text[BUILD_ROOM] = 'y';
	KUNIT_EXPECT_FALSE(test, kinfo_set_build(text));
	text[BUILD_ROOM] = '\0';
	expect_build(test, region, text);
	kinfo_region_remove(region);
}

/* The posted driver said so, and went on. */
static void too_small_test(struct kunit *test)
{
	struct kinfo_region *region = test_region(test);
	size_t whole = region->size;

	region->size = sizeof(struct debug_kinfo) - 1;
	KUNIT_EXPECT_EQ(test, kinfo_region_add(region), -ENOSPC);
	region->size = 0;
	KUNIT_EXPECT_EQ(test, kinfo_region_add(region), -ENOSPC);
	KUNIT_EXPECT_NULL(test, memchr_inv(region->record, 0xa5, whole));

	region->size = sizeof(struct debug_kinfo);
	KUNIT_EXPECT_EQ(test, kinfo_region_add(region), 0);
	KUNIT_EXPECT_TRUE(test, is_valid(region->record));
	kinfo_region_remove(region);
}

static void misplaced_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kinfo_region_check(0, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, kinfo_region_check(DEBUG_KINFO_ALIGN + 4,
						 PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, kinfo_region_check(DEBUG_KINFO_ALIGN, PAGE_SIZE),
			0);
}

/* Two nodes of the devicetree that refer to the same memory */
static void same_memory_twice_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);
	struct kinfo_region again = *region;

	KUNIT_EXPECT_EQ(test, kinfo_region_add(&again), -EBUSY);
	again.base += DEBUG_KINFO_ALIGN;
	region->size += DEBUG_KINFO_ALIGN;
	KUNIT_EXPECT_EQ(test, kinfo_region_add(&again), -EBUSY);
	KUNIT_EXPECT_TRUE(test, is_valid(region->record));
	kinfo_region_remove(region);
}

static void two_regions_test(struct kunit *test)
{
	struct kinfo_region *one = added_region(test);
	struct kinfo_region *two = added_region(test);

	kinfo_set_build("both");
	expect_build(test, one, "both");
	expect_build(test, two, "both");

	kinfo_region_remove(one);
	kinfo_set_build("the other");
	expect_build(test, two, "the other");
	kinfo_region_remove(two);
}

static void probe_again_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);

	kinfo_set_build("kept");
	kinfo_region_remove(region);
	KUNIT_EXPECT_EQ(test, kinfo_region_add(region), 0);
	expect_build(test, region, "kept");
	kinfo_region_remove(region);
}

/* What was removed is no record, and its memory somebody else's. */
static void removed_test(struct kunit *test)
{
	struct kinfo_region *region = added_region(test);

	kinfo_region_remove(region);
	KUNIT_EXPECT_FALSE(test, is_valid(region->record));
	memset(region->record, 0xa5, region->size);
	kinfo_set_build("later");
	KUNIT_EXPECT_NULL(test, memchr_inv(region->record, 0xa5, region->size));
}

/* What a crash finds that strikes while the record is written again and again */
struct samples {
	const struct debug_kinfo *record;
	unsigned int sound;
	unsigned int erased;
	unsigned int wrong;
};

static bool is_of_one_build(const struct debug_kinfo *record)
{
	const u8 *build = record->info.build_info;

	return !memchr_inv(build, build[0], BUILD_ROOM);
}

/* In an interrupt of the CPU that writes */
static void take_sample(void *data)
{
	struct samples *samples = data;

	if (!READ_ONCE(samples->record->magic))
		samples->erased++;
	else if (is_valid(samples->record) && is_of_one_build(samples->record))
		samples->sound++;
	else
		samples->wrong++;
}

static int write_builds(void *unused)
{
	char text[DEBUG_KINFO_BUILD_LEN] = { };

	while (!kthread_should_stop()) {
		memset(text, text[0] == 'a' ? 'b' : 'a', BUILD_ROOM);
		kinfo_set_build(text);
		cond_resched();
	}
	return 0;
}

/* Until there is something to be seen, but not forever */
static void take_samples(struct samples *samples, unsigned int cpu)
{
	unsigned long end = jiffies + 10 * HZ;

	while ((samples->sound < 1000 || samples->erased < 10) &&
	       time_before(jiffies, end)) {
		smp_call_function_single(cpu, take_sample, samples, true);
		cond_resched();
	}
}

static unsigned int other_cpu(struct kunit *test)
{
	unsigned int cpu = cpumask_any_but(cpu_online_mask,
					   raw_smp_processor_id());

	if (cpu >= nr_cpu_ids)
		kunit_skip(test, "needs two CPUs");
	return cpu;
}

/*
 * The posted driver's record had a magic number and half a checksum for as long
 * as that was computed.
 */
static void interrupted_test(struct kunit *test)
{
	unsigned int cpu = other_cpu(test);
	struct kinfo_region *region = added_region(test);
	struct samples samples = { .record = region->record };
	struct task_struct *writer;

	writer = kthread_create(write_builds, NULL, "kinfo-writer");
	KUNIT_ASSERT_FALSE(test, IS_ERR(writer));
	kthread_bind(writer, cpu);
	kinfo_set_build("");
	wake_up_process(writer);
	take_samples(&samples, cpu);
	kthread_stop(writer);
	kunit_info(test, "%u sound, %u erased", samples.sound, samples.erased);
	KUNIT_EXPECT_GT(test, samples.sound, 0);
	KUNIT_EXPECT_GT(test, samples.erased, 0);
	KUNIT_EXPECT_EQ(test, samples.wrong, 0);
	kinfo_region_remove(region);
}

static struct kunit_case kinfo_cases[] = {
	KUNIT_CASE(describes_kernel_test),
	KUNIT_CASE(writes_nothing_behind_test),
	KUNIT_CASE(checksum_follows_build_test),
	KUNIT_CASE(build_set_before_probe_test),
	KUNIT_CASE(build_is_read_back_test),
	KUNIT_CASE(build_ends_at_newline_test),
	KUNIT_CASE(shorter_build_test),
	KUNIT_CASE(build_is_cut_test),
	KUNIT_CASE(too_small_test),
	KUNIT_CASE(misplaced_test),
	KUNIT_CASE(same_memory_twice_test),
	KUNIT_CASE(two_regions_test),
	KUNIT_CASE(probe_again_test),
	KUNIT_CASE(removed_test),
	KUNIT_CASE_SLOW(interrupted_test),
	{ }
};

static struct kunit_suite kinfo_suite = {
	.name = "meminspect-kinfo",
	.init = kinfo_init,
	.exit = kinfo_exit,
	.test_cases = kinfo_cases,
};

kunit_test_suites(&kinfo_suite);

MODULE_DESCRIPTION("KUnit tests for the debug kinfo record");
MODULE_LICENSE("GPL");
