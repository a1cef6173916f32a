// SPDX-License-Identifier: GPL-2.0-or-later
/* Fetches pages on demand, into address space that is merely reserved. */
#include <errno.h>
#include <inttypes.h>
#include <sys/mman.h>

#include "bytes.h"
#include "lazy.h"

/* Far above what text, symbols and records of a machine take. */
#define MAX_KEPT	(1ULL << 30)

int lazy_source_init(struct lazy_source *source, struct csd_error *err)
{
	source->room = MAX_KEPT;
	source->look_state = LAZY_UNKNOWN;
	source->look = malloc(source->page_size);
	if (!source->look)
		return csd_error_set(err, "out of memory");
	return 0;
}

void lazy_source_close(struct lazy_source *source)
{
	free(source->look);
	source->close(source->priv);
}

static int reserve(struct lazy *lazy, struct csd_error *err)
{
	void *map = mmap(NULL, lazy->size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (map == MAP_FAILED)
		return csd_error_set(err, "no address space for the %" PRIu64 " bytes of memory at 0x%" PRIx64 ": %s",
				     lazy->size, lazy->paddr, strerror(errno));
	lazy->bytes = map;
	return 0;
}

struct lazy *lazy_new(struct lazy_source *source, uint64_t paddr, uint64_t size,
		      struct csd_error *err)
{
	struct lazy *lazy = calloc(1, sizeof(*lazy));

	if (!lazy) {
		csd_error_set(err, "out of memory");
		return NULL;
	}
	*lazy = (struct lazy){ source, paddr, size, NULL, NULL };
	if (reserve(lazy, err))
		goto err_free;
	lazy->state = calloc(size / source->page_size, 1);
	if (lazy->state)
		return lazy;
	csd_error_set(err, "out of memory");

err_free:
	lazy_free(lazy);
	return NULL;
}

void lazy_free(struct lazy *lazy)
{
	if (!lazy)
		return;
	if (lazy->bytes)
		munmap(lazy->bytes, lazy->size);
	free(lazy->state);
	free(lazy);
}

/* Every broken page is counted, and the first one described. */
static enum lazy_state note_broken(struct lazy_source *source, uint64_t paddr,
				   const struct csd_error *err)
{
	if (!source->nr_broken++)
		csd_error_set(&source->first, "page frame 0x%" PRIx64 ": %s",
			      paddr / source->page_size, err->text);
	return LAZY_BROKEN;
}

static enum lazy_state fetch(struct lazy_source *source, uint64_t paddr,
			     uint8_t *page)
{
	struct csd_error err;
	enum lazy_state state = source->fetch(source->priv, paddr, page, &err);

	return state == LAZY_BROKEN ? note_broken(source, paddr, &err) : state;
}

/* Like fetch(), for a page that takes memory from now on. */
static enum lazy_state fetch_to_keep(struct lazy_source *source,
				     uint64_t paddr, uint8_t *page)
{
	struct csd_error err;
	enum lazy_state state;

	if (source->room < source->page_size) {
		csd_error_set(&err, "more than %llu bytes of the dump are in use",
			      MAX_KEPT);
		return note_broken(source, paddr, &err);
	}
	state = fetch(source, paddr, page);
	if (state == LAZY_HELD)
		source->room -= source->page_size;
	return state;
}

static enum lazy_state keep(struct lazy *lazy, uint64_t index)
{
	struct lazy_source *source = lazy->source;
	uint64_t off = index * source->page_size;

	if (lazy->state[index] != LAZY_UNKNOWN)
		return lazy->state[index];
	lazy->state[index] = (uint8_t)fetch_to_keep(source, lazy->paddr + off,
						    lazy->bytes + off);
	return lazy->state[index];
}

uint64_t lazy_fetch(struct lazy *lazy, uint64_t off, uint64_t size)
{
	uint64_t page = lazy->source->page_size;
	uint64_t end, at;

	if (off >= lazy->size)
		return 0;
	if (size > lazy->size - off)
		size = lazy->size - off;
	end = off + size;
	for (at = off / page * page; at < end; at += page)
		if (keep(lazy, at / page) != LAZY_HELD)
			return at > off ? at - off : 0;
	return size;
}

const uint8_t *lazy_look(struct lazy *lazy, uint64_t off, uint64_t *room)
{
	struct lazy_source *source = lazy->source;
	uint64_t page = source->page_size;
	uint64_t paddr;

	if (off >= lazy->size)
		return NULL;
	*room = page - off % page;
	if (lazy->state[off / page] == LAZY_HELD)
		return lazy->bytes + off;
	if (lazy->state[off / page] != LAZY_UNKNOWN)
		return NULL;
	paddr = lazy->paddr + off / page * page;
	if (source->look_state == LAZY_UNKNOWN || source->look_paddr != paddr) {
		source->look_paddr = paddr;
		source->look_state = fetch(source, paddr, source->look);
	}
	/* A page that is broken must not be counted again. */
	if (source->look_state == LAZY_HELD)
		return source->look + off % page;
	lazy->state[off / page] = (uint8_t)source->look_state;
	return NULL;
}
