// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a minidump's files together. */
#include <elf.h>
#include <inttypes.h>

#include "bytes.h"
#include "elfcore.h"
#include "minidump.h"

/* More than any machine has of memory worth a minidump */
#define MAX_SIZE	(64ULL << 30)

/* Firmware that saves no minidump may still leave files of its own. */
static int no_header(const struct csd_minidump *md, struct csd_error *err)
{
	const struct mdfile *file = md->files.all;
	const struct mdfile *end = file + md->files.nr;

	while (file < end && file->kind == MDFILE_OTHER)
		file++;
	if (file < end)
		return csd_error_set(err, "md_KELF*.BIN is missing, which has the header of the minidump: the firmware did not save it, or the download lost it");
	return csd_error_set(err, "no md_K*.BIN files: the firmware saved no minidump: is it disabled (qcom_scm.download_mode), or was its encryption still pending?");
}

static int find_header(struct csd_minidump *md, struct csd_error *err)
{
	struct mdfile *file = md->files.all;
	struct mdfile *end = file + md->files.nr;

	for (; file < end; file++) {
		if (file->kind != MDFILE_HEADER)
			continue;
		if (md->header)
			return csd_error_set(err, "%s and %s: two headers; take that of another crash away",
					     md->header->shown, file->shown);
		md->header = file;
	}
	if (!md->header)
		return no_header(md, err);
	if (!md->header->map.bytes)
		return csd_error_set(err, "%s: %s", md->header->shown,
				     md->header->problem);
	md->header->used = true;
	return 0;
}

/* Nothing may lie over the program headers, nor beyond any sensible end. */
static int check_load(const struct csd_minidump *md, const struct mdload *load,
		      uint64_t headers_end, struct csd_error *err)
{
	if (load->offset >= headers_end &&
	    fits(load->offset, load->size, MAX_SIZE))
		return 0;
	return csd_error_set(err, "%s: program header %zu: %" PRIu64 " bytes at offset 0x%" PRIx64 " cannot be: the header is damaged",
			     md->header->shown, load->index, load->size,
			     load->offset);
}

static int add_load(struct csd_minidump *md, const struct mdload *load,
		    struct csd_error *err)
{
	struct mdload *all = array_grow(md->loads, md->nr_loads, sizeof(*all));

	if (!all)
		return csd_error_set(err, "out of memory");
	md->loads = all;
	all[md->nr_loads++] = *load;
	return 0;
}

static int read_phdr(struct csd_minidump *md, const Elf64_Phdr *phdr,
		     size_t i, uint64_t headers_end, struct csd_error *err)
{
	struct mdload load = {
		.index = i, .paddr = phdr->p_paddr, .offset = phdr->p_offset,
		.size = phdr->p_filesz,
	};

	if (phdr->p_type == PT_NOTE && !md->notes_end &&
	    fits(phdr->p_offset, phdr->p_filesz, MAX_SIZE))
		md->notes_end = phdr->p_offset + phdr->p_filesz;
	if (phdr->p_type != PT_LOAD || !phdr->p_filesz)
		return 0;
	if (check_load(md, &load, headers_end, err))
		return -1;
	return add_load(md, &load, err);
}

static int read_phdrs(struct csd_minidump *md, const struct elfcore *core,
		      struct csd_error *err)
{
	Elf64_Ehdr ehdr;
	Elf64_Phdr phdr;
	uint64_t end;
	size_t i;

	memcpy(&ehdr, core->bytes, sizeof(ehdr));
	if (ehdr.e_phentsize != sizeof(phdr))
		return csd_error_set(err, "%s: program headers of %u bytes instead of %zu: the header is damaged",
				     md->header->shown, ehdr.e_phentsize,
				     sizeof(phdr));
	end = ehdr.e_phoff + core->phnum * sizeof(phdr);
	for (i = 0; i < core->phnum; i++) {
		memcpy(&phdr, core->bytes + ehdr.e_phoff + i * sizeof(phdr),
		       sizeof(phdr));
		if (read_phdr(md, &phdr, i, end, err))
			return -1;
	}
	if (!md->nr_loads)
		return csd_error_set(err, "%s: lists no memory",
				     md->header->shown);
	return 0;
}

static int read_header(struct csd_minidump *md, struct csd_error *err)
{
	const struct mapped *map = &md->header->map;
	struct elfcore core;
	int ret;

	if (elfcore_open(&core, map->bytes, map->size, err))
		return csd_error_context(err, "%s", md->header->shown);
	ret = read_phdrs(md, &core, err);
	elfcore_close(&core);
	return ret;
}

/* A region without a file has no bytes in the core: they would be zero. */
static void erase_load(struct csd_minidump *md, const struct mdload *load)
{
	uint8_t *phdr = md->head + load->index * sizeof(Elf64_Phdr) +
			get_le64(md->head + offsetof(Elf64_Ehdr, e_phoff));

	memset(phdr + offsetof(Elf64_Phdr, p_filesz), 0, sizeof(uint64_t));
	memset(phdr + offsetof(Elf64_Phdr, p_memsz), 0, sizeof(uint64_t));
}

static int make_head(struct csd_minidump *md, struct csd_error *err)
{
	const struct mapped *map = &md->header->map;
	const struct mdload *load = md->loads;
	const struct mdload *end = load + md->nr_loads;
	uint64_t load_end;
	size_t found = 0;

	md->head = malloc(map->size);
	if (!md->head)
		return csd_error_set(err, "out of memory");
	memcpy(md->head, map->bytes, map->size);
	md->size = map->size;
	for (; load < end; load++) {
		if (!load->file)
			erase_load(md, load);
		else
			found++;
		load_end = load->offset + (load->file ? load->size : 0);
		md->size = load_end > md->size ? load_end : md->size;
	}
	if (!found)
		return csd_error_set(err, "no file belongs to any of the %zu regions in %s",
				     md->nr_loads, md->header->shown);
	return 0;
}

static int open_folder(struct csd_minidump *md, const char *path,
		       struct csd_error *err)
{
	if (mdfiles_read(&md->files, path, err) || find_header(md, err) ||
	    read_header(md, err))
		return -1;
	minidump_match(md);
	return make_head(md, err);
}

int csd_minidump_open(struct csd_minidump **minidump, const char *path,
		      struct csd_error *err)
{
	*minidump = calloc(1, sizeof(**minidump));
	if (!*minidump)
		return csd_error_set(err, "out of memory");
	if (!open_folder(*minidump, path, err))
		return 0;
	csd_minidump_close(*minidump);
	*minidump = NULL;
	return -1;
}

void csd_minidump_close(struct csd_minidump *md)
{
	if (!md)
		return;
	mdfiles_free(&md->files);
	free(md->loads);
	free(md->head);
	free(md);
}

uint64_t mdload_stored(const struct mdload *load)
{
	return load->file->map.size < load->size ? load->file->map.size :
						   load->size;
}

int minidump_map(const struct csd_minidump *md, struct mapped *core,
		 struct csd_error *err)
{
	uint8_t *bytes = map_zeros(core, md->size, err);
	const struct mdload *load = md->loads;
	const struct mdload *end = load + md->nr_loads;

	if (!bytes)
		return -1;
	memcpy(bytes, md->head, md->header->map.size);
	for (; load < end; load++)
		if (load->file)
			memcpy(bytes + load->offset, load->file->map.bytes,
			       mdload_stored(load));
	return 0;
}
