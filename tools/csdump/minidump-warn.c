// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with a minidump's files, a line each. */
#include <inttypes.h>

#include "image.h"
#include "minidump.h"

static void warn_header(const struct csd_minidump *md, struct csd_log *log)
{
	const struct mapped *map = &md->header->map;
	const char *name = md->header->shown;

	if (image_judge(map->bytes, map->size) == IMAGE_DAMAGED)
		csd_warn(log, "%s: its checksum is wrong: it is damaged, or the machine died while writing it",
			 name);
	if (md->notes_end > map->size)
		csd_warn(log, "%s: %zu bytes, but its notes end at %" PRIu64 ": it was cut off",
			 name, map->size, md->notes_end);
}

static void warn_missing(const struct mdload *load, struct csd_log *log)
{
	csd_warn(log, "md_K%0*" PRIx64 "_%zu.BIN is missing: %" PRIu64 " bytes at 0x%" PRIx64 " are not in the dump",
		 MDFILE_DIGITS, mdfile_unit(load->paddr), load->index,
		 load->size, load->paddr);
}

static void warn_size(const struct mdload *load, struct csd_log *log)
{
	const char *name = load->file->shown;
	uint64_t size = load->file->map.size;

	if (size < load->size)
		csd_warn(log, "%s: %" PRIu64 " bytes instead of %" PRIu64 ": was the download cut off? The rest reads as zero",
			 name, size, load->size);
	else
		csd_warn(log, "%s: %" PRIu64 " bytes instead of %" PRIu64 ": what is too much is left out",
			 name, size, load->size);
}

static void warn_number(const struct mdload *load, struct csd_log *log)
{
	csd_warn(log, "%s: the header has its address as number %zu: is the file of another crash?",
		 load->file->shown, load->index);
}

static void warn_load(const struct mdload *load, struct csd_log *log)
{
	if (!load->file) {
		warn_missing(load, log);
		return;
	}
	if (load->file->map.size != load->size)
		warn_size(load, log);
	if (!mdfile_has_number(load->file, load->index))
		warn_number(load, log);
}

/* The first of the loads from which on there is no file */
static size_t find_tail(const struct csd_minidump *md)
{
	size_t i = md->nr_loads;

	while (i && !md->loads[i - 1].file)
		i--;
	return i;
}

/* A table or a download that was cut off has one cause, and gets one line. */
static void warn_tail(const struct csd_minidump *md, size_t first,
		      struct csd_log *log)
{
	const struct mdload *load = &md->loads[first];
	uint64_t bytes = 0;
	size_t i;

	for (i = first; i < md->nr_loads; i++)
		bytes += md->loads[i].size;
	csd_warn(log, "md_K%0*" PRIx64 "_%zu.BIN and all after it are missing, %zu files: was the table of regions cut off, or the download? %" PRIu64 " bytes are not in the dump",
		 MDFILE_DIGITS, mdfile_unit(load->paddr), load->index,
		 md->nr_loads - first, bytes);
}

static void warn_loads(const struct csd_minidump *md, struct csd_log *log)
{
	size_t tail = find_tail(md), i;
	bool cut_off = md->nr_loads - tail > 1;

	for (i = 0; i < (cut_off ? tail : md->nr_loads); i++)
		warn_load(&md->loads[i], log);
	if (cut_off)
		warn_tail(md, tail, log);
}

/* That of a region is missed as such, too. */
static void note_file(const struct mdfile *file, struct csd_log *log)
{
	if (file->problem[0])
		csd_note(log, "%s: %s: ignored", file->shown, file->problem);
	else
		csd_note(log, "%s: belongs to no region in the header: ignored",
			 file->shown);
}

/* Firmware leaves much that is not the kernel's. */
static void note_others(const struct csd_minidump *md, struct csd_log *log)
{
	const struct mdfile *file = md->files.all;
	const struct mdfile *end = file + md->files.nr, *first = NULL;
	size_t nr = 0;

	for (; file < end; file++) {
		if (file->kind != MDFILE_OTHER)
			continue;
		first = first ? first : file;
		nr++;
	}
	if (nr)
		csd_note(log, "ignored: files that are not of the kernel's minidump, %zu in all, first %s",
			 nr, first->shown);
}

void csd_minidump_warn(const struct csd_minidump *md, struct csd_log *log)
{
	size_t i;

	warn_header(md, log);
	warn_loads(md, log);
	for (i = 0; i < md->files.nr; i++)
		if (!md->files.all[i].used &&
		    md->files.all[i].kind != MDFILE_OTHER)
			note_file(&md->files.all[i], log);
	note_others(md, log);
}
