// SPDX-License-Identifier: GPL-2.0-or-later
/* The plugin's arguments. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../board.h"

static bool complain(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "coresight plugin: ");
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\n");
	return false;
}

static bool parse_number(const char *text, unsigned long min, unsigned long max,
			 uint32_t *number)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || end == text || *end || value < min || value > max)
		return false;
	*number = value;
	return true;
}

static bool parse_cpus(struct options *options, const char *value)
{
	if (parse_number(value, 1, BOARD_MAX_CPUS, &options->cpus))
		return true;
	return complain("cpus=%s is not a number from 1 to %d", value, BOARD_MAX_CPUS);
}

static bool parse_etf(struct options *options, const char *value)
{
	if (parse_number(value, BOARD_MIN_ETF, BOARD_MAX_ETF, &options->etf) &&
	    !(options->etf & (options->etf - 1)))
		return true;
	return complain("etf=%s is not a power of two from %d to %d", value,
			BOARD_MIN_ETF, BOARD_MAX_ETF);
}

static bool parse_topology(struct options *options, const char *value)
{
	options->local = !strcmp(value, "local");
	if (options->local || !strcmp(value, "shared"))
		return true;
	return complain("topology=%s is neither shared nor local", value);
}

static bool parse_count(struct options *options, const char *value)
{
	options->count = !strcmp(value, "yes");
	if (options->count)
		return true;
	return complain("count=%s: it can only be yes", value);
}

static bool parse_stop(struct options *options, const char *value)
{
	char *end;

	errno = 0;
	options->stop = strtoull(value, &end, 10);
	options->count = true;
	if (!errno && isdigit((unsigned char)*value) && !*end && options->stop)
		return true;
	return complain("stop=%s is no number of instructions", value);
}

static bool set(struct options *options, const char *key, const char *value)
{
	if (!strcmp(key, "ram"))
		options->ram = value;
	else if (!strcmp(key, "truth"))
		options->truth = value;
	else if (!strcmp(key, "log"))
		options->log = value;
	else if (!strcmp(key, "count"))
		return parse_count(options, value);
	else if (!strcmp(key, "stop"))
		return parse_stop(options, value);
	else if (!strcmp(key, "cpus"))
		return parse_cpus(options, value);
	else if (!strcmp(key, "etf"))
		return parse_etf(options, value);
	else if (!strcmp(key, "topology"))
		return parse_topology(options, value);
	else
		return complain("there is no option %s", key);
	return true;
}

static bool parse_argument(struct options *options, char *argument)
{
	char *value = strchr(argument, '=');

	if (!value || !value[1])
		return complain("%s lacks a value", argument);
	*value = '\0';
	return set(options, argument, value + 1);
}

static bool check_complete(const struct options *options)
{
	if (!options->ram)
		return complain("ram=FILE is missing");
	if (!options->cpus)
		return complain("cpus=N is missing");
	if (!options->etf)
		return complain("etf=BYTES is missing");
	if (!options->truth)
		return complain("truth=DIR is missing");
	if (!options->log)
		return complain("log=FILE is missing");
	return true;
}

bool options_parse(struct options *options, int argc, char **argv)
{
	int i;

	memset(options, 0, sizeof(*options));
	for (i = 0; i < argc; i++) {
		if (!parse_argument(options, argv[i]))
			return false;
	}
	return check_complete(options);
}
