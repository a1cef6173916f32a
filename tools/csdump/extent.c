// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects pieces of physical memory. */
#include "bytes.h"
#include "extent.h"

int extents_add(struct extents *extents, uint64_t paddr, uint64_t size,
		const uint8_t *bytes, struct csd_error *err)
{
	struct extent *all;

	if (!size || paddr + size < paddr)
		return 0;
	all = array_grow(extents->all, extents->nr, sizeof(*all));
	if (!all)
		return csd_error_set(err, "out of memory");
	extents->all = all;
	all[extents->nr++] = (struct extent){ paddr, size, bytes };
	return 0;
}
