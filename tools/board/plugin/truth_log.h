/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the truth log of one CPU; ../truth.h has the format.
 */
#ifndef BOARD_TRUTH_LOG_H
#define BOARD_TRUTH_LOG_H

#include "../truth.h"

struct truth_log {
	struct truth_header *head;
	struct truth_entry *ring;
	/* Where the instruction after the last TRUTH_RUN would be, or 0 */
	uint64_t run_end;
};

/**
 * truth_log_open() - create the file DIR/cpuN
 * @log:	the log
 * @dir:	directory
 * @head:	@cpu, @sink and @sink_bytes for the file's header
 *
 * Return: 0, or -1 with errno set.
 */
int truth_log_open(struct truth_log *log, const char *dir,
		   const struct truth_header *head);

/** truth_log_id() - note the trace ID */
void truth_log_id(struct truth_log *log, uint32_t id);

/** truth_log_put() - add an entry */
void truth_log_put(struct truth_log *log, enum truth_kind kind, uint64_t value,
		   uint64_t count);

/** truth_log_run() - add that @count instructions from @start on ran */
void truth_log_run(struct truth_log *log, uint64_t start, uint64_t count);

#endif /* BOARD_TRUTH_LOG_H */
