// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tests that the text region says what is in the text
 *
 * It is read as its description says. All states are of the running kernel's
 * own region; the last one that a test writes is complete.
 */

#include <kunit/test.h>

#include <linux/bits.h>
#include <linux/crc32.h>
#include <linux/io.h>
#include <linux/jump_label.h>
#include <linux/kprobes.h>
#include <linux/meminspect_text.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#include <asm/insn.h>

#include "../kunit.h"
#include "text.h"

#define OFFSET_MASK	GENMASK(25, 0)

/* What a walk through a state is looking for, and what it has seen */
struct walk {
	unsigned long wanted;
	u32 found;
	bool is_found;
	unsigned int words;
	unsigned int wrong;
};

static const struct meminspect_text_state *newest(void)
{
	const struct meminspect_text_state *state = text_region()->state;

	return le64_to_cpu(state[1].sequence) > le64_to_cpu(state[0].sequence) ?
	       &state[1] : &state[0];
}

static struct text_cursor stream_of(const struct meminspect_text_state *state)
{
	const u8 *bytes = (const u8 *)text_region();

	bytes += le32_to_cpu(state->offset);
	return (struct text_cursor){ bytes, bytes + le32_to_cpu(state->size) };
}

static bool state_is_valid(const struct meminspect_text_state *state)
{
	struct text_cursor stream = stream_of(state);
	u32 crc;

	crc = crc32_le(~0, (const u8 *)&state->offset, 12);
	crc = ~crc32_le(crc, stream.at, stream.end - stream.at);
	return state->sequence && crc == le32_to_cpu(state->crc);
}

static u32 get_word(struct text_cursor *from)
{
	u32 word = get_unaligned_le32(from->at);

	from->at += sizeof(word);
	return word;
}

/* B and BL count from the base in there. */
static u32 to_place(unsigned long va, u32 word)
{
	unsigned long words = (va - (unsigned long)_text) / AARCH64_INSN_SIZE;

	if (!aarch64_insn_is_b(word) && !aarch64_insn_is_bl(word))
		return word;
	return (word & ~OFFSET_MASK) | ((word - words) & OFFSET_MASK);
}

static void see(struct walk *walk, unsigned long va, u32 word)
{
	__le32 live;

	word = to_place(va, word);
	walk->words++;
	walk->wrong += copy_from_kernel_nofault(&live, (void *)va,
						sizeof(live)) ||
		       le32_to_cpu(live) != word;
	if (va == walk->wanted) {
		walk->found = word;
		walk->is_found = true;
	}
}

static void walk_column(struct walk *walk, struct text_cursor *sites,
			unsigned long offset, struct text_cursor *state)
{
	u32 known[MEMINSPECT_TEXT_KNOWN], word = 0;
	unsigned long va = (unsigned long)_text;
	unsigned int new = 0;
	u64 run = 0;
	long delta;

	while ((delta = text_get_delta(sites))) {
		va += delta;
		if (run < 8) {
			run = text_get_number(state);
			if (run % 8 == MEMINSPECT_TEXT_KNOWN)
				known[new++ % 7] = get_word(state);
			word = run % 8 < MEMINSPECT_TEXT_KNOWN ?
			       known[run % 8] : known[(new - 1) % 7];
		}
		see(walk, va + offset, word);
		run -= 8;
	}
}

static void walk_lists(struct walk *walk, struct text_cursor *state)
{
	const u8 *at = (const u8 *)(text_region() + 1);
	struct text_cursor lists = {
		at, at + le32_to_cpu(text_region()->lists_size)
	};
	unsigned long words, before, i;
	struct text_cursor sites;

	while (lists.at < lists.end) {
		words = text_get_number(&lists);
		before = text_get_number(&lists);
		for (i = 0; i < words; i++) {
			sites = lists;
			walk_column(walk, &sites, (i - before) * 4, state);
		}
		lists = sites;
	}
}

static void walk_spots(struct walk *walk, struct text_cursor *state)
{
	unsigned long va = (unsigned long)_text;
	u64 words;

	while (state->at < state->end) {
		va += text_get_delta(state);
		for (words = text_get_number(state); words; words--) {
			see(walk, va, get_word(state));
			va += 4;
		}
	}
}

/* Save what is in the text, and go through all of it. */
static struct walk save_and_walk(unsigned long wanted)
{
	struct walk walk = { .wanted = wanted };
	struct text_cursor state;

	meminspect_save_text();
	state = stream_of(newest());
	walk_lists(&walk, &state);
	walk_spots(&walk, &state);
	return walk;
}

static int text_init(struct kunit *test)
{
	if (!text_region())
		kunit_skip(test, "there is no region");
	return 0;
}

