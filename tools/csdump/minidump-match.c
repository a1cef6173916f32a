// SPDX-License-Identifier: GPL-2.0-or-later
/* Which of a minidump's files belongs to which region. */
#include <linux/meminspect.h>

#include "bytes.h"
#include "image.h"
#include "minidump.h"

typedef bool (*belongs_t)(const struct mdfile *file,
			  const struct mdload *load);

static bool has_address(const struct mdfile *file, const struct mdload *load)
{
	return file->kind == MDFILE_ADDRESS &&
	       file->unit == mdfile_unit(load->paddr);
}

static bool has_address_and_number(const struct mdfile *file,
				   const struct mdload *load)
{
	return has_address(file, load) &&
	       mdfile_has_number(file, load->index);
}

static void give(struct mdload *load, struct mdfile *file)
{
	load->file = file;
	file->used = true;
}

static void take(struct csd_minidump *md, belongs_t belongs)
{
	struct mdfile *file = md->files.all;
	struct mdfile *files_end = file + md->files.nr;
	struct mdload *loads_end = md->loads + md->nr_loads;
	struct mdload *load;

	for (; file < files_end; file++) {
		if (file->used || !file->map.bytes)
			continue;
		load = md->loads;
		while (load < loads_end && (load->file || !belongs(file, load)))
			load++;
		if (load == loads_end)
			continue;
		give(load, file);
	}
}

/* They are in the order of their program headers. */
static struct mdload *find_load(const struct csd_minidump *md, uint64_t index)
{
	size_t low = 0, high = md->nr_loads, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (md->loads[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == md->nr_loads || md->loads[low].index != index)
		return NULL;
	return &md->loads[low];
}

/*
 * Without an address, number and size together must do. But is it "cpu" and
 * 112, or "cpu1" and 12? NULL if it may be either.
 */
static struct mdload *only_load(const struct csd_minidump *md,
				const struct mdfile *file)
{
	struct mdload *load, *only = NULL;
	uint64_t number;
	size_t digits;

	for (digits = 1; digits <= file->digits; digits++) {
		if (!mdfile_number(file, digits, &number))
			continue;
		load = find_load(md, number);
		if (!load || load->file || load->size != file->map.size)
			continue;
		if (only)
			return NULL;
		only = load;
	}
	return only;
}

static void claim_loads(struct csd_minidump *md)
{
	struct mdfile *file = md->files.all;
	struct mdfile *end = file + md->files.nr;
	struct mdload *load;
	size_t i;

	for (i = 0; i < md->nr_loads; i++)
		md->loads[i].claims = 0;
	for (; file < end; file++) {
		if (file->used || file->kind != MDFILE_NAMED)
			continue;
		load = only_load(md, file);
		if (!load)
			continue;
		load->claims++;
		load->claimant = file;
	}
}

/*
 * What is certain may leave less of a choice for what is not. Of two files that
 * may be only one region's, neither is taken.
 */
static bool take_claimed(struct csd_minidump *md)
{
	struct mdload *load = md->loads;
	struct mdload *end = load + md->nr_loads;
	bool more = false;

	claim_loads(md);
	for (; load < end; load++) {
		if (load->claims != 1)
			continue;
		give(load, load->claimant);
		more = true;
	}
	return more;
}

void minidump_match(struct csd_minidump *md)
{
	const struct mapped *map = &md->header->map;

	take(md, has_address_and_number);
	take(md, has_address);
	/* Only of these headers is it known what a number means. */
	if (image_judge(map->bytes, map->size) == IMAGE_NONE)
		return;
	while (take_claimed(md))
		;
}
