// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An OpenCSD snapshot: a folder of ini files that trc_pkt_lister reads
 * (OpenCSD: decoder/docs/specs/ARM Trace and Debug Snapshot file format).
 *
 *   snapshot.ini	the list of devices
 *   trace.ini		buffers, and who traces into which
 *   cpu_N.ini		a CPU, with the text that it runs
 *   etm_N.ini		its trace unit, with registers
 *   sink_N.bin		a sink's trace, N being its record's number
 *   text_N.bin		kernel text
 */
#include <inttypes.h>

#include "record.h"
#include "text.h"

#define NAME_ROOM	64

struct snapshot {
	struct csd_output *output;
	const struct csd_trace *trace;
	const struct csd_text *text;
	struct csd_error *err;
};

static bool is_in(const struct csd_cpu *cpu)
{
	return cpu->stream_size > 0;
}

/* Writes one file by way of a function that takes a number. */
static int write_file(const struct snapshot *snap, const char *name,
		      void (*write)(const struct snapshot *, size_t, FILE *),
		      size_t i)
{
	FILE *file = csd_output_file(snap->output, name, snap->err);

	if (!file)
		return -1;
	write(snap, i, file);
	return csd_output_close(file, name, snap->err);
}

static void put_snapshot(const struct snapshot *snap, size_t i, FILE *file)
{
	size_t device = 0;
	uint32_t cpu;

	fprintf(file, "[snapshot]\nversion=1.0\n\n[device_list]\n");
	for (i = 0; i < snap->trace->nr_cpus; i++) {
		if (!is_in(&snap->trace->cpus[i]))
			continue;
		cpu = snap->trace->cpus[i].source->cpu;
		fprintf(file, "device%zu=cpu_%" PRIu32 ".ini\n", device, cpu);
		fprintf(file, "device%zu=etm_%" PRIu32 ".ini\n", device + 1,
			cpu);
		device += 2;
	}
	fprintf(file, "\n[trace]\nmetadata=trace.ini\n");
}

/* Buffers are named after the sinks. */
static void put_buffers(const struct csd_trace *trace, FILE *file)
{
	const char *comma = "";
	size_t i;

	fprintf(file, "[trace_buffers]\nbuffers=");
	for (i = 0; i < trace->nr_records; i++) {
		if (!trace->records[i].data_size)
			continue;
		fprintf(file, "%sbuffer%zu", comma, i);
		comma = ",";
	}
	fprintf(file, "\n");
	for (i = 0; i < trace->nr_records; i++)
		if (trace->records[i].data_size)
			fprintf(file, "\n[buffer%zu]\nname=%s\nfile=sink_%zu.bin\nformat=coresight\n",
				i, trace->records[i].name, i);
}

static void put_trace(const struct snapshot *snap, size_t i, FILE *file)
{
	const struct csd_trace *trace = snap->trace;
	const struct csd_cpu *cpu;

	put_buffers(trace, file);
	fprintf(file, "\n[source_buffers]\n");
	for (i = 0; i < trace->nr_cpus; i++) {
		cpu = &trace->cpus[i];
		if (is_in(cpu))
			fprintf(file, "ETM_%" PRIu32 "=%s\n", cpu->source->cpu,
				trace->records[cpu->sink].name);
	}
	fprintf(file, "\n[core_trace_sources]\n");
	for (i = 0; i < trace->nr_cpus; i++) {
		cpu = &trace->cpus[i];
		if (is_in(cpu))
			fprintf(file, "cpu_%" PRIu32 "=ETM_%" PRIu32 "\n",
				cpu->source->cpu, cpu->source->cpu);
	}
}

static void put_cpu(const struct snapshot *snap, size_t i, FILE *file)
{
	size_t piece = 0, run = 0;
	uint64_t va, size;

	fprintf(file, "[device]\nname=cpu_%" PRIu32 "\nclass=core\ntype=ARMv8-A\n",
		snap->trace->cpus[i].source->cpu);
	for (; piece < snap->text->nr; run++) {
		va = snap->text->pieces[piece].va;
		piece = text_run(snap->text, piece, &size);
		fprintf(file, "\n[dump%zu]\nfile=text_%zu.bin\naddress=0x%" PRIx64 "\nlength=0x%" PRIx64 "\n",
			run + 1, run, va, size);
	}
}

