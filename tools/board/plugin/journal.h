/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin's log file: one line for each thing worth knowing.
 */
#ifndef BOARD_JOURNAL_H
#define BOARD_JOURNAL_H

/** journal_open() - write to @path from now on. Return: 0, or -1 with errno set */
int journal_open(const char *path);

/** journal() - write a line */
void journal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** journal_fatal() - write a line, on standard error too, and end QEMU */
void journal_fatal(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));

#endif /* BOARD_JOURNAL_H */
