/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: the text region, shared between its parts
 */
#ifndef _KERNEL_MEMINSPECT_TEXT_H
#define _KERNEL_MEMINSPECT_TEXT_H

#include <linux/compiler.h>
#include <linux/types.h>

#include <uapi/linux/meminspect_text.h>

#include <asm/byteorder.h>
#include <asm/insn.h>
#include <asm/sections.h>

struct static_key;

/**
 * struct text_stream - numbers and words, put one behind the other
 * @bytes:	where they go
 * @room:	bytes there
 * @size:	bytes put so far; those behind @room are only counted
 * @last:	address that the next delta is from
 */
struct text_stream {
	u8 *bytes;
	size_t room;
	size_t size;
	unsigned long last;
};

/**
 * struct text_cursor - where a stream is being read
 * @at:		the next byte
 * @end:	of the stream; zeros seem to follow
 */
struct text_cursor {
	const u8 *at;
	const u8 *end;
};

/**
 * struct text_runs - a column of words on its way into a stream
 * @stream:	where it goes
 * @known:	words that were new
 * @new:	how many were
 * @word:	the word of this run
 * @length:	sites in this run
 */
struct text_runs {
	struct text_stream *stream;
	u32 known[MEMINSPECT_TEXT_KNOWN];
	unsigned int new;
	u32 word;
	unsigned int length;
};

/* Bounds of what kernel/trace/ftrace.c is told by the compiler */
extern unsigned long __start_mcount_loc[];
extern unsigned long __stop_mcount_loc[];

/* Bounds of the places with runtime constants; see vmlinux.lds.S. */
extern const s32 __inspect_runtime_const[];
extern const s32 __inspect_runtime_const_end[];

/* stream.c */
void text_put_number(struct text_stream *stream, u64 number);
void text_put_address(struct text_stream *stream, unsigned long va);
void text_put_run(struct text_runs *runs, unsigned long va, u32 word);
void text_end_runs(struct text_runs *runs);
void text_put_spot(struct text_stream *stream, unsigned long va,
		   const u32 *words, unsigned int count);

/* lists.c */
void text_put_lists(struct text_stream *stream);

/* jumps.c */
void text_put_jumps(struct text_stream *stream);
unsigned long text_find_jump(const struct static_key *key);

/* kprobes.c */
void text_put_kprobes(struct text_stream *stream);

/* region.c */
void text_save(u32 flags, size_t room);
const struct meminspect_text *text_region(void);

/* Is it text of the kernel image that stays when the kernel has booted? */
static inline bool text_stays(unsigned long va)
{
	return va >= (unsigned long)_text &&
	       va < (unsigned long)__inittext_begin;
}

/* The word at @va, in the kernel image */
static inline u32 text_word(unsigned long va)
{
	return le32_to_cpu(READ_ONCE(*(__le32 *)va));
}

static inline u8 text_get_byte(struct text_cursor *from)
{
	return from->at < from->end ? *from->at++ : 0;
}

/**
 * text_get_number() - get a varint
 * @from: where; moved behind it
 *
 * Return: its value.
 */
static inline u64 text_get_number(struct text_cursor *from)
{
	u64 byte = text_get_byte(from), number = byte & 0x7f;
	unsigned int shift;

	for (shift = 7; byte & 0x80 && shift < 64; shift += 7) {
		byte = text_get_byte(from);
		number |= (byte & 0x7f) << shift;
	}
	return number;
}

/**
 * text_get_delta() - get a delta
 * @from: where; moved behind it
 *
 * Return: its value, in bytes.
 */
static inline long text_get_delta(struct text_cursor *from)
{
	u64 number = text_get_number(from);

	return (long)((number >> 1) ^ -(number & 1)) * AARCH64_INSN_SIZE;
}

#endif /* _KERNEL_MEMINSPECT_TEXT_H */
