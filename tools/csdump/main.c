// SPDX-License-Identifier: GPL-2.0-or-later
/* csdump: trace out of crash dumps. */
#include <string.h>

#include "cmd.h"

static const struct cmd *const cmds[] = {
	&cmd_convert, &cmd_info, &cmd_check, &cmd_snapshot,
	&cmd_assemble, &cmd_kinfo,
};

#define NR_CMDS	(sizeof(cmds) / sizeof(*cmds))

static const struct cmd *find(const char *name)
{
	size_t i;

	for (i = 0; i < NR_CMDS; i++)
		if (!strcmp(cmds[i]->name, name))
			return cmds[i];
	return NULL;
}

static void print_usage(FILE *file)
{
	size_t i;

	for (i = 0; i < NR_CMDS; i++)
		fprintf(file, "%s csdump %s\n", i ? "      " : "usage:",
			cmds[i]->usage);
	fputs("       csdump help VERB\n"
	      "       csdump --version\n\n"
	      "Turns a crash dump that holds CoreSight trace into a perf.data.\n"
	      "Exit status: 0 complete, 1 failed, 2 usage, 3 partial.\n", file);
}

static enum status help(const char *name)
{
	const struct cmd *cmd = name ? find(name) : NULL;

	if (cmd) {
		cmd_print_help(cmd, stdout);
		return STATUS_COMPLETE;
	}
	if (!name) {
		print_usage(stdout);
		return STATUS_COMPLETE;
	}
	fprintf(stderr, "csdump: no verb '%s'; try 'csdump --help'\n", name);
	return STATUS_USAGE;
}

/* Without a verb, csdump converts. */
static enum status dispatch(int argc, char **argv)
{
	const struct cmd *cmd = find(argv[1]);

	if (cmd)
		return cmd_run(cmd, argc - 1, argv + 1);
	return cmd_run(&cmd_convert, argc, argv);
}

/* Output that did not arrive is a failure, too. */
static enum status flush(enum status status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fputs("csdump: cannot write to standard output\n", stderr);
	return STATUS_FAILED;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_usage(stderr);
		return STATUS_USAGE;
	}
	if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") ||
	    !strcmp(argv[1], "-h"))
		return (int)flush(help(argc > 2 ? argv[2] : NULL));
	if (!strcmp(argv[1], "--version")) {
		puts("csdump " CSDUMP_VERSION);
		return (int)flush(STATUS_COMPLETE);
	}
	return (int)flush(dispatch(argc, argv));
}
