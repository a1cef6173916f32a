// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: kprobes in the text region
 *
 * A probe puts a breakpoint into the text, and the instruction that was there
 * may run in a slot elsewhere. The hash table of all probes is walked without
 * its lock, in a crash: no pointer in there is believed.
 */

#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/meminspect_text.h>

#include "../peek.h"
#include "text.h"

/* A list may be broken, and lead back to itself. */
#define MAX_PROBES	1024

/* The instruction, and the breakpoint behind it */
#define SLOT_WORDS	2

static void put_words(struct text_stream *stream, const kprobe_opcode_t *from,
		      unsigned int count)
{
	__le32 raw[SLOT_WORDS];
	u32 words[SLOT_WORDS];
	unsigned int i;

	if (copy_from_kernel_nofault(raw, from, count * sizeof(*raw)))
		return;
	for (i = 0; i < count; i++)
		words[i] = le32_to_cpu(raw[i]);
	text_put_spot(stream, (unsigned long)from, words, count);
}

static void put_probe(struct text_stream *stream, const struct kprobe *probe)
{
	put_words(stream, probe->addr, 1);
	if (probe->ainsn.xol_insn)
		put_words(stream, probe->ainsn.xol_insn, SLOT_WORDS);
}

/* Put those of one list, at most @left. Return how many there were. */
static unsigned int put_bucket(struct text_stream *stream,
			       const struct hlist_head *bucket,
			       unsigned int left)
{
	const struct hlist_node *node;
	unsigned int count = 0;
	struct kprobe probe;

	for (node = READ_ONCE(bucket->first); node && count < left; count++) {
		if (!peek(probe, hlist_entry(node, struct kprobe, hlist)))
			break;
		put_probe(stream, &probe);
		node = probe.hlist.next;
	}
	return count;
}

/**
 * text_put_kprobes() - put all probes, and the slots they use
 * @stream: where
 */
void text_put_kprobes(struct text_stream *stream)
{
	unsigned int i, left = MAX_PROBES;

	for (i = 0; i < inspect_kprobes.buckets; i++)
		left -= put_bucket(stream, &inspect_kprobes.table[i], left);
}
