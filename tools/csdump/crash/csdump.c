// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The command "csdump" for crash(8): extend csdump.so
 *
 * It works on whatever crash has opened, and reads that only through crash.
 * See the shape of such an extension in crash's own extensions/echo.c.
 */
#include "csdump.h"

#include <defs.h>
#include <netdump.h>

/* What a command works on. Zero-initialised it is empty. */
struct work {
	struct csd_dump *dump;
	struct csd_vmlinux *vmlinux;
	struct csd_trace trace;
	struct csd_log log;
};

struct options {
	bool info;
	bool force;
	bool snapshot;
	const char *path;
};

/* ---- signals ---------------------------------------------------------- */

/*
 * crash leaves a command that is interrupted by longjmp(). For what is open and
 * half written then, signals wait until all of it is put away.
 */
static void hold_signals(sigset_t *before)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGPIPE);
	sigprocmask(SIG_BLOCK, &held, before);
}

static bool interrupted(void *priv)
{
	sigset_t pending;

	(void)priv;
	return !sigpending(&pending) && (sigismember(&pending, SIGINT) > 0 ||
					 sigismember(&pending, SIGPIPE) > 0);
}

/* ---- what crash has opened -------------------------------------------- */

static int read_memory(void *priv, uint64_t paddr, void *to, size_t size)
{
	if (interrupted(priv))
		return -1;
	return readmem(paddr, PHYSADDR, to, (long)size, "csdump",
		       RETURN_ON_ERROR | QUIET) ? 0 : -1;
}

static char *read_vmcoreinfo(void *priv, const char *key)
{
	(void)priv;
	return pc->read_vmcoreinfo(key);
}

static const struct csd_memory memory = { read_memory, read_vmcoreinfo };

/* An ELF core says what it has. */
static size_t core_ranges(const struct vmcore_data *core,
			  struct csd_range *ranges)
{
	const struct pt_load_segment *load = core->pt_load_segments;
	size_t i;

	for (i = 0; i < core->num_pt_load_segments; i++, load++)
		ranges[i] = (struct csd_range){ load->phys_start,
						load->phys_end -
						load->phys_start };
	return core->num_pt_load_segments;
}

/* Otherwise it is known from the kernel where memory can be. */
static size_t node_ranges(struct csd_range *ranges)
{
	const struct node_table *node = vt->node_table;
	size_t i, nr = vt->numnodes > 0 ? (size_t)vt->numnodes : 0;

	for (i = 0; i < nr; i++, node++)
		ranges[i] = (struct csd_range){ node->start_paddr,
						(uint64_t)node->size *
						(uint64_t)PAGESIZE() };
	return nr;
}

static size_t max_ranges(const struct vmcore_data *core)
{
	if (core)
		return core->num_pt_load_segments;
	return vt->node_table && vt->numnodes > 0 ? (size_t)vt->numnodes : 0;
}

static int open_dump(struct work *work, struct csd_error *err)
{
	const struct vmcore_data *core = get_kdump_vmcore_data();
	size_t nr = max_ranges(core);
	struct csd_range *ranges;
	int ret;

	if (ACTIVE())
		return csd_error_set(err, "this is a live system, and no dump of one");
	if (!nr)
		return csd_error_set(err, "crash does not know where memory is; without --minimal it would");
	ranges = calloc(nr, sizeof(*ranges));
	if (!ranges)
		return csd_error_set(err, "out of memory");
	nr = core ? core_ranges(core, ranges) : node_ranges(ranges);
	ret = csd_dump_open_with(&work->dump, &memory, NULL, ranges, nr, err);
	free(ranges);
	return ret;
}

static int open_work(struct work *work, struct csd_error *err)
{
	if (open_dump(work, err))
		return -1;
	return csd_trace_read(&work->trace, work->dump, &work->log, err);
}

static void close_work(struct work *work)
{
	csd_trace_free(&work->trace);
	csd_vmlinux_close(work->vmlinux);
	csd_dump_close(work->dump);
}

/* ---- the command ------------------------------------------------------ */

static void say(void *priv, const char *text)
{
	(void)priv;
	fprintf(pc->error_fp, "csdump: %s\n", text);
}

