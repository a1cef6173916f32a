// SPDX-License-Identifier: GPL-2.0-or-later
/* What trace a dump holds, as a table. */
#include <inttypes.h>
#include <linux/coresight_snapshot.h>
#include <stdlib.h>
#include <string.h>

#include "csdump.h"
#include "table.h"

/* csdump-format(5) documents the columns: add new ones behind the last. */
enum column {
	COL_CPU, COL_SOURCE, COL_ID, COL_SINK, COL_SHARED, COL_BYTES,
	COL_WRAPPED, COL_PRESYNC, COL_UNKNOWN, COL_STATE, COL_STATUS,
	NR_COLUMNS
};

struct row {
	char cell[NR_COLUMNS][CELL_ROOM];
};

static const struct row heading = { {
	"CPU", "SOURCE", "ID", "SINK", "SHARED", "BYTES", "WRAPPED", "PRESYNC",
	"UNKNOWN", "STATE", "STATUS",
} };

/* The CPUs that trace into @sink, but for @self */
static void list_sharers(char *cell, const struct csd_trace *trace, int sink,
			 const struct csd_cpu *self)
{
	const struct csd_cpu *cpu = trace->cpus;
	size_t i, len = 0;

	snprintf(cell, CELL_ROOM, "-");
	for (i = 0; i < trace->nr_cpus && len < CELL_ROOM - 12; i++, cpu++) {
		if (cpu == self || cpu->sink != sink || sink < 0)
			continue;
		len += (size_t)snprintf(cell + len, CELL_ROOM - len,
					"%s%" PRIu32, len ? "," : "",
					cpu->source->cpu);
	}
}

/* A number, or a dash for none */
CSD_PRINTF(2, 0)
static void fill_number(char *cell, const char *fmt, uint32_t value)
{
	if (value != CORESIGHT_SNAPSHOT_NONE)
		snprintf(cell, CELL_ROOM, fmt, value);
}

static const char *wrapped(const struct csd_record *sink)
{
	if (!sink->data)
		return "-";
	return sink->flags & CORESIGHT_SNAPSHOT_WRAPPED ? "yes" : "no";
}

static void fill_dashes(struct row *row)
{
	size_t i;

	for (i = 0; i < NR_COLUMNS; i++)
		snprintf(row->cell[i], CELL_ROOM, "-");
}

static void fill_sink(struct row *row, const struct csd_trace *trace, int sink)
{
	const struct csd_record *record = &trace->records[sink];

	snprintf(row->cell[COL_SINK], CELL_ROOM, "%s", record->name);
	snprintf(row->cell[COL_WRAPPED], CELL_ROOM, "%s", wrapped(record));
	if (record->data)
		snprintf(row->cell[COL_UNKNOWN], CELL_ROOM, "%zu",
			 trace->unknown[sink]);
}

static void fill_cpu_row(struct row *row, const struct csd_trace *trace,
			 const struct csd_cpu *cpu)
{
	const struct csd_record *source = cpu->source;

	fill_dashes(row);
	snprintf(row->cell[COL_SINK], CELL_ROOM, "%s",
		 source->sink[0] ? source->sink : "-");
	if (cpu->sink >= 0)
		fill_sink(row, trace, cpu->sink);
	fill_number(row->cell[COL_CPU], "%" PRIu32, source->cpu);
	snprintf(row->cell[COL_SOURCE], CELL_ROOM, "%s", source->name);
	fill_number(row->cell[COL_ID], "0x%02" PRIx32, source->trace_id);
	list_sharers(row->cell[COL_SHARED], trace, cpu->sink, cpu);
	snprintf(row->cell[COL_BYTES], CELL_ROOM, "%zu", cpu->stream_size);
	if (cpu->stream_size)
		snprintf(row->cell[COL_PRESYNC], CELL_ROOM, "%zu",
			 cpu->presync);
	csd_record_state(source, row->cell[COL_STATE], CELL_ROOM);
	snprintf(row->cell[COL_STATUS], CELL_ROOM, "%s",
		 csd_cpu_status_text(cpu->status));
}

static void fill_sink_row(struct row *row, const struct csd_trace *trace,
			  int sink)
{
	const struct csd_record *record = &trace->records[sink];

	fill_dashes(row);
	fill_sink(row, trace, sink);
	list_sharers(row->cell[COL_SHARED], trace, sink, NULL);
	snprintf(row->cell[COL_BYTES], CELL_ROOM, "%" PRIu32,
		 record->data_size);
	csd_record_state(record, row->cell[COL_STATE], CELL_ROOM);
}

/* Returns the number of rows: the heading, CPUs, then sinks. */
static size_t fill_rows(struct row *rows, const struct csd_trace *trace)
{
	size_t i, nr = 0;

	rows[nr++] = heading;
	for (i = 0; i < trace->nr_cpus; i++)
		fill_cpu_row(&rows[nr++], trace, &trace->cpus[i]);
	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].kind == CORESIGHT_SNAPSHOT_SINK)
			fill_sink_row(&rows[nr++], trace, (int)i);
	return nr;
}

/* For people: which kernel, and when and by whom its trace was stopped */
static void print_summary(FILE *file, const struct csd_dump *dump,
			  const struct csd_trace *trace)
{
	const char *release = csd_dump_vmcoreinfo(dump, "OSRELEASE");
	const struct csd_record *record = trace->records;
	const struct csd_record *end = record + trace->nr_records;

	fprintf(file, "Linux %s", release ? release : "of unknown release");
	while (record < end && !record->data)
		record++;
	if (record < end)
		fprintf(file, ", frozen by CPU %" PRIu32 " at %" PRIu64 ".%06" PRIu64 " s",
			record->frozen_cpu, record->frozen_ns / 1000000000,
			record->frozen_ns / 1000 % 1000000);
	fprintf(file, "\n\n");
}

int csd_info_print(FILE *file, const struct csd_dump *dump,
		   const struct csd_trace *trace, bool pretty,
		   struct csd_error *err)
{
	struct row *rows = calloc(trace->nr_records + 1, sizeof(*rows));

	if (!rows)
		return csd_error_set(err, "out of memory");
	if (pretty)
		print_summary(file, dump, trace);
	table_print(file, rows->cell, fill_rows(rows, trace), NR_COLUMNS,
		    pretty);
	free(rows);
	return 0;
}
