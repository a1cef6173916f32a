// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds the perf.data that perf script and perf report decode. */
#include <string.h>

#include <coresight/etm4.h>
#include <coresight/frame.h>

#include "kcore.h"
#include "perfdata.h"
#include "reframe.h"

/* struct perf_file_header */
#define FILE_MAGIC		"PERFILE2"
#define HEADER_SIZE		104
#define FEATURE_BYTES		32
#define FEATURE_ARCH		6
#define FEATURE_NRCPUS		7
#define FEATURE_AUXTRACE	18
#define NR_FEATURES		3

/* struct perf_event_attr; 112 bytes are what perf 6.1 and later take */
#define ATTR_SIZE		112
#define ATTR_ENTRY		(ATTR_SIZE + 16)
/* IP, TID, TIME, CPU, IDENTIFIER */
#define SAMPLE_TYPE		0x10087
#define READ_FORMAT_ID		4
#define FLAG_DISABLED		(1ULL << 0)
#define FLAG_SAMPLE_ID_ALL	(1ULL << 18)

#define RECORD_MMAP		1
#define RECORD_AUX		11
#define RECORD_AUXTRACE_INFO	70
#define RECORD_AUXTRACE		71
#define MISC_KERNEL		1
#define RECORD_HEADER		8
#define AUXTRACE_SIZE		48

/* struct perf_record_auxtrace_info and cs_etm's private part of it */
#define AUXTRACE_CS_ETM		3
#define CS_ETM_VERSION		1
#define ETMV4_MAGIC		0x4040404040404040ULL
#define ETE_MAGIC		0x5050505050505050ULL
#define ETMV4_PARAMS		8
#define ETE_PARAMS		9
/* Virtual counter. It has no effect without timestamps; others draw a warning. */
#define TS_SOURCE		1

/* Any number: it only has to be the same in attr and AUXTRACE_INFO. */
#define PMU_TYPE		8
/* Any number: perf needs one event ID. */
#define EVENT_ID		1
#define NONE			0xffffffffU

#define KERNEL_MAP		"[kernel.kallsyms]_text"
/* The kernel's map without text to measure: 64 MiB */
#define DEFAULT_MAP_SIZE	(64ULL << 20)
#define ARCH			"aarch64"
#define ARCH_ROOM		64

/* A section of the file, found out while writing */
struct section {
	uint64_t offset;
	uint64_t size;
};

/* @file: the file; @index: offsets of AUXTRACE records */
struct perfdata {
	struct buffer *file;
	struct buffer index;
	uint64_t nr_index;
};

static void record_head(struct buffer *file, uint32_t type, uint16_t misc,
			size_t size)
{
	buffer_u32(file, type);
	buffer_u16(file, misc);
	buffer_u16(file, (uint16_t)size);
}

/* What every record of SAMPLE_TYPE ends in */
#define TRAILER_SIZE	32
static void trailer(struct buffer *file, uint32_t pid, uint64_t time,
		    uint32_t cpu)
{
	buffer_u32(file, pid);
	buffer_u32(file, pid);
	buffer_u64(file, time);
	buffer_u32(file, cpu);
	buffer_u32(file, 0);
	buffer_u64(file, EVENT_ID);
}

static void put_attr(struct buffer *file, uint64_t ids_offset)
{
	size_t start = file->size;

	buffer_u32(file, PMU_TYPE);
	buffer_u32(file, ATTR_SIZE);
	buffer_u64(file, 0);			/* config: no timestamps */
	buffer_u64(file, 1);			/* sample_period */
	buffer_u64(file, SAMPLE_TYPE);
	buffer_u64(file, READ_FORMAT_ID);
	buffer_u64(file, FLAG_DISABLED | FLAG_SAMPLE_ID_ALL);
	buffer_zeros(file, start + ATTR_SIZE - file->size);
	buffer_u64(file, ids_offset);
	buffer_u64(file, sizeof(uint64_t));
}

/*
 * perf reads from TRCCONFIGR which exception level a context ID belongs to:
 * CID set and VMID clear say the kernel's EL1. Trace timestamps would need a
 * clock that the dump does not have.
 */
static uint64_t perf_configr(uint64_t configr)
{
	configr &= ~(uint64_t)(TRCCONFIGR_VMID | TRCCONFIGR_VMIDOPT |
			       TRCCONFIGR_TS);
	return configr | TRCCONFIGR_CID;
}

