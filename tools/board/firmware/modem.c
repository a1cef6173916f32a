// SPDX-License-Identifier: GPL-2.0-or-later
#include "modem.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "board.h"

#define PAGE	4096

static const char *const names[] = { "modem_log", "modem_stack" };

#define REGIONS	(sizeof(names) / sizeof(*names))

/* A page for each region behind that of the table */
static_assert((1 + REGIONS) * PAGE <= BOARD_MODEM_SIZE, "too many regions");

static void init_region(const struct ram *ram, struct minidump_region *region,
			unsigned int i)
{
	uint64_t address = BOARD_MODEM_BASE + (1 + i) * PAGE;

	*region = (struct minidump_region){
		.seq_num = htole32(i),
		.valid = htole32(MINIDUMP_REGION_VALID),
		.address = htole64(address),
		.size = htole64(PAGE),
	};
	snprintf(region->name, sizeof(region->name), "%s", names[i]);
	snprintf(ram_at(ram, address, PAGE), PAGE, "region %s\n", names[i]);
}

void modem_init(const struct ram *ram, struct minidump_subsystem *entry)
{
	struct minidump_region *table = ram_at(ram, BOARD_MODEM_BASE, PAGE);

	for (unsigned int i = 0; i < REGIONS; i++)
		init_region(ram, &table[i], i);
	*entry = (struct minidump_subsystem){
		.status = htole32(1),
		.enabled = htole32(MINIDUMP_SS_ENABLED),
		.encryption_status = htole32(MINIDUMP_SS_ENCR_DONE),
		.encryption_required = htole32(MINIDUMP_SS_ENCR_NOTREQ),
		.region_count = htole32(REGIONS),
		.regions_baseptr = htole64(BOARD_MODEM_BASE),
	};
}
