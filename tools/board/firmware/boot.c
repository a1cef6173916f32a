// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a Qualcomm boot firmware does before Linux: lay out the shared memory,
 * with the minidump's global table of contents in it.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/soc/qcom/minidump.h>

#include "board.h"
#include "modem.h"
#include "smem.h"

#define EXIT_USAGE	2

static struct minidump_global_toc *add_toc(const struct smem *smem)
{
	struct minidump_global_toc *toc = smem_add(smem, SBL_MINIDUMP_SMEM_ID,
						   sizeof(*toc));

	if (toc)
		*toc = (struct minidump_global_toc){
			.status = htole32(1),
			.md_revision = htole32(MINIDUMP_REVISION),
			.enabled = htole32(MINIDUMP_SS_ENABLED),
		};
	return toc;
}

static int boot(const char *path, struct failure *failure)
{
	struct minidump_global_toc *toc;
	struct ram ram;
	struct smem smem = { &ram, BOARD_SMEM_BASE, BOARD_SMEM_SIZE };

	if (ram_map(&ram, path, RAM_WRITE, failure))
		return -1;
	if (ram.size != BOARD_RAM_SIZE)
		return refuse(failure, "%llu bytes instead of %llu",
			      (unsigned long long)ram.size,
			      (unsigned long long)BOARD_RAM_SIZE);
	smem_init(&smem);
	toc = add_toc(&smem);
	if (!toc)
		return refuse(failure, "no room in SMEM");
	modem_init(&ram, &toc->subsystems[MODEM_SUBSYSTEM]);
	return 0;
}

int main(int argc, char **argv)
{
	struct failure failure;

	if (argc != 2) {
		fputs("usage: boot RAM\n", stderr);
		return EXIT_USAGE;
	}
	if (!boot(argv[1], &failure))
		return EXIT_SUCCESS;
	fprintf(stderr, "boot: %s: %s\n", argv[1], failure.text);
	return EXIT_FAILURE;
}
