// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests for the minidump of a remote processor: what a dummy collects
 * by the table that this machine has in its shared memory
 */

#include <kunit/device.h>
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/remoteproc.h>
#include <linux/soc/qcom/minidump.h>
#include <linux/string.h>

#include "qcom_common.h"

#define MAX_SAVED	64

struct minidump_test {
	struct rproc *rproc;
	struct minidump_region saved[MAX_SAVED];
	unsigned int count;
};

static int no_start(struct rproc *rproc)
{
	return -ENODEV;
}

static const struct rproc_ops dummy_ops = {
	.start = no_start,
};

static struct rproc *add_dummy(struct device *dev, struct minidump_test *mini)
{
	struct rproc *rproc;
	int err;

	rproc = rproc_alloc(dev, dev_name(dev), &dummy_ops, NULL,
			    sizeof(mini));
	if (!rproc)
		return ERR_PTR(-ENOMEM);

	*(struct minidump_test **)rproc->priv = mini;
	rproc->auto_boot = false;
	rproc->dump_conf = RPROC_COREDUMP_ENABLED;
	rproc_coredump_set_elf_info(rproc, ELFCLASS64, EM_NONE);
	err = rproc_add(rproc);
	if (err) {
		rproc_free(rproc);
		return ERR_PTR(err);
	}
	return rproc;
}

static int minidump_init(struct kunit *test)
{
	struct minidump_test *mini = kunit_kzalloc(test, sizeof(*mini),
						   GFP_KERNEL);
	struct device *dev = kunit_device_register(test, "minidump-dummy");

	KUNIT_ASSERT_NOT_NULL(test, mini);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	mini->rproc = add_dummy(dev, mini);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mini->rproc);
	test->priv = mini;
	return 0;
}

static void minidump_exit(struct kunit *test)
{
	struct minidump_test *mini = test->priv;

	if (!mini)
		return;
	rproc_coredump_cleanup(mini->rproc);
	rproc_del(mini->rproc);
	rproc_free(mini->rproc);
}

/* Saves a region as a driver does, and remembers which it was. */
static void save(struct rproc *rproc, struct rproc_dump_segment *segment,
		 void *dest, size_t offset, size_t size)
{
	struct minidump_test *mini = *(struct minidump_test **)rproc->priv;
	void *memory = memremap(segment->da + offset, size, MEMREMAP_WC);
	struct minidump_region *saved;

	if (memory) {
		memcpy(dest, memory, size);
		memunmap(memory);
	}
	if (mini->count >= MAX_SAVED)
		return;
	saved = &mini->saved[mini->count++];
	strscpy(saved->name, segment->priv, sizeof(saved->name));
	saved->address = cpu_to_le64(segment->da + offset);
	saved->size = cpu_to_le64(size);
}

static bool is_ready(const struct minidump_subsystem *entry)
{
	return le32_to_cpu(entry->status) == 1 && entry->regions_baseptr &&
	       le32_to_cpu(entry->enabled) == MINIDUMP_SS_ENABLED &&
	       le32_to_cpu(entry->encryption_status) == MINIDUMP_SS_ENCR_DONE;
}

/* The first remote processor that has something to save, or NULL */
static struct minidump_subsystem *find_ready(unsigned int *id)
{
	struct minidump_subsystem *entry;

	for (*id = MINIDUMP_APSS + 1; *id < MAX_NUM_OF_SS; (*id)++) {
		entry = qcom_minidump_subsystem(*id);
		if (!IS_ERR(entry) && is_ready(entry))
			return entry;
	}
	return NULL;
}

static void expect_saved(struct kunit *test, unsigned int i,
			 const struct minidump_region *region)
{
	struct minidump_test *mini = test->priv;
	struct minidump_region *saved = &mini->saved[i];

	KUNIT_ASSERT_LT(test, i, mini->count);
	KUNIT_EXPECT_STREQ(test, saved->name, region->name);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(saved->address),
			le64_to_cpu(region->address));
	KUNIT_EXPECT_EQ(test, le64_to_cpu(saved->size),
			le64_to_cpu(region->size));
}

/* All valid regions of the table, and no others */
static void collected_test(struct kunit *test)
{
	struct minidump_test *mini = test->priv;
	const struct minidump_region *table;
	struct minidump_subsystem *entry;
	unsigned int id, count, valid = 0, i;

	entry = find_ready(&id);
	if (!entry)
		kunit_skip(test, "no remote processor has a minidump");
	count = le32_to_cpu(entry->region_count);
	KUNIT_ASSERT_LE(test, count, MAX_SAVED);
	table = memremap(le64_to_cpu(entry->regions_baseptr),
			 count * sizeof(*table), MEMREMAP_WC);
	KUNIT_ASSERT_NOT_NULL(test, table);

	qcom_minidump(mini->rproc, id, save);
	for (i = 0; i < count; i++) {
		if (le32_to_cpu(table[i].valid) == MINIDUMP_REGION_VALID)
			expect_saved(test, valid++, &table[i]);
	}
	KUNIT_EXPECT_EQ(test, mini->count, valid);
	KUNIT_EXPECT_GT(test, valid, 0);
	memunmap((void *)table);
}

/* Nothing is saved, nor is what there was to save forgotten. */
static void unknown_test(struct kunit *test)
{
	struct minidump_test *mini = test->priv;
	struct rproc *rproc = mini->rproc;

	KUNIT_ASSERT_EQ(test, 0, rproc_coredump_add_segment(rproc, 0, 8));
	qcom_minidump(rproc, MAX_NUM_OF_SS * 1000, save);
	KUNIT_EXPECT_EQ(test, mini->count, 0);
	KUNIT_EXPECT_FALSE(test, list_empty(&rproc->dump_segments));
}

static struct kunit_case minidump_cases[] = {
	KUNIT_CASE(collected_test),
	KUNIT_CASE(unknown_test),
	{}
};

static struct kunit_suite minidump_suite = {
	.name = "qcom-rproc-minidump",
	.init = minidump_init,
	.exit = minidump_exit,
	.test_cases = minidump_cases,
};

kunit_test_suite(minidump_suite);

MODULE_DESCRIPTION("KUnit tests for minidumps of remote processors");
MODULE_LICENSE("GPL");
