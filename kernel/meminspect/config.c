// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the kernel's configuration, as in /proc/config.gz
 */

#include <linux/align.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#include <asm/sections.h>

#include "internal.h"

/* "IKCFG_ST" lies before the data, "IKCFG_ED" behind it. */
#define MARKER_SIZE	8

/*
 * crash(8) looks for the end in the first 32 KiB, then in twice as much, and
 * so on, and takes a failure to read for the lack of a configuration.
 */
static size_t searched_size(void)
{
	size_t size = kernel_config_data_end - kernel_config_data + MARKER_SIZE;
	size_t searched = SZ_32K;

	while (searched <= size)
		searched *= 2;
	return min_t(size_t, searched, (const char *)_end - kernel_config_data);
}

/**
 * inspect_own_config() - register the configuration
 */
void inspect_own_config(void)
{
	struct inspect_entry entry = {
		.id = MEMINSPECT_ID_CONFIG,
		.name = "config",
		.class = MEMINSPECT_CLASS_CORE,
		.va = (void *)(kernel_config_data - MARKER_SIZE),
		.size = MARKER_SIZE + searched_size(),
	};

	inspect_own_entry(&entry);
}
