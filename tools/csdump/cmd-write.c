// SPDX-License-Identifier: GPL-2.0-or-later
/* What all verbs do that write a directory. */
#include "cmd.h"

static int write_dir(const struct job *job, const struct options *options,
		     cmd_writer write, struct csd_error *err)
{
	struct csd_output *output;

	if (csd_output_begin(&output, options->out, options->force, err))
		return -1;
	if (write(output, job, err)) {
		csd_output_abort(output);
		return csd_error_context(err, "%s", options->out);
	}
	return csd_output_commit(output, err);
}

static int load_and_write(struct job *job, const struct options *options,
			  cmd_writer write, struct csd_error *err)
{
	if (job_open(job, options, err))
		return -1;
	if (csd_trace_usable(&job->trace, err))
		return csd_error_context(err, "%s", options->dump);
	csd_trace_warn(&job->trace, &job->log);
	if (job_load_kernel(job, options, err))
		return -1;
	return write_dir(job, options, write, err);
}

enum status cmd_write(const struct cmd *cmd, int argc, char **argv,
		      cmd_writer write)
{
	struct job job = { 0 };
	struct options options;
	struct csd_error err;
	enum status status;

	if (!cmd_parse(cmd, &options, argc, argv, &status))
		return status;
	if (load_and_write(&job, &options, write, &err))
		status = cmd_fail(&err);
	else if (job.log.partial)
		status = STATUS_PARTIAL;
	job_close(&job);
	return status;
}
