/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcsdump: CoreSight snapshot records in crash dumps, and what can be made
 * of them.
 *
 * The library holds no global state, never exits and prints nothing. A call
 * that can fail returns 0, or -1 with a one-line message in its struct
 * csd_error. What is merely worth a warning goes to a struct csd_log.
 *
 * Addresses and sizes are in bytes; "paddr" is a physical address. Numbers in
 * structures are in the host's byte order. Whatever points into a dump stays
 * valid until csd_dump_close().
 */
#ifndef CSDUMP_H
#define CSDUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CSD_PRINTF(fmt, args)	__attribute__((format(printf, fmt, args)))

/* ---- errors and warnings ---------------------------------------------- */

#define CSD_ERROR_LEN	1024

/* What went wrong: one line without a newline. */
struct csd_error {
	char text[CSD_ERROR_LEN];
};

/* Replaces the message. Returns -1, so that a caller can return the call. */
int csd_error_set(struct csd_error *err, const char *fmt, ...) CSD_PRINTF(2, 3);

/* Puts "<what was being done>: " before the message. Returns -1. */
int csd_error_context(struct csd_error *err, const char *fmt, ...)
	CSD_PRINTF(2, 3);

/*
 * Where warnings go.
 * @line:	takes one line without a newline; may be NULL
 * @priv:	handed to @line
 * @partial:	set once something is missing from the output
 */
struct csd_log {
	void (*line)(void *priv, const char *text);
	void *priv;
	bool partial;
};

/* Worth knowing; the output is complete. */
void csd_note(struct csd_log *log, const char *fmt, ...) CSD_PRINTF(2, 3);

/* Something is missing or doubtful: also sets @partial. */
void csd_warn(struct csd_log *log, const char *fmt, ...) CSD_PRINTF(2, 3);

/* ---- dumps ------------------------------------------------------------ */

struct csd_dump;

/*
 * Opens an ELF core, the folder of a minidump, a kdump that makedumpfile made,
 * flattened or not, or "FILE@ADDRESS": a raw image of the RAM at ADDRESS.
 * The caller owns *@dump and closes it.
 */
int csd_dump_open(struct csd_dump **dump, const char *spec,
		  struct csd_error *err);

/*
 * Adds memory of the same crash to read kernel text from. Records are not
 * looked for in it.
 */
int csd_dump_add(struct csd_dump *dump, const char *spec,
		 struct csd_error *err);

/* Warns in @log of what the dump lacks, as far as it can be told. */
void csd_dump_warn(const struct csd_dump *dump, struct csd_log *log);

/* Warns in @log of what was wanted so far and could not be read. */
void csd_dump_warn_unread(const struct csd_dump *dump, struct csd_log *log);

void csd_dump_close(struct csd_dump *dump);

/*
 * A dump that somebody else reads, such as a debugger that has opened it.
 *
 * @read:	copies @size bytes of physical memory at @paddr to @to. Returns
 *		0, or -1 unless all of them are there. It is asked only for
 *		what lies in a known range and in one page of 4096 bytes
 * @vmcoreinfo:	value of the VMCOREINFO line "@key=value", to be given to
 *		free(), or NULL if there is no such line. May itself be NULL
 */
struct csd_memory {
	int (*read)(void *priv, uint64_t paddr, void *to, size_t size);
	char *(*vmcoreinfo)(void *priv, const char *key);
};

/* @size bytes of physical memory at @paddr */
struct csd_range {
	uint64_t paddr;
	uint64_t size;
};

/*
 * Opens a dump behind @memory, which is called with @priv until the dump is
 * closed. The memory in @ranges, @nr of them, is searched: first for
 * meminspect's image, on the first bytes of each page; then for records,
 * where the image says that there are regions or, without one, everywhere.
 * Not all of it needs to be there. Without @memory->vmcoreinfo the image's
 * VMCOREINFO serves.
 */
int csd_dump_open_with(struct csd_dump **dump, const struct csd_memory *memory,
		       void *priv, const struct csd_range *ranges, size_t nr,
		       struct csd_error *err);

/* Value of a VMCOREINFO line "KEY=value", NUL terminated, or NULL. */
const char *csd_dump_vmcoreinfo(const struct csd_dump *dump, const char *key);

/* ---- minidumps -------------------------------------------------------- */

struct csd_minidump;

/*
 * Finds out what the md_*.BIN files in the folder @path are. Fails if they
 * have no header, or not one region.
 */
int csd_minidump_open(struct csd_minidump **minidump, const char *path,
		      struct csd_error *err);

