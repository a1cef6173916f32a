// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump DUMP -o DIR */
#include "cmd.h"

static int convert(struct job *job, const struct options *options,
		   struct csd_error *err)
{
	return cmd_write(job, options, CSD_PERF, err);
}

const struct cmd cmd_convert = {
	.name = "convert",
	.options = "ofkmt",
	.usage = "[convert] [options] DUMP -o DIR",
	.help = "Turns the CoreSight trace in DUMP into DIR/perf.data, for\n"
		"'perf script -i DIR/perf.data --itrace=i1i'. DIR/cstrace.bin and\n"
		"DIR/metadata.bin hold the trace as captured.\n\n"
		"DUMP is an ELF core (minidump, vmcore), the folder with the md_*.BIN files\n"
		"of a Qualcomm minidump, or a RAM image and its address, such as\n"
		"ram.img@0x40000000.",
	.work = convert,
};
