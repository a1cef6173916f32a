// SPDX-License-Identifier: GPL-2.0-or-later
#include "truth_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ETMv4 exception types (Arm IHI 0064) that are not caused by an instruction */
#define EXCEPTION_RESET		0x0
#define EXCEPTION_DEBUG_HALT	0x1
#define EXCEPTION_CALL		0x2
#define EXCEPTION_SYSTEM_ERROR	0x4
#define EXCEPTION_IRQ		0xe
#define EXCEPTION_FIQ		0xf

static int complain(const char *path, const char *why)
{
	fprintf(stderr, "agree: %s: %s\n", path, why);
	return -1;
}

int truth_log_init(struct truth_log *log, const struct truth_header *header,
		   const struct truth_entry *ring)
{
	uint64_t count = header->count, capacity = header->capacity;
	uint64_t first = count > capacity ? count - capacity : 0;

	log->header = *header;
	log->lost = first > 0;
	log->count = count - first;
	log->entries = calloc(log->count + 1, sizeof(*log->entries));
	if (!log->entries)
		return -1;
	for (uint64_t i = first; i < count; i++)
		log->entries[i - first] = ring[i % capacity];
	return 0;
}

void truth_log_deinit(struct truth_log *log)
{
	free(log->entries);
	*log = (struct truth_log){ };
}

static bool is_truth(const struct truth_header *header, uint64_t size)
{
	return size >= sizeof(*header) &&
	       !memcmp(header->magic, TRUTH_MAGIC, sizeof(header->magic)) &&
	       header->capacity > 0 &&
	       header->capacity <= (size - sizeof(*header)) /
				   sizeof(struct truth_entry);
}

int truth_log_read(struct truth_log *log, const char *path)
{
	const struct truth_header *header;
	struct stat file;
	int status, fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &file))
		return complain(path, strerror(errno));
	header = mmap(NULL, file.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (header == MAP_FAILED)
		return complain(path, strerror(errno));
	if (!is_truth(header, file.st_size))
		status = complain(path, "not a truth log");
	else
		status = truth_log_init(log, header, (const void *)(header + 1));
	munmap((void *)header, file.st_size);
	return status;
}

/* The last entry of @kind before entry @end, -1 if there is none. */
static ssize_t last_of(const struct truth_log *log, size_t end,
		       enum truth_kind kind)
{
	ssize_t i = end;

	while (--i >= 0 && log->entries[i].kind != kind)
		;
	return i;
}

/* Has @sync's first byte not been overwritten when @stop was written? */
static bool survives(const struct truth_log *log, const struct truth_entry *sync,
		     const struct truth_entry *stop)
{
	return sync->value + log->header.sink_bytes >= stop->value;
}

static void find_sync(const struct truth_log *log, struct truth_window *window,
		      size_t start)
{
	window->reach = REACH_NOTHING_CAPTURED;
	for (size_t i = start; i < window->stop; i++) {
		if (log->entries[i].kind != TRUTH_SYNC)
			continue;
		window->reach = REACH_OVERWRITTEN;
		if (!survives(log, &log->entries[i], &log->entries[window->stop]))
			continue;
		window->reach = REACH_SOME;
		window->first = i;
		return;
	}
}

/* Might a synchronisation that survived be among the entries lost? */
static bool lost_too_much(const struct truth_log *log,
			  const struct truth_window *window)
{
	for (size_t i = 0; i < window->stop; i++) {
		if (log->entries[i].kind == TRUTH_SYNC)
			return survives(log, &log->entries[i],
					&log->entries[window->stop]);
	}
	return log->entries[window->stop].value > 0;
}

