// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a boot firmware does after a crash: find the core image that the
 * crashed kernel keeps in RAM, and write it out with the regions it lists.
 * Nothing else of RAM is read, but for the look for the image.
 */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

#define EXIT_USAGE	2

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "collect: %s: %s\n", what, why);
	return -1;
}

static int write_dump(int fd, const struct ram *ram, const struct image *image)
{
	if (file_write_at(fd, ram_at(ram, image->paddr, image->size),
			  image->size, 0))
		return -1;
	for (unsigned int i = 1; i < image->segment_count; i++) {
		const Elf64_Phdr *segment = &image->segments[i];

		if (file_write_at(fd, ram_at(ram, segment->p_paddr,
					     segment->p_filesz),
				  segment->p_filesz, segment->p_offset))
			return -1;
	}
	return 0;
}

/* Write the dump beside @path, then put it in place. */
static int save_dump(const char *path, const struct ram *ram,
		     const struct image *image)
{
	char part[PATH_MAX];
	int fd, failed;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return complain(path, "name too long");
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return complain(part, strerror(errno));
	failed = write_dump(fd, ram, image);
	failed |= close(fd);
	if (!failed && !rename(part, path))
		return 0;
	complain(path, strerror(errno));
	unlink(part);
	return -1;
}

static int collect(const char *ram_path, const char *dump_path)
{
	struct failure error;
	struct image image;
	struct ram ram;

	if (ram_map(&ram, ram_path, RAM_READ, &error) ||
	    image_find(&ram, &image, &error) || image_check(&ram, &image, &error))
		return complain(ram_path, error.text);
	if (save_dump(dump_path, &ram, &image))
		return -1;
	printf("collect: %u regions, core image at %#" PRIx64 "\n",
	       image.segment_count - 1, image.paddr);
	return 0;
}

static int usage(FILE *stream)
{
	fputs("usage: tools/board/collect DIR -o DUMP [--ram FILE]\n"
	      "\n"
	      "  DIR         what tools/board/run left there (DIR/ram.img)\n"
	      "  -o DUMP     ELF core file to write\n"
	      "  --ram FILE  take that RAM image instead\n", stream);
	return stream == stdout ? EXIT_SUCCESS : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "ram", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	const char *dump = NULL, *ram = NULL;
	char path[PATH_MAX];
	int option;

	while ((option = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
		if (option == 'o')
			dump = optarg;
		else if (option == 'r')
			ram = optarg;
		else
			return usage(option == 'h' ? stdout : stderr);
	}
	if (!dump || optind + 1 != argc)
		return usage(stderr);
	if (!ram) {
		snprintf(path, sizeof(path), "%s/ram.img", argv[optind]);
		ram = path;
	}
	return collect(ram, dump) ? EXIT_FAILURE : EXIT_SUCCESS;
}
