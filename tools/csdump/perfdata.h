/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file format of perf-record(1), as far as CoreSight trace needs it
 * (Linux: tools/perf/Documentation/perf.data-file-format.txt,
 * tools/perf/util/cs-etm.h, include/uapi/linux/perf_event.h).
 */
#ifndef CSD_PERFDATA_H
#define CSD_PERFDATA_H

#include "buffer.h"
#include "csdump.h"

/* The whole of perf.data/data, to be freed by the caller. */
int perfdata_build(struct buffer *file, const struct csd_trace *trace,
		   const struct csd_kernel *kernel, const struct csd_text *text,
		   struct csd_error *err);

#endif /* CSD_PERFDATA_H */
