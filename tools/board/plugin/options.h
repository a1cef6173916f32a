/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin's arguments, key=value each.
 */
#ifndef BOARD_OPTIONS_H
#define BOARD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct options - the arguments
 * @ram:	the file that is the guest's RAM
 * @cpus:	number of CPUs
 * @local:	a sink for each CPU (topology=local), not one for all (the default)
 * @etf:	bytes of RAM of each sink
 * @truth:	directory for the truth logs
 * @log:	the log file
 * @count:	count instructions (count=yes)
 * @stop:	stop the board when a CPU has run so many; counts, too. 0: never
 */
struct options {
	const char *ram;
	unsigned int cpus;
	bool local;
	uint32_t etf;
	const char *truth;
	const char *log;
	bool count;
	uint64_t stop;
};

/**
 * options_parse() - parse and check the arguments
 *
 * Return: false, having said why on standard error.
 */
bool options_parse(struct options *options, int argc, char **argv);

#endif /* BOARD_OPTIONS_H */
