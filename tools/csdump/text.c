// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's executable memory, live or as linked. */
#include <inttypes.h>

#include "bytes.h"
#include "pagetable.h"
#include "text.h"

int text_add(struct csd_text *text, uint64_t va, uint64_t size,
	     const uint8_t *bytes, struct csd_error *err)
{
	struct csd_piece *pieces, *last;

	last = text->nr ? &text->pieces[text->nr - 1] : NULL;
	if (last && last->va + last->size == va &&
	    last->bytes + last->size == bytes) {
		last->size += size;
		return 0;
	}
	pieces = array_grow(text->pieces, text->nr, sizeof(*pieces));
	if (!pieces)
		return csd_error_set(err, "out of memory");
	text->pieces = pieces;
	pieces[text->nr++] = (struct csd_piece){ va, size, bytes };
	return 0;
}

size_t text_run(const struct csd_text *text, size_t first, uint64_t *size)
{
	const struct csd_piece *piece = &text->pieces[first];
	uint64_t end = piece->va;
	size_t i;

	for (i = first; i < text->nr && text->pieces[i].va == end; i++)
		end += text->pieces[i].size;
	*size = end - piece->va;
	return i;
}

void csd_text_free(struct csd_text *text)
{
	free(text->pieces);
	memset(text, 0, sizeof(*text));
}

/* A mapping may lie in several extents, or in none. */
static int add_mapping(struct csd_text *text, const struct csd_dump *dump,
		       struct mapping map, struct csd_error *err)
{
	const uint8_t *bytes;
	uint64_t got;

	while (map.size) {
		bytes = dump_span(dump, map.paddr, map.size, &got);
		if (!bytes) {
			got = 4096 - map.paddr % 4096;
			got = got < map.size ? got : map.size;
			text->missing += got;
		} else if (text_add(text, map.va, got, bytes, err)) {
			return -1;
		}
		map.va += got;
		map.paddr += got;
		map.size -= got;
	}
	return 0;
}

static int add_mappings(struct csd_text *text, const struct csd_dump *dump,
			const struct mappings *maps, struct csd_error *err)
{
	size_t i;

	for (i = 0; i < maps->nr; i++)
		if (add_mapping(text, dump, maps->all[i], err))
			return -1;
	if (!text->nr)
		return csd_error_set(err, "the dump lacks %s",
				     maps->lost ? "page tables" :
				     "executable memory");
	return 0;
}

int csd_text_live(struct csd_text *text, const struct csd_dump *dump,
		  struct csd_error *err)
{
	struct mappings maps = { 0 };
	struct pagetable table;
	int ret;

	memset(text, 0, sizeof(*text));
	if (pagetable_read(&table, dump, err))
		return -1;
	ret = pagetable_executable(&table, dump, &maps, err);
	if (!ret)
		ret = add_mappings(text, dump, &maps, err);
	free(maps.all);
	if (ret)
		csd_text_free(text);
	return ret;
}