/* Once interrupted, nothing can be read: that is no fault of the dump. */
static void warn(void *priv, const char *text)
{
	if (!interrupted(priv))
		say(priv, text);
}

/* As "csdump info". */
static int show_info(struct work *work, struct csd_error *err)
{
	struct csd_error none;

	if (csd_info_print(fp, work->dump, &work->trace, isatty(fileno(fp)),
			   err))
		return -1;
	if (csd_trace_usable(&work->trace, &none))
		csd_note(&work->log, "%s", none.text);
	return 0;
}

/* As "csdump -k NAMELIST DUMP -o DIR". */
static int write_dir(struct work *work, const struct options *options,
		     struct csd_error *err)
{
	struct csd_conversion how = {
		.path = options->path,
		.format = options->snapshot ? CSD_SNAPSHOT : CSD_PERF,
		.force = options->force,
		.stopped = interrupted,
	};

	if (csd_vmlinux_open(&work->vmlinux, pc->namelist, err))
		return -1;
	how.vmlinux = work->vmlinux;
	return csd_convert(work->dump, &work->trace, &how, &work->log, err);
}

static int run(struct work *work, const struct options *options,
	       struct csd_error *err)
{
	if (open_work(work, err))
		return -1;
	return options->info ? show_info(work, err) :
			       write_dir(work, options, err);
}

static void run_held(const struct options *options)
{
	struct work work = { .log = { .line = warn } };
	struct csd_error err;
	sigset_t before;

	hold_signals(&before);
	if (run(&work, options, &err))
		say(NULL, interrupted(NULL) ? "interrupted" : err.text);
	close_work(&work);
	fflush(fp);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static bool read_options(struct options *options)
{
	int letter;

	while ((letter = getopt(argcnt, args, "ifs")) != EOF) {
		if (letter == 'i')
			options->info = true;
		else if (letter == 'f')
			options->force = true;
		else if (letter == 's')
			options->snapshot = true;
		else
			return false;
	}
	options->path = args[optind];
	return options->info ? optind == argcnt && !options->force &&
			       !options->snapshot :
			       optind + 1 == argcnt;
}

static void cmd_csdump(void)
{
	struct options options = { 0 };

	if (!read_options(&options))
		cmd_usage(pc->curcmd, SYNOPSIS);
	run_held(&options);
}

static char *help_csdump[] = {
	"csdump",
	"CoreSight trace of what each CPU did before the crash",
	"[-f] [-s] output_dir\n  csdump -i",

	"  This command turns the trace that the dump holds into a directory, as the",
	"  csdump program does that is given the dump and, with -k, the kernel's file.",
	"  Then perf shows what each CPU did:",
	"\n    $ perf script -i output_dir/perf.data --itrace=i1i",
	"\n       -i  show what trace there is: a line for each CPU, then for each sink",
	"       -f  replace what csdump wrote there before",
	"       -s  write an OpenCSD snapshot, for trc_pkt_lister",
	"\n  Text is taken from the dump if it is there, otherwise from the kernel's file,",
	"  which lacks what the kernel patched. See csdump(1) for the warnings, and",
	"  csdump-format(5) for the columns of -i.",
	"\nEXAMPLE",
	"  What is there, and what did CPU 1 do last?\n",
	"    crash> csdump -i",
	"    Linux 6.12.117, frozen by CPU 1 at 4.182884 s",
	"    ",
	"    CPU  SOURCE  ID    SINK      SHARED  BYTES  WRAPPED  PRESYNC  UNKNOWN  STATE  STATUS",
	"    0    etm0    0x10  tmc_etf0  1       2922   yes      98       0        valid  complete",
	"    1    etm1    0x12  tmc_etf0  0       4232   yes      438      0        valid  complete",
	"    -    -       -     tmc_etf0  0,1     8192   yes      -        0        valid  -",
	"    crash> csdump /tmp/out",
	"    crash> !perf script -i /tmp/out/perf.data --itrace=i1i -C 1 | tail",
	NULL
};

static struct command_table_entry commands[] = {
	{ "csdump", cmd_csdump, help_csdump, 0 },
	{ NULL, NULL, NULL, 0 },
};

static void __attribute__((constructor)) start(void)
{
	register_extension(commands);
}