/* Warns in @log of what is missing, and names files that are ignored. */
void csd_minidump_warn(const struct csd_minidump *minidump,
		       struct csd_log *log);

/*
 * Writes the ELF core that they make. An existing file is refused, unless
 * @force is set and it is an ELF file.
 */
int csd_minidump_write(const struct csd_minidump *minidump, const char *path,
		       bool force, struct csd_error *err);
void csd_minidump_close(struct csd_minidump *minidump);

/* ---- records ---------------------------------------------------------- */

#define CSD_NAME_LEN	33

/*
 * One record (include/uapi/linux/coresight_snapshot.h), checked: every size
 * lies within @bytes.
 * @bytes:	the whole record, @size bytes
 * @blocks:	register blocks, @blocks_size bytes
 * @data:	trace data, @data_size bytes; NULL unless the state is valid
 * @data_good:	the checksum of the data is right
 */
struct csd_record {
	uint64_t paddr;
	const uint8_t *bytes;
	uint32_t size;
	uint32_t header_size;
	unsigned int kind;
	uint32_t cpu;
	uint32_t trace_id;
	char name[CSD_NAME_LEN];
	char sink[CSD_NAME_LEN];
	const uint8_t *blocks;
	uint32_t blocks_size;
	const uint8_t *data;
	uint32_t data_size;
	uint32_t error;
	uint32_t flags;
	uint32_t frozen_cpu;
	uint64_t frozen_ns;
	unsigned int state;
	bool data_good;
};

/* "never enabled", "armed", "valid", "failed: <errno text>" */
void csd_record_state(const struct csd_record *record, char *text, size_t size);

/* ---- trace ------------------------------------------------------------ */

/* Why a CPU has no usable trace, worst first. */
enum csd_cpu_status {
	CSD_CPU_OK,
	CSD_CPU_OFF,		/* its source was never enabled */
	CSD_CPU_NO_SINK,	/* the dump lacks its sink's record */
	CSD_CPU_NO_DATA,	/* its sink was not stopped and read */
	CSD_CPU_AMBIGUOUS,	/* another CPU has its ID in the same sink */
	CSD_CPU_BAD_SOURCE,	/* registers missing, or an unknown kind */
	CSD_CPU_ABSENT,		/* its sink holds not one byte of it */
	CSD_CPU_NO_SYNC,	/* no A-Sync packet: nothing to decode */
};

/*
 * What a decoder must know of a trace unit: ETMv4 or ETE registers.
 * @ete:	the unit is an ETE, otherwise an ETMv4
 */
struct csd_etm {
	bool ete;
	uint64_t configr, idr0, idr1, idr2, idr8, authstatus, devarch;
};

/*
 * One traced CPU.
 * @sink:	index of its sink in csd_trace.records, or -1
 * @unique_id:	trace ID that no other CPU of the dump has: @source->trace_id
 *		where possible
 * @stream:	its trace packets, @stream_size bytes, taken out of the sink
 * @presync:	bytes of @stream before the first A-Sync packet
 */
struct csd_cpu {
	const struct csd_record *source;
	int sink;
	enum csd_cpu_status status;
	char problem[CSD_ERROR_LEN];
	struct csd_etm etm;
	uint8_t unique_id;
	const uint8_t *stream;
	size_t stream_size;
	size_t presync;
};

/*
 * All trace in a dump.
 * @records:	by physical address
 * @unknown:	per record: bytes of a sink whose source is unknown, since the
 *		start of its trace was overwritten
 * @cpus:	one per source, by CPU number
 */
struct csd_trace {
	struct csd_record *records;
	size_t nr_records;
	size_t *unknown;
	struct csd_cpu *cpus;
	size_t nr_cpus;
	struct csd_streams *streams;
};

/* Finds and takes apart the trace. Broken records are warned of in @log. */
int csd_trace_read(struct csd_trace *trace, const struct csd_dump *dump,
		   struct csd_log *log, struct csd_error *err);
void csd_trace_free(struct csd_trace *trace);

/* Fails, saying why, if there is nothing to convert. */
int csd_trace_usable(const struct csd_trace *trace, struct csd_error *err);

/* Warns in @log of every CPU that is not complete. */
void csd_trace_warn(const struct csd_trace *trace, struct csd_log *log);

const char *csd_cpu_status_text(enum csd_cpu_status status);

/*
 * Prints the table that csdump-format(5) describes: aligned and with a heading
 * if @pretty, otherwise with tabs between the columns.
 */
int csd_info_print(FILE *file, const struct csd_dump *dump,
		   const struct csd_trace *trace, bool pretty,
		   struct csd_error *err);

