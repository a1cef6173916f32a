// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a CPU's registers, and recognises exceptions by them. */
#include "pe.h"

#include <string.h>

#include "journal.h"

/* QEMU's names */
static const char *const names[PE_REGISTERS] = {
	[PE_PC] = "pc",
	[PE_PSTATE] = "cpsr",
	[PE_VBAR] = "VBAR",
	[PE_ELR] = "ELR_EL1",
	[PE_ESR] = "ESR_EL1",
	[PE_SPSR] = "SPSR_EL1",
};

#define PSTATE_AARCH32		(1U << 4)
#define PSTATE_DAIF		(0xfU << 6)
#define PSTATE_EL(pstate)	((pstate) >> 2 & 3)

#define ESR_CLASS(esr)		((esr) >> 26 & 0x3f)

/* Exception classes that ESR_EL1 tells */
#define CLASS_ILLEGAL_STATE	0x0e
#define CLASS_SVC		0x15
#define CLASS_SMC		0x17
#define CLASS_INST_ABORT	0x20
#define CLASS_INST_ABORT_SAME	0x21
#define CLASS_PC_ALIGNMENT	0x22
#define CLASS_DATA_ABORT	0x24
#define CLASS_DATA_ABORT_SAME	0x25
#define CLASS_SP_ALIGNMENT	0x26
#define CLASS_BREAKPOINT	0x30
#define CLASS_STEP_SAME		0x33
#define CLASS_WATCHPOINT	0x34
#define CLASS_WATCHPOINT_SAME	0x35
#define CLASS_BRK		0x3c

/* The vector table: four groups of four vectors */
#define VECTORS_SIZE		0x800
#define VECTOR_SIZE		0x80

enum vector {
	VECTOR_SYNC,
	VECTOR_IRQ,
	VECTOR_FIQ,
	VECTOR_SERROR,
};

static void take_register(struct pe *pe, const qemu_plugin_reg_descriptor *descriptor)
{
	int i;

	for (i = 0; i < PE_REGISTERS; i++) {
		if (!strcmp(names[i], descriptor->name))
			pe->registers[i] = descriptor->handle;
	}
}

const char *pe_init(struct pe *pe)
{
	GArray *all = qemu_plugin_get_registers();
	guint i;

	pe->value = g_byte_array_new();
	for (i = 0; i < all->len; i++)
		take_register(pe, &g_array_index(all, qemu_plugin_reg_descriptor, i));
	g_array_free(all, TRUE);
	for (i = 0; i < PE_REGISTERS; i++) {
		if (!pe->registers[i])
			return names[i];
	}
	return NULL;
}

static uint64_t read_register(struct pe *pe, enum pe_register which)
{
	uint64_t value = 0;

	g_byte_array_set_size(pe->value, 0);
	qemu_plugin_read_register(pe->registers[which], pe->value);
	memcpy(&value, pe->value->data, MIN(pe->value->len, sizeof(value)));
	return value;
}

/*
 * An exception masks all interrupts and lands at the start of a vector; no code
 * branches there. A look at the address saves the reading of VBAR.
 */
static bool is_exception(struct pe *pe, uint64_t pc, uint64_t pstate)
{
	if (pc % VECTOR_SIZE || (pstate & PSTATE_DAIF) != PSTATE_DAIF)
		return false;
	return pc - read_register(pe, PE_VBAR) < VECTORS_SIZE;
}

static unsigned int sync_type(unsigned int class)
{
	switch (class) {
	case CLASS_SVC ... CLASS_SMC:
		return EXCEPTION_CALL;
	case CLASS_INST_ABORT:
	case CLASS_INST_ABORT_SAME:
		return EXCEPTION_INST_FAULT;
	case CLASS_DATA_ABORT:
	case CLASS_DATA_ABORT_SAME:
		return EXCEPTION_DATA_FAULT;
	case CLASS_PC_ALIGNMENT:
	case CLASS_SP_ALIGNMENT:
		return EXCEPTION_ALIGNMENT;
	case CLASS_WATCHPOINT:
	case CLASS_WATCHPOINT_SAME:
		return EXCEPTION_DATA_DEBUG;
	case CLASS_BREAKPOINT ... CLASS_STEP_SAME:
	case CLASS_BRK:
		return EXCEPTION_INST_DEBUG;
	default:
		return EXCEPTION_TRAP;
	}
}

/*
 * Was the exception raised while an instruction was executing? The others are
 * raised before an instruction begins, or, by a call, after it has ended.
 */
static bool is_abort(unsigned int class)
{
	switch (class) {
	case CLASS_ILLEGAL_STATE:
	case CLASS_SVC ... CLASS_SMC:
	case CLASS_INST_ABORT:
	case CLASS_INST_ABORT_SAME:
	case CLASS_PC_ALIGNMENT:
	case CLASS_BREAKPOINT ... CLASS_STEP_SAME:
		return false;
	default:
		return true;
	}
}

static void describe_sync(struct pe *pe, struct arrival *arrival)
{
	unsigned int class = ESR_CLASS(read_register(pe, PE_ESR));

	arrival->type = sync_type(class);
	arrival->aborted = is_abort(class);
}

static void describe_exception(struct pe *pe, struct arrival *arrival)
{
	arrival->exception = true;
	arrival->from = read_register(pe, PE_ELR);
	arrival->from_el = PSTATE_EL(read_register(pe, PE_SPSR));
	switch (arrival->pc / VECTOR_SIZE % 4) {
	case VECTOR_SYNC:
		describe_sync(pe, arrival);
		break;
	case VECTOR_IRQ:
		arrival->type = EXCEPTION_IRQ;
		break;
	case VECTOR_FIQ:
		arrival->type = EXCEPTION_FIQ;
		break;
	case VECTOR_SERROR:
		arrival->type = EXCEPTION_SYSTEM_ERROR;
		break;
	}
}

void pe_arrive(struct pe *pe, struct arrival *arrival)
{
	uint64_t pstate = read_register(pe, PE_PSTATE);

	if (pstate & PSTATE_AARCH32)
		journal_fatal("tracing AArch32 code is not modelled");
	*arrival = (struct arrival) {
		.pc = read_register(pe, PE_PC),
		.el = PSTATE_EL(pstate),
	};
	if (is_exception(pe, arrival->pc, pstate))
		describe_exception(pe, arrival);
}