static void put_cpu(struct buffer *file, const struct csd_cpu *cpu)
{
	const struct csd_etm *etm = &cpu->etm;

	buffer_u64(file, etm->ete ? ETE_MAGIC : ETMV4_MAGIC);
	buffer_u64(file, cpu->source->cpu);
	buffer_u64(file, etm->ete ? ETE_PARAMS : ETMV4_PARAMS);
	buffer_u64(file, perf_configr(etm->configr));
	buffer_u64(file, cpu->unique_id);
	buffer_u64(file, etm->idr0);
	buffer_u64(file, etm->idr1);
	buffer_u64(file, etm->idr2);
	buffer_u64(file, etm->idr8);
	buffer_u64(file, etm->authstatus);
	if (etm->ete)
		buffer_u64(file, etm->devarch);
	buffer_u64(file, TS_SOURCE);
}

/* Whether perf gets this CPU's trace */
static bool is_in(const struct csd_cpu *cpu)
{
	return cpu->stream_size && cpu->unique_id;
}

static void put_info(struct buffer *file, const struct csd_trace *trace)
{
	struct buffer body = { 0 };
	uint64_t nr = 0;
	size_t i;

	for (i = 0; i < trace->nr_cpus; i++) {
		if (!is_in(&trace->cpus[i]))
			continue;
		put_cpu(&body, &trace->cpus[i]);
		nr++;
	}
	record_head(file, RECORD_AUXTRACE_INFO, 0,
		    RECORD_HEADER + 4 * sizeof(uint64_t) + body.size);
	buffer_u32(file, AUXTRACE_CS_ETM);
	buffer_u32(file, 0);
	buffer_u64(file, CS_ETM_VERSION);
	buffer_u64(file, (uint64_t)PMU_TYPE << 32 | nr);
	buffer_u64(file, 0);			/* no snapshot mode */
	buffer_put(file, body.bytes, body.size);
	file->failed |= body.failed;
	buffer_free(&body);
}

/* From _text on to the end of the highest text, or a good guess. */
static uint64_t map_size(const struct csd_kernel *kernel,
			 const struct csd_text *text)
{
	const struct csd_piece *piece = text->pieces;
	size_t i;

	for (i = 0; i < text->nr; i++, piece++)
		if (piece->va <= kernel->text + DEFAULT_MAP_SIZE &&
		    piece->va + piece->size > kernel->text)
			return piece->va + piece->size - kernel->text;
	return DEFAULT_MAP_SIZE;
}

static void put_mmap(struct buffer *file, const struct csd_kernel *kernel,
		     const struct csd_text *text)
{
	char name[(sizeof(KERNEL_MAP) + 7) / 8 * 8] = KERNEL_MAP;

	record_head(file, RECORD_MMAP, MISC_KERNEL,
		    RECORD_HEADER + 32 + sizeof(name) + TRAILER_SIZE);
	buffer_u32(file, NONE);			/* pid */
	buffer_u32(file, 0);			/* tid */
	buffer_u64(file, kernel->text);
	buffer_u64(file, map_size(kernel, text));
	buffer_u64(file, kernel->text);
	buffer_put(file, name, sizeof(name));
	trailer(file, NONE, 0, 0);
}

static void put_aux(struct buffer *file, uint32_t cpu, size_t size,
		    uint64_t time)
{
	record_head(file, RECORD_AUX, 0, RECORD_HEADER + 24 + TRAILER_SIZE);
	buffer_u64(file, 0);			/* offset */
	buffer_u64(file, size);
	buffer_u64(file, 0);			/* flags: formatted */
	trailer(file, 0, time, cpu);
}

static void put_auxtrace(struct perfdata *perf, uint32_t cpu,
			 const struct buffer *frames)
{
	struct buffer *file = perf->file;

	buffer_u64(&perf->index, file->size);
	buffer_u64(&perf->index, AUXTRACE_SIZE);
	perf->nr_index++;

	record_head(file, RECORD_AUXTRACE, 0, AUXTRACE_SIZE);
	buffer_u64(file, frames->size);
	buffer_u64(file, 0);			/* offset */
	buffer_u64(file, perf->nr_index);	/* reference: a serial number */
	buffer_u32(file, cpu);			/* index of the buffer */
	buffer_u32(file, NONE);			/* tid: of the CPU */
	buffer_u32(file, cpu);
	buffer_u32(file, 0);
	buffer_put(file, frames->bytes, frames->size);
}

/*
 * A frame without trace. perf 6.1 flushes what its decoder holds back when it
 * hands over more data: what it holds back at the last data is lost.
 */
static void put_null_frame(struct buffer *frames)
{
	static const uint8_t frame[FRAME_BYTES] = {
		FRAME_ID_BYTE(FRAME_ID_NULL)
	};

	buffer_put(frames, frame, sizeof(frame));
}

/*
 * One buffer per CPU, and one AUX record for all of it: perf 6.1 mixes CPUs of
 * a shared buffer up, and restarts decoding at each AUX record.
 */
