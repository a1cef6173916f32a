/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why something cannot be done. */
#ifndef FAILURE_H
#define FAILURE_H

/**
 * struct failure - what is wrong, for people
 */
struct failure {
	char text[160];
};

/* Say what is wrong. Returns -1. */
int refuse(struct failure *failure, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* FAILURE_H */
