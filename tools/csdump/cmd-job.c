// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads what the verbs work on. */
#include "cmd.h"

enum status cmd_fail(const struct csd_error *err)
{
	fprintf(stderr, "csdump: %s\n", err->text);
	return STATUS_FAILED;
}

static void print_line(void *priv, const char *text)
{
	fprintf(stderr, "csdump: %s: %s\n", (const char *)priv, text);
}

void job_log(struct job *job, const struct options *options)
{
	job->log.line = print_line;
	job->log.priv = (void *)(uintptr_t)options->dump;
}

int job_open(struct job *job, const struct options *options,
	     struct csd_error *err)
{
	size_t i;

	job_log(job, options);
	if (csd_dump_open(&job->dump, options->dump, err))
		return -1;
	for (i = 0; i < options->nr_ram; i++)
		if (csd_dump_add(job->dump, options->ram[i], err))
			return -1;
	csd_dump_warn(job->dump, &job->log);
	if (csd_trace_read(&job->trace, job->dump, &job->log, err))
		return csd_error_context(err, "%s", options->dump);
	return 0;
}

int job_open_vmlinux(struct job *job, const struct options *options,
		     struct csd_error *err)
{
	if (!options->vmlinux)
		return 0;
	return csd_vmlinux_open(&job->vmlinux, options->vmlinux, err);
}

void job_close(struct job *job)
{
	csd_trace_free(&job->trace);
	csd_minidump_close(job->minidump);
	csd_check_close(job->check);
	csd_vmlinux_close(job->vmlinux);
	csd_dump_close(job->dump);
}
