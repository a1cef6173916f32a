// SPDX-License-Identifier: GPL-2.0-only
/*
 * Qualcomm minidump: tests of the table of regions
 *
 * In memory of their own: the firmware's table stays as it is.
 */

#include <kunit/test.h>

#include <linux/io.h>
#include <linux/meminspect.h>
#include <linux/sizes.h>
#include <linux/soc/qcom/minidump.h>
#include <linux/string.h>

#include "minidump-table.h"

#define LOADS		2
#define CAPACITY	5

/* A header, and two loads of which the second is beyond 4 GiB */
static const struct inspect_load loads[LOADS] = {
	{ .pa = 0x41234000, .size = SZ_4K },
	{ .pa = 0x8abcde000, .size = SZ_64K },
};

static struct meminspect_view test_view(struct kunit *test)
{
	struct meminspect_view view = {
		.header = kunit_kzalloc(test, SZ_4K, GFP_KERNEL),
		.header_size = SZ_4K,
		.loads = loads,
		.count = LOADS,
	};

	KUNIT_ASSERT_NOT_NULL(test, view.header);
	return view;
}

static struct minidump_table test_table(struct kunit *test)
{
	struct minidump_table table = {
		.regions = kunit_kcalloc(test, CAPACITY + 1,
					 sizeof(*table.regions), GFP_KERNEL),
	};

	KUNIT_ASSERT_NOT_NULL(test, table.regions);
	/* As a table that has had other regions before */
	memset(table.regions, 0xa5, (CAPACITY + 1) * sizeof(*table.regions));
	return table;
}

static void expect_region(struct kunit *test,
			  const struct minidump_region *region,
			  const char *name, u32 seq_num, u64 pa, u64 size)
{
	KUNIT_EXPECT_STREQ(test, region->name, name);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(region->seq_num), seq_num);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(region->valid), MINIDUMP_REGION_VALID);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(region->address), pa);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(region->size), size);
}

/* The header first, then the loads, by their numbers in the header */
static void regions_test(struct kunit *test)
{
	struct meminspect_view view = test_view(test);
	struct minidump_table table = test_table(test);

	minidump_table_write(&table, CAPACITY, &view);
	expect_region(test, &table.regions[0], "KELF_HDR", 0,
		      virt_to_phys(view.header), SZ_4K);
	expect_region(test, &table.regions[1], "K0041234_", 1, 0x41234000,
		      SZ_4K);
	expect_region(test, &table.regions[2], "K08abcde_", 2, 0x8abcde000,
		      SZ_64K);
}

/* With another table's count the firmware finds no region that is not one. */
static void tail_test(struct kunit *test)
{
	struct meminspect_view view = test_view(test);
	struct minidump_table table = test_table(test);

	minidump_table_write(&table, CAPACITY, &view);
	KUNIT_EXPECT_NULL(test, memchr_inv(&table.regions[1 + LOADS], 0,
					   (CAPACITY - 1 - LOADS) *
					   sizeof(*table.regions)));
	KUNIT_EXPECT_NULL(test, memchr_inv(&table.regions[CAPACITY], 0xa5,
					   sizeof(*table.regions)));
}

/* The address of a load may be more than its name can tell. */
static void long_address_test(struct kunit *test)
{
	const struct inspect_load far = { .pa = 0xf123456789000, .size = SZ_4K };
	struct meminspect_view view = test_view(test);
	struct minidump_table table = test_table(test);

	view.loads = &far;
	view.count = 1;
	minidump_table_write(&table, CAPACITY, &view);
	expect_region(test, &table.regions[1], "K3456789_", 1, far.pa, SZ_4K);
}

static void bytes_test(struct kunit *test)
{
	static const u8 expected[] = {
		'K', '0', '0', '4', '1', '2', '3', '4',
		'_', 0, 0, 0, 0, 0, 0, 0,
		1, 0, 0, 0, 'I', 'L', 'A', 'V',
		0, 0x40, 0x23, 0x41, 0, 0, 0, 0,
		0, 0x10, 0, 0, 0, 0, 0, 0,
	};
	struct meminspect_view view = test_view(test);
	struct minidump_table table = test_table(test);

	minidump_table_write(&table, CAPACITY, &view);
	KUNIT_EXPECT_MEMEQ(test, &table.regions[1], expected, sizeof(expected));
}

/* What an earlier kernel or anyone else left in shared memory counts nothing. */
static void enable_test(struct kunit *test)
{
	struct minidump_subsystem apss;

	memset(&apss, 0xff, sizeof(apss));
	minidump_apss_enable(&apss);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.region_count), 0);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(apss.regions_baseptr), 0);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.status), 1);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.enabled), MINIDUMP_SS_ENABLED);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.encryption_required),
			MINIDUMP_SS_ENCR_NOTREQ);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.encryption_status),
			MINIDUMP_SS_ENCR_DONE);
}

static void publish_test(struct kunit *test)
{
	struct minidump_subsystem apss = {};

	minidump_apss_enable(&apss);
	minidump_apss_publish(&apss, 0x123456789000, 3);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(apss.regions_baseptr),
			0x123456789000);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.region_count), 3);
}

/* Nothing is left that refers to a table which is gone. */
static void disable_test(struct kunit *test)
{
	struct minidump_subsystem apss = {};

	minidump_apss_enable(&apss);
	minidump_apss_publish(&apss, 0x123456789000, 3);
	minidump_apss_disable(&apss);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.region_count), 0);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(apss.regions_baseptr), 0);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.enabled), 0);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(apss.status), 0);
}

static struct kunit_case minidump_cases[] = {
	KUNIT_CASE(regions_test),
	KUNIT_CASE(tail_test),
	KUNIT_CASE(long_address_test),
	KUNIT_CASE(bytes_test),
	KUNIT_CASE(enable_test),
	KUNIT_CASE(publish_test),
	KUNIT_CASE(disable_test),
	{}
};

static struct kunit_suite minidump_suite = {
	.name = "qcom-minidump",
	.test_cases = minidump_cases,
};

kunit_test_suite(minidump_suite);
