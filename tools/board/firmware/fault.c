// SPDX-License-Identifier: GPL-2.0-or-later
#include "fault.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What firmware and kernels write where it is not ENBL, DONE or VALI */
#define SS_DISABLED	0x4453424c	/* DSBL */
#define SS_ENCR_START	0x53545254	/* STRT */
#define REGION_INVALID	0x494e5641	/* INVA */

static const struct {
	const char *name;
	enum fault_kind kind;
	bool has_region;
} faults[] = {
	{ "disabled", FAULT_DISABLED, false },
	{ "encrypting", FAULT_ENCRYPTING, false },
	{ "invalid", FAULT_INVALID, true },
	{ "truncated", FAULT_TRUNCATED, true },
	{ "missing", FAULT_MISSING, true },
	{ "short", FAULT_SHORT, true },
};

static int parse_region(const char *text, struct fault *fault,
			struct failure *failure)
{
	unsigned long number;
	char *end;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || number > UINT32_MAX)
		return refuse(failure, "'%.40s' is not the number of a region",
			      text);
	fault->region = number;
	return 0;
}

int fault_parse(const char *text, struct fault *fault, struct failure *failure)
{
	size_t length = strcspn(text, "=");

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		if (strlen(faults[i].name) != length ||
		    strncmp(text, faults[i].name, length) ||
		    (text[length] == '=') != faults[i].has_region)
			continue;
		*fault = (struct fault){ .kind = faults[i].kind };
		return faults[i].has_region ?
		       parse_region(text + length + 1, fault, failure) : 0;
	}
	return refuse(failure, "no fault '%.40s'", text);
}

static void put(const struct ram *ram, uint64_t paddr, uint32_t number)
{
	number = htole32(number);
	memcpy(ram_at(ram, paddr, sizeof(number)), &number, sizeof(number));
}

int fault_break(const struct fault *fault, const struct ram *ram,
		const struct mdtable *table, struct failure *failure)
{
	if (fault->region >= table->count)
		return refuse(failure, "no region %" PRIu32 ": the table has %"
			      PRIu32, fault->region, table->count);
	switch (fault->kind) {
	case FAULT_DISABLED:
		put(ram, table->toc + offsetof(struct minidump_global_toc,
					       enabled), SS_DISABLED);
		break;
	case FAULT_ENCRYPTING:
		put(ram, table->subsystem +
			 offsetof(struct minidump_subsystem, encryption_status),
		    SS_ENCR_START);
		break;
	case FAULT_INVALID:
		put(ram, mdtable_entry(table, fault->region) +
			 offsetof(struct minidump_region, valid),
		    REGION_INVALID);
		break;
	case FAULT_TRUNCATED:
		put(ram, table->subsystem +
			 offsetof(struct minidump_subsystem, region_count),
		    fault->region);
		break;
	default:
		break;
	}
	return 0;
}

uint64_t fault_arrive(const struct fault *fault, uint32_t i, uint64_t size)
{
	if (i != fault->region)
		return size;
	if (fault->kind == FAULT_MISSING)
		return 0;
	return fault->kind == FAULT_SHORT ? size / 2 : size;
}
