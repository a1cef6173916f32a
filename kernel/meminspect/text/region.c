// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the text region: what the kernel has changed in its own text
 *
 * Trace is decoded with the text that ran, and a small dump has no text. It
 * has this region, which makes of vmlinux's text the one that ran. The layout
 * is in include/uapi/linux/meminspect_text.h.
 *
 * When the kernel has booted, the lists of sites and a first state are
 * written. From then on the text costs nothing until a freeze reads it.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/cleanup.h>
#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kconfig.h>
#include <linux/meminspect_text.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/insn.h>
#include <asm/mmu.h>
#include <asm/vectors.h>

#include "../internal.h"
#include "text.h"

/* The lists may take at most this part of the text's size, states as much. */
#define LISTS_SHARE	128

static struct meminspect_text *region __ro_after_init;

/* Sizes are not taken from the region: it may be damaged in a crash. */
static size_t lists_size __ro_after_init;
static size_t state_room __ro_after_init;

/* Somebody is writing a state. */
static atomic_t text_busy = ATOMIC_INIT(0);

static u8 *lists(void)
{
	return (u8 *)(region + 1);
}

static u8 *state_bytes(unsigned int slot)
{
	return lists() + lists_size + slot * state_room;
}

static void put_column(struct text_stream *stream, struct text_cursor *sites,
		       unsigned long offset)
{
	struct text_runs runs = { .stream = stream };
	unsigned long va = (unsigned long)_text;
	long delta;

	while ((delta = text_get_delta(sites))) {
		va += delta;
		if (!text_stays(va + offset))
			continue;
		text_put_run(&runs, va + offset, text_word(va + offset));
	}
	text_end_runs(&runs);
}

static void put_list(struct text_stream *stream, struct text_cursor *from)
{
	unsigned long words = text_get_number(from), i;
	unsigned long before = text_get_number(from);
	struct text_cursor sites = *from;

	for (i = 0; i < words && from->at < from->end; i++) {
		sites = *from;
		put_column(stream, &sites, (i - before) * AARCH64_INSN_SIZE);
	}
	*from = sites;
}

static void put_state(struct text_stream *stream)
{
	struct text_cursor from = { lists(), lists() + lists_size };

	while (from.at < from.end)
		put_list(stream, &from);

	stream->last = (unsigned long)_text;
	if (IS_ENABLED(CONFIG_JUMP_LABEL))
		text_put_jumps(stream);
	if (IS_ENABLED(CONFIG_KPROBES))
		text_put_kprobes(stream);
}

static u32 state_crc(const struct meminspect_text_state *state,
		     const struct text_stream *stream)
{
	u32 crc;

	crc = crc32_le(~0, (const u8 *)&state->offset,
		       offsetof(struct meminspect_text_state, crc) -
		       offsetof(struct meminspect_text_state, offset));
	return ~crc32_le(crc, stream->bytes, stream->size);
}

static void write_state(unsigned int slot, u64 sequence, u32 flags,
			size_t room)
{
	struct meminspect_text_state *state = &region->state[slot];
	struct text_stream stream = {
		.bytes = state_bytes(slot),
		.room = min(room, state_room),
	};

	WRITE_ONCE(state->sequence, 0);
	/* From here on it does not count. */
	wmb();
	put_state(&stream);
	if (stream.size > stream.room) {
		stream.size = stream.room;
		flags |= MEMINSPECT_TEXT_CUT;
	}
	state->offset = cpu_to_le32(stream.bytes - (u8 *)region);
	state->size = cpu_to_le32(stream.size);
	state->flags = cpu_to_le32(flags);
	state->crc = cpu_to_le32(state_crc(state, &stream));
	/* All that it promises is in memory before it counts. */
	wmb();
	WRITE_ONCE(state->sequence, cpu_to_le64(sequence));
}

/**
 * text_save() - write what is in the text now, unless somebody else does
 * @flags:	of the state
 * @room:	bytes to use at most
 *
 * Over the older of the two states. Before there is a region, there is
 * nothing to do.
 */
