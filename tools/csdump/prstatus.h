/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NT_PRSTATUS notes: a CPU's registers, in a core and in crash_notes. */
#ifndef CSD_PRSTATUS_H
#define CSD_PRSTATUS_H

#include "elfcore.h"

/* struct elf_prstatus of arm64 */
#define PRSTATUS_SIZE	392
/* What the kernel reserves for it in crash_notes: with its head and an end */
#define NOTE_BUF_SIZE	424

/*
 * @stopped:	there are registers: pc and sp are not both 0
 * @user:	they are those of user mode
 */
struct prstatus {
	uint32_t pid;
	bool stopped;
	bool user;
};

/* Returns false unless it is a PRSTATUS note of at least @min bytes. */
bool prstatus_read(struct prstatus *status, const struct note *note,
		   uint32_t min);

#endif /* CSD_PRSTATUS_H */
