// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Puts a flattened file together (makedumpfile(8), -F and -R). It begins with
 * a head of 4096 bytes, of which these count, all numbers being big-endian:
 *
 *   char signature[16]		"makedumpfile", padded with NULs
 *   s64 type			1
 *   s64 version		1
 *
 * Then each piece has an s64 offset, an s64 size and so many bytes. An offset
 * of -1 ends the file.
 */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "bytes.h"
#include "flat.h"

#define HEAD_SIZE	4096
#define PIECE_HEAD	16

static const char signature[16] = "makedumpfile";

static uint64_t get_be64(const uint8_t *p)
{
	return __builtin_bswap64(get_le64(p));
}

bool flat_is(const uint8_t *bytes, uint64_t size)
{
	return size >= sizeof(signature) &&
	       !memcmp(bytes, signature, sizeof(signature));
}

static int check_head(const uint8_t *bytes, uint64_t size,
		      struct csd_error *err)
{
	if (size < HEAD_SIZE)
		return csd_error_set(err, "flattened dump: the head is cut off after %" PRIu64 " bytes",
				     size);
	if (get_be64(bytes + 16) != 1 || get_be64(bytes + 24) != 1)
		return csd_error_set(err, "flattened dump: type %" PRIu64 ", version %" PRIu64 " at offset 0x10 are not 1 and 1",
				     get_be64(bytes + 16),
				     get_be64(bytes + 24));
	return 0;
}

static int open_temporary(struct csd_error *err)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/csdump-XXXXXX",
		 dir && *dir ? dir : "/var/tmp");
	fd = mkstemp(path);
	if (fd < 0)
		return csd_error_set(err, "cannot make a temporary file to put the flattened dump together: %s: %s",
				     path, strerror(errno));
	unlink(path);
	return fd;
}

static int put(int fd, const uint8_t *bytes, uint64_t size, uint64_t to,
	       struct csd_error *err)
{
	ssize_t done;

	for (; size; bytes += done, size -= (uint64_t)done) {
		done = pwrite(fd, bytes, size, (off_t)to);
		if (done <= 0)
			return csd_error_set(err, "cannot put the flattened dump together: %" PRIu64 " bytes at 0x%" PRIx64 ": %s; is there room in TMPDIR?",
					     size, to, strerror(errno));
		to += (uint64_t)done;
	}
	return 0;
}

static int put_pieces(int fd, const uint8_t *bytes, uint64_t size,
		      struct csd_error *err)
{
	uint64_t at = HEAD_SIZE, to, len;

	for (; fits(at, PIECE_HEAD, size); at += len) {
		to = get_be64(bytes + at);
		len = get_be64(bytes + at + 8);
		if (to == ~0ULL)
			return 0;
		at += PIECE_HEAD;
		if (!fits(at, len, size) || to > INT64_MAX - len)
			return csd_error_set(err, "flattened dump: piece at offset 0x%" PRIx64 ": %" PRIu64 " bytes for 0x%" PRIx64 " lie outside the file of %" PRIu64 " bytes; was it cut off?",
					     at - PIECE_HEAD, len, to, size);
		if (put(fd, bytes + at, len, to, err))
			return -1;
	}
	return csd_error_set(err, "flattened dump: ends at offset 0x%" PRIx64 " without an end mark; was it cut off?",
			     at);
}

int flat_unpack(const uint8_t *bytes, uint64_t size, int *fd,
		struct csd_error *err)
{
	if (check_head(bytes, size, err))
		return -1;
	*fd = open_temporary(err);
	if (*fd < 0)
		return -1;
	if (!put_pieces(*fd, bytes, size, err))
		return 0;
	close(*fd);
	return -1;
}
