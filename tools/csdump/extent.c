// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects pieces of physical memory. */
#include "bytes.h"
#include "extent.h"

static bool goes_on(const struct extents *extents, const struct extent *ext)
{
	const struct extent *last;

	if (!extents->nr || ext->lazy)
		return false;
	last = &extents->all[extents->nr - 1];
	return !last->lazy && last->paddr + last->size == ext->paddr &&
	       last->bytes + last->size == ext->bytes;
}

static int add(struct extents *extents, struct extent ext,
	       struct csd_error *err)
{
	struct extent *all;

	if (!ext.size || ext.paddr + ext.size < ext.paddr)
		return 0;
	if (goes_on(extents, &ext)) {
		extents->all[extents->nr - 1].size += ext.size;
		return 0;
	}
	all = array_grow(extents->all, extents->nr, sizeof(*all));
	if (!all)
		return csd_error_set(err, "out of memory");
	extents->all = all;
	all[extents->nr++] = ext;
	return 0;
}

int extents_add(struct extents *extents, uint64_t paddr, uint64_t size,
		const uint8_t *bytes, struct csd_error *err)
{
	return add(extents, (struct extent){ paddr, size, bytes, NULL }, err);
}

int extents_add_lazy(struct extents *extents, struct lazy *lazy,
		     struct csd_error *err)
{
	struct extent ext = { lazy->paddr, lazy->size, lazy->bytes, lazy };

	return add(extents, ext, err);
}

int extents_add_part(struct extents *extents, const struct extent *whole,
		     uint64_t paddr, uint64_t size, struct csd_error *err)
{
	uint64_t end = whole->paddr + whole->size;
	uint64_t from = paddr > whole->paddr ? paddr : whole->paddr;

	if (paddr + size < paddr || from >= end || from >= paddr + size)
		return 0;
	if (paddr + size < end)
		end = paddr + size;
	return add(extents, (struct extent){
			.paddr = from, .size = end - from,
			.bytes = whole->bytes + (from - whole->paddr),
			.lazy = whole->lazy }, err);
}

/* Where @ext, which may be a part, begins in its lazy memory */
static uint64_t lazy_offset(const struct extent *ext)
{
	return ext->paddr - ext->lazy->paddr;
}

uint64_t extent_have(const struct extent *ext, uint64_t off, uint64_t size)
{
	if (off >= ext->size)
		return 0;
	if (size > ext->size - off)
		size = ext->size - off;
	if (ext->lazy)
		return lazy_fetch(ext->lazy, lazy_offset(ext) + off, size);
	return size;
}

const uint8_t *extent_look(const struct extent *ext, uint64_t off,
			   uint64_t *room)
{
	const uint8_t *bytes = ext->bytes + off;

	*room = ext->size - off;
	if (ext->lazy)
		bytes = lazy_look(ext->lazy, lazy_offset(ext) + off, room);
	if (*room > ext->size - off)
		*room = ext->size - off;
	return bytes;
}
