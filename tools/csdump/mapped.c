// SPDX-License-Identifier: GPL-2.0-or-later
/* Maps files. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mapped.h"

int map_fd(struct mapped *map, int fd, struct csd_error *err)
{
	struct stat st;
	void *bytes;

	if (fstat(fd, &st))
		return csd_error_set(err, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return csd_error_set(err, "not a regular file");
	if (!st.st_size)
		return csd_error_set(err, "empty file");
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return csd_error_set(err, "cannot map: %s", strerror(errno));
	*map = (struct mapped){ bytes, (size_t)st.st_size };
	return 0;
}

int map_open(const char *path, struct csd_error *err)
{
	/* To open a FIFO must not wait for someone who writes. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		csd_error_set(err, "%s", strerror(errno));
	return fd;
}

int map_file(struct mapped *map, const char *path, struct csd_error *err)
{
	int fd = map_open(path, err);
	int ret;

	if (fd < 0)
		return -1;
	ret = map_fd(map, fd, err);
	close(fd);
	return ret;
}

uint8_t *map_zeros(struct mapped *map, uint64_t size, struct csd_error *err)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (bytes == MAP_FAILED) {
		csd_error_set(err, "no memory for %" PRIu64 " bytes", size);
		return NULL;
	}
	*map = (struct mapped){ bytes, size };
	return bytes;
}

/* It begins somewhere in a page, of which that much less is left. */
void map_forget(const struct mapped *map, const uint8_t *bytes, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t start = (size_t)(bytes - map->bytes) / page * page;

	madvise((void *)(uintptr_t)(map->bytes + start), size / page * page,
		MADV_DONTNEED);
}

void map_free(struct mapped *map)
{
	if (map->bytes)
		munmap((void *)(uintptr_t)map->bytes, map->size);
	*map = (struct mapped){ NULL, 0 };
}
