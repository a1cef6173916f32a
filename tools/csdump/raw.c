// SPDX-License-Identifier: GPL-2.0-or-later
/* metadata.bin and cstrace.bin: the records as they were (csdump-format(5)). */
#include "record.h"

#define METADATA_ALIGN	8

static void write_metadata(const struct csd_record *record, FILE *file)
{
	static const char zeros[METADATA_ALIGN];
	size_t size = record->header_size + record->blocks_size;

	fwrite(record->bytes, 1, record->header_size, file);
	fwrite(record->blocks, 1, record->blocks_size, file);
	fwrite(zeros, 1, -size % METADATA_ALIGN, file);
}

static void write_trace(const struct csd_record *record, FILE *file)
{
	if (record->data)
		fwrite(record->data, 1, record->data_size, file);
}

static int write_all(struct csd_output *output, const struct csd_trace *trace,
		     const char *name,
		     void (*write)(const struct csd_record *, FILE *),
		     struct csd_error *err)
{
	FILE *file = csd_output_file(output, name, err);
	size_t i;

	if (!file)
		return -1;
	for (i = 0; i < trace->nr_records; i++)
		write(&trace->records[i], file);
	return csd_output_close(file, name, err);
}

int csd_write_raw(struct csd_output *output, const struct csd_trace *trace,
		  struct csd_error *err)
{
	if (write_all(output, trace, "metadata.bin", write_metadata, err))
		return -1;
	return write_all(output, trace, "cstrace.bin", write_trace, err);
}
