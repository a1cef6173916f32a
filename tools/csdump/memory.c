// SPDX-License-Identifier: GPL-2.0-or-later
/* Dumps that somebody else reads. */
#include "bytes.h"
#include "dump.h"
#include "image.h"

/* The smallest page of any kernel: what is read at once */
#define UNIT	4096

/* More ranges than this are no machine. */
#define MAX_RANGES	65536

struct memory {
	struct lazy_source source;
	const struct csd_memory *ops;
	void *priv;
	struct csd_range *ranges;
	size_t nr;
};

/* Reads what of [@paddr, @paddr + UNIT) lies in @range; returns how much. */
static uint64_t fetch_part(const struct memory *memory,
			   const struct csd_range *range, uint64_t paddr,
			   uint8_t *page, bool *failed)
{
	uint64_t from = range->paddr > paddr ? range->paddr : paddr;
	uint64_t end = range->paddr + range->size;

	if (end > paddr + UNIT)
		end = paddr + UNIT;
	if (from >= end)
		return 0;
	if (memory->ops->read(memory->priv, from, page + (from - paddr),
			      end - from))
		*failed = true;
	return end - from;
}

/* Ranges may share a page, and overlap. */
static enum lazy_state fetch(void *priv, uint64_t paddr, uint8_t *page,
			     struct csd_error *err)
{
	const struct memory *memory = priv;
	const struct csd_range *range = memory->ranges;
	const struct csd_range *end = range + memory->nr;
	bool failed = false;

	(void)err;
	memset(page, 0, UNIT);
	for (; range < end && !failed; range++)
		if (fetch_part(memory, range, paddr, page, &failed) == UNIT)
			break;
	return failed ? LAZY_LEFT_OUT : LAZY_HELD;
}

static void close_memory(void *priv)
{
	struct memory *memory = priv;

	free(memory->ranges);
	free(memory);
}

static struct memory *memory_new(const struct csd_memory *ops, void *priv,
				 struct csd_error *err)
{
	struct memory *memory = calloc(1, sizeof(*memory));

	if (!memory) {
		csd_error_set(err, "out of memory");
		return NULL;
	}
	memory->ops = ops;
	memory->priv = priv;
	memory->source.fetch = fetch;
	memory->source.close = close_memory;
	memory->source.priv = memory;
	memory->source.page_size = UNIT;
	if (!lazy_source_init(&memory->source, err))
		return memory;
	free(memory);
	return NULL;
}

static int copy_ranges(struct memory *memory, const struct csd_range *ranges,
		       size_t nr, struct csd_error *err)
{
	if (!nr || nr > MAX_RANGES)
		return csd_error_set(err, "%zu ranges of memory are not from 1 to %d",
				     nr, MAX_RANGES);
	memory->ranges = calloc(nr, sizeof(*ranges));
	if (!memory->ranges)
		return csd_error_set(err, "out of memory");
	memcpy(memory->ranges, ranges, nr * sizeof(*ranges));
	memory->nr = nr;
	return 0;
}

/* Memory is fetched in whole units; of the outer ones the range has a part. */
static int add_range(struct csd_dump *dump, struct memory *memory,
		     const struct csd_range *range, struct csd_error *err)
{
	uint64_t start = range->paddr / UNIT * UNIT;
	uint64_t end = range->paddr + range->size;
	struct extent whole;
	struct lazy *lazy;

	if (!range->size)
		return 0;
	if (end < range->paddr || end > UINT64_MAX - UNIT)
		return csd_error_set(err, "a range of memory goes beyond the last address");
	lazy = lazy_new(&memory->source, start, align_up(end - start, UNIT),
			err);
	if (!lazy)
		return -1;
	whole = (struct extent){ start, lazy->size, lazy->bytes, lazy };
	if (!extents_add_part(&dump->memory, &whole, range->paddr, range->size,
			      err))
		return 0;
	lazy_free(lazy);
	return -1;
}

static int add_ranges(struct csd_dump *dump, struct memory *memory,
		      const struct csd_range *ranges, size_t nr,
		      struct csd_error *err)
{
	size_t i;

	if (copy_ranges(memory, ranges, nr, err))
		return -1;
	for (i = 0; i < nr; i++)
		if (add_range(dump, memory, &ranges[i], err))
			return -1;
	return 0;
}

/* Whoever knows VMCOREINFO knows its first line. */
static int add_vmcoreinfo(struct csd_dump *dump, const struct csd_memory *ops,
			  void *priv, struct csd_error *err)
{
	if (!ops->vmcoreinfo)
		return 0;
	dump->asked = asked_new(ops, priv);
	if (!dump->asked)
		return csd_error_set(err, "out of memory");
	if (asked_value(dump->asked, "OSRELEASE"))
		return 0;
	asked_free(dump->asked);
	dump->asked = NULL;
	return 0;
}

static int open_memory(struct csd_dump *dump, const struct csd_memory *ops,
		       void *priv, const struct csd_range *ranges, size_t nr,
		       struct csd_error *err)
{
	struct memory *memory = memory_new(ops, priv, err);

	if (!memory)
		return -1;
	dump_add_source(dump, &memory->source);
	if (add_ranges(dump, memory, ranges, nr, err) ||
	    add_vmcoreinfo(dump, ops, priv, err))
		return -1;
	return image_regions(dump, 0, err);
}

int csd_dump_open_with(struct csd_dump **dump, const struct csd_memory *memory,
		       void *priv, const struct csd_range *ranges, size_t nr,
		       struct csd_error *err)
{
	*dump = dump_new(err);
	if (!*dump)
		return -1;
	if (!open_memory(*dump, memory, priv, ranges, nr, err))
		return 0;
	csd_dump_close(*dump);
	*dump = NULL;
	return -1;
}
