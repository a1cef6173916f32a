// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens dumps and finds physical memory in them. */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "dump.h"
#include "elfcore.h"
#include "flat.h"
#include "image.h"
#include "kdumpfile.h"
#include "minidump.h"
#include "vmcoreinfo.h"

/* How much of a file is mapped while it is searched */
#define WINDOW	(16ULL << 20)

struct csd_dump *dump_new(struct csd_error *err)
{
	struct csd_dump *dump = calloc(1, sizeof(*dump));

	if (!dump)
		csd_error_set(err, "out of memory");
	return dump;
}

static void close_lazy(struct csd_dump *dump)
{
	struct lazy_source *source, *next;
	size_t i;

	for (i = 0; i < dump->memory.nr; i++)
		lazy_free(dump->memory.all[i].lazy);
	for (source = dump->sources; source; source = next) {
		next = source->next;
		lazy_source_close(source);
	}
}

static void free_file(struct dump_file *file)
{
	map_free(&file->map);
	if (file->fd >= 0)
		close(file->fd);
}

static void close_files(struct csd_dump *dump)
{
	size_t i;

	for (i = 0; i < dump->nr_files; i++)
		free_file(&dump->files[i]);
	free(dump->files);
}

static void close_folders(struct csd_dump *dump)
{
	size_t i;

	for (i = 0; i < dump->nr_folders; i++)
		csd_minidump_close(dump->folders[i]);
	free(dump->folders);
}

void csd_dump_close(struct csd_dump *dump)
{
	if (!dump)
		return;
	close_lazy(dump);
	close_files(dump);
	close_folders(dump);
	free(dump->vmcoreinfo);
	asked_free(dump->asked);
	free(dump->regions.all);
	free(dump->memory.all);
	free(dump);
}

const uint8_t *dump_span(const struct csd_dump *dump, uint64_t paddr,
			 uint64_t size, uint64_t *got)
{
	const struct extent *ext = dump->memory.all;
	const struct extent *end = ext + dump->memory.nr;
	const uint8_t *best = NULL;
	uint64_t off, have;

	*got = 0;
	for (; ext < end && *got < size; ext++) {
		if (paddr < ext->paddr)
			continue;
		off = paddr - ext->paddr;
		have = extent_have(ext, off, size);
		if (have > *got) {
			*got = have;
			best = ext->bytes + off;
		}
	}
	return best;
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

static const struct dump_file *file_of(const struct csd_dump *dump,
				       const uint8_t *bytes)
{
	const struct mapped *map;
	size_t i;

	for (i = 0; i < dump->nr_files; i++) {
		map = &dump->files[i].map;
		if (bytes >= map->bytes && bytes < map->bytes + map->size)
			return &dump->files[i];
	}
	return NULL;
}

uint64_t dump_offset(const struct csd_dump *dump, const uint8_t *bytes)
{
	const struct dump_file *file = file_of(dump, bytes);

	return file ? (uint64_t)(bytes - file->map.bytes) : 0;
}

void dump_passed(const struct csd_dump *dump, const struct extent *ext,
		 uint64_t off)
{
	const struct dump_file *file;

	/* Without VMCOREINFO it will be searched again, for that. */
	if (!dump->vmcoreinfo)
		return;
	if (ext->lazy || off < WINDOW || (ext->paddr + off) % WINDOW)
		return;
	file = file_of(dump, ext->bytes + off);
	/* What a folder's core has is in memory only. */
	if (file && file->fd >= 0)
		map_forget(&file->map, ext->bytes + off - WINDOW, WINDOW);
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

/* Takes @file in any case. */
static int add_mapped(struct csd_dump *dump, struct dump_file *file,
		      struct csd_error *err)
{
	struct dump_file *files;

	files = array_grow(dump->files, dump->nr_files, sizeof(*files));
	if (!files) {
		free_file(file);
		return csd_error_set(err, "out of memory");
	}
	dump->files = files;
	files[dump->nr_files++] = *file;
	return 0;
}

/* Maps @fd until the dump is closed, and takes it in any case. */
static int add_fd(struct csd_dump *dump, int fd, struct csd_error *err)
{
	struct dump_file file = { .fd = fd };

	if (!map_fd(&file.map, fd, err))
		return add_mapped(dump, &file, err);
	close(fd);
	return -1;
}

static int add_path(struct csd_dump *dump, const char *path,
		    struct csd_error *err)
{
	int fd = map_open(path, err);

	return fd < 0 ? -1 : add_fd(dump, fd, err);
}

static int add_folder(struct csd_dump *dump, const char *path,
		      struct csd_error *err)
{
	struct dump_file core = { .fd = -1 };
	struct csd_minidump **folders;

	folders = array_grow(dump->folders, dump->nr_folders, sizeof(*folders));
	if (!folders)
		return csd_error_set(err, "out of memory");
	dump->folders = folders;
	if (csd_minidump_open(&folders[dump->nr_folders], path, err) ||
	    minidump_map(folders[dump->nr_folders++], &core.map, err))
		return -1;
	return add_mapped(dump, &core, err);
}

static const struct dump_file *last_file(const struct csd_dump *dump)
{
	return &dump->files[dump->nr_files - 1];
}

int dump_map(struct csd_dump *dump, const char *path, const uint8_t **bytes,
	     uint64_t *size, struct csd_error *err)
{
	if (is_folder(path) ? add_folder(dump, path, err) :
			      add_path(dump, path, err))
		return -1;
	*bytes = last_file(dump)->map.bytes;
	*size = last_file(dump)->map.size;
	return 0;
}

void dump_add_source(struct csd_dump *dump, struct lazy_source *source)
{
	source->next = dump->sources;
	dump->sources = source;
}

static int add_kdump(struct csd_dump *dump, const struct dump_file *file,
		     bool records, struct csd_error *err)
{
	size_t first = dump->memory.nr;

	if (kdumpfile_add(dump, file->fd, file->map.bytes, file->map.size, err))
		return -1;
	return records ? image_regions(dump, first, err) : 0;
}

/* Adds the last file, which is no RAM image: its own header says what it is. */
static int add_by_magic(struct csd_dump *dump, bool records,
			struct csd_error *err)
{
	const struct dump_file *file = last_file(dump);
	const struct mapped *map = &file->map;

	if (map->size >= SELFMAG && !memcmp(map->bytes, ELFMAG, SELFMAG))
		return dump_add_elf(dump, map->bytes, map->size, records, err);
	if (kdumpfile_is(map->bytes, map->size))
		return add_kdump(dump, file, records, err);
	return csd_error_set(err, "no ELF core or kdump; a RAM image needs its address, such as ram.img@0x40000000");
}

/* What is in a flattened file takes its place. */
static int unflatten(struct csd_dump *dump, struct csd_error *err)
{
	const struct mapped *map = &last_file(dump)->map;
	int fd;

	if (!flat_is(map->bytes, map->size))
		return 0;
	if (flat_unpack(map->bytes, map->size, &fd, err))
		return -1;
	return add_fd(dump, fd, err);
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
	if (unflatten(dump, err))
		return -1;
	return add_by_magic(dump, records, err);
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

void csd_dump_warn_unread(const struct csd_dump *dump, struct csd_log *log)
{
	const struct lazy_source *source = dump->sources;

	for (; source; source = source->next)
		if (source->nr_broken)
			csd_warn(log, "%" PRIu64 " pages cannot be read, such as %s; was the dump cut off?",
				 source->nr_broken, source->first.text);
}
