// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: static keys in the text region
 *
 * The kernel keeps the table of all branches that depend on static keys. Most
 * are as they were linked: only the others are put.
 */

#include <linux/jump_label.h>

#include <asm/insn.h>

#include "text.h"

/* Either a key or a branch on it is the wrong way round: then it is a jump. */
static bool linked_as_jump(const struct jump_entry *entry)
{
	bool on = jump_entry_key(entry)->type & JUMP_TYPE_TRUE;

	return on != jump_entry_is_branch(entry);
}

static bool is_as_linked(const struct jump_entry *entry, u32 word)
{
	return linked_as_jump(entry) ? aarch64_insn_is_b(word) :
				       word == aarch64_insn_gen_nop();
}

static void put_jump(struct text_stream *stream, const struct jump_entry *entry)
{
	unsigned long va = jump_entry_code(entry);
	u32 word;

	if (!text_stays(va))
		return;
	word = text_word(va);
	if (!is_as_linked(entry, word))
		text_put_spot(stream, va, &word, 1);
}

/**
 * text_put_jumps() - put the branches that are not as linked
 * @stream: where
 */
void text_put_jumps(struct text_stream *stream)
{
	const struct jump_entry *entry = __start___jump_table;

	for (; entry < __stop___jump_table; entry++)
		put_jump(stream, entry);
}

/**
 * text_find_jump() - find a branch, for tests
 * @key: a static key
 *
 * Return: address of a branch that depends on @key, or 0.
 */
unsigned long text_find_jump(const struct static_key *key)
{
	const struct jump_entry *entry = __start___jump_table;

	for (; entry < __stop___jump_table; entry++) {
		if (jump_entry_key(entry) == key)
			return jump_entry_code(entry);
	}
	return 0;
}
