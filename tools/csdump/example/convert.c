// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How libcsdump is used: shows what trace there is in a dump, and converts it.
 *
 *   cc convert.c $(pkg-config --cflags --libs libcsdump) -o convert
 *   ./convert DUMP DIR
 */
#include <csdump.h>

static void print_warning(void *priv, const char *text)
{
	fprintf(stderr, "%s: %s\n", (const char *)priv, text);
}

static int show_and_convert(const struct csd_dump *dump, const char *dir,
			    struct csd_log *log, struct csd_error *err)
{
	const struct csd_conversion how = { .path = dir };
	struct csd_trace trace;
	int ret;

	if (csd_trace_read(&trace, dump, log, err))
		return -1;
	ret = csd_info_print(stdout, dump, &trace, false, err);
	if (!ret)
		ret = csd_convert(dump, &trace, &how, log, err);
	csd_trace_free(&trace);
	return ret;
}

int main(int argc, char **argv)
{
	struct csd_log log = { .line = print_warning };
	struct csd_dump *dump;
	struct csd_error err;
	int ret;

	if (argc != 3) {
		fprintf(stderr, "usage: %s DUMP DIR\n", argv[0]);
		return 2;
	}
	log.priv = argv[1];
	if (csd_dump_open(&dump, argv[1], &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	ret = show_and_convert(dump, argv[2], &log, &err);
	csd_dump_close(dump);
	if (ret)
		fprintf(stderr, "%s\n", err.text);
	return ret ? 1 : 0;
}
