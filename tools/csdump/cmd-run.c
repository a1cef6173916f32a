// SPDX-License-Identifier: GPL-2.0-or-later
/* The frame around every verb: command line, job, exit status. */
#include "cmd.h"

enum status cmd_run(const struct cmd *cmd, int argc, char **argv)
{
	struct job job = { 0 };
	struct options options;
	struct csd_error err;
	enum status status;
	int failed;

	if (!cmd_parse(cmd, &options, argc, argv, &status))
		return status;
	failed = cmd->work(&job, &options, &err);
	if (job.dump)
		csd_dump_warn_unread(job.dump, &job.log);
	if (job.check)
		csd_check_warn_unread(job.check, &job.log);
	if (failed)
		status = cmd_fail(&err);
	else if (job.log.partial)
		status = STATUS_PARTIAL;
	job_close(&job);
	return status;
}
