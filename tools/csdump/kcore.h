/* SPDX-License-Identifier: GPL-2.0-or-later */
/* perf's kcore_dir: kernel text, symbols and modules of a recording. */
#ifndef CSD_KCORE_H
#define CSD_KCORE_H

#include "csdump.h"

/*
 * Writes kcore, kallsyms and modules into @dir of @output, as perf's
 * tools/perf/util/symbol.c reads them.
 */
int kcore_write(struct csd_output *output, const char *dir,
		const struct csd_kernel *kernel, const struct csd_text *text,
		const struct csd_symbols *symbols, struct csd_error *err);

#endif /* CSD_KCORE_H */