static void put_etm(const struct snapshot *snap, size_t i, FILE *file)
{
	const struct csd_cpu *cpu = &snap->trace->cpus[i];
	const struct csd_etm *etm = &cpu->etm;

	fprintf(file, "[device]\nname=ETM_%" PRIu32 "\nclass=trace_source\ntype=%s\n\n[regs]\n",
		cpu->source->cpu, etm->ete ? "ETE" : "ETM4");
	fprintf(file, "TRCTRACEIDR=0x%" PRIx32 "\n", cpu->source->trace_id);
	fprintf(file, "TRCCONFIGR=0x%" PRIx64 "\n", etm->configr);
	fprintf(file, "TRCIDR0=0x%" PRIx64 "\n", etm->idr0);
	fprintf(file, "TRCIDR1=0x%" PRIx64 "\n", etm->idr1);
	fprintf(file, "TRCIDR2=0x%" PRIx64 "\n", etm->idr2);
	fprintf(file, "TRCIDR8=0x%" PRIx64 "\n", etm->idr8);
	fprintf(file, "TRCAUTHSTATUS=0x%" PRIx64 "\n", etm->authstatus);
	if (etm->devarch)
		fprintf(file, "TRCDEVARCH=0x%" PRIx64 "\n", etm->devarch);
}

static void put_sink(const struct snapshot *snap, size_t i, FILE *file)
{
	const struct csd_record *sink = &snap->trace->records[i];

	fwrite(sink->data, 1, sink->data_size, file);
}

/* The run of text that starts with piece @i */
static void put_text(const struct snapshot *snap, size_t i, FILE *file)
{
	const struct csd_piece *piece = snap->text->pieces;
	uint64_t size;
	size_t end;

	for (end = text_run(snap->text, i, &size); i < end; i++)
		fwrite(piece[i].bytes, 1, piece[i].size, file);
}

static int write_cpus(const struct snapshot *snap)
{
	const struct csd_cpu *cpu = snap->trace->cpus;
	char name[NAME_ROOM];
	size_t i;

	for (i = 0; i < snap->trace->nr_cpus; i++, cpu++) {
		if (!is_in(cpu))
			continue;
		snprintf(name, sizeof(name), "cpu_%" PRIu32 ".ini",
			 cpu->source->cpu);
		if (write_file(snap, name, put_cpu, i))
			return -1;
		snprintf(name, sizeof(name), "etm_%" PRIu32 ".ini",
			 cpu->source->cpu);
		if (write_file(snap, name, put_etm, i))
			return -1;
	}
	return 0;
}

static int write_sinks(const struct snapshot *snap)
{
	char name[NAME_ROOM];
	size_t i;

	for (i = 0; i < snap->trace->nr_records; i++) {
		if (!snap->trace->records[i].data_size)
			continue;
		snprintf(name, sizeof(name), "sink_%zu.bin", i);
		if (write_file(snap, name, put_sink, i))
			return -1;
	}
	return 0;
}

static int write_text(const struct snapshot *snap)
{
	char name[NAME_ROOM];
	size_t piece = 0, run = 0;
	uint64_t size;

	for (; piece < snap->text->nr; run++) {
		snprintf(name, sizeof(name), "text_%zu.bin", run);
		if (write_file(snap, name, put_text, piece))
			return -1;
		piece = text_run(snap->text, piece, &size);
	}
	return 0;
}

int csd_write_snapshot(struct csd_output *output, const struct csd_trace *trace,
		       const struct csd_text *text, struct csd_error *err)
{
	const struct snapshot snap = { output, trace, text, err };

	if (write_file(&snap, "snapshot.ini", put_snapshot, 0) ||
	    write_file(&snap, "trace.ini", put_trace, 0) ||
	    write_cpus(&snap) || write_sinks(&snap) || write_text(&snap))
		return -1;
	return 0;
}
