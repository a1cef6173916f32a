// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the folder of a Qualcomm minidump. Names are untrusted. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <strings.h>

#include "bytes.h"
#include "mdfile.h"

#define PREFIX	"md_K"
#define HEADER	"md_KELF"
#define SUFFIX	".BIN"
/* Behind the address: the number must not look like a part of it. */
#define SEPARATOR	'_'
/* A number has 32 bits. */
#define NUMBER_DIGITS	10

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many digits there are right before @end */
static size_t count_digits(const char *start, const char *end)
{
	size_t nr = 0;

	while (end - nr > start && nr < NUMBER_DIGITS && is_digit(end[-1 - (int)nr]))
		nr++;
	return nr;
}

static uint64_t read_number(const char *digits, size_t nr)
{
	uint64_t number = 0;

	while (nr--)
		number = number * 10 + (uint64_t)(*digits++ - '0');
	return number;
}

/* "0080123_17": address, separator, number */
static bool parse_address(struct mdfile *file, const char *at, const char *end)
{
	char text[MDFILE_DIGITS + 1] = "";
	size_t i;

	if (end - at != (ptrdiff_t)(MDFILE_DIGITS + 1 + file->digits) ||
	    !file->digits || at[MDFILE_DIGITS] != SEPARATOR)
		return false;
	for (i = 0; i < MDFILE_DIGITS; i++) {
		if (!isxdigit((unsigned char)at[i]))
			return false;
		text[i] = at[i];
	}
	file->unit = strtoull(text, NULL, 16);
	return true;
}

void mdfile_parse(struct mdfile *file, const char *name)
{
	const char *at = name + strlen(PREFIX), *end;
	size_t size = strlen(name);

	file->kind = MDFILE_OTHER;
	if (size < strlen(PREFIX) + strlen(SUFFIX))
		return;
	end = name + size - strlen(SUFFIX);
	if (strncasecmp(name, PREFIX, strlen(PREFIX)) || strcasecmp(end, SUFFIX))
		return;
	file->digits = count_digits(at, end);
	file->number = read_number(end - file->digits, file->digits);
	if (!strncasecmp(name, HEADER, strlen(HEADER)))
		file->kind = MDFILE_HEADER;
	else if (parse_address(file, at, end))
		file->kind = MDFILE_ADDRESS;
	else
		file->kind = MDFILE_NAMED;
}

bool mdfile_number(const struct mdfile *file, size_t digits, uint64_t *number)
{
	uint64_t power = 1;
	size_t i;

	if (digits > file->digits ||
	    (digits < file->digits && file->kind != MDFILE_NAMED))
		return false;
	for (i = 1; i < digits; i++)
		power *= 10;
	*number = file->number % (power * 10);
	/* A number has no zeros before it. */
	return digits == 1 || *number >= power;
}

bool mdfile_has_number(const struct mdfile *file, uint64_t number)
{
	uint64_t other;
	size_t digits;

	for (digits = 1; digits <= file->digits; digits++)
		if (mdfile_number(file, digits, &other) && other == number)
			return true;
	return false;
}

uint64_t mdfile_unit(uint64_t paddr)
{
	return paddr / MDFILE_UNIT % MDFILE_UNITS;
}

static void map(struct mdfile *file, const char *path)
{
	struct csd_error err;
	char *full;

	if (asprintf(&full, "%s/%s", path, file->name) < 0) {
		snprintf(file->problem, sizeof(file->problem), "out of memory");
		return;
	}
	if (map_file(&file->map, full, &err))
		snprintf(file->problem, sizeof(file->problem), "%.90s",
			 err.text);
	free(full);
}

static void show(struct mdfile *file)
{
	char *at;

	snprintf(file->shown, sizeof(file->shown), "%s", file->name);
	for (at = file->shown; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}

static int add(struct mdfiles *files, const char *path, const char *name,
	       struct csd_error *err)
{
	struct mdfile *all = array_grow(files->all, files->nr, sizeof(*all));
	struct mdfile *file;

	if (!all)
		return csd_error_set(err, "out of memory");
	files->all = all;
	file = &all[files->nr];
	*file = (struct mdfile){ .name = strdup(name) };
	if (!file->name)
		return csd_error_set(err, "out of memory");
	files->nr++;
	show(file);
	mdfile_parse(file, name);
	if (file->kind != MDFILE_OTHER)
		map(file, path);
	return 0;
}

/* The order in which a folder lists its files says nothing. */
static int by_name(const void *a, const void *b)
{
	const struct mdfile *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int mdfiles_read(struct mdfiles *files, const char *path, struct csd_error *err)
{
	const struct dirent *entry;
	DIR *dir = opendir(path);
	int ret = 0;

	*files = (struct mdfiles){ 0 };
	if (!dir)
		return csd_error_set(err, "%s", strerror(errno));
	while (!ret && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			ret = add(files, path, entry->d_name, err);
	closedir(dir);
	if (ret)
		mdfiles_free(files);
	else if (files->nr)
		qsort(files->all, files->nr, sizeof(*files->all), by_name);
	return ret;
}

void mdfiles_free(struct mdfiles *files)
{
	size_t i;

	for (i = 0; i < files->nr; i++) {
		map_free(&files->all[i].map);
		free(files->all[i].name);
	}
	free(files->all);
	*files = (struct mdfiles){ 0 };
}
