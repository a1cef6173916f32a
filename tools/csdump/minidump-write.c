// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the core that a minidump's files make: aside, then into place. */
#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "minidump.h"

static int put_at(FILE *file, uint64_t offset, const uint8_t *bytes,
		  uint64_t size)
{
	if (fseeko(file, (off_t)offset, SEEK_SET) ||
	    fwrite(bytes, 1, size, file) != size)
		return -1;
	return 0;
}

/* What is not there takes no room on the disk. */
static int put_core(const struct csd_minidump *md, FILE *file)
{
	const struct mdload *load = md->loads;
	const struct mdload *end = load + md->nr_loads;

	if (put_at(file, 0, md->head, md->header->map.size))
		return -1;
	for (; load < end; load++)
		if (load->file &&
		    put_at(file, load->offset, load->file->map.bytes,
			   mdload_stored(load)))
			return -1;
	if (fflush(file) || ftruncate(fileno(file), (off_t)md->size))
		return -1;
	return 0;
}

static bool is_core(const char *path)
{
	uint8_t magic[SELFMAG];
	struct stat st;
	FILE *file;
	bool ret;

	/* Opening anything else may have an effect. */
	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	ret = fread(magic, 1, SELFMAG, file) == SELFMAG &&
	      !memcmp(magic, ELFMAG, SELFMAG);
	fclose(file);
	return ret;
}

static int check_output(const char *path, bool force, struct csd_error *err)
{
	if (access(path, F_OK) && errno == ENOENT)
		return 0;
	if (!force)
		return csd_error_set(err, "%s: is there already; give another -o, or -f to replace it",
				     path);
	if (!is_core(path))
		return csd_error_set(err, "%s: is no ELF file, and is not replaced; give another -o",
				     path);
	return 0;
}

static int write_aside(const struct csd_minidump *md, const char *aside,
		       const char *path, struct csd_error *err)
{
	FILE *file = fopen(aside, "wxe");
	int ret;

	if (!file)
		return csd_error_set(err, "cannot make %s: %s", aside,
				     strerror(errno));
	ret = put_core(md, file);
	if (ret)
		csd_error_set(err, "cannot write %s: %s", aside,
			      strerror(errno));
	if (fclose(file) && !ret)
		ret = csd_error_set(err, "cannot write %s: %s", aside,
				    strerror(errno));
	if (!ret && rename(aside, path))
		ret = csd_error_set(err, "%s: cannot put it in place: %s",
				    path, strerror(errno));
	if (ret)
		unlink(aside);
	return ret;
}

int csd_minidump_write(const struct csd_minidump *md, const char *path,
		       bool force, struct csd_error *err)
{
	char *aside;
	int ret;

	if (check_output(path, force, err))
		return -1;
	if (asprintf(&aside, "%s.tmp-%ld", path, (long)getpid()) < 0)
		return csd_error_set(err, "out of memory");
	ret = write_aside(md, aside, path, err);
	free(aside);
	return ret;
}
