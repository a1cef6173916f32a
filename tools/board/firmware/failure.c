// SPDX-License-Identifier: GPL-2.0-or-later
#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

int refuse(struct failure *failure, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(failure->text, sizeof(failure->text), format, args);
	va_end(args);
	return -1;
}
