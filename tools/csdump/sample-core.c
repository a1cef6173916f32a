// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sample-core FILE [MIB]: writes the core of a small machine, for tests to
 * read; with so much more memory, which holds nothing.
 */
#include "test-build.h"

#define MIB	(1U << 20)

/* No holes: a page that is not there would cost nothing to read. */
static int save(const char *path, const struct buffer *elf, unsigned long mib)
{
	static uint8_t filler[MIB];
	FILE *file = fopen(path, "w");
	bool bad;

	if (!file)
		return -1;
	memset(filler, 'x', sizeof(filler));
	fwrite(elf->bytes, 1, elf->size, file);
	while (mib--)
		fwrite(filler, 1, sizeof(filler), file);
	bad = ferror(file);
	return fclose(file) || bad ? -1 : 0;
}

/* Of the program headers, notes come first, then all memory. */
static void lengthen(struct buffer *elf, unsigned long mib)
{
	uint8_t *load = elf->bytes + sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr);
	uint64_t size = get_le64(load + offsetof(Elf64_Phdr, p_filesz));

	size += (uint64_t)mib * MIB;
	set_le64(load + offsetof(Elf64_Phdr, p_filesz), size);
	set_le64(load + offsetof(Elf64_Phdr, p_memsz), size);
}

int main(int argc, char **argv)
{
	struct buffer memory = { 0 }, elf = { 0 };
	unsigned long mib = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	int ret;

	if (argc < 2) {
		fprintf(stderr, "usage: %s FILE [MIB]\n", argv[0]);
		return 2;
	}
	put_machine(&memory);
	put_core(&elf, &memory, TEST_PADDR, "OSRELEASE=6.12.0\n");
	lengthen(&elf, mib);
	ret = save(argv[1], &elf, mib);
	if (ret)
		perror(argv[1]);
	buffer_free(&elf);
	buffer_free(&memory);
	return ret ? 1 : 0;
}
