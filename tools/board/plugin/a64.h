/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a trace unit must know about an A64 instruction: whether it is one of
 * ETMv4's P0 instructions, those that an atom stands for, and where it leads.
 */
#ifndef BOARD_A64_H
#define BOARD_A64_H

#include <stdbool.h>
#include <stdint.h>

#define A64_BYTES	4

/**
 * enum a64_kind - how an instruction changes the flow of execution
 * @A64_PLAIN:		on to the next one, without an atom
 * @A64_BARRIER:	an ISB: on to the next one, with an atom
 * @A64_CONDITIONAL:	a direct branch that may not be taken
 * @A64_DIRECT:		a direct branch that is always taken
 * @A64_INDIRECT:	a branch to an address in a register; ERET too
 * @A64_CALL:		SVC: an exception, with the next instruction to return to
 */
enum a64_kind {
	A64_PLAIN,
	A64_BARRIER,
	A64_CONDITIONAL,
	A64_DIRECT,
	A64_INDIRECT,
	A64_CALL,
};

/**
 * a64_kind() - classify an instruction
 * @word:	the instruction
 * @offset:	for a direct branch: where it leads, relative to its own address
 */
enum a64_kind a64_kind(uint32_t word, int32_t *offset);

/** a64_is_memory_access() - is it a load or a store? */
bool a64_is_memory_access(uint32_t word);

/**
 * a64_is_device_access() - may this instruction read or write a 32-bit device
 * register whose access has side effects?
 * @word:	the instruction
 *
 * Linux's accessors compile to LDR Wt, [Xn] or LDAR Wt, [Xn] for a load, to
 * STR Wt, [Xn, #imm] or STUR for a store. A base of SP is no device.
 */
bool a64_is_device_access(uint32_t word);

#endif /* BOARD_A64_H */
