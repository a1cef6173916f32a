// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump snapshot DUMP -o DIR */
#include "cmd.h"

static int snapshot(struct job *job, const struct options *options,
		    struct csd_error *err)
{
	return cmd_write(job, options, CSD_SNAPSHOT, err);
}

const struct cmd cmd_snapshot = {
	.name = "snapshot",
	.options = "ofkmt",
	.usage = "snapshot [options] DUMP -o DIR",
	.help = "Writes an OpenCSD snapshot, for\n"
		"'trc_pkt_lister -ss_dir DIR -decode -src_name SINK'.",
	.work = snapshot,
};