static void put_trace(struct perfdata *perf, const struct csd_cpu *cpu)
{
	struct buffer frames = { 0 };

	reframe(&frames, cpu->unique_id, cpu->stream, cpu->stream_size);
	put_null_frame(&frames);
	put_aux(perf->file, cpu->source->cpu, frames.size,
		perf->nr_index + 1);
	put_auxtrace(perf, cpu->source->cpu, &frames);
	perf->file->failed |= frames.failed;
	buffer_free(&frames);
}

static void put_arch(struct buffer *file)
{
	char arch[ARCH_ROOM] = ARCH;

	buffer_u32(file, sizeof(arch));
	buffer_put(file, arch, sizeof(arch));
}

/* CPUs there may be, and those online. perf -C takes none beyond. */
static void put_nrcpus(struct buffer *file, const struct csd_trace *trace)
{
	uint32_t nr = 0;
	size_t i;

	for (i = 0; i < trace->nr_cpus; i++)
		if (is_in(&trace->cpus[i]))
			nr = trace->cpus[i].source->cpu + 1;
	buffer_u32(file, nr);
	buffer_u32(file, nr);
}

static void put_index(struct buffer *file, const struct perfdata *perf)
{
	buffer_u64(file, perf->nr_index);
	buffer_put(file, perf->index.bytes, perf->index.size);
	file->failed |= perf->index.failed;
}

/* Behind the data: where each feature is, then the features, by number. */
static void put_features(struct perfdata *perf, const struct csd_trace *trace)
{
	struct buffer features = { 0 }, *file = perf->file;
	uint64_t base = file->size + NR_FEATURES * 16;
	size_t end[NR_FEATURES], i, start = 0;

	put_arch(&features);
	end[0] = features.size;
	put_nrcpus(&features, trace);
	end[1] = features.size;
	put_index(&features, perf);
	end[2] = features.size;
	for (i = 0; i < NR_FEATURES; i++) {
		buffer_u64(file, base + start);
		buffer_u64(file, end[i] - start);
		start = end[i];
	}
	buffer_put(file, features.bytes, features.size);
	file->failed |= features.failed;
	buffer_free(&features);
}

static void put_section(struct buffer *head, struct section section)
{
	buffer_u64(head, section.offset);
	buffer_u64(head, section.size);
}

/* Overwrites the room left for it at the file's start. */
static void fill_header(struct buffer *file, struct section attrs,
			struct section data)
{
	struct buffer head = { 0 };

	buffer_put(&head, FILE_MAGIC, 8);
	buffer_u64(&head, HEADER_SIZE);
	buffer_u64(&head, ATTR_ENTRY);
	put_section(&head, attrs);
	put_section(&head, data);
	put_section(&head, (struct section){ 0, 0 });
	buffer_u64(&head, 1ULL << FEATURE_ARCH | 1ULL << FEATURE_NRCPUS |
			  1ULL << FEATURE_AUXTRACE);
	buffer_zeros(&head, FEATURE_BYTES - sizeof(uint64_t));
	file->failed |= head.failed;
	if (!file->failed)
		memcpy(file->bytes, head.bytes, HEADER_SIZE);
	buffer_free(&head);
}

int perfdata_build(struct buffer *file, const struct csd_trace *trace,
		   const struct csd_kernel *kernel, const struct csd_text *text,
		   struct csd_error *err)
{
	struct perfdata perf = { .file = file };
	struct section attrs, data;
	size_t i;

	buffer_zeros(file, HEADER_SIZE);
	buffer_u64(file, EVENT_ID);
	attrs = (struct section){ file->size, ATTR_ENTRY };
	put_attr(file, HEADER_SIZE);

	data.offset = file->size;
	put_info(file, trace);
	put_mmap(file, kernel, text);
	for (i = 0; i < trace->nr_cpus; i++)
		if (is_in(&trace->cpus[i]))
			put_trace(&perf, &trace->cpus[i]);
	data.size = file->size - data.offset;

	put_features(&perf, trace);
	fill_header(file, attrs, data);
	buffer_free(&perf.index);
	return file->failed ? csd_error_set(err, "out of memory") : 0;
}

int csd_write_perf(struct csd_output *output, const struct csd_trace *trace,
		   const struct csd_kernel *kernel, const struct csd_text *text,
		   const struct csd_symbols *symbols, struct csd_error *err)
{
	struct buffer data = { 0 };
	FILE *file;
	int ret;

	ret = perfdata_build(&data, trace, kernel, text, err);
	file = ret ? NULL : csd_output_file(output, "perf.data/data", err);
	if (file) {
		fwrite(data.bytes, 1, data.size, file);
		ret = csd_output_close(file, "perf.data/data", err);
	}
	buffer_free(&data);
	if (!file || ret)
		return -1;
	if (!text->nr)
		return 0;
	return kcore_write(output, "perf.data/kcore_dir", kernel, text, symbols,
			   err);
}
