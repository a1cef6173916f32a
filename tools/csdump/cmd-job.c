// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads what the verbs work on. */
#include <inttypes.h>
#include <string.h>

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

static int open_vmlinux(struct job *job, const struct options *options,
			struct csd_error *err)
{
	if (job_open_vmlinux(job, options, err))
		return -1;
	if (job->vmlinux &&
	    csd_vmlinux_check(job->vmlinux, job->dump, err))
		return csd_error_context(err, "%s", options->vmlinux);
	return 0;
}

static int load_vmlinux_text(struct job *job, const struct options *options,
			     struct csd_error *err)
{
	if (csd_text_vmlinux(&job->text, job->vmlinux, job->kernel.offset, err))
		return csd_error_context(err, "%s", options->vmlinux);
	return 0;
}

/* From vmlinux and what the dump tells of the kernel's changes. */
static bool load_patched_text(struct job *job, struct csd_error *err)
{
	struct csd_text patched;

	if (!job->vmlinux)
		return false;
	if (csd_text_patched(&patched, job->dump, job->vmlinux, &job->kernel,
			     &job->log, err))
		return false;
	csd_text_free(&job->text);
	job->text = patched;
	return true;
}

static int load_any_text(struct job *job, const struct options *options,
			 const char *why, struct csd_error *err)
{
	if (!job->vmlinux) {
		csd_warn(&job->log, "no kernel text: %s; give the vmlinux (-k) or the RAM (-m): without it nothing decodes",
			 why);
		return 0;
	}
	csd_warn(&job->log, "no live kernel text: %s; taken from %s, which lacks what the kernel patched: traces may decode wrongly",
		 why, options->vmlinux);
	return load_vmlinux_text(job, options, err);
}

static int load_text(struct job *job, const struct options *options,
		     struct csd_error *err)
{
	bool live, patched;
	struct csd_error why;

	if (options->vmlinux_text) {
		csd_note(&job->log, "text as linked, on request: what the kernel patched decodes wrongly");
		return load_vmlinux_text(job, options, err);
	}
	live = !csd_text_live(&job->text, job->dump, &why);
	if (live && !job->text.missing)
		return 0;
	patched = load_patched_text(job, &why);
	if (!live && !patched)
		return load_any_text(job, options, why.text, err);
	if (job->text.missing)
		csd_warn(&job->log, "%" PRIu64 " bytes of kernel text are not in the dump: traces through %s have gaps",
			 job->text.missing,
			 patched ? "what of them vmlinux lacks" : "them");
	return 0;
}

static int load_symbols(struct job *job, const struct options *options,
			struct csd_error *err)
{
	if (job->vmlinux) {
		if (!csd_symbols_vmlinux(&job->symbols, job->vmlinux,
					 job->kernel.offset, err))
			return 0;
		return csd_error_context(err, "%s", options->vmlinux);
	}
	if (csd_symbols_live(&job->symbols, job->dump, err))
		csd_note(&job->log, "no symbols: %s; give the vmlinux (-k)",
			 err->text);
	return 0;
}

/* The symbol table knows _text better than a rule does. */
static void refine_kernel(struct job *job)
{
	const struct csd_symbol *symbol = job->symbols.all;
	const struct csd_symbol *end = symbol + job->symbols.nr;

	for (; symbol < end; symbol++)
		if (!strcmp(symbol->name, "_text"))
			job->kernel.text = symbol->va;
}

int job_load_kernel(struct job *job, const struct options *options,
		    struct csd_error *err)
{
	if (csd_kernel_locate(&job->kernel, job->dump, err))
		csd_warn(&job->log, "%s: the kernel is taken to run where it was linked",
			 err->text);
	if (open_vmlinux(job, options, err) || load_text(job, options, err) ||
	    load_symbols(job, options, err))
		return -1;
	refine_kernel(job);
	return 0;
}

void job_close(struct job *job)
{
	csd_symbols_free(&job->symbols);
	csd_text_free(&job->text);
	csd_trace_free(&job->trace);
	csd_minidump_close(job->minidump);
	csd_check_close(job->check);
	csd_vmlinux_close(job->vmlinux);
	csd_dump_close(job->dump);
}
