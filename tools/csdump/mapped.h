/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in memory. */
#ifndef CSD_MAPPED_H
#define CSD_MAPPED_H

#include "csdump.h"

/* @size bytes, to be unmapped */
struct mapped {
	const uint8_t *bytes;
	size_t size;
};

/* Opens a file to be mapped. Returns a descriptor, or -1. */
int map_open(const char *path, struct csd_error *err);
/* Maps a regular file that is not empty. */
int map_fd(struct mapped *map, int fd, struct csd_error *err);
int map_file(struct mapped *map, const char *path, struct csd_error *err);
/* @size bytes of zero to be written into: memory only where they are. */
uint8_t *map_zeros(struct mapped *map, uint64_t size, struct csd_error *err);
/* Unmaps pages of a mapped file until they are touched again. */
void map_forget(const struct mapped *map, const uint8_t *bytes, size_t size);
void map_free(struct mapped *map);

#endif /* CSD_MAPPED_H */
