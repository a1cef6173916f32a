/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are written. */
#ifndef FILE_H
#define FILE_H

#include <stdint.h>

/* Write all @size bytes. Returns 0, or -1 and errno. */
int file_write_at(int fd, const uint8_t *bytes, uint64_t size,
		  uint64_t offset);

#endif /* FILE_H */
