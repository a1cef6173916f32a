// SPDX-License-Identifier: GPL-2.0-or-later
/* Pairs sources with sinks and gives each CPU its own trace. */
#include <inttypes.h>

#include <coresight/frame.h>

#include "bytes.h"
#include "deframe.h"
#include "etm.h"
#include "record.h"
#include "scan.h"

static bool is_source(const struct csd_record *record)
{
	return record->kind == CORESIGHT_SNAPSHOT_SOURCE;
}

static int find_sink(const struct csd_trace *trace, const char *name)
{
	const struct csd_record *record = trace->records;
	size_t i;

	for (i = 0; i < trace->nr_records; i++, record++)
		if (!is_source(record) && !strcmp(record->name, name))
			return (int)i;
	return -1;
}

static int by_cpu(const void *a, const void *b)
{
	const struct csd_record *x = ((const struct csd_cpu *)a)->source;
	const struct csd_record *y = ((const struct csd_cpu *)b)->source;

	if (x->cpu != y->cpu)
		return x->cpu < y->cpu ? -1 : 1;
	return x->paddr < y->paddr ? -1 : x->paddr > y->paddr;
}

static void pair_sources(struct csd_trace *trace)
{
	struct csd_cpu *cpu = trace->cpus;
	size_t i;

	for (i = 0; i < trace->nr_records; i++) {
		if (!is_source(&trace->records[i]))
			continue;
		cpu->source = &trace->records[i];
		cpu->sink = find_sink(trace, cpu->source->sink);
		cpu++;
	}
	trace->nr_cpus = (size_t)(cpu - trace->cpus);
	if (trace->nr_cpus)
		qsort(trace->cpus, trace->nr_cpus, sizeof(*trace->cpus),
		      by_cpu);
}

static int deframe_sinks(struct csd_trace *trace, struct csd_error *err)
{
	const struct csd_record *record;
	size_t i;

	for (i = 0; i < trace->nr_records; i++) {
		record = &trace->records[i];
		if (is_source(record) || !record->data)
			continue;
		if (deframe(&trace->streams[i], record->data,
			    record->data_size))
			return csd_error_set(err, "out of memory");
		trace->unknown[i] = trace->streams[i].unknown;
	}
	return 0;
}

/* Whether a second source that is on has the same CPU, or sink and ID. */
static bool is_ambiguous(const struct csd_trace *trace,
			 const struct csd_cpu *cpu)
{
	const struct csd_cpu *other = trace->cpus;
	size_t i;

	for (i = 0; i < trace->nr_cpus; i++, other++) {
		if (other == cpu ||
		    other->source->state == CORESIGHT_SNAPSHOT_EMPTY)
			continue;
		if (other->source->cpu == cpu->source->cpu ||
		    (other->sink == cpu->sink &&
		     other->source->trace_id == cpu->source->trace_id))
			return true;
	}
	return false;
}

static bool id_usable(uint32_t id)
{
	return id != FRAME_ID_NULL && id <= FRAME_ID_LAST;
}

/* What can be said without looking at the trace itself. */
static enum csd_cpu_status judge_records(const struct csd_trace *trace,
					 struct csd_cpu *cpu)
{
	const struct csd_record *source = cpu->source;
	struct csd_error err;

	if (source->state == CORESIGHT_SNAPSHOT_EMPTY)
		return CSD_CPU_OFF;
	if (cpu->sink < 0)
		return CSD_CPU_NO_SINK;
	if (!trace->records[cpu->sink].data)
		return CSD_CPU_NO_DATA;
	if (is_ambiguous(trace, cpu))
		return CSD_CPU_AMBIGUOUS;
	if (etm_read(&cpu->etm, source, &err)) {
		memcpy(cpu->problem, err.text, sizeof(cpu->problem));
		return CSD_CPU_BAD_SOURCE;
	}
	if (id_usable(source->trace_id) &&
	    source->cpu != CORESIGHT_SNAPSHOT_NONE)
		return CSD_CPU_OK;
	snprintf(cpu->problem, sizeof(cpu->problem),
		 "trace ID 0x%x or CPU %" PRId32 " is none",
		 source->trace_id, (int32_t)source->cpu);
	return CSD_CPU_BAD_SOURCE;
}

