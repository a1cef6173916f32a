// SPDX-License-Identifier: GPL-2.0-or-later
/* What all verbs do that write a directory. */
#include "cmd.h"

int cmd_write(struct job *job, const struct options *options,
	      enum csd_format format, struct csd_error *err)
{
	struct csd_conversion how = {
		.path = options->out,
		.format = format,
		.force = options->force,
		.vmlinux_text = options->vmlinux_text,
	};

	if (job_open(job, options, err))
		return -1;
	if (csd_trace_usable(&job->trace, err))
		return csd_error_context(err, "%s", options->dump);
	if (job_open_vmlinux(job, options, err))
		return -1;
	how.vmlinux = job->vmlinux;
	return csd_convert(job->dump, &job->trace, &how, &job->log, err);
}
