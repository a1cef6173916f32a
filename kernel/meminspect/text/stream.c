// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: how numbers and instructions are written in the text region
 *
 * The layout is in include/uapi/linux/meminspect_text.h. It is used at a
 * crash: nothing here takes a lock, and what does not fit is dropped.
 */

#include <linux/bits.h>
#include <linux/minmax.h>

#include <asm/insn.h>

#include "text.h"

#define OFFSET_MASK	GENMASK(25, 0)

static void put_byte(struct text_stream *stream, u8 byte)
{
	if (stream->size < stream->room)
		stream->bytes[stream->size] = byte;
	stream->size++;
}

/**
 * text_put_number() - put a varint
 * @stream:	where
 * @number:	its value
 */
void text_put_number(struct text_stream *stream, u64 number)
{
	for (; number >= 0x80; number >>= 7)
		put_byte(stream, number | 0x80);
	put_byte(stream, number);
}

/**
 * text_put_address() - put an address, as a delta from the last one
 * @stream:	where
 * @va:		the address, of a word
 */
void text_put_address(struct text_stream *stream, unsigned long va)
{
	s64 words = (s64)(va - stream->last) / AARCH64_INSN_SIZE;

	text_put_number(stream, ((u64)words << 1) ^ (words >> 63));
	stream->last = va;
}

static void put_word(struct text_stream *stream, u32 word)
{
	unsigned int shift;

	for (shift = 0; shift < 32; shift += 8)
		put_byte(stream, word >> shift);
}

/* In different places, branches to one function are the same word. */
static u32 from_base(unsigned long va, u32 word)
{
	unsigned long words = (va - (unsigned long)_text) / AARCH64_INSN_SIZE;

	if (!aarch64_insn_is_b(word) && !aarch64_insn_is_bl(word))
		return word;
	return (word & ~OFFSET_MASK) | ((word + words) & OFFSET_MASK);
}

static unsigned int find_known(const struct text_runs *runs)
{
	unsigned int count = min(runs->new, MEMINSPECT_TEXT_KNOWN), i;

	for (i = 0; i < count; i++) {
		if (runs->known[i] == runs->word)
			return i;
	}
	return MEMINSPECT_TEXT_KNOWN;
}

/**
 * text_end_runs() - put the run that is under way
 * @runs: a column
 */
void text_end_runs(struct text_runs *runs)
{
	unsigned int known;

	if (!runs->length)
		return;
	known = find_known(runs);
	text_put_number(runs->stream, (u64)runs->length << 3 | known);
	runs->length = 0;
	if (known < MEMINSPECT_TEXT_KNOWN)
		return;
	put_word(runs->stream, runs->word);
	runs->known[runs->new++ % MEMINSPECT_TEXT_KNOWN] = runs->word;
}

/**
 * text_put_run() - add the word of one more site to a column
 * @runs:	the column
 * @va:		address of the word
 * @word:	the word
 */
void text_put_run(struct text_runs *runs, unsigned long va, u32 word)
{
	word = from_base(va, word);
	if (word != runs->word)
		text_end_runs(runs);
	runs->word = word;
	runs->length++;
}

/**
 * text_put_spot() - put words that belong to no list
 * @stream:	where
 * @va:		address of the first
 * @words:	the words
 * @count:	how many
 */
void text_put_spot(struct text_stream *stream, unsigned long va,
		   const u32 *words, unsigned int count)
{
	unsigned int i;

	text_put_address(stream, va);
	text_put_number(stream, count);
	for (i = 0; i < count; i++, stream->last += AARCH64_INSN_SIZE)
		put_word(stream, from_base(stream->last, words[i]));
}
