// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the lists of patchable sites of the text region
 *
 * They come from tables that are freed when the kernel has booted: the
 * alternatives, the places where functions can be traced, and the constants
 * that are known at run time only.
 */

#include <linux/cpufeature.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kconfig.h>

#include <asm/alternative.h>
#include <asm/insn.h>

#include "text.h"

/* A runtime constant of 64 bits takes four instructions. */
#define RUNTIME_CONST_WORDS	4

/* A delta of zero ends a list. */
static void __init put_site(struct text_stream *stream, unsigned long va)
{
	if (va != stream->last)
		text_put_address(stream, va);
}

static void __init put_alternative(struct text_stream *stream,
				   const struct alt_instr *alt)
{
	unsigned long va = (unsigned long)&alt->orig_offset + alt->orig_offset;
	unsigned long end = va + alt->orig_len;

	if (!text_stays(va) || !cpus_have_cap(alt->cpucap & ~ARM64_CB_BIT))
		return;
	for (; va < end; va += AARCH64_INSN_SIZE)
		put_site(stream, va);
}

/* The words of alternatives that were applied */
static void __init put_alternatives(struct text_stream *stream)
{
	const struct alt_instr *alt = (void *)__alt_instructions;
	const struct alt_instr *end = (void *)__alt_instructions_end;

	for (; alt < end; alt++)
		put_alternative(stream, alt);
}

static void __init put_traced_functions(struct text_stream *stream)
{
	const unsigned long *loc;
	unsigned long va;

	for (loc = __start_mcount_loc; loc < __stop_mcount_loc; loc++) {
		if (!text_stays(*loc))
			continue;
		va = ftrace_call_adjust(*loc);
		if (va)
			put_site(stream, va);
	}
}

static void __init put_runtime_consts(struct text_stream *stream)
{
	const s32 *offset = __inspect_runtime_const;
	unsigned long va;

	for (; offset < __inspect_runtime_const_end; offset++) {
		va = (unsigned long)offset + *offset;
		if (*offset && text_stays(va))
			put_site(stream, va);
	}
}

static void __init put_list(struct text_stream *stream,
			    void (*put_sites)(struct text_stream *stream),
			    unsigned int words, unsigned int before)
{
	text_put_number(stream, words);
	text_put_number(stream, before);
	stream->last = (unsigned long)_text;
	put_sites(stream);
	text_put_number(stream, 0);
}

/**
 * text_put_lists() - put all lists
 * @stream: where
 *
 * Where a function is traced, a call may be, and before it one instruction
 * that saves the return address.
 */
void __init text_put_lists(struct text_stream *stream)
{
	put_list(stream, put_alternatives, 1, 0);
	if (IS_ENABLED(CONFIG_DYNAMIC_FTRACE))
		put_list(stream, put_traced_functions, 2, 1);
	put_list(stream, put_runtime_consts, RUNTIME_CONST_WORDS, 0);
}