void text_save(u32 flags, size_t room)
{
	u64 a, b;

	if (!region || atomic_cmpxchg(&text_busy, 0, 1))
		return;
	a = le64_to_cpu(region->state[0].sequence);
	b = le64_to_cpu(region->state[1].sequence);
	write_state(a > b, max(a, b) + 1, flags, room);
	atomic_set_release(&text_busy, 0);
}

/**
 * meminspect_save_text() - save what is in the kernel's text now
 *
 * For a freezer that has just saved trace. In any context, without a lock, in
 * a bounded time.
 */
void meminspect_save_text(void)
{
	text_save(MEMINSPECT_TEXT_FROZEN, SIZE_MAX);
}
EXPORT_SYMBOL_GPL(meminspect_save_text);

/**
 * text_region() - where is it?
 *
 * Return: the region, %NULL if there is none.
 */
const struct meminspect_text *text_region(void)
{
	return region;
}

/* The vectors that user space comes in by run at a fixed address. */
static void __init write_alias(struct meminspect_text *head)
{
	if (!IS_ENABLED(CONFIG_UNMAP_KERNEL_AT_EL0) ||
	    !arm64_kernel_unmapped_at_el0())
		return;
	head->alias = cpu_to_le64(TRAMP_VALIAS);
	head->alias_of = cpu_to_le32(__entry_tramp_text_start - _text);
	head->alias_size = cpu_to_le32(entry_tramp_text_size());
}

static void __init write_head(struct meminspect_text *head, size_t size)
{
	u32 crc;

	memcpy(head->magic, MEMINSPECT_TEXT_MAGIC, sizeof(head->magic));
	head->version = cpu_to_le16(MEMINSPECT_TEXT_VERSION);
	head->header_size = cpu_to_le16(sizeof(*head));
	head->size = cpu_to_le32(size);
	head->paddr = cpu_to_le64(virt_to_phys(head));
	head->base = cpu_to_le64((unsigned long)_text);
	write_alias(head);
	head->lists_offset = cpu_to_le32(sizeof(*head));
	head->lists_size = cpu_to_le32(lists_size);

	crc = crc32_le(~0, (const u8 *)head,
		       offsetof(struct meminspect_text, crc));
	head->crc = cpu_to_le32(~crc32_le(crc, (u8 *)(head + 1), lists_size));
}

/*
 * What a state grows by is a few bytes for each probe, for each branch and for
 * each function that is traced.
 */
static size_t __init choose_state_room(void)
{
	return SZ_4K + ALIGN(lists_size / 2, sizeof(u64));
}

static void __init register_region(size_t size)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_DYNAMIC,
		.name = "text",
		.class = MEMINSPECT_CLASS_TRACE,
		.va = region,
		.size = size,
	};

	guard(meminspect)();

	inspect_own_entry(&entry);
}

static int __init make_region(const void *sites)
{
	struct meminspect_text *head;
	size_t size;

	state_room = choose_state_room();
	size = sizeof(*head) + lists_size + MEMINSPECT_TEXT_STATES * state_room;
	head = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	if (!head)
		return -ENOMEM;

	memcpy(head + 1, sites, lists_size);
	write_head(head, size);
	region = head;
	text_save(0, SIZE_MAX);
	register_region(size);
	return 0;
}

/* The sites are gone through once: how much they take is known only then. */
static int __init collect(struct text_stream *stream)
{
	text_put_lists(stream);
	if (stream->size > stream->room)
		return -ENOSPC;

	lists_size = stream->size;
	return make_region(stream->bytes);
}

static int __init inspect_text_init(void)
{
	struct text_stream stream = {
		.room = (_etext - _stext) / LISTS_SHARE,
	};
	int ret = -ENOMEM;

	stream.bytes = kvmalloc(stream.room, GFP_KERNEL);
	if (stream.bytes)
		ret = collect(&stream);
	kvfree(stream.bytes);
	if (ret)
		pr_err("cannot keep what is in the text: %d\n", ret);
	return ret;
}

/* When all has been patched, before what says where is freed. */
late_initcall_sync(inspect_text_init);
