// SPDX-License-Identifier: GPL-2.0-or-later
/* sample-core FILE: writes the core of a small machine, for tests to read. */
#include "test-build.h"

static int save(const char *path, const struct buffer *elf)
{
	FILE *file = fopen(path, "w");
	size_t written;

	if (!file)
		return -1;
	written = fwrite(elf->bytes, 1, elf->size, file);
	return fclose(file) || written != elf->size ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct buffer memory = { 0 }, elf = { 0 };
	int ret;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FILE\n", argv[0]);
		return 2;
	}
	put_machine(&memory);
	put_core(&elf, &memory, TEST_PADDR, "OSRELEASE=6.12.0\n");
	ret = save(argv[1], &elf);
	if (ret)
		perror(argv[1]);
	buffer_free(&elf);
	buffer_free(&memory);
	return ret ? 1 : 0;
}
