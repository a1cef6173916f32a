// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel text and symbols for perf.
 *
 * perf takes the last PT_LOAD of a kcore without _stext in its kallsyms as the
 * kernel's own map, and counts every address below as user space. So the
 * PT_LOADs go downwards, and _stext is left out. _text must be there and
 * equal what the recording's MMAP event says.
 */
#include <elf.h>
#include <inttypes.h>

#include "bytes.h"
#include "kcore.h"
#include "text.h"

#define NAME_ROOM	256

static size_t count_runs(const struct csd_text *text)
{
	size_t i = 0, runs = 0;
	uint64_t size;

	for (; i < text->nr; runs++)
		i = text_run(text, i, &size);
	return runs;
}

static void write_ehdr(size_t runs, FILE *file)
{
	const Elf64_Ehdr ehdr = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = htole16(ET_CORE),
		.e_machine = htole16(EM_AARCH64),
		.e_version = htole32(EV_CURRENT),
		.e_phoff = htole64(sizeof(ehdr)),
		.e_ehsize = htole16(sizeof(ehdr)),
		.e_phentsize = htole16(sizeof(Elf64_Phdr)),
		.e_phnum = htole16((uint16_t)runs),
	};

	fwrite(&ehdr, sizeof(ehdr), 1, file);
}

/* The headers of @runs runs: the highest first. */
static int write_phdrs(const struct csd_text *text, size_t runs, FILE *file)
{
	Elf64_Phdr *phdrs = calloc(runs, sizeof(*phdrs));
	uint64_t size, at = sizeof(Elf64_Ehdr) + runs * sizeof(*phdrs);
	size_t i = 0, run = runs;

	if (!phdrs)
		return -1;
	while (run--) {
		phdrs[run] = (Elf64_Phdr){
			.p_type = htole32(PT_LOAD),
			.p_flags = htole32(PF_R | PF_X),
			.p_offset = htole64(at),
			.p_vaddr = htole64(text->pieces[i].va),
			.p_align = htole64(1),
		};
		i = text_run(text, i, &size);
		phdrs[run].p_filesz = htole64(size);
		phdrs[run].p_memsz = htole64(size);
		at += size;
	}
	fwrite(phdrs, sizeof(*phdrs), runs, file);
	free(phdrs);
	return 0;
}

static int write_kcore(const struct csd_text *text, FILE *file,
		       struct csd_error *err)
{
	size_t i, runs = count_runs(text);

	if (runs >= PN_XNUM)
		return csd_error_set(err, "%zu pieces of kernel text are too many for an ELF file",
				     runs);
	write_ehdr(runs, file);
	if (write_phdrs(text, runs, file))
		return csd_error_set(err, "out of memory");
	for (i = 0; i < text->nr; i++)
		fwrite(text->pieces[i].bytes, 1, text->pieces[i].size, file);
	return 0;
}

static bool is_code(const struct csd_symbol *symbol)
{
	return strchr("tTwW", symbol->type) && strcmp(symbol->name, "_text") &&
	       strcmp(symbol->name, "_stext");
}

static void write_kallsyms(const struct csd_kernel *kernel,
			   const struct csd_symbols *symbols, FILE *file)
{
	const struct csd_symbol *symbol = symbols->all;
	const struct csd_symbol *end = symbol + symbols->nr;

	fprintf(file, "%016" PRIx64 " T _text\n", kernel->text);
	for (; symbol < end; symbol++)
		if (is_code(symbol))
			fprintf(file, "%016" PRIx64 " %c %s\n", symbol->va,
				symbol->type, symbol->name);
}

int kcore_write(struct csd_output *output, const char *dir,
		const struct csd_kernel *kernel, const struct csd_text *text,
		const struct csd_symbols *symbols, struct csd_error *err)
{
	char name[NAME_ROOM];
	FILE *file;
	int ret;

	snprintf(name, sizeof(name), "%s/kcore", dir);
	file = csd_output_file(output, name, err);
	if (!file)
		return -1;
	ret = write_kcore(text, file, err);
	if (csd_output_close(file, name, err) || ret)
		return -1;

	snprintf(name, sizeof(name), "%s/kallsyms", dir);
	file = csd_output_file(output, name, err);
	if (!file)
		return -1;
	write_kallsyms(kernel, symbols, file);
	if (csd_output_close(file, name, err))
		return -1;

	/* perf insists on the file; without modules it is empty. */
	snprintf(name, sizeof(name), "%s/modules", dir);
	file = csd_output_file(output, name, err);
	return file ? csd_output_close(file, name, err) : -1;
}
