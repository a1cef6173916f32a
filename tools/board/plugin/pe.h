/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A processing element: the registers of one of QEMU's CPUs.
 */
#ifndef BOARD_PE_H
#define BOARD_PE_H

#include <stdbool.h>

#include "etm.h"
#include "qemu.h"

enum pe_register {
	PE_PC,
	PE_PSTATE,
	PE_VBAR,
	PE_ELR,
	PE_ESR,
	PE_SPSR,
	PE_REGISTERS,
};

struct pe {
	struct qemu_plugin_register *registers[PE_REGISTERS];
	GByteArray *value;
};

/** pe_init() - find the registers of the calling CPU. Return: NULL, or a missing one's name */
const char *pe_init(struct pe *pe);

/** pe_arrive() - find out how the calling CPU got to the block it starts */
void pe_arrive(struct pe *pe, struct arrival *arrival);

#endif /* BOARD_PE_H */
