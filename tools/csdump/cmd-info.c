// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump info DUMP */
#include <unistd.h>

#include "cmd.h"

/* Having nothing to convert is no failure of info; but it says so. */
static int info(struct job *job, const struct options *options,
		struct csd_error *err)
{
	struct csd_log quiet = { 0 };
	struct csd_error none;

	if (job_open(job, options, err))
		return -1;
	if (csd_info_print(stdout, job->dump, &job->trace,
			   isatty(STDOUT_FILENO), err))
		return -1;
	if (csd_trace_usable(&job->trace, &none))
		csd_note(&job->log, "%s", none.text);
	csd_trace_warn(&job->trace, &quiet);
	job->log.partial |= quiet.partial;
	return 0;
}

const struct cmd cmd_info = {
	.name = "info",
	.options = "",
	.usage = "info DUMP",
	.help = "Prints a line for each CPU, then for each sink: what trace the dump\n"
		"holds. For a terminal the columns are aligned, otherwise they are\n"
		"separated by tabs; csdump-format(5) describes them.",
	.work = info,
};