/* ---- debug kinfo ------------------------------------------------------ */

/*
 * What a kernel leaves for boot firmware (include/uapi/linux/debug_kinfo.h):
 * the sound record, all of it at @bytes.
 */
struct csd_kinfo {
	uint64_t paddr;
	const uint8_t *bytes;
};

/* The record at @paddr. Fails, saying why, if it is not there, or not sound. */
int csd_kinfo_at(struct csd_kinfo *kinfo, const struct csd_dump *dump,
		 uint64_t paddr, struct csd_error *err);

/* The first sound one in the dump. Others that differ are warned of in @log. */
int csd_kinfo_find(struct csd_kinfo *kinfo, const struct csd_dump *dump,
		   struct csd_log *log, struct csd_error *err);

/* Room for the value of any field, with its NUL */
#define CSD_KINFO_ROOM	1040

/*
 * Prints its field number @i into @value. Returns the name of the field, or
 * NULL if there are not so many.
 */
const char *csd_kinfo_field(const struct csd_kinfo *kinfo, size_t i,
			    char *value, size_t room);

/* ---- kernel text and symbols ------------------------------------------ */

/* @size bytes of text at kernel virtual address @va */
struct csd_piece {
	uint64_t va;
	uint64_t size;
	const uint8_t *bytes;
};

/*
 * Executable memory of the kernel.
 * @pieces:	ascending, never overlapping; neighbours may touch
 * @missing:	executable bytes that the dump does not hold
 * @memory:	what pieces point to that are neither in a dump nor in vmlinux
 */
struct csd_text {
	struct csd_piece *pieces;
	size_t nr;
	uint64_t missing;
	uint8_t **memory;
	size_t nr_memory;
};

struct csd_vmlinux;

int csd_vmlinux_open(struct csd_vmlinux **vmlinux, const char *path,
		     struct csd_error *err);
void csd_vmlinux_close(struct csd_vmlinux *vmlinux);

/* Fails if the build ID is not the one that the dump names. */
int csd_vmlinux_check(const struct csd_vmlinux *vmlinux,
		      const struct csd_dump *dump, struct csd_error *err);

/* Text as it was at the crash, by way of the kernel's page tables. */
int csd_text_live(struct csd_text *text, const struct csd_dump *dump,
		  struct csd_error *err);

/* Text as it was linked, moved by @offset (KERNELOFFSET). */
int csd_text_vmlinux(struct csd_text *text, const struct csd_vmlinux *vmlinux,
		     uint64_t offset, struct csd_error *err);
void csd_text_free(struct csd_text *text);

struct csd_symbol {
	uint64_t va;
	char type;		/* as nm(1) prints it */
	char *name;
};

struct csd_symbols {
	struct csd_symbol *all;
	size_t nr;
};

/* The kernel's own table in the dump. */
int csd_symbols_live(struct csd_symbols *symbols, const struct csd_dump *dump,
		     struct csd_error *err);
int csd_symbols_vmlinux(struct csd_symbols *symbols,
			const struct csd_vmlinux *vmlinux, uint64_t offset,
			struct csd_error *err);
void csd_symbols_free(struct csd_symbols *symbols);

/*
 * Where the kernel runs.
 * @text:	address of _text
 * @offset:	KERNELOFFSET: how far KASLR moved it
 */
struct csd_kernel {
	uint64_t text;
	uint64_t offset;
};

/* From VMCOREINFO. Fails if the dump has none. */
int csd_kernel_locate(struct csd_kernel *kernel, const struct csd_dump *dump,
		      struct csd_error *err);

/*
 * Text as it was at the crash, from that in vmlinux and what the dump tells of
 * how the kernel changed it; where the dump has text itself, that. What is
 * doubtful is warned of in @log.
 */
int csd_text_patched(struct csd_text *text, const struct csd_dump *dump,
		     const struct csd_vmlinux *vmlinux,
		     const struct csd_kernel *kernel, struct csd_log *log,
		     struct csd_error *err);

/* ---- what other tools need -------------------------------------------- */

enum csd_tool { CSD_CRASH, CSD_GDB, CSD_DRGN, CSD_NR_TOOLS };

/* What becomes of a tool without a thing */
enum csd_need {
	CSD_NOT_NEEDED,
	CSD_DEGRADED,		/* it opens the core, but something is lost */
	CSD_FATAL,		/* it does not open the core */
};

/* Worst last. */
enum csd_state {
	CSD_PRESENT,
	CSD_UNKNOWN,		/* what leads to it is not there */
	CSD_WRONG,		/* there, but not as the tools need it */
	CSD_TRUNCATED,		/* a part is missing */
	CSD_MISSING,
};

