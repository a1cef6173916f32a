// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests for the minidump's table of contents: corrupt ones, at either
 * end of a vmalloc area, so that what reaches beyond the table faults
 */

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/soc/qcom/minidump.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "minidump-toc.h"

#define HEAD		offsetof(struct minidump_global_toc, subsystems)
#define ENTRY		sizeof(struct minidump_subsystem)
#define WHOLE		sizeof(struct minidump_global_toc)

/* The largest table here has more entries than tables usually have. */
#define MAX_ENTRIES	30
#define MAX_SIZE	(HEAD + MAX_ENTRIES * ENTRY)

/* Around the table, nothing may be written that far. */
#define GUARD		256
#define WINDOW		(GUARD + MAX_SIZE)

#define FUZZ_CASES	10000
#define FUZZ_SEED	0x602

struct toc_test {
	void *start;			/* the bytes before it fault... */
	void *end;			/* ...and so do those from here on */
	u8 wanted[MAX_SIZE];		/* a table, to be put at either end */
	u8 before[WINDOW];		/* what is around it there */
};

static int toc_init(struct kunit *test)
{
	struct toc_test *toc = kunit_kzalloc(test, sizeof(*toc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, toc);
	toc->start = vmalloc(PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, toc->start);
	toc->end = toc->start + PAGE_SIZE;
	test->priv = toc;
	return 0;
}

static void toc_exit(struct kunit *test)
{
	struct toc_test *toc = test->priv;

	if (toc)
		vfree(toc->start);
}

/* A table as firmware lays it out; the n-th byte of the entries is n. */
static struct minidump_global_toc *valid_toc(struct toc_test *toc)
{
	struct minidump_global_toc *wanted = (void *)toc->wanted;
	size_t byte;

	for (byte = 0; byte < sizeof(toc->wanted); byte++)
		toc->wanted[byte] = byte;
	wanted->status = cpu_to_le32(1);
	wanted->md_revision = cpu_to_le32(MINIDUMP_REVISION);
	wanted->enabled = cpu_to_le32(MINIDUMP_SS_ENABLED);
	return wanted;
}

static void *look_up(struct toc_test *toc, void *table, size_t size,
		     unsigned int id)
{
	memcpy(table, toc->wanted, size);
	return minidump_toc_entry(table, size, id);
}

static void *look_up_at_end(struct toc_test *toc, size_t size, unsigned int id)
{
	return look_up(toc, toc->end - size, size, id);
}

static void first_test(struct kunit *test)
{
	struct toc_test *toc = test->priv;

	valid_toc(toc);
	KUNIT_EXPECT_PTR_EQ(test, look_up_at_end(toc, WHOLE, MINIDUMP_APSS),
			    toc->end - MAX_NUM_OF_SS * ENTRY);
}

static void last_test(struct kunit *test)
{
	struct toc_test *toc = test->priv;
	void *entry;

	valid_toc(toc);
	entry = look_up_at_end(toc, WHOLE, MAX_NUM_OF_SS - 1);
	KUNIT_ASSERT_PTR_EQ(test, entry, toc->end - ENTRY);
	KUNIT_EXPECT_MEMEQ(test, entry, toc->wanted + WHOLE - ENTRY, ENTRY);
}

static void expect_error(struct kunit *test, size_t size, unsigned int id,
			 int err)
{
	KUNIT_EXPECT_PTR_EQ(test, look_up_at_end(test->priv, size, id),
			    ERR_PTR(err));
}

static void id_out_of_range_test(struct kunit *test)
{
	valid_toc(test->priv);
	expect_error(test, WHOLE, MAX_NUM_OF_SS, -ENOENT);
	expect_error(test, WHOLE, INT_MAX, -ENOENT);
	expect_error(test, WHOLE, UINT_MAX, -ENOENT);
	/* In 32 bits, the offset of this one is that of the first. */
	expect_error(test, WHOLE, BIT(32) / ENTRY, -ENOENT);
}

static void size_decides_test(struct kunit *test)
{
	struct toc_test *toc = test->priv;

	valid_toc(toc);
	KUNIT_EXPECT_PTR_EQ(test,
			    look_up_at_end(toc, MAX_SIZE, MAX_ENTRIES - 1),
			    toc->end - ENTRY);
	expect_error(test, MAX_SIZE, MAX_ENTRIES, -ENOENT);
	expect_error(test, HEAD + ENTRY, 1, -ENOENT);
	expect_error(test, HEAD + ENTRY - 8, 0, -ENOENT);
	expect_error(test, HEAD, 0, -ENOENT);
}

static void too_small_test(struct kunit *test)
{
	valid_toc(test->priv);
	expect_error(test, HEAD - 8, 0, -EINVAL);
	expect_error(test, 8, 0, -EINVAL);
	expect_error(test, 0, 0, -EINVAL);
}

static void misaligned_test(struct kunit *test)
{
	valid_toc(test->priv);
	expect_error(test, WHOLE + 1, 0, -EINVAL);
	expect_error(test, WHOLE + 4, 0, -EINVAL);
}

static void not_set_up_test(struct kunit *test)
{
	valid_toc(test->priv)->status = 0;
	expect_error(test, WHOLE, 0, -ENODEV);
}

static void revision_test(struct kunit *test)
{
	struct minidump_global_toc *toc = valid_toc(test->priv);

	toc->md_revision = 0;
	expect_error(test, WHOLE, 0, -EPROTONOSUPPORT);
	toc->md_revision = cpu_to_le32(MINIDUMP_REVISION + 1);
	expect_error(test, WHOLE, 0, -EPROTONOSUPPORT);
	toc->md_revision = cpu_to_le32(MINIDUMP_REVISION << 24);
	expect_error(test, WHOLE, 0, -EPROTONOSUPPORT);
}

/* Whether the firmware saves minidumps is for others to ask. */
static void not_enabled_test(struct kunit *test)
{
	struct toc_test *toc = test->priv;

	valid_toc(toc)->enabled = 0;
	KUNIT_EXPECT_PTR_EQ(test, look_up_at_end(toc, WHOLE, 0),
			    toc->end - MAX_NUM_OF_SS * ENTRY);
}

/* Whether this machine has a table, or SMEM at all, it has no such entry. */
static void smem_test(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, IS_ERR(qcom_minidump_subsystem(UINT_MAX)));
}

