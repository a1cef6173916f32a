/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the csdump program's verbs share. */
#ifndef CSD_CMD_H
#define CSD_CMD_H

#include "csdump.h"
#include "table.h"

enum status {
	STATUS_COMPLETE = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_PARTIAL = 3,
};

struct job;
struct options;

/*
 * A verb.
 * @options:	getopt letters of the options that it takes
 * @usage:	its arguments
 * @help:	what "csdump help NAME" adds
 * @work:	does it, in an empty job; a partial result is noted in its log
 */
struct cmd {
	const char *name;
	const char *options;
	const char *usage;
	const char *help;
	int (*work)(struct job *job, const struct options *options,
		    struct csd_error *err);
};

extern const struct cmd cmd_assemble;
extern const struct cmd cmd_check;
extern const struct cmd cmd_convert;
extern const struct cmd cmd_info;
extern const struct cmd cmd_kinfo;
extern const struct cmd cmd_snapshot;

#define MAX_RAM		16

/* The command line; everything in it belongs to argv. */
struct options {
	const char *dump;
	const char *out;
	const char *vmlinux;
	const char *ram[MAX_RAM];
	size_t nr_ram;
	uint64_t address;
	bool has_address;
	bool vmlinux_text;
	bool force;
	bool help;
};

/* Prints what is wrong and how it is used. */
enum status cmd_usage(const struct cmd *cmd, const char *fmt, ...)
	CSD_PRINTF(2, 3);
void cmd_print_help(const struct cmd *cmd, FILE *file);

/*
 * Reads the command line. Returns false if there is nothing more to do: then
 * *@status is the exit status.
 */
bool cmd_parse(const struct cmd *cmd, struct options *options, int argc,
	       char **argv, enum status *status);

/* Prints an error. */
enum status cmd_fail(const struct csd_error *err);

/* Runs a verb; argv[0] is its name. */
enum status cmd_run(const struct cmd *cmd, int argc, char **argv);

/* What the verbs work on. Zero-initialised it is empty. */
struct job {
	struct csd_log log;
	struct csd_dump *dump;
	struct csd_vmlinux *vmlinux;
	struct csd_trace trace;
	struct csd_check *check;
	struct csd_minidump *minidump;
};

/* Has warnings printed, with the dump's name. */
void job_log(struct job *job, const struct options *options);

/* Opens the vmlinux, if the options name one. */
int job_open_vmlinux(struct job *job, const struct options *options,
		     struct csd_error *err);
/* Opens the dump and reads its trace. */
int job_open(struct job *job, const struct options *options,
	     struct csd_error *err);
void job_close(struct job *job);

/* The work of a verb that writes a directory in @format. */
int cmd_write(struct job *job, const struct options *options,
	      enum csd_format format, struct csd_error *err);

/* Prints a table to standard output. */
static inline void cmd_print_table(char (*cells)[CELL_ROOM], size_t nr_rows,
				   size_t nr_columns, bool pretty)
{
	table_print(stdout, cells, nr_rows, nr_columns, pretty);
}

#endif /* CSD_CMD_H */
