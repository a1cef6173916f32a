// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks for snapshot records at every place where one may start. */
#include <inttypes.h>

#include "bytes.h"
#include "record.h"
#include "scan.h"

/* More than this many records are no machine, but a broken dump. */
#define MAX_RECORDS	4096

/*
 * @strays:	records that are not where they say, while nothing is there
 * @stray:	address that the first of them says
 */
struct scan {
	const struct csd_dump *dump;
	struct csd_record *records;
	size_t nr;
	size_t strays;
	uint64_t stray;
	struct csd_log *log;
};

static int add(struct scan *scan, const struct csd_record *record,
	       struct csd_error *err)
{
	struct csd_record *records;

	if (scan->nr == MAX_RECORDS)
		return csd_error_set(err, "more than %d snapshot records",
				     MAX_RECORDS);
	records = array_grow(scan->records, scan->nr, sizeof(*records));
	if (!records)
		return csd_error_set(err, "out of memory");
	scan->records = records;
	records[scan->nr++] = *record;
	return 0;
}

/*
 * Copies of records are nothing special in RAM. But if a meminspect core has a
 * record anywhere but at its place, its regions are not at theirs.
 */
static void count_stray(struct scan *scan, uint64_t claimed)
{
	const uint64_t head = sizeof(struct coresight_snapshot);
	const uint8_t *there;

	if (!scan->dump->ours)
		return;
	there = dump_at(scan->dump, claimed, head);
	if (!there || record_starts(there, head, claimed))
		return;
	if (!scan->strays++)
		scan->stray = claimed;
}

static void warn_strays(const struct scan *scan)
{
	if (scan->strays)
		csd_warn(scan->log, "%zu records are not at their place, first that of 0x%" PRIx64 ": if the file was put together by hand, its parts are in the wrong order; give the folder instead",
			 scan->strays, scan->stray);
}

/* Bytes that the record at @at needs: it says so, once its head is there. */
static uint64_t claim(const struct extent *region, uint64_t at)
{
	const uint64_t head = sizeof(struct coresight_snapshot);
	uint32_t size;

	if (extent_have(region, at, head) < head)
		return head;
	size = record_size(region->bytes + at);
	return size < head ? head : size;
}

/* What the dump lacks is named, by the address that was needed. */
static void warn_broken(const struct scan *scan, const struct extent *region,
			uint64_t at, uint64_t room, const char *why)
{
	uint64_t paddr = region->paddr + at;

	if (!region->lazy)
		csd_warn(scan->log, "record at 0x%" PRIx64 " (file offset 0x%" PRIx64 "): %s; ignored",
			 paddr, dump_offset(scan->dump, region->bytes + at),
			 why);
	else if (room < claim(region, at))
		csd_warn(scan->log, "record at 0x%" PRIx64 ": the dump lacks its page at 0x%" PRIx64 ", left out or unreadable; ignored",
			 paddr, paddr + room);
	else
		csd_warn(scan->log, "record at 0x%" PRIx64 ": %s; ignored",
			 paddr, why);
}

/* A broken record is worth a warning, but the others may serve. */
static int scan_at(struct scan *scan, const struct extent *region, uint64_t at,
		   struct csd_error *err)
{
	struct csd_record record = { 0 };
	struct csd_error broken;
	const uint8_t *bytes;
	uint64_t room, claimed;

	bytes = extent_look(region, at, &room);
	if (!bytes || !record_claims(bytes, room, &claimed))
		return 0;
	if (claimed != region->paddr + at) {
		count_stray(scan, claimed);
		return 0;
	}
	room = extent_have(region, at, claim(region, at));
	if (!record_parse(&record, region->bytes + at, room, &broken))
		return add(scan, &record, err);
	warn_broken(scan, region, at, room, broken.text);
	return 0;
}

static int scan_region(struct scan *scan, const struct extent *region,
		       struct csd_error *err)
{
	uint64_t at = align_up(region->paddr, CORESIGHT_SNAPSHOT_ALIGN) -
		      region->paddr;

	for (; at < region->size; at += CORESIGHT_SNAPSHOT_ALIGN) {
		dump_passed(scan->dump, region, at);
		if (scan_at(scan, region, at, err))
			return -1;
	}
	return 0;
}

static int by_paddr(const void *a, const void *b)
{
	const struct csd_record *x = a, *y = b;

	return x->paddr < y->paddr ? -1 : x->paddr > y->paddr;
}

/*
 * Regions may overlap: then a record was found twice. Records that overlap are
 * not both sound, and would multiply what they claim.
 */
static size_t drop_doubles(struct csd_record *records, size_t nr,
			   struct csd_log *log)
{
	const struct csd_record *last;
	size_t i, kept = 0;

	for (i = 0; i < nr; i++) {
		last = kept ? &records[kept - 1] : NULL;
		if (!last || records[i].paddr - last->paddr >= last->size)
			records[kept++] = records[i];
		else if (records[i].paddr != last->paddr)
			csd_warn(log, "record at 0x%" PRIx64 ": lies in that at 0x%" PRIx64 "; ignored",
				 records[i].paddr, last->paddr);
	}
	return kept;
}

int scan_records(const struct csd_dump *dump, struct csd_record **records,
		 size_t *nr, struct csd_log *log, struct csd_error *err)
{
	struct scan scan = { .dump = dump, .log = log };
	size_t i;

	for (i = 0; i < dump->regions.nr; i++) {
		if (scan_region(&scan, &dump->regions.all[i], err)) {
			free(scan.records);
			return -1;
		}
	}
	warn_strays(&scan);
	if (scan.nr)
		qsort(scan.records, scan.nr, sizeof(*scan.records), by_paddr);
	*nr = drop_doubles(scan.records, scan.nr, log);
	*records = scan.records;
	return 0;
}
