// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump kinfo DUMP */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

/* As wide as the longest name, for people; 0 for scripts */
static int name_width(const struct csd_kinfo *kinfo)
{
	char value[CSD_KINFO_ROOM];
	const char *name;
	int width = 0;
	size_t i = 0;

	if (!isatty(STDOUT_FILENO))
		return 0;
	while ((name = csd_kinfo_field(kinfo, i++, value, sizeof(value))))
		width = (int)strlen(name) > width ? (int)strlen(name) : width;
	return width;
}

static void print_line(int width, const char *name, const char *value)
{
	if (width)
		printf("%-*s  %s\n", width, name, value);
	else
		printf("%s\t%s\n", name, value);
}

/* csdump-format(5) documents the lines: add new ones behind the last. */
static void print_record(const struct csd_kinfo *kinfo)
{
	int width = name_width(kinfo);
	char value[CSD_KINFO_ROOM];
	const char *name;
	size_t i = 0;

	snprintf(value, sizeof(value), "0x%" PRIx64, kinfo->paddr);
	print_line(width, "address", value);
	while ((name = csd_kinfo_field(kinfo, i++, value, sizeof(value))))
		print_line(width, name, value);
}

static int find(struct job *job, const struct options *options,
		struct csd_kinfo *kinfo, struct csd_error *err)
{
	if (options->has_address)
		return csd_kinfo_at(kinfo, job->dump, options->address, err);
	return csd_kinfo_find(kinfo, job->dump, &job->log, err);
}

static int kinfo(struct job *job, const struct options *options,
		 struct csd_error *err)
{
	struct csd_kinfo record;

	job_log(job, options);
	if (csd_dump_open(&job->dump, options->dump, err))
		return -1;
	csd_dump_warn(job->dump, &job->log);
	if (find(job, options, &record, err))
		return csd_error_context(err, "%s", options->dump);
	print_record(&record);
	return 0;
}

const struct cmd cmd_kinfo = {
	.name = "kinfo",
	.options = "a",
	.usage = "kinfo [-a ADDR] DUMP",
	.help = "Prints the debug kinfo record, which a kernel leaves for boot firmware, a\n"
		"line for each field: name and value, separated by a tab unless they are\n"
		"for a terminal. It is looked for on every page, or at one address.",
	.work = kinfo,
};
