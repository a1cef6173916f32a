// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens dumps and finds physical memory in them. */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "dump.h"
#include "elfcore.h"
#include "image.h"
#include "minidump.h"
#include "vmcoreinfo.h"

#define KDUMP_MAGIC	"KDUMP   "
#define FLAT_MAGIC	"makedumpfile"

struct csd_dump *dump_new(struct csd_error *err)
{
	struct csd_dump *dump = calloc(1, sizeof(*dump));

	if (!dump)
		csd_error_set(err, "out of memory");
	return dump;
}

void csd_dump_close(struct csd_dump *dump)
{
	size_t i;

	if (!dump)
		return;
	for (i = 0; i < dump->nr_files; i++)
		map_free(&dump->files[i]);
	for (i = 0; i < dump->nr_folders; i++)
		csd_minidump_close(dump->folders[i]);
	free(dump->folders);
	free(dump->files);
	free(dump->vmcoreinfo);
	free(dump->regions.all);
	free(dump->memory.all);
	free(dump);
}

const uint8_t *dump_span(const struct csd_dump *dump, uint64_t paddr,
			 uint64_t size, uint64_t *got)
{
	const struct extent *ext = dump->memory.all;
	const struct extent *end = ext + dump->memory.nr;
	uint64_t off;

	for (; ext < end; ext++) {
		off = paddr - ext->paddr;
		*got = paddr < ext->paddr ? 0 : extent_have(ext, off, size);
		if (*got)
			return ext->bytes + off;
	}
	*got = 0;
	return NULL;
}

const uint8_t *dump_at(const struct csd_dump *dump, uint64_t paddr,
		       uint64_t size)
{
	const struct extent *ext = dump->memory.all;
	const struct extent *end = ext + dump->memory.nr;
	uint64_t off;

	for (; ext < end; ext++) {
		off = paddr - ext->paddr;
		if (paddr >= ext->paddr && fits(off, size, ext->size) &&
		    extent_have(ext, off, size) == size)
			return ext->bytes + off;
	}
	return NULL;
}

uint64_t dump_offset(const struct csd_dump *dump, const uint8_t *bytes)
{
	const struct mapped *file = dump->files;
	const struct mapped *end = file + dump->nr_files;

	for (; file < end; file++)
		if (bytes >= file->bytes && bytes < file->bytes + file->size)
			return (uint64_t)(bytes - file->bytes);
	return 0;
}

/*
 * A meminspect core ends where its memory does. One that does not was put
 * together of the wrong files.
 */
static int add_memory(struct csd_dump *dump, const struct elfcore *core,
		      bool ours, struct csd_error *err)
{
	struct csd_error why;
	uint64_t end;

	if (!elfcore_memory(core, &dump->memory, err)) {
		end = elfcore_end(core);
		if (ours && end < core->size)
			dump->behind += core->size - end;
		return 0;
	}
	why = *err;
	if (ours)
		csd_error_set(err, "%.800s If it was put together by hand, a file was left out: give the folder instead",
			      why.text);
	return -1;
}

int dump_add_elf(struct csd_dump *dump, const uint8_t *bytes, uint64_t size,
		 bool records, struct csd_error *err)
{
	size_t first = dump->memory.nr;
	struct elfcore core;
	bool ours;
	int ret;

	if (elfcore_open(&core, bytes, size, err))
		return -1;
	ours = image_judge(bytes, size) != IMAGE_NONE;
	ret = add_memory(dump, &core, ours, err);
	if (!ret)
		ret = vmcoreinfo_from_core(dump, &core, err);
	elfcore_close(&core);
	if (ret || !records)
		return ret;
	dump->ours = ours;
	return ours ? image_all(dump, first, err) :
		      image_regions(dump, first, err);
}

int dump_add_ram(struct csd_dump *dump, const uint8_t *bytes, uint64_t size,
		 uint64_t paddr, bool records, struct csd_error *err)
{
	const struct extent ram = { paddr, size, bytes, NULL };
	size_t first = dump->memory.nr;

	if (!size || paddr + size < paddr)
		return csd_error_set(err, "%" PRIu64 " bytes do not fit at address 0x%" PRIx64,
				     size, paddr);
	if (extents_add(&dump->memory, paddr, size, bytes, err))
		return -1;
	if (records && image_regions(dump, first, err))
		return -1;
	return vmcoreinfo_from_ram(dump, &ram, err);
}

