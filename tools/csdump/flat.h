/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * makedumpfile's flattened format, which it writes to what cannot seek: pieces
 * of a file, each with its size and the place where it belongs.
 */
#ifndef CSD_FLAT_H
#define CSD_FLAT_H

#include "csdump.h"

bool flat_is(const uint8_t *bytes, uint64_t size);

/*
 * Puts the pieces into a temporary file without a name, in TMPDIR or
 * /var/tmp. The caller closes *@fd.
 */
int flat_unpack(const uint8_t *bytes, uint64_t size, int *fd,
		struct csd_error *err);

#endif /* CSD_FLAT_H */
