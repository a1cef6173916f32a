// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump snapshot DUMP -o DIR */
#include "cmd.h"

static int write_output(struct csd_output *output, const struct job *job,
			struct csd_error *err)
{
	return csd_write_snapshot(output, &job->trace, &job->text, err);
}

static int snapshot(struct job *job, const struct options *options,
		    struct csd_error *err)
{
	return cmd_write(job, options, write_output, err);
}

const struct cmd cmd_snapshot = {
	.name = "snapshot",
	.options = "ofkmt",
	.usage = "snapshot [options] DUMP -o DIR",
	.help = "Writes an OpenCSD snapshot, for\n"
		"'trc_pkt_lister -ss_dir DIR -decode -src_name SINK'.",
	.work = snapshot,
};
