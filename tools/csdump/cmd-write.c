// SPDX-License-Identifier: GPL-2.0-or-later
/* What all verbs do that write a directory. */
#include "cmd.h"

int cmd_write(struct job *job, const struct options *options, cmd_writer write,
	      struct csd_error *err)
{
	struct csd_output *output = NULL;

	if (job_open(job, options, err))
		return -1;
	if (csd_trace_usable(&job->trace, err))
		return csd_error_context(err, "%s", options->dump);
	if (csd_output_begin(&output, options->out, options->force, err))
		return -1;
	csd_trace_warn(&job->trace, &job->log);
	if (job_load_kernel(job, options, err))
		goto err_abort;
	if (write(output, job, err)) {
		csd_error_context(err, "%s", options->out);
		goto err_abort;
	}
	return csd_output_commit(output, err);

err_abort:
	csd_output_abort(output);
	return -1;
}
