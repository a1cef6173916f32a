// SPDX-License-Identifier: GPL-2.0-or-later
/* The plugin's log file. */
#include "journal.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define LINE	512

static FILE *file;

int journal_open(const char *path)
{
	file = fopen(path, "we");
	return file ? 0 : -1;
}

/* One call a line: CPUs write at the same time. */
static void write_line(FILE *to, const char *prefix, const char *line)
{
	fprintf(to, "%s%s\n", prefix, line);
	fflush(to);
}

void journal(const char *format, ...)
{
	char line[LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (file)
		write_line(file, "", line);
}

void journal_fatal(const char *format, ...)
{
	char line[LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (file)
		write_line(file, "fatal: ", line);
	write_line(stderr, "coresight plugin: ", line);
	/* Other CPUs are running: no destructors. */
	_exit(1);
}
