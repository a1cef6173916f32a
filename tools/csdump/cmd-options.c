// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line. */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const struct option long_options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "force", no_argument, NULL, 'f' },
	{ "vmlinux", required_argument, NULL, 'k' },
	{ "ram", required_argument, NULL, 'm' },
	{ "address", required_argument, NULL, 'a' },
	{ "text", required_argument, NULL, 't' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const struct {
	char letter;
	const char *help;
} option_help[] = {
	{ 'o', "  -o, --output PATH        write this, which must not exist yet\n" },
	{ 'f', "  -f, --force              replace what csdump wrote there before\n" },
	{ 'k', "  -k, --vmlinux FILE       take symbols from the kernel's vmlinux\n" },
	{ 'm', "  -m, --ram FILE[@ADDR]    read this memory of the same crash, too\n" },
	{ 'a', "  -a, --address ADDR       it is at this physical address\n" },
	{ 't', "      --text live|vmlinux  take text from memory (default) or as linked\n" },
};

void cmd_print_help(const struct cmd *cmd, FILE *file)
{
	size_t i;

	fprintf(file, "usage: csdump %s\n\n%s\n\n", cmd->usage, cmd->help);
	for (i = 0; i < sizeof(option_help) / sizeof(*option_help); i++)
		if (strchr(cmd->options, option_help[i].letter))
			fputs(option_help[i].help, file);
	fputs("  -h, --help               print this\n", file);
}

enum status cmd_usage(const struct cmd *cmd, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("csdump: ", stderr);
	vfprintf(stderr, fmt, args);
	fprintf(stderr, "; try 'csdump help %s'\n", cmd->name);
	va_end(args);
	return STATUS_USAGE;
}

static enum status set_text(const struct cmd *cmd, struct options *options,
			    const char *text)
{
	options->vmlinux_text = !strcmp(text, "vmlinux");
	if (!options->vmlinux_text && strcmp(text, "live"))
		return cmd_usage(cmd, "--text %s is neither live nor vmlinux",
				 text);
	return STATUS_COMPLETE;
}

static enum status set_address(const struct cmd *cmd, struct options *options,
			       const char *text)
{
	char *end;

	errno = 0;
	options->address = strtoull(text, &end, 0);
	if (errno || end == text || *end || text[0] == '-')
		return cmd_usage(cmd, "'%s' is no address", text);
	options->has_address = true;
	return STATUS_COMPLETE;
}

static enum status set_option(const struct cmd *cmd, struct options *options,
			      int letter, const char *arg)
{
	if (letter == 'h')
		options->help = true;
	else if (!strchr(cmd->options, letter))
		return cmd_usage(cmd, "%s takes no such option", cmd->name);
	else if (letter == 'o')
		options->out = arg;
	else if (letter == 'f')
		options->force = true;
	else if (letter == 'k')
		options->vmlinux = arg;
	else if (letter == 'a')
		return set_address(cmd, options, arg);
	else if (letter == 't')
		return set_text(cmd, options, arg);
	else if (options->nr_ram == MAX_RAM)
		return cmd_usage(cmd, "more than %d RAM images", MAX_RAM);
	else
		options->ram[options->nr_ram++] = arg;
	return STATUS_COMPLETE;
}

/* What must not be missing */
static enum status check(const struct cmd *cmd, struct options *options,
			 int argc, char **argv)
{
	if (optind == argc)
		return cmd_usage(cmd, "no dump is given");
	if (optind + 1 < argc)
		return cmd_usage(cmd, "'%s' is one argument too many",
				 argv[optind + 1]);
	options->dump = argv[optind];
	if (strchr(cmd->options, 'o') && !options->out)
		return cmd_usage(cmd, "no output is given (-o)");
	if (options->vmlinux_text && !options->vmlinux)
		return cmd_usage(cmd, "--text vmlinux needs a vmlinux (-k)");
	return STATUS_COMPLETE;
}

bool cmd_parse(const struct cmd *cmd, struct options *options, int argc,
	       char **argv, enum status *status)
{
	int letter;

	memset(options, 0, sizeof(*options));
	opterr = 0;
	*status = STATUS_COMPLETE;
	while ((letter = getopt_long(argc, argv, "o:fk:m:a:h", long_options,
				     NULL)) != -1) {
		if (letter == '?')
			*status = cmd_usage(cmd, "%s: no such option, or it needs an argument",
					    argv[optind - 1]);
		else
			*status = set_option(cmd, options, letter, optarg);
		if (*status != STATUS_COMPLETE)
			return false;
	}
	if (options->help) {
		cmd_print_help(cmd, stdout);
		return false;
	}
	*status = check(cmd, options, argc, argv);
	return *status == STATUS_COMPLETE;
}
