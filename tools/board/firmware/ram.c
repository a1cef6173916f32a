// SPDX-License-Identifier: GPL-2.0-or-later
#include "ram.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board.h"

static void *map(int fd, uint64_t size, enum ram_use use)
{
	int prot = use == RAM_READ ? PROT_READ : PROT_READ | PROT_WRITE;
	int flags = use == RAM_TRY ? MAP_PRIVATE | MAP_NORESERVE : MAP_SHARED;

	return mmap(NULL, size, prot, flags, fd, 0);
}

int ram_map(struct ram *ram, const char *path, enum ram_use use,
	    struct failure *failure)
{
	int fd = open(path, (use == RAM_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	struct stat status;
	void *bytes;

	if (fd < 0)
		return refuse(failure, "%s", strerror(errno));
	if (fstat(fd, &status) || !status.st_size) {
		close(fd);
		return refuse(failure, "empty or unreadable");
	}
	bytes = map(fd, status.st_size, use);
	close(fd);
	if (bytes == MAP_FAILED)
		return refuse(failure, "%s", strerror(errno));

	ram->bytes = bytes;
	ram->base = BOARD_RAM_BASE;
	ram->size = status.st_size;
	return 0;
}

void *ram_at(const struct ram *ram, uint64_t paddr, uint64_t size)
{
	if (paddr < ram->base || paddr - ram->base > ram->size)
		return NULL;
	if (size > ram->size - (paddr - ram->base))
		return NULL;
	return ram->bytes + (paddr - ram->base);
}
