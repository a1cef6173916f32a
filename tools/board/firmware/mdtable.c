// SPDX-License-Identifier: GPL-2.0-or-later
#include "mdtable.h"

#include <assert.h>
#include <ctype.h>
#include <endian.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* More than any firmware has room for */
#define MAX_COUNT	4096
#define STATUS_READY	1

static_assert(sizeof(struct minidump_global_toc) == 336, "as the kernel has it");
static_assert(sizeof(struct minidump_subsystem) == 32, "as the kernel has it");
static_assert(sizeof(struct minidump_region) == 40, "as the kernel has it");

/* A number that is four characters, as it can be printed */
struct word {
	char text[sizeof("0x12345678")];
};

static struct word show(uint32_t number)
{
	struct word word;
	char chars[4];

	for (int i = 0; i < 4; i++)
		chars[i] = number >> (24 - 8 * i);
	if (isalpha((unsigned char)chars[0]) && isalpha((unsigned char)chars[1]) &&
	    isalpha((unsigned char)chars[2]) && isalpha((unsigned char)chars[3]))
		snprintf(word.text, sizeof(word.text), "%.4s", chars);
	else
		snprintf(word.text, sizeof(word.text), "%#x", number);
	return word;
}

static int check_toc(const struct minidump_global_toc *toc, uint64_t at,
		     struct failure *failure)
{
	uint32_t revision = le32toh(toc->md_revision);
	uint32_t enabled = le32toh(toc->enabled);

	if (!toc->status)
		return refuse(failure, "G-ToC at %#" PRIx64
			      ": status 0: no boot firmware has set it up", at);
	if (revision != MINIDUMP_REVISION)
		return refuse(failure, "G-ToC at %#" PRIx64
			      ": revision %u instead of %u", at, revision,
			      MINIDUMP_REVISION);
	if (enabled != MINIDUMP_SS_ENABLED)
		return refuse(failure, "G-ToC at %#" PRIx64
			      ": minidump is disabled: %s instead of %s", at,
			      show(enabled).text, show(MINIDUMP_SS_ENABLED).text);
	return 0;
}

static int check_subsystem(const struct minidump_subsystem *subsystem,
			   uint64_t at, struct failure *failure)
{
	uint32_t enabled = le32toh(subsystem->enabled);
	uint32_t encryption = le32toh(subsystem->encryption_status);

	if (le32toh(subsystem->status) != STATUS_READY)
		return refuse(failure, "subsystem at %#" PRIx64
			      ": status %u: it has registered nothing", at,
			      le32toh(subsystem->status));
	if (enabled != MINIDUMP_SS_ENABLED)
		return refuse(failure, "subsystem at %#" PRIx64
			      ": minidump is disabled: %s instead of %s", at,
			      show(enabled).text, show(MINIDUMP_SS_ENABLED).text);
	if (encryption != MINIDUMP_SS_ENCR_DONE)
		return refuse(failure, "subsystem at %#" PRIx64
			      ": encryption pending: %s instead of %s", at,
			      show(encryption).text,
			      show(MINIDUMP_SS_ENCR_DONE).text);
	return 0;
}

static int check_regions(const struct ram *ram, const struct mdtable *table,
			 struct failure *failure)
{
	uint64_t size = (uint64_t)table->count * sizeof(struct minidump_region);

	if (!table->count)
		return refuse(failure, "subsystem at %#" PRIx64 ": no regions",
			      table->subsystem);
	if (table->count > MAX_COUNT)
		return refuse(failure, "subsystem at %#" PRIx64 ": %" PRIu32
			      " regions, but %u at most", table->subsystem,
			      table->count, MAX_COUNT);
	if (!ram_at(ram, table->regions, size))
		return refuse(failure, "subsystem at %#" PRIx64 ": table of %" PRIu32
			      " regions at %#" PRIx64 " is not in RAM",
			      table->subsystem, table->count, table->regions);
	return 0;
}

int mdtable_find(const struct smem *smem, unsigned int id,
		 struct mdtable *table, struct failure *failure)
{
	struct minidump_subsystem subsystem;
	struct minidump_global_toc toc;

	if (smem_find(smem, SBL_MINIDUMP_SMEM_ID, sizeof(toc), &table->toc,
		      failure))
		return -1;
	memcpy(&toc, ram_at(smem->ram, table->toc, sizeof(toc)), sizeof(toc));
	if (check_toc(&toc, table->toc, failure))
		return -1;

	subsystem = toc.subsystems[id];
	table->subsystem = table->toc + offsetof(typeof(toc), subsystems) +
			   id * sizeof(subsystem);
	if (check_subsystem(&subsystem, table->subsystem, failure))
		return -1;

	table->regions = le64toh(subsystem.regions_baseptr);
	table->count = le32toh(subsystem.region_count);
	return check_regions(smem->ram, table, failure);
}

uint64_t mdtable_entry(const struct mdtable *table, uint32_t i)
{
	return table->regions + i * sizeof(struct minidump_region);
}

/* May it be part of a file's name? */
static bool is_name(const char *name)
{
	if (!*name)
		return false;
	for (; *name; name++)
		if (*name <= ' ' || *name > '~' || *name == '/')
			return false;
	return true;
}

static int check_entry(const struct minidump_region *entry,
		       struct failure *failure)
{
	uint32_t valid = le32toh(entry->valid);

	if (valid != MINIDUMP_REGION_VALID)
		return refuse(failure, "not valid: %s instead of %s",
			      show(valid).text, show(MINIDUMP_REGION_VALID).text);
	if (!memchr(entry->name, '\0', sizeof(entry->name)))
		return refuse(failure, "its name does not end");
	if (!is_name(entry->name))
		return refuse(failure, "its name is none for a file");
	return 0;
}

static int take_entry(const struct ram *ram,
		      const struct minidump_region *entry,
		      struct mdregion *region, struct failure *failure)
{
	uint64_t address = le64toh(entry->address);
	int length;

	if (check_entry(entry, failure))
		return -1;
	length = snprintf(region->file, sizeof(region->file), "md_%s%" PRIu32
			  ".BIN", entry->name, le32toh(entry->seq_num));
	if (length >= (int)sizeof(region->file))
		return refuse(failure, "its file's name has %d characters, %zu at most",
			      length, sizeof(region->file) - 1);
	region->size = le64toh(entry->size);
	region->bytes = ram_at(ram, address, region->size);
	if (!region->size || !region->bytes)
		return refuse(failure, "%" PRIu64 " bytes at %#" PRIx64
			      " are not in RAM", region->size, address);
	return 0;
}

int mdtable_read(const struct ram *ram, const struct mdtable *table, uint32_t i,
		 struct mdregion *region, struct failure *failure)
{
	uint64_t at = mdtable_entry(table, i);
	struct minidump_region entry;
	struct failure why;

	memcpy(&entry, ram_at(ram, at, sizeof(entry)), sizeof(entry));
	if (!take_entry(ram, &entry, region, &why))
		return 0;
	return refuse(failure, "region %" PRIu32 " at %#" PRIx64 ": %.100s", i, at,
		      why.text);
}
