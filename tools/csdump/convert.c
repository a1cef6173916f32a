// SPDX-License-Identifier: GPL-2.0-or-later
/* From a dump to an output directory. */
#include <inttypes.h>
#include <string.h>

#include "csdump.h"
#include "vmlinux.h"

/* What is on the way from a dump to its output. */
struct job {
	const struct csd_dump *dump;
	const struct csd_trace *trace;
	const struct csd_conversion *how;
	struct csd_log *log;
	struct csd_kernel kernel;
	struct csd_text text;
	struct csd_symbols symbols;
};

static int vmlinux_context(const struct job *job, struct csd_error *err)
{
	return csd_error_context(err, "%s", vmlinux_path(job->how->vmlinux));
}

static int load_vmlinux_text(struct job *job, struct csd_error *err)
{
	if (csd_text_vmlinux(&job->text, job->how->vmlinux, job->kernel.offset,
			     err))
		return vmlinux_context(job, err);
	return 0;
}

/* From vmlinux and what the dump tells of the kernel's changes. */
static bool load_patched_text(struct job *job, struct csd_error *err)
{
	struct csd_text patched;

	if (!job->how->vmlinux)
		return false;
	if (csd_text_patched(&patched, job->dump, job->how->vmlinux,
			     &job->kernel, job->log, err))
		return false;
	csd_text_free(&job->text);
	job->text = patched;
	return true;
}

static int load_any_text(struct job *job, const char *why,
			 struct csd_error *err)
{
	if (!job->how->vmlinux) {
		csd_warn(job->log, "no kernel text: %s; give the vmlinux (-k) or the RAM (-m): without it nothing decodes",
			 why);
		return 0;
	}
	csd_warn(job->log, "no live kernel text: %s; taken from %s, which lacks what the kernel patched: traces may decode wrongly",
		 why, vmlinux_path(job->how->vmlinux));
	return load_vmlinux_text(job, err);
}

static int load_text(struct job *job, struct csd_error *err)
{
	bool live, patched;
	struct csd_error why;

	if (job->how->vmlinux_text) {
		csd_note(job->log, "text as linked, on request: what the kernel patched decodes wrongly");
		return load_vmlinux_text(job, err);
	}
	live = !csd_text_live(&job->text, job->dump, &why);
	if (live && !job->text.missing)
		return 0;
	patched = load_patched_text(job, &why);
	if (!live && !patched)
		return load_any_text(job, why.text, err);
	if (job->text.missing)
		csd_warn(job->log, "%" PRIu64 " bytes of kernel text are not in the dump: traces through %s have gaps",
			 job->text.missing,
			 patched ? "what of them vmlinux lacks" : "them");
	return 0;
}

static int load_symbols(struct job *job, struct csd_error *err)
{
	if (job->how->vmlinux) {
		if (!csd_symbols_vmlinux(&job->symbols, job->how->vmlinux,
					 job->kernel.offset, err))
			return 0;
		return vmlinux_context(job, err);
	}
	if (csd_symbols_live(&job->symbols, job->dump, err))
		csd_note(job->log, "no symbols: %s; give the vmlinux (-k)",
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

static int load_kernel(struct job *job, struct csd_error *err)
{
	const struct csd_vmlinux *vmlinux = job->how->vmlinux;

	if (csd_kernel_locate(&job->kernel, job->dump, err))
		csd_warn(job->log, "%s: the kernel is taken to run where it was linked",
			 err->text);
	if (vmlinux && csd_vmlinux_check(vmlinux, job->dump, err))
		return vmlinux_context(job, err);
	if (load_text(job, err) || load_symbols(job, err))
		return -1;
	refine_kernel(job);
	return 0;
}

static int write_output(const struct job *job, struct csd_output *output,
			struct csd_error *err)
{
	if (job->how->format == CSD_SNAPSHOT)
		return csd_write_snapshot(output, job->trace, &job->text, err);
	if (csd_write_raw(output, job->trace, err))
		return -1;
	return csd_write_perf(output, job->trace, &job->kernel, &job->text,
			      &job->symbols, err);
}

static int check_stop(const struct job *job, struct csd_error *err)
{
	if (job->how->stopped && job->how->stopped(job->how->priv))
		return csd_error_set(err, "interrupted");
	return 0;
}

static int fill_output(struct job *job, struct csd_output *output,
		       struct csd_error *err)
{
	csd_trace_warn(job->trace, job->log);
	if (load_kernel(job, err) || check_stop(job, err))
		return -1;
	if (write_output(job, output, err))
		return csd_error_context(err, "%s", job->how->path);
	return check_stop(job, err);
}

static void job_free(struct job *job)
{
	csd_symbols_free(&job->symbols);
	csd_text_free(&job->text);
}

int csd_convert(const struct csd_dump *dump, const struct csd_trace *trace,
		const struct csd_conversion *how, struct csd_log *log,
		struct csd_error *err)
{
	struct job job = { dump, trace, how, log, { 0 }, { 0 }, { 0 } };
	struct csd_output *output;
	int failed;

	if (how->vmlinux_text && !how->vmlinux)
		return csd_error_set(err, "text as linked needs a vmlinux");
	if (csd_trace_usable(trace, err) ||
	    csd_output_begin(&output, how->path, how->force, err))
		return -1;
	failed = fill_output(&job, output, err);
	job_free(&job);
	if (!failed)
		return csd_output_commit(output, err);
	csd_output_abort(output);
	return -1;
}
