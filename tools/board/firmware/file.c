// SPDX-License-Identifier: GPL-2.0-or-later
#include "file.h"

#include <unistd.h>

int file_write_at(int fd, const uint8_t *bytes, uint64_t size, uint64_t offset)
{
	while (size) {
		ssize_t done = pwrite(fd, bytes, size, offset);

		if (done < 0)
			return -1;
		bytes += done;
		size -= done;
		offset += done;
	}
	return 0;
}
