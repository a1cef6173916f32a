// SPDX-License-Identifier: GPL-2.0-or-later
/* Says whether a dump's trace can be used, and what is wrong with it. */
#include <inttypes.h>
#include <string.h>

#include "deframe.h"
#include "record.h"

static bool all_empty(const struct csd_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].state != CORESIGHT_SNAPSHOT_EMPTY)
			return false;
	return true;
}

static bool any_data(const struct csd_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].data_size)
			return true;
	return false;
}

/* The first sink that is not valid, to name in an error. */
static const struct csd_record *bad_sink(const struct csd_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].kind == CORESIGHT_SNAPSHOT_SINK &&
		    trace->records[i].state != CORESIGHT_SNAPSHOT_VALID)
			return &trace->records[i];
	return NULL;
}

int csd_trace_usable(const struct csd_trace *trace, struct csd_error *err)
{
	const struct csd_record *sink;
	char state[96];

	if (all_empty(trace))
		return csd_error_set(err, "no trace: tracing was never enabled on this kernel; write 1 to enable_sink of a sink and enable_source of each source");
	if (any_data(trace))
		return 0;
	sink = bad_sink(trace);
	if (!sink)
		return csd_error_set(err, "no trace: no sink holds any");
	csd_record_state(sink, state, sizeof(state));
	return csd_error_set(err, "no trace: sink %s is %s%s", sink->name, state,
			     sink->state == CORESIGHT_SNAPSHOT_ARMED ?
			     ": the kernel died without freezing it" : "");
}

static void warn_sink(const struct csd_trace *trace, size_t i,
		      struct csd_log *log)
{
	const struct csd_record *sink = &trace->records[i];

	if (sink->state == CORESIGHT_SNAPSHOT_FAILED)
		csd_warn(log, "sink %s: stopping or reading it failed: %s",
			 sink->name, strerror((int)sink->error));
	if (!sink->data_good)
		csd_warn(log, "sink %s: the checksum of its trace is wrong; converted all the same",
			 sink->name);
	if (trace->streams[i].tail)
		csd_warn(log, "sink %s: the last %zu bytes are no whole frame; ignored",
			 sink->name, trace->streams[i].tail);
}

static void warn_cpu(const struct csd_cpu *cpu, struct csd_log *log)
{
	const struct csd_record *source = cpu->source;
	const char *colon = cpu->problem[0] ? ": " : "";

	if (cpu->status == CSD_CPU_OFF)
		csd_note(log, "CPU %" PRIu32 ": tracing was never enabled on %s",
			 source->cpu, source->name);
	else if (cpu->status != CSD_CPU_OK)
		csd_warn(log, "CPU %" PRIu32 " (%s to %s): %s%s%s", source->cpu,
			 source->name, source->sink,
			 csd_cpu_status_text(cpu->status), colon, cpu->problem);
	else if (source->state == CORESIGHT_SNAPSHOT_FAILED)
		csd_warn(log, "CPU %" PRIu32 ": stopping %s failed: %s; its trace may end late",
			 source->cpu, source->name,
			 strerror((int)source->error));
	if (cpu->stream && !cpu->unique_id)
		csd_warn(log, "CPU %" PRIu32 ": no trace ID is left for it in one perf.data",
			 source->cpu);
}

void csd_trace_warn(const struct csd_trace *trace, struct csd_log *log)
{
	size_t i;

	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].kind == CORESIGHT_SNAPSHOT_SINK)
			warn_sink(trace, i, log);
	for (i = 0; i < trace->nr_cpus; i++)
		warn_cpu(&trace->cpus[i], log);
}
