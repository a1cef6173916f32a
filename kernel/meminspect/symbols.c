// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the kernel's symbol table
 */

#include "../kallsyms_internal.h"
#include "internal.h"

/* Bytes of a sequence number; see scripts/kallsyms.c. */
#define SEQ_SIZE	3

/**
 * inspect_own_symbols() - register the tables of kallsyms
 *
 * scripts/kallsyms.c writes them in one piece, from the number of symbols to
 * their sequence numbers by name.
 */
void inspect_own_symbols(void)
{
	const void *end = kallsyms_seqs_of_names + SEQ_SIZE * kallsyms_num_syms;
	const void *start = &kallsyms_num_syms;

	inspect_own(MEMINSPECT_CLASS_SYMBOL, start, end - start, "kallsyms");
}
