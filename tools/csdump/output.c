// SPDX-License-Identifier: GPL-2.0-or-later
/* An output directory: written aside, then renamed into place. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csdump.h"

#define REMOVE_FDS	16

/*
 * @path:	where it shall appear
 * @aside:	where it is being written
 * @replace:	whether @path is there, with contents to be replaced
 */
struct csd_output {
	char *path;
	char *aside;
	bool replace;
};

/* All that csdump writes: only this may be replaced. */
static bool is_ours(const char *name)
{
	static const char *const patterns[] = {
		"cstrace.bin", "metadata.bin", "perf.data", "snapshot.ini",
		"trace.ini", "cpu_*.ini", "etm_*.ini", "sink_*.bin",
		"text_*.bin",
	};
	size_t i;

	for (i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		if (!fnmatch(patterns[i], name, 0))
			return true;
	return false;
}

/* What no csdump directory is without */
static bool is_mark(const char *name)
{
	return !strcmp(name, "metadata.bin") || !strcmp(name, "snapshot.ini");
}

/* Whether the open directory may give way. */
static int check_entries(struct csd_output *output, DIR *dir, bool force,
			 struct csd_error *err)
{
	const struct dirent *entry;
	bool marked = false;

	while ((entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (!force)
			return csd_error_set(err, "%s: not empty; give another -o, or -f to replace it",
					     output->path);
		if (!is_ours(entry->d_name))
			return csd_error_set(err, "%s: holds %.255s, which csdump did not write; give another -o",
					     output->path, entry->d_name);
		output->replace = true;
		marked |= is_mark(entry->d_name);
	}
	if (output->replace && !marked)
		return csd_error_set(err, "%s: was not written by csdump; give another -o",
				     output->path);
	return 0;
}

static int check_path(struct csd_output *output, bool force,
		      struct csd_error *err)
{
	DIR *dir = opendir(output->path);
	int ret;

	if (!dir && errno == ENOENT)
		return 0;
	if (!dir)
		return csd_error_set(err, "%s: %s", output->path,
				     strerror(errno));
	ret = check_entries(output, dir, force, err);
	closedir(dir);
	return ret;
}

static int make_aside(struct csd_output *output, struct csd_error *err)
{
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		free(output->aside);
		if (asprintf(&output->aside, "%s.tmp-%ld.%u", output->path,
			     (long)getpid(), i) < 0) {
			output->aside = NULL;
			return csd_error_set(err, "out of memory");
		}
		if (!mkdir(output->aside, 0777))
			return 0;
		if (errno != EEXIST)
			break;
	}
	csd_error_set(err, "cannot make %s: %s", output->aside,
		      strerror(errno));
	free(output->aside);
	output->aside = NULL;
	return -1;
}

static void output_free(struct csd_output *output)
{
	free(output->path);
	free(output->aside);
	free(output);
}

int csd_output_begin(struct csd_output **output, const char *path, bool force,
		     struct csd_error *err)
{
	struct csd_output *out = calloc(1, sizeof(*out));
	size_t len;

	if (!out)
		return csd_error_set(err, "out of memory");
	out->path = strdup(path);
	if (!out->path) {
		free(out);
		return csd_error_set(err, "out of memory");
	}
	for (len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
		out->path[len - 1] = '\0';
	if (check_path(out, force, err) || make_aside(out, err)) {
		output_free(out);
		return -1;
	}
	*output = out;
	return 0;
}

/* Makes the directories in @path behind its first @start characters. */
static int make_parents(char *path, size_t start)
{
	char *slash;

	for (slash = strchr(path + start, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

FILE *csd_output_file(struct csd_output *output, const char *name,
		      struct csd_error *err)
{
	FILE *file = NULL;
	char *path;

	if (asprintf(&path, "%s/%s", output->aside, name) < 0) {
		csd_error_set(err, "out of memory");
		return NULL;
	}
	if (!make_parents(path, strlen(output->aside) + 1))
		file = fopen(path, "wxe");
	if (!file)
		csd_error_set(err, "%s: %s", path, strerror(errno));
	free(path);
	return file;
}

int csd_output_close(FILE *file, const char *name, struct csd_error *err)
{
	bool bad = ferror(file);

	errno = 0;
	if (fclose(file) || bad)
		return csd_error_set(err, "cannot write %s: %s", name,
				     errno ? strerror(errno) : "lost data");
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, REMOVE_FDS, FTW_DEPTH | FTW_PHYS);
}

void csd_output_abort(struct csd_output *output)
{
	if (!output)
		return;
	remove_tree(output->aside);
	output_free(output);
}

/* Takes the old directory out of the way and removes it last. */
static int replace(const struct csd_output *output)
{
	char *old;
	int ret;

	if (asprintf(&old, "%s.old", output->aside) < 0)
		return -1;
	ret = rename(output->path, old);
	if (!ret) {
		ret = rename(output->aside, output->path);
		if (!ret)
			remove_tree(old);
		else
			(void)!rename(old, output->path);
	}
	free(old);
	return ret;
}

int csd_output_commit(struct csd_output *output, struct csd_error *err)
{
	int ret = output->replace ? replace(output) :
				    rename(output->aside, output->path);

	if (ret) {
		csd_error_set(err, "%s: cannot put it in place: %s",
			      output->path, strerror(errno));
		csd_output_abort(output);
		return -1;
	}
	output_free(output);
	return 0;
}
