// SPDX-License-Identifier: GPL-2.0-or-later
/* Errors as values, and the log that warnings go to. */
#include <stdarg.h>
#include <string.h>

#include "csdump.h"

int csd_error_set(struct csd_error *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return -1;
}

int csd_error_context(struct csd_error *err, const char *fmt, ...)
{
	struct csd_error inner = *err;
	va_list args;
	size_t used;

	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);

	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %.*s",
		 (int)sizeof(inner.text), inner.text);
	return -1;
}

static void log_line(struct csd_log *log, const char *fmt, va_list args)
{
	char text[CSD_ERROR_LEN];

	if (!log->line)
		return;
	vsnprintf(text, sizeof(text), fmt, args);
	log->line(log->priv, text);
}

void csd_note(struct csd_log *log, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	log_line(log, fmt, args);
	va_end(args);
}

void csd_warn(struct csd_log *log, const char *fmt, ...)
{
	va_list args;

	log->partial = true;
	va_start(args, fmt);
	log_line(log, fmt, args);
	va_end(args);
}
