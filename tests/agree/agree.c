// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agree - compare what a trace decoder says with what a CPU really did
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "symbols.h"
#include "truth_log.h"

#define EXIT_USAGE	2

static struct symbols symbols;

/* What a verb works on */
static struct truth_log truth;
static struct truth_window window;

static const char *reach_text(void)
{
	if (window.reach == REACH_NOTHING_CAPTURED)
		return "nothing captured";
	if (window.reach == REACH_OVERWRITTEN)
		return "nothing survived (sink shared, overwritten)";
	return "";
}

/* agree compare TRUTH DECODED */
static int verb_compare(char **arguments)
{
	struct address_list expected = { }, decoded = { };
	struct difference difference;

	if (address_list_read(&decoded, arguments[0]))
		return EXIT_FAILURE;
	address_list_keep_kernel(&decoded);
	truth_log_expect(&truth, &window, &expected);
	difference_find(&difference, &expected, &decoded);
	printf("expected=%zu decoded=%zu ", expected.count, decoded.count);
	if (difference.length)
		printf("agreement=%.2f\n", difference_agreement(&difference));
	else
		printf("%s\n", reach_text());
	if (difference_is_none(&difference))
		return EXIT_SUCCESS;
	difference_show(&difference, &expected, &decoded, &symbols, stdout);
	return EXIT_FAILURE;
}

/* agree list TRUTH */
static int verb_list(char **arguments)
{
	struct address_list expected = { };
	char place[256];

	(void)arguments;
	truth_log_expect(&truth, &window, &expected);
	for (size_t i = 0; i < expected.count; i++) {
		symbols_format(&symbols, expected.items[i], place, sizeof(place));
		printf("%016" PRIx64 " %s\n", expected.items[i], place);
	}
	return EXIT_SUCCESS;
}

static int print_count(long count, const char *what)
{
	if (count < 0) {
		fprintf(stderr, "agree: cpu%u: no %s in the truth\n",
			truth.header.cpu, what);
		return EXIT_FAILURE;
	}
	printf("%ld\n", count);
	return EXIT_SUCCESS;
}

/* agree freeze TRUTH fault|SYMBOL */
static int verb_freeze(char **arguments)
{
	const char *from = arguments[0];

	if (!strcmp(from, "fault"))
		return print_count(truth_log_since_fault(&truth, &window), from);
	return print_count(truth_log_since_address(&truth, &window,
						   symbols_address(&symbols, from)),
			   from);
}

/* agree before-call TRUTH */
static int verb_before_call(char **arguments)
{
	(void)arguments;
	return print_count(truth_log_before_call(&truth, &window), "call");
}

/* agree reach TRUTH */
static int verb_reach(char **arguments)
{
	static const char * const names[] = {
		[REACH_NOTHING_CAPTURED] = "none",
		[REACH_OVERWRITTEN] = "overwritten",
		[REACH_SOME] = "some",
	};

	(void)arguments;
	puts(names[window.reach]);
	return EXIT_SUCCESS;
}

/* agree id TRUTH */
static int verb_id(char **arguments)
{
	(void)arguments;
	printf("%x\n", truth.header.trace_id);
	return EXIT_SUCCESS;
}

/* A verb's @arguments are those after TRUTH. */
static const struct verb {
	const char *name;
	int arguments;
	int (*run)(char **arguments);
	const char *help;
} verbs[] = {
	{ "compare", 1, verb_compare,
	  "compare TRUTH DECODED        all instructions, in order" },
	{ "list", 0, verb_list,
	  "list TRUTH                   the instructions to be decoded" },
	{ "freeze", 1, verb_freeze,
	  "freeze TRUTH fault|SYMBOL    instructions from there to the sink's stop,\n"
	  "                              interrupts between not counted" },
	{ "before-call", 0, verb_before_call,
	  "before-call TRUTH            kernel instructions before the last system call" },
	{ "reach", 0, verb_reach,
	  "reach TRUTH                  none, overwritten or some of the trace is left" },
	{ "id", 0, verb_id,
	  "id TRUTH                     trace ID, hexadecimal" },
};

static int usage(FILE *stream)
{
	fputs("usage: agree [-k KALLSYMS] VERB TRUTH...\n\n", stream);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		fprintf(stream, "  agree %s\n", verbs[i].help);
	fputs("\nDECODED has an address a line, and may have a number of instructions behind it.\n"
	      "Exit status: 0 all agrees, 1 it does not, 2 usage\n", stream);
	return stream == stdout ? EXIT_SUCCESS : EXIT_USAGE;
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const struct verb *verb;
	int option;

	while ((option = getopt(argc, argv, "k:h")) != -1) {
		if (option != 'k')
			return usage(option == 'h' ? stdout : stderr);
		if (symbols_read(&symbols, optarg))
			return EXIT_FAILURE;
	}
	argv += optind;
	argc -= optind;
	verb = argc ? find_verb(argv[0]) : NULL;
	if (!verb || argc != 2 + verb->arguments)
		return usage(stderr);
	if (truth_log_read(&truth, argv[1]) || truth_log_window(&truth, &window))
		return EXIT_FAILURE;
	return verb->run(argv + 2);
}
