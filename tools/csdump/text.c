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

static int by_va(const void *a, const void *b)
{
	const struct csd_piece *x = a, *y = b;

	return x->va < y->va ? -1 : x->va > y->va;
}

static void drop_overlaps(struct csd_text *text)
{
	struct csd_piece *last;
	size_t i, kept = 1;

	for (i = 1; i < text->nr; i++) {
		last = &text->pieces[kept - 1];
		if (text->pieces[i].va - last->va >= last->size)
			text->pieces[kept++] = text->pieces[i];
	}
	text->nr = kept;
}

void text_sort(struct csd_text *text)
{
	if (!text->nr)
		return;
	qsort(text->pieces, text->nr, sizeof(*text->pieces), by_va);
	drop_overlaps(text);
}

uint8_t *text_alloc(struct csd_text *text, size_t size, struct csd_error *err)
{
	uint8_t **memory;

	memory = array_grow(text->memory, text->nr_memory, sizeof(*memory));
	if (memory) {
		text->memory = memory;
		memory[text->nr_memory] = malloc(size ? size : 1);
		if (memory[text->nr_memory])
			return memory[text->nr_memory++];
	}
	csd_error_set(err, "out of memory");
	return NULL;
}

int text_own(struct csd_text *text, struct csd_error *err)
{
	struct csd_piece *piece;
	uint8_t *copy;

	for (piece = text->pieces; piece < text->pieces + text->nr; piece++) {
		copy = text_alloc(text, piece->size, err);
		if (!copy)
			return -1;
		memcpy(copy, piece->bytes, piece->size);
		piece->bytes = copy;
	}
	return 0;
}

uint8_t *text_at(const struct csd_text *text, size_t nr, uint64_t va,
		 uint64_t size)
{
	const struct csd_piece *piece = text->pieces;
	const struct csd_piece *end = piece + nr;

	for (; piece < end; piece++)
		if (va >= piece->va && fits(va - piece->va, size, piece->size))
			return (uint8_t *)(uintptr_t)piece->bytes +
			       (va - piece->va);
	return NULL;
}

/* Bytes of @piece before the first that @old has */
static uint64_t before(const struct csd_piece *piece,
		       const struct csd_piece *old)
{
	uint64_t distance = old->va - piece->va;

	if (old->va <= piece->va)
		return 0;
	return distance < piece->size ? distance : piece->size;
}

static void drop_front(struct csd_piece *piece, uint64_t size)
{
	piece->va += size;
	piece->bytes += size;
	piece->size -= size;
}

/* Puts of @rest what lies in the memory of @old there; the rest of it is left. */
static void cover(struct csd_piece *rest, const struct csd_piece *old)
{
	uint64_t offset = rest->va - old->va, size;

	if (rest->va < old->va || offset >= old->size)
		return;
	size = old->size - offset < rest->size ? old->size - offset :
						 rest->size;
	memcpy((uint8_t *)(uintptr_t)old->bytes + offset, rest->bytes, size);
	drop_front(rest, size);
}

int text_cover(struct csd_text *text, const struct csd_piece *piece,
	       struct csd_error *err)
{
	struct csd_piece rest = *piece;
	size_t i, nr = text->nr;
	uint64_t size;

	for (i = 0; i < nr && rest.size; i++) {
		size = before(&rest, &text->pieces[i]);
		if (size && text_add(text, rest.va, size, rest.bytes, err))
			return -1;
		drop_front(&rest, size);
		cover(&rest, &text->pieces[i]);
	}
	if (rest.size &&
	    text_add(text, rest.va, rest.size, rest.bytes, err))
		return -1;
	text_sort(text);
	return 0;
}

void csd_text_free(struct csd_text *text)
{
	while (text->nr_memory)
		free(text->memory[--text->nr_memory]);
	free(text->memory);
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