/*
 * Splits "FILE@ADDRESS". Returns whether there is an address; a file whose
 * name is @spec itself has none.
 */
static bool split_spec(const char *spec, char *path, size_t room,
		       uint64_t *paddr)
{
	const char *at = strrchr(spec, '@');
	char *end;

	snprintf(path, room, "%s", spec);
	if (!at || at == spec || !access(spec, F_OK))
		return false;
	errno = 0;
	*paddr = strtoull(at + 1, &end, 0);
	if (errno || end == at + 1 || *end || at[1] == '-')
		return false;
	if ((size_t)(at - spec) < room)
		path[at - spec] = '\0';
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static int map_folder(struct csd_dump *dump, struct mapped *file,
		      const char *path, struct csd_error *err)
{
	struct csd_minidump **folders;

	folders = array_grow(dump->folders, dump->nr_folders, sizeof(*folders));
	if (!folders)
		return csd_error_set(err, "out of memory");
	dump->folders = folders;
	if (csd_minidump_open(&folders[dump->nr_folders], path, err))
		return -1;
	return minidump_map(folders[dump->nr_folders++], file, err);
}

int dump_map(struct csd_dump *dump, const char *path, const uint8_t **bytes,
	     uint64_t *size, struct csd_error *err)
{
	struct mapped *files;
	int ret;

	files = array_grow(dump->files, dump->nr_files, sizeof(*files));
	if (!files)
		return csd_error_set(err, "out of memory");
	dump->files = files;
	if (is_folder(path))
		ret = map_folder(dump, &files[dump->nr_files], path, err);
	else
		ret = map_file(&files[dump->nr_files], path, err);
	if (ret)
		return -1;
	*bytes = files[dump->nr_files].bytes;
	*size = files[dump->nr_files++].size;
	return 0;
}

static bool starts_with(const uint8_t *bytes, uint64_t size, const char *magic)
{
	return size >= strlen(magic) && !memcmp(bytes, magic, strlen(magic));
}

/* Adds a file that is no RAM image: its own header says what it is. */
static int add_by_magic(struct csd_dump *dump, const uint8_t *bytes,
			uint64_t size, bool records, struct csd_error *err)
{
	if (starts_with(bytes, size, "\177ELF"))
		return dump_add_elf(dump, bytes, size, records, err);
	if (starts_with(bytes, size, KDUMP_MAGIC) ||
	    starts_with(bytes, size, FLAT_MAGIC))
		return csd_error_set(err, "a compressed kdump, which is not read yet; make an ELF core with 'makedumpfile -E'");
	return csd_error_set(err, "no ELF core; a RAM image needs its address, such as ram.img@0x40000000");
}

static int add_file(struct csd_dump *dump, const char *spec, bool records,
		    struct csd_error *err)
{
	const uint8_t *bytes;
	uint64_t paddr, size;
	char path[4096];
	bool ram = split_spec(spec, path, sizeof(path), &paddr);

	if (dump_map(dump, path, &bytes, &size, err))
		return -1;
	if (ram)
		return dump_add_ram(dump, bytes, size, paddr, records, err);
	return add_by_magic(dump, bytes, size, records, err);
}

int csd_dump_add(struct csd_dump *dump, const char *spec,
		 struct csd_error *err)
{
	if (add_file(dump, spec, false, err))
		return csd_error_context(err, "%s", spec);
	return 0;
}

int csd_dump_open(struct csd_dump **dump, const char *spec,
		  struct csd_error *err)
{
	*dump = dump_new(err);
	if (!*dump)
		return -1;
	if (!add_file(*dump, spec, true, err))
		return 0;
	csd_dump_close(*dump);
	*dump = NULL;
	return csd_error_context(err, "%s", spec);
}

void csd_dump_warn(const struct csd_dump *dump, struct csd_log *log)
{
	size_t i;

	for (i = 0; i < dump->nr_folders; i++)
		csd_minidump_warn(dump->folders[i], log);
	if (dump->behind)
		csd_warn(log, "%" PRIu64 " bytes are left over behind the last region: a file is too long, or one too many was put together, and what follows it is misplaced; give the folder instead",
			 dump->behind);
}