/* --- Random corruption */

static const u32 odd_values[] = {
	1, 2, 0xff, 0x100, INT_MAX, 0x80000000, U32_MAX,
	MINIDUMP_REVISION << 24, MINIDUMP_SS_ENABLED, MINIDUMP_REGION_VALID,
};

static u32 below(struct rnd_state *random, u32 end)
{
	return prandom_u32_state(random) % end;
}

static u32 odd_value(struct rnd_state *random)
{
	switch (below(random, 4)) {
	case 0:
		return 0;
	case 1:
		return prandom_u32_state(random);
	default:
		return odd_values[below(random, ARRAY_SIZE(odd_values))];
	}
}

/* Now and then a field of the header, or some bytes anywhere */
static void corrupt(struct toc_test *toc, struct rnd_state *random)
{
	__le32 *header = (void *)toc->wanted;
	u32 count;

	if (!below(random, 2))
		header[below(random, HEAD / sizeof(*header))] =
			cpu_to_le32(odd_value(random));
	if (!below(random, 2)) {
		for (count = below(random, 64); count; count--)
			toc->wanted[below(random, MAX_SIZE)] =
				prandom_u32_state(random);
	}
}

/* SMEM has multiples of 8, mostly. */
static size_t some_size(struct rnd_state *random)
{
	size_t size = below(random, MAX_SIZE + 1);

	switch (below(random, 8)) {
	case 0:
		return size;
	case 1:
		return size % (HEAD + ENTRY) & ~7;
	case 2:
		return size & ~7;
	default:
		return WHOLE;
	}
}

