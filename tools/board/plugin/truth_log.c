// SPDX-License-Identifier: GPL-2.0-or-later
/* The truth log's file: a sparse, shared mapping that outlives QEMU. */
#include "truth_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "a64.h"

#define CAPACITY	(2U << 20)

static void *map_file(const char *path, size_t size)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	void *map = MAP_FAILED;

	if (fd < 0)
		return map;
	if (!ftruncate(fd, size))
		map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return map;
}

int truth_log_open(struct truth_log *log, const char *dir,
		   const struct truth_header *head)
{
	size_t size = sizeof(*log->head) + CAPACITY * sizeof(*log->ring);
	char path[4096];
	void *map;

	snprintf(path, sizeof(path), "%s/cpu%u", dir, head->cpu);
	map = map_file(path, size);
	if (map == MAP_FAILED)
		return -1;
	log->head = map;
	log->ring = (struct truth_entry *)(log->head + 1);
	log->run_end = 0;
	*log->head = *head;
	memcpy(log->head->magic, TRUTH_MAGIC, sizeof(log->head->magic));
	log->head->capacity = CAPACITY;
	log->head->count = 0;
	return 0;
}

void truth_log_id(struct truth_log *log, uint32_t id)
{
	log->head->trace_id = id;
}

void truth_log_put(struct truth_log *log, enum truth_kind kind, uint64_t value,
		   uint64_t count)
{
	log->ring[log->head->count % CAPACITY] = (struct truth_entry) {
		.value = value,
		.count = count,
		.kind = kind,
	};
	log->head->count++;
	log->run_end = 0;
}

void truth_log_run(struct truth_log *log, uint64_t start, uint64_t count)
{
	if (!count)
		return;
	if (log->run_end == start)
		log->ring[(log->head->count - 1) % CAPACITY].count += count;
	else
		truth_log_put(log, TRUTH_RUN, start, count);
	log->run_end = start + count * A64_BYTES;
}