static void head_test(struct kunit *test)
{
	const struct meminspect_text *head = text_region();
	u32 crc = crc32_le(~0, (const u8 *)head, offsetof(typeof(*head), crc));

	crc = ~crc32_le(crc, (const u8 *)(head + 1),
			le32_to_cpu(head->lists_size));
	KUNIT_EXPECT_EQ(test, crc, le32_to_cpu(head->crc));
	KUNIT_EXPECT_EQ(test, le64_to_cpu(head->paddr), virt_to_phys(head));
	KUNIT_EXPECT_GE(test, find_in_image(virt_to_phys(head)), 0);
	KUNIT_EXPECT_GE(test, find_in_image(virt_to_phys(head) +
					    le32_to_cpu(head->size) - 1), 0);
}

/* At most two percent of the text's size */
static void size_test(struct kunit *test)
{
	KUNIT_EXPECT_LE(test, le32_to_cpu(text_region()->size),
			(_etext - _stext) / 50);
}

static void words_test(struct kunit *test)
{
	struct walk walk = save_and_walk(0);

	KUNIT_EXPECT_GT(test, walk.words, 0);
	KUNIT_EXPECT_EQ(test, walk.wrong, 0);
	KUNIT_EXPECT_TRUE(test, state_is_valid(newest()));
	KUNIT_EXPECT_EQ(test, le32_to_cpu(newest()->flags),
			MEMINSPECT_TEXT_FROZEN);
}

/* One state stays as it is while the other one is written. */
static void turn_test(struct kunit *test)
{
	const struct meminspect_text_state *old = newest();
	u64 sequence = le64_to_cpu(old->sequence);

	meminspect_save_text();
	KUNIT_EXPECT_PTR_NE(test, newest(), old);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(newest()->sequence), sequence + 1);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(old->sequence), sequence);
	KUNIT_EXPECT_TRUE(test, state_is_valid(old));
}

static void cut_test(struct kunit *test)
{
	text_save(0, 16);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(newest()->size), 16);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(newest()->flags),
			MEMINSPECT_TEXT_CUT);
	KUNIT_EXPECT_TRUE(test, state_is_valid(newest()));
	meminspect_save_text();
}

static DEFINE_STATIC_KEY_FALSE(text_kunit_key);

static noinline bool branch(void)
{
	return static_branch_unlikely(&text_kunit_key);
}

static void static_key_test(struct kunit *test)
{
	unsigned long va = 0;
	struct walk walk;

	if (IS_ENABLED(CONFIG_JUMP_LABEL))
		va = text_find_jump(&text_kunit_key.key);
	else
		kunit_skip(test, "static keys patch nothing");

	KUNIT_ASSERT_NE(test, va, 0);
	KUNIT_EXPECT_FALSE(test, save_and_walk(va).is_found);

	static_branch_enable(&text_kunit_key);
	walk = save_and_walk(va);
	KUNIT_EXPECT_TRUE(test, branch());
	KUNIT_EXPECT_TRUE(test, walk.is_found);
	KUNIT_EXPECT_TRUE(test, aarch64_insn_is_b(walk.found));

	static_branch_disable(&text_kunit_key);
	KUNIT_EXPECT_FALSE(test, save_and_walk(va).is_found);
}

static noinline int probed(int number)
{
	return number * number + 1;
}

static void kprobe_test(struct kunit *test)
{
	/* A function that can be traced begins with what cannot be probed. */
	struct kprobe probe = {
		.addr = (void *)probed,
		.offset = 2 * AARCH64_INSN_SIZE,
	};
	struct walk with, without;

	if (!IS_ENABLED(CONFIG_KPROBES))
		kunit_skip(test, "needs CONFIG_KPROBES");

	without = save_and_walk((unsigned long)probe.addr + probe.offset);
	KUNIT_ASSERT_EQ(test, register_kprobe(&probe), 0);
	with = save_and_walk((unsigned long)probe.addr);
	unregister_kprobe(&probe);

	KUNIT_EXPECT_EQ(test, probed(3), 10);
	KUNIT_EXPECT_FALSE(test, without.is_found);
	KUNIT_EXPECT_TRUE(test, with.is_found);
	KUNIT_EXPECT_TRUE(test, aarch64_insn_is_brk(with.found));
	/* And the two words of its slot */
	KUNIT_EXPECT_EQ(test, with.words, without.words + 3);
	KUNIT_EXPECT_EQ(test, with.wrong, 0);
	meminspect_save_text();
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE(head_test),
	KUNIT_CASE(size_test),
	KUNIT_CASE(words_test),
	KUNIT_CASE(turn_test),
	KUNIT_CASE(cut_test),
	KUNIT_CASE(static_key_test),
	KUNIT_CASE(kprobe_test),
	{}
};

static struct kunit_suite text_suite = {
	.name = "meminspect_text",
	.init = text_init,
	.test_cases = text_cases,
};

kunit_test_suite(text_suite);
