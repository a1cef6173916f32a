// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump assemble DIR -o FILE */
#include "cmd.h"

static int assemble(struct job *job, const struct options *options,
		    struct csd_error *err)
{
	job_log(job, options);
	if (csd_minidump_open(&job->minidump, options->dump, err))
		return csd_error_context(err, "%s", options->dump);
	csd_minidump_warn(job->minidump, &job->log);
	return csd_minidump_write(job->minidump, options->out, options->force,
				  err);
}

const struct cmd cmd_assemble = {
	.name = "assemble",
	.options = "of",
	.usage = "assemble [-f] DIR -o FILE",
	.help = "Puts the md_*.BIN files of a Qualcomm minidump in DIR together as an ELF\n"
		"core, for crash, gdb or drgn. The other verbs take DIR itself.",
	.work = assemble,
};
