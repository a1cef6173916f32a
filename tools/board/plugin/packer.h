/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packs the elements of an instruction trace into ETMv4 packets (Arm IHI 0064)
 * and hands their bytes to a formatter. Nothing is speculative: what is packed
 * has happened.
 */
#ifndef BOARD_PACKER_H
#define BOARD_PACKER_H

#include <stdbool.h>
#include <stdint.h>

#define PACKER_HISTORY	3

struct formatter;

/* Exception types of the exception packet */
enum packer_exception {
	EXCEPTION_CALL = 2,
	EXCEPTION_TRAP = 3,
	EXCEPTION_SYSTEM_ERROR = 4,
	EXCEPTION_INST_DEBUG = 6,
	EXCEPTION_DATA_DEBUG = 7,
	EXCEPTION_ALIGNMENT = 10,
	EXCEPTION_INST_FAULT = 11,
	EXCEPTION_DATA_FAULT = 12,
	EXCEPTION_IRQ = 14,
	EXCEPTION_FIQ = 15,
};

/**
 * struct packer - the packets of one trace unit
 * @out:	where bytes go
 * @id:		trace ID they get
 * @taken:	atoms not packed yet, the oldest in bit 0; 1 is E, 0 is N
 * @atoms:	how many those are
 * @history:	addresses packed last, the latest first
 * @addresses:	how many of those the decoder knows too
 * @el:		exception level packed last
 * @since_sync:	bytes packed since the last synchronisation
 */
struct packer {
	struct formatter *out;
	uint8_t id;
	uint32_t taken;
	unsigned int atoms;
	uint64_t history[PACKER_HISTORY];
	unsigned int addresses;
	unsigned int el;
	uint64_t since_sync;
};

/** packer_init() - start a trace with the ID @id */
void packer_init(struct packer *packer, struct formatter *out, uint8_t id);

/** packer_sync() - pack what a decoder needs to start here; an address must follow */
void packer_sync(struct packer *packer);

/** packer_trace_on() - pack that instructions before the next ones are missing */
void packer_trace_on(struct packer *packer);

/** packer_atom() - add an atom; it is packed sooner or later */
void packer_atom(struct packer *packer, bool taken);

/** packer_address() - pack where execution goes on, and at which exception level */
void packer_address(struct packer *packer, uint64_t address, unsigned int el);

/**
 * packer_exception() - pack an exception
 * @packer:	the packer
 * @type:	enum packer_exception
 * @address:	the preferred return address
 * @el:		exception level there
 *
 * The address of the exception vector must follow.
 */
void packer_exception(struct packer *packer, unsigned int type, uint64_t address,
		      unsigned int el);

/** packer_flush() - pack all atoms */
void packer_flush(struct packer *packer);

#endif /* BOARD_PACKER_H */