/* One thing that tools need of a core. */
struct csd_finding {
	char item[64];
	enum csd_state state;
	enum csd_need need[CSD_NR_TOOLS];
	const char *effect;	/* what is lost without it */
	char detail[160];
};

struct csd_check;

/*
 * Opens an ELF core, or the folder of a minidump, to see whether other tools
 * can use it. Unlike csd_dump_open() this takes a core that was cut off.
 */
int csd_check_open(struct csd_check **check, const char *path,
		   struct csd_error *err);

/* Adds memory of the same crash, to follow pointers with. It is not judged. */
int csd_check_add(struct csd_check *check, const char *spec,
		  struct csd_error *err);

/* Warn in @log as csd_dump_warn() and csd_dump_warn_unread(). */
void csd_check_warn(const struct csd_check *check, struct csd_log *log);
void csd_check_warn_unread(const struct csd_check *check, struct csd_log *log);

/*
 * Takes addresses and layouts from @vmlinux. It must be the crashed kernel's
 * and have debug information.
 */
int csd_check_vmlinux(struct csd_check *check,
		      const struct csd_vmlinux *vmlinux,
		      struct csd_error *err);

/*
 * Looks for everything. *@findings, *@nr of them, are valid until
 * csd_check_close().
 */
int csd_check_run(struct csd_check *check, const struct csd_finding **findings,
		  size_t *nr, struct csd_error *err);

/* "opens", or why not, for one tool: a line without a newline. */
void csd_check_summary(const struct csd_check *check, enum csd_tool tool,
		       char *text, size_t size);

void csd_check_close(struct csd_check *check);

const char *csd_tool_name(enum csd_tool tool);
const char *csd_need_name(enum csd_need need);
const char *csd_state_name(enum csd_state state);

/* ---- output ----------------------------------------------------------- */

struct csd_output;

/*
 * Starts a directory that appears under @path only once it is complete. An
 * existing one is refused, unless it is empty, or @force is set and it holds
 * nothing but what csdump writes.
 */
int csd_output_begin(struct csd_output **output, const char *path, bool force,
		     struct csd_error *err);

/* A new file of it; directories in @name are made. */
FILE *csd_output_file(struct csd_output *output, const char *name,
		      struct csd_error *err);

/* Closes @file. Fails if anything written to it was lost. */
int csd_output_close(FILE *file, const char *name, struct csd_error *err);

/* Puts the directory in place and frees @output. */
int csd_output_commit(struct csd_output *output, struct csd_error *err);

/* Removes what was written and frees @output, which may be NULL. */
void csd_output_abort(struct csd_output *output);

/* metadata.bin and cstrace.bin: csdump-format(5) */
int csd_write_raw(struct csd_output *output, const struct csd_trace *trace,
		  struct csd_error *err);

/* perf.data/: a perf directory; @text and @symbols may be empty */
int csd_write_perf(struct csd_output *output, const struct csd_trace *trace,
		   const struct csd_kernel *kernel, const struct csd_text *text,
		   const struct csd_symbols *symbols, struct csd_error *err);

/* An OpenCSD snapshot */
int csd_write_snapshot(struct csd_output *output, const struct csd_trace *trace,
		       const struct csd_text *text, struct csd_error *err);

/* ---- all of it at once ------------------------------------------------ */

enum csd_format {
	CSD_PERF,		/* a perf directory, and the raw trace */
	CSD_SNAPSHOT,		/* an OpenCSD snapshot */
};

/*
 * How to convert. Zero-initialised, but for @path, it is what most want.
 * @path:	the directory to write, as csd_output_begin() takes it
 * @force:	likewise
 * @vmlinux:	where symbols and, if the dump lacks it, text come from, or NULL
 * @vmlinux_text: text as linked, even if the dump has the live one
 * @stopped:	whether to give up; asked now and then; may be NULL
 * @priv:	handed to @stopped
 */
struct csd_conversion {
	const char *path;
	enum csd_format format;
	bool force;
	const struct csd_vmlinux *vmlinux;
	bool vmlinux_text;
	bool (*stopped)(void *priv);
	void *priv;
};

/*
 * Turns the trace of @dump into a directory. Upon failure none is left. What
 * is missing in it is warned of in @log.
 */
int csd_convert(const struct csd_dump *dump, const struct csd_trace *trace,
		const struct csd_conversion *how, struct csd_log *log,
		struct csd_error *err);

#ifdef __cplusplus
}
#endif

#endif /* CSDUMP_H */
