/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a truth log (tools/board/truth.h) and what a trace must show. */
#ifndef TRUTH_LOG_H
#define TRUTH_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "address_list.h"
#include "truth.h"

/**
 * struct truth_log - a truth log in memory
 * @header:	its head
 * @entries:	its entries, oldest first
 * @count:	how many there are
 * @lost:	older entries were overwritten
 */
struct truth_log {
	struct truth_header header;
	struct truth_entry *entries;
	size_t count;
	bool lost;
};

/**
 * enum truth_reach - how much of a CPU's trace a sink still holds
 * @REACH_NOTHING_CAPTURED: the sink never stopped, or held nothing of this CPU
 * @REACH_OVERWRITTEN:	no synchronisation of this CPU's survived in the sink
 * @REACH_SOME:		it can be decoded from some instruction on
 */
enum truth_reach {
	REACH_NOTHING_CAPTURED,
	REACH_OVERWRITTEN,
	REACH_SOME,
};

/**
 * struct truth_window - the part of a log that a sink still held at its stop
 * @reach:	whether there is one; if not, the rest is not set
 * @first:	the first entry that can be decoded
 * @stop:	the entry that says that the sink stopped
 */
struct truth_window {
	enum truth_reach reach;
	size_t first;
	size_t stop;
};

/* Returns 0, or -1 with a message printed. */
int truth_log_read(struct truth_log *log, const char *path);

/* Takes over a log whose @count entries, written ever, are in @ring. */
int truth_log_init(struct truth_log *log, const struct truth_header *header,
		   const struct truth_entry *ring);

void truth_log_deinit(struct truth_log *log);

/*
 * The window at the last stop of the sink. Returns 0, or -1 with a message
 * printed if the log has lost its beginning.
 */
int truth_log_window(const struct truth_log *log, struct truth_window *window);

/* All kernel instructions that a decoder must find in @window. */
void truth_log_expect(const struct truth_log *log,
		      const struct truth_window *window,
		      struct address_list *list);

/*
 * Instructions from the last time that @address ran until @window's stop, -1
 * if it never did. Those of an interrupt that came between and returned are not
 * counted: they do not belong to the way.
 */
long truth_log_since_address(const struct truth_log *log,
			     const struct truth_window *window,
			     uint64_t address);

/* The same from the last synchronous exception that the kernel caused. */
long truth_log_since_fault(const struct truth_log *log,
			   const struct truth_window *window);

/* Kernel instructions in @window before its last system call. */
long truth_log_before_call(const struct truth_log *log,
			   const struct truth_window *window);

#endif /* TRUTH_LOG_H */