int truth_log_window(const struct truth_log *log, struct truth_window *window)
{
	ssize_t stop = last_of(log, log->count, TRUTH_SINK_STOP);
	ssize_t start;

	*window = (struct truth_window){ .reach = REACH_NOTHING_CAPTURED };
	if (stop < 0)
		return 0;
	window->stop = stop;
	start = last_of(log, stop, TRUTH_SINK_START);
	find_sync(log, window, start < 0 ? 0 : start);
	if (start < 0 && log->lost && lost_too_much(log, window)) {
		fprintf(stderr, "agree: cpu%u: the truth log is too small\n",
			log->header.cpu);
		return -1;
	}
	return 0;
}

static void add_runs(const struct truth_log *log, size_t first, size_t end,
		     struct address_list *list)
{
	for (size_t i = first; i < end; i++) {
		const struct truth_entry *entry = &log->entries[i];

		if (entry->kind == TRUTH_RUN)
			address_list_add_run(list, entry->value, entry->count);
	}
}

void truth_log_expect(const struct truth_log *log,
		      const struct truth_window *window,
		      struct address_list *list)
{
	if (window->reach != REACH_SOME)
		return;
	add_runs(log, window->first, window->stop, list);
	address_list_drop(list, log->entries[window->stop].count);
	address_list_keep_kernel(list);
}

static bool is_interrupt(const struct truth_entry *entry)
{
	return entry->kind == TRUTH_EXCEPTION &&
	       (entry->count == EXCEPTION_IRQ || entry->count == EXCEPTION_FIQ);
}

/* Where the interrupt at entry @i returns to, or @i if it does not. */
static size_t behind_interrupt(const struct truth_log *log, size_t i, size_t end)
{
	for (size_t j = i + 1; j < end; j++) {
		if (log->entries[j].kind == TRUTH_RUN &&
		    log->entries[j].value == log->entries[i].value)
			return j - 1;
	}
	return i;
}

/* Instructions from entry @first to @end, without those of interrupts between. */
static long count_path(const struct truth_log *log, size_t first, size_t end)
{
	long count = 0;

	for (size_t i = first; i < end; i++) {
		if (log->entries[i].kind == TRUTH_RUN)
			count += log->entries[i].count;
		else if (is_interrupt(&log->entries[i]))
			i = behind_interrupt(log, i, end);
	}
	return count;
}

long truth_log_since_address(const struct truth_log *log,
			     const struct truth_window *window,
			     uint64_t address)
{
	for (ssize_t i = (ssize_t)window->stop - 1; i >= 0; i--) {
		const struct truth_entry *entry = &log->entries[i];
		uint64_t skipped = (address - entry->value) / INSTRUCTION_BYTES;

		if (entry->kind == TRUTH_RUN && address >= entry->value &&
		    skipped < entry->count)
			return count_path(log, i, window->stop) - skipped;
	}
	return -1;
}

static bool is_kernel_fault(const struct truth_entry *entry)
{
	if (entry->kind != TRUTH_EXCEPTION || !is_kernel_address(entry->value))
		return false;
	switch (entry->count) {
	case EXCEPTION_RESET:
	case EXCEPTION_DEBUG_HALT:
	case EXCEPTION_CALL:
	case EXCEPTION_SYSTEM_ERROR:
	case EXCEPTION_IRQ:
	case EXCEPTION_FIQ:
		return false;
	}
	return true;
}

long truth_log_since_fault(const struct truth_log *log,
			   const struct truth_window *window)
{
	ssize_t i = window->stop;

	while (--i >= 0 && !is_kernel_fault(&log->entries[i]))
		;
	return i < 0 ? -1 : count_path(log, i, window->stop);
}

long truth_log_before_call(const struct truth_log *log,
			   const struct truth_window *window)
{
	struct address_list list = { };
	long count;
	size_t i = window->stop;

	if (window->reach != REACH_SOME)
		return 0;
	while (i > window->first &&
	       (log->entries[i].kind != TRUTH_EXCEPTION ||
		log->entries[i].count != EXCEPTION_CALL))
		i--;
	add_runs(log, window->first, i, &list);
	address_list_keep_kernel(&list);
	count = list.count;
	address_list_deinit(&list);
	return count;
}
