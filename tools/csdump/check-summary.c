// SPDX-License-Identifier: GPL-2.0-or-later
/* What the findings mean for each tool. */
#include "check.h"

const char *csd_tool_name(enum csd_tool tool)
{
	static const char *const names[] = { "crash", "gdb", "drgn" };

	return names[tool];
}

const char *csd_need_name(enum csd_need need)
{
	static const char *const names[] = { "-", "degraded", "fatal" };

	return names[need];
}

const char *csd_state_name(enum csd_state state)
{
	static const char *const names[] = {
		"present", "unknown", "wrong", "truncated", "missing",
	};

	return names[state];
}

/* What is not there, and what is not known to be. */
struct count {
	size_t bad, unknown;
	const struct csd_finding *first_bad, *first_unknown;
};

static struct count count(const struct csd_check *check, enum csd_tool tool,
			  enum csd_need need)
{
	const struct csd_finding *finding = check->findings;
	const struct csd_finding *end = finding + check->nr;
	struct count count = { 0 };

	for (; finding < end; finding++) {
		if (finding->need[tool] != need ||
		    finding->state == CSD_PRESENT)
			continue;
		if (finding->state == CSD_UNKNOWN && !count.unknown++)
			count.first_unknown = finding;
		if (finding->state != CSD_UNKNOWN && !count.bad++)
			count.first_bad = finding;
	}
	return count;
}

static const char *things(size_t nr)
{
	return nr == 1 ? "thing" : "things";
}

void csd_check_summary(const struct csd_check *check, enum csd_tool tool,
		       char *text, size_t size)
{
	struct count fatal = count(check, tool, CSD_FATAL);
	struct count degraded = count(check, tool, CSD_DEGRADED);
	size_t unknown = fatal.unknown + degraded.unknown;

	if (fatal.bad)
		snprintf(text, size, "cannot open: %zu %s missing, first: %s",
			 fatal.bad, things(fatal.bad), fatal.first_bad->item);
	else if (fatal.unknown)
		snprintf(text, size, "not known to open: %zu %s could not be looked for, first: %s",
			 fatal.unknown, things(fatal.unknown),
			 fatal.first_unknown->item);
	else if (degraded.bad)
		snprintf(text, size, "opens, but lacks %zu %s, first: %s",
			 degraded.bad, things(degraded.bad),
			 degraded.first_bad->item);
	else if (unknown)
		snprintf(text, size, "opens, but %zu %s could not be looked for, first: %s",
			 unknown, things(unknown),
			 degraded.first_unknown->item);
	else
		snprintf(text, size, "opens");
}
