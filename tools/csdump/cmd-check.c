// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump check DUMP */
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"

/* csdump(1) documents the columns: add new ones behind the last. */
enum column {
	COL_ITEM, COL_STATE, COL_NEEDED_BY, COL_EFFECT, COL_DETAIL, NR_COLUMNS
};

struct row {
	char cell[NR_COLUMNS][CELL_ROOM];
};

static const struct row heading = { {
	"ITEM", "STATE", "NEEDED-BY", "EFFECT", "DETAIL",
} };

/* "crash:fatal,drgn:degraded" */
static void list_tools(char *cell, const struct csd_finding *finding)
{
	size_t len = 0;
	int tool;

	for (tool = 0; tool < CSD_NR_TOOLS; tool++) {
		if (!finding->need[tool])
			continue;
		len += (size_t)snprintf(cell + len, CELL_ROOM - len, "%s%s:%s",
					len ? "," : "",
					csd_tool_name((enum csd_tool)tool),
					csd_need_name(finding->need[tool]));
	}
}

static void fill_row(struct row *row, const struct csd_finding *finding)
{
	snprintf(row->cell[COL_ITEM], CELL_ROOM, "%s", finding->item);
	snprintf(row->cell[COL_STATE], CELL_ROOM, "%s",
		 csd_state_name(finding->state));
	list_tools(row->cell[COL_NEEDED_BY], finding);
	snprintf(row->cell[COL_EFFECT], CELL_ROOM, "%s", finding->effect);
	snprintf(row->cell[COL_DETAIL], CELL_ROOM, "%s", finding->detail);
}

static int print_findings(const struct csd_finding *findings, size_t nr,
			  struct csd_error *err)
{
	struct row *rows = calloc(nr + 1, sizeof(*rows));
	size_t i;

	if (!rows)
		return csd_error_set(err, "out of memory");
	rows[0] = heading;
	for (i = 0; i < nr; i++)
		fill_row(&rows[i + 1], &findings[i]);
	cmd_print_table(rows->cell, nr + 1, NR_COLUMNS, isatty(STDOUT_FILENO));
	free(rows);
	return 0;
}

static void print_summary(const struct csd_check *check)
{
	char text[CSD_ERROR_LEN];
	int tool;

	printf("\n");
	for (tool = 0; tool < CSD_NR_TOOLS; tool++) {
		csd_check_summary(check, (enum csd_tool)tool, text,
				  sizeof(text));
		printf("%s: %s\n", csd_tool_name((enum csd_tool)tool), text);
	}
}

static bool is_complete(const struct csd_finding *findings, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (findings[i].state != CSD_PRESENT)
			return false;
	return true;
}

static int open_all(struct job *job, const struct options *options,
		    struct csd_error *err)
{
	size_t i;

	if (csd_check_open(&job->check, options->dump, err) ||
	    job_open_vmlinux(job, options, err))
		return -1;
	for (i = 0; i < options->nr_ram; i++)
		if (csd_check_add(job->check, options->ram[i], err))
			return -1;
	if (job->vmlinux && csd_check_vmlinux(job->check, job->vmlinux, err))
		return csd_error_context(err, "%s", options->vmlinux);
	return 0;
}

static int check(struct job *job, const struct options *options,
		 struct csd_error *err)
{
	const struct csd_finding *findings;
	size_t nr;

	if (open_all(job, options, err))
		return -1;
	job_log(job, options);
	csd_check_warn(job->check, &job->log);
	if (csd_check_run(job->check, &findings, &nr, err) ||
	    print_findings(findings, nr, err))
		return -1;
	print_summary(job->check);
	job->log.partial |= !is_complete(findings, nr);
	return 0;
}

const struct cmd cmd_check = {
	.name = "check",
	.options = "km",
	.usage = "check [-k FILE] [-m FILE@ADDR] DUMP",
	.help = "Prints what crash, gdb and drgn need of an ELF core, and whether it is\n"
		"there; then for each tool whether it opens the core. Without a vmlinux\n"
		"only headers and notes are looked at. Memory that is given with -m is not\n"
		"part of the core: it leads to what the core lacks.",
	.work = check,
};
