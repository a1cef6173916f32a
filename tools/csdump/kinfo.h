/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The debug kinfo record (include/uapi/linux/debug_kinfo.h), untrusted. */
#ifndef CSD_KINFO_H
#define CSD_KINFO_H

#include <linux/debug_kinfo.h>

#include "csdump.h"

/* What @bytes, @room of them, are */
enum kinfo_state {
	KINFO_NONE,		/* no magic number */
	KINFO_CUT,		/* they end in the record */
	KINFO_DAMAGED,		/* the checksum is wrong */
	KINFO_SOUND,
};

enum kinfo_state kinfo_judge(const uint8_t *bytes, uint64_t room);

/* The checksum that a record should have, from its first byte on. */
uint32_t kinfo_checksum(const uint8_t *bytes);

#endif /* CSD_KINFO_H */