static unsigned int some_id(struct rnd_state *random)
{
	return below(random, 4) ? below(random, MAX_ENTRIES + 2) :
				  odd_value(random);
}

/* What must come of it, by the bytes of the table and by multiplication */
static void *expected(const u8 *wanted, void *table, size_t size, u32 id)
{
	static const u8 zero[4], revision[4] = { MINIDUMP_REVISION };

	if (size < HEAD || (unsigned long)table % 8)
		return ERR_PTR(-EINVAL);
	if (!memcmp(wanted, zero, 4))
		return ERR_PTR(-ENODEV);
	if (memcmp(wanted + 4, revision, 4))
		return ERR_PTR(-EPROTONOSUPPORT);
	if (HEAD + (u64)id * ENTRY + ENTRY > size)
		return ERR_PTR(-ENOENT);
	return table + HEAD + id * ENTRY;
}

/* The entry that is found can be read, and is the one that was put there. */
static void expect_readable(struct kunit *test, const u8 *entry, size_t offset)
{
	struct toc_test *toc = test->priv;

	KUNIT_EXPECT_MEMEQ(test, entry, toc->wanted + offset, ENTRY);
}

static void *fuzz_one(struct kunit *test, struct rnd_state *random)
{
	struct toc_test *toc = test->priv;
	size_t size = some_size(random);
	unsigned int id = some_id(random);
	bool front = below(random, 2);
	void *window = front ? toc->start : toc->end - WINDOW;
	void *table = front ? toc->start : toc->end - size;
	void *found;

	valid_toc(toc);
	corrupt(toc, random);
	prandom_bytes_state(random, window, WINDOW);
	memcpy(table, toc->wanted, size);
	memcpy(toc->before, window, WINDOW);

	found = minidump_toc_entry(table, size, id);
	KUNIT_EXPECT_PTR_EQ(test, found,
			    expected(toc->wanted, table, size, id));
	KUNIT_EXPECT_MEMEQ(test, window, toc->before, WINDOW);
	if (!IS_ERR(found))
		expect_readable(test, found, found - table);
	return found;
}

/* Up to the first case that fails; of each outcome there must be some. */
static void fuzz_test(struct kunit *test)
{
	static const int outcomes[] = {
		0, -EINVAL, -ENODEV, -EPROTONOSUPPORT, -ENOENT,
	};
	unsigned int counts[ARRAY_SIZE(outcomes)] = {};
	unsigned int done = 0, i;
	struct rnd_state random;
	void *found;

	kunit_info(test, "seed %#x\n", FUZZ_SEED);
	prandom_seed_state(&random, FUZZ_SEED);
	while (done < FUZZ_CASES && test->status == KUNIT_SUCCESS) {
		found = fuzz_one(test, &random);
		for (i = 0; i < ARRAY_SIZE(outcomes); i++)
			counts[i] += PTR_ERR_OR_ZERO(found) == outcomes[i];
		done++;
	}
	kunit_info(test, "figure smem_fuzz.cases %u cases\n", done);
	for (i = 0; i < ARRAY_SIZE(outcomes); i++)
		KUNIT_EXPECT_GE_MSG(test, counts[i], FUZZ_CASES / 100,
				    "outcome %d", outcomes[i]);
}

static struct kunit_case toc_cases[] = {
	KUNIT_CASE(first_test),
	KUNIT_CASE(last_test),
	KUNIT_CASE(id_out_of_range_test),
	KUNIT_CASE(size_decides_test),
	KUNIT_CASE(too_small_test),
	KUNIT_CASE(misaligned_test),
	KUNIT_CASE(not_set_up_test),
	KUNIT_CASE(revision_test),
	KUNIT_CASE(not_enabled_test),
	KUNIT_CASE(smem_test),
	KUNIT_CASE(fuzz_test),
	{}
};

static struct kunit_suite toc_suite = {
	.name = "qcom-minidump-toc",
	.init = toc_init,
	.exit = toc_exit,
	.test_cases = toc_cases,
};

kunit_test_suite(toc_suite);
