// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a Qualcomm boot firmware does after a crash: find the table of the
 * processors that Linux ran on, and hand out each region it lists as a file.
 * Nothing else of RAM is read.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board.h"
#include "fault.h"
#include "file.h"

#define EXIT_USAGE	2
#define EXIT_PARTIAL	3

/* Returns EXIT_FAILURE. */
static int complain(const char *what, const char *why)
{
	fprintf(stderr, "minidump: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

static bool is_empty(DIR *dir)
{
	const struct dirent *entry;

	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			return false;
	return true;
}

/* What an earlier download left would be taken for this one's. */
static DIR *open_folder(const char *path, struct failure *failure)
{
	DIR *dir;

	if (mkdir(path, 0777) && errno != EEXIST) {
		refuse(failure, "%s", strerror(errno));
		return NULL;
	}
	dir = opendir(path);
	if (!dir) {
		refuse(failure, "%s", strerror(errno));
		return NULL;
	}
	if (is_empty(dir))
		return dir;
	closedir(dir);
	refuse(failure, "is not empty");
	return NULL;
}

static int save_region(DIR *folder, const struct mdregion *region,
		       uint64_t size, struct failure *failure)
{
	int fd = openat(dirfd(folder), region->file,
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int failed;

	if (fd < 0)
		return refuse(failure, "%s: %s", region->file, strerror(errno));
	failed = file_write_at(fd, region->bytes, size, 0);
	failed |= close(fd);
	if (failed)
		return refuse(failure, "%s: %s", region->file, strerror(errno));
	return 0;
}

/* Returns how many regions were not saved, which it says. */
static uint32_t save_regions(const struct ram *ram, const struct mdtable *table,
			     const struct fault *fault, const char *path,
			     DIR *folder)
{
	uint32_t lost = 0;

	for (uint32_t i = 0; i < table->count; i++) {
		struct failure failure;
		struct mdregion region;
		uint64_t size;

		if (mdtable_read(ram, table, i, &region, &failure)) {
			complain("not saved", failure.text);
			lost++;
			continue;
		}
		size = fault_arrive(fault, i, region.size);
		if (size && save_region(folder, &region, size, &failure)) {
			complain(path, failure.text);
			lost++;
		}
	}
	return lost;
}

/* The table as the firmware finds it, with the fault in it. */
static int find_table(const struct ram *ram, const struct fault *fault,
		      struct mdtable *table, struct failure *failure)
{
	struct smem smem = { ram, BOARD_SMEM_BASE, BOARD_SMEM_SIZE };

	if (mdtable_find(&smem, MINIDUMP_APSS, table, failure))
		return -1;
	if (fault->kind == FAULT_NONE)
		return 0;
	if (fault_break(fault, ram, table, failure))
		return -1;
	return mdtable_find(&smem, MINIDUMP_APSS, table, failure);
}

static int minidump(const char *ram_path, const char *path,
		    const struct fault *fault)
{
	struct failure failure;
	struct mdtable table;
	struct ram ram;
	uint32_t lost;
	DIR *folder;

	if (ram_map(&ram, ram_path, RAM_TRY, &failure))
		return complain(ram_path, failure.text);
	folder = open_folder(path, &failure);
	if (!folder)
		return complain(path, failure.text);
	if (find_table(&ram, fault, &table, &failure)) {
		closedir(folder);
		return complain(ram_path, failure.text);
	}
	lost = save_regions(&ram, &table, fault, path, folder);
	closedir(folder);
	printf("minidump: %" PRIu32 " of %" PRIu32 " regions, table at %#" PRIx64
	       "\n", table.count - lost, table.count, table.regions);
	if (lost == table.count)
		return EXIT_FAILURE;
	return lost ? EXIT_PARTIAL : EXIT_SUCCESS;
}

static int usage(FILE *stream)
{
	fputs("usage: tools/board/minidump DIR -o FOLDER [option...]\n"
	      "\n"
	      "  DIR            what tools/board/run left there (DIR/ram.img)\n"
	      "  -o FOLDER      where to put the files; new, or empty\n"
	      "  --ram FILE     take that RAM image instead\n"
	      "  --fault FAULT  as a broken device does it, or a bad download; RAM stays\n"
	      "                 as it is:\n"
	      "      disabled     minidumps are switched off\n"
	      "      encrypting   the encryption of the regions did not end\n"
	      "      invalid=N    entry N of the table does not count\n"
	      "      truncated=N  the table has only N entries\n"
	      "      missing=N    the file of entry N is lost\n"
	      "      short=N      half of that file is lost\n"
	      "\n"
	      "Exit status: 0 all regions were saved, 1 none, 2 usage, 3 some.\n",
	      stream);
	return stream == stdout ? EXIT_SUCCESS : EXIT_USAGE;
}

static int misuse(const char *why)
{
	fprintf(stderr, "minidump: --fault: %s; see tools/board/minidump --help\n",
		why);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "ram", required_argument, NULL, 'r' },
		{ "fault", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	struct fault fault = { FAULT_NONE, 0 };
	const char *folder = NULL, *ram = NULL;
	struct failure failure;
	char path[PATH_MAX];
	int option;

	while ((option = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
		if (option == 'o')
			folder = optarg;
		else if (option == 'r')
			ram = optarg;
		else if (option != 'f')
			return usage(option == 'h' ? stdout : stderr);
		else if (fault_parse(optarg, &fault, &failure))
			return misuse(failure.text);
	}
	if (!folder || optind + 1 != argc)
		return usage(stderr);
	if (!ram) {
		snprintf(path, sizeof(path), "%s/ram.img", argv[optind]);
		ram = path;
	}
	return minidump(ram, folder, &fault);
}
