// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads NT_PRSTATUS notes. */
#include "bytes.h"
#include "prstatus.h"

#define PID_AT	32
#define REGS_AT	112
#define SP_AT	(REGS_AT + 31 * 8)
#define PC_AT	(REGS_AT + 32 * 8)
#define PSTATE_AT	(REGS_AT + 33 * 8)
/* EL0 in AArch64 state */
#define PSTATE_MODE	0x1f

bool prstatus_read(struct prstatus *status, const struct note *note,
		   uint32_t min)
{
	if (note->type != NT_PRSTATUS || note->desc_size < min ||
	    note->desc_size < PSTATE_AT + 8)
		return false;
	status->pid = get_le32(note->desc + PID_AT);
	status->stopped = get_le64(note->desc + SP_AT) ||
			  get_le64(note->desc + PC_AT);
	status->user = status->stopped &&
		       !(get_le64(note->desc + PSTATE_AT) & PSTATE_MODE);
	return true;
}