static enum csd_cpu_status judge(const struct csd_trace *trace,
				 struct csd_cpu *cpu)
{
	enum csd_cpu_status status = judge_records(trace, cpu);
	const struct buffer *stream;

	if (status != CSD_CPU_OK)
		return status;
	stream = &trace->streams[cpu->sink].stream[cpu->source->trace_id];
	cpu->stream = stream->bytes;
	cpu->stream_size = stream->size;
	if (!stream->size)
		return CSD_CPU_ABSENT;
	if (!etm_find_sync(stream->bytes, stream->size, &cpu->presync))
		return CSD_CPU_NO_SYNC;
	return CSD_CPU_OK;
}

/*
 * Kernels number sources per sink, so that two CPUs of different sinks may
 * have one ID. A perf.data maps IDs to CPUs for good: the later CPU gets
 * another ID there. No ID is left for the 112th CPU: it has 0.
 */
static void give_ids(struct csd_trace *trace)
{
	bool used[FRAME_ID_LAST + 1] = { false };
	struct csd_cpu *cpu = trace->cpus;
	struct csd_cpu *end = cpu + trace->nr_cpus;
	uint8_t id;

	for (; cpu < end; cpu++) {
		if (!cpu->stream || used[cpu->source->trace_id])
			continue;
		cpu->unique_id = (uint8_t)cpu->source->trace_id;
		used[cpu->unique_id] = true;
	}
	for (cpu = trace->cpus; cpu < end; cpu++) {
		if (!cpu->stream || cpu->unique_id)
			continue;
		for (id = 1; id <= FRAME_ID_LAST && used[id]; id++)
			;
		if (id > FRAME_ID_LAST)
			return;
		cpu->unique_id = id;
		used[id] = true;
	}
}

static int alloc_trace(struct csd_trace *trace, struct csd_error *err)
{
	size_t nr = trace->nr_records;

	if (!nr)
		return csd_error_set(err, "no CoreSight snapshot record; does the kernel have CONFIG_CORESIGHT_SNAPSHOT, and the dump its regions?");
	trace->cpus = calloc(nr, sizeof(*trace->cpus));
	trace->unknown = calloc(nr, sizeof(*trace->unknown));
	trace->streams = calloc(nr, sizeof(*trace->streams));
	if (!trace->cpus || !trace->unknown || !trace->streams)
		return csd_error_set(err, "out of memory");
	return 0;
}

int csd_trace_read(struct csd_trace *trace, const struct csd_dump *dump,
		   struct csd_log *log, struct csd_error *err)
{
	size_t i;

	memset(trace, 0, sizeof(*trace));
	if (scan_records(dump, &trace->records, &trace->nr_records, log, err))
		return -1;
	if (alloc_trace(trace, err))
		goto err_free;
	pair_sources(trace);
	if (deframe_sinks(trace, err))
		goto err_free;
	for (i = 0; i < trace->nr_cpus; i++)
		trace->cpus[i].status = judge(trace, &trace->cpus[i]);
	give_ids(trace);
	return 0;

err_free:
	csd_trace_free(trace);
	return -1;
}

void csd_trace_free(struct csd_trace *trace)
{
	size_t i;

	for (i = 0; trace->streams && i < trace->nr_records; i++)
		streams_free(&trace->streams[i]);
	free(trace->streams);
	free(trace->unknown);
	free(trace->cpus);
	free(trace->records);
	memset(trace, 0, sizeof(*trace));
}

const char *csd_cpu_status_text(enum csd_cpu_status status)
{
	static const char *const text[] = {
		[CSD_CPU_OK] = "complete",
		[CSD_CPU_OFF] = "its source was never enabled",
		[CSD_CPU_NO_SINK] = "the dump has no record of its sink",
		[CSD_CPU_NO_DATA] = "its sink was not stopped and read",
		[CSD_CPU_AMBIGUOUS] = "another source has its CPU, or its trace ID in the same sink",
		[CSD_CPU_BAD_SOURCE] = "its source cannot be decoded",
		[CSD_CPU_ABSENT] = "its sink holds no trace of it",
		[CSD_CPU_NO_SYNC] = "its trace has no synchronisation packet",
	};

	return text[status];
}
