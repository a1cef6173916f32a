/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * CoreSight snapshot records: what a crashed kernel leaves in memory for a
 * host tool to find in any dump.
 *
 * Each trace sink and each trace source has one record. A record is one
 * physically contiguous, page aligned region:
 *
 *	struct coresight_snapshot
 *	blocks: struct coresight_snapshot_block + payload, repeated
 *	padding up to @data_offset
 *	trace data (sinks only)
 *
 * All fields are little-endian. A reader checks @magic, @version and the two
 * checksums, skips block types it does not know, and trusts no size beyond
 * the region it was found in. A record carries its own physical address, so
 * that a copy of one elsewhere in a RAM image is not taken for a record.
 *
 * Documentation/trace/coresight/coresight-snapshot.rst describes the format.
 */
#ifndef _UAPI_LINUX_CORESIGHT_SNAPSHOT_H
#define _UAPI_LINUX_CORESIGHT_SNAPSHOT_H

#include <linux/types.h>

#define CORESIGHT_SNAPSHOT_MAGIC	"CSSNAPSH"
#define CORESIGHT_SNAPSHOT_MAGIC_LEN	8
#define CORESIGHT_SNAPSHOT_VERSION	1
#define CORESIGHT_SNAPSHOT_NAME_LEN	32
/* Records start on a boundary of this many bytes. */
#define CORESIGHT_SNAPSHOT_ALIGN	4096
/* @cpu or @trace_id of a record that has none. */
#define CORESIGHT_SNAPSHOT_NONE		0xffffffff

/**
 * enum coresight_snapshot_kind - what a record describes
 * @CORESIGHT_SNAPSHOT_SOURCE:	a trace source, registers only
 * @CORESIGHT_SNAPSHOT_SINK:	a trace sink, registers and trace data
 */
enum coresight_snapshot_kind {
	CORESIGHT_SNAPSHOT_SOURCE = 1,
	CORESIGHT_SNAPSHOT_SINK = 2,
};

/**
 * enum coresight_snapshot_state - how far a record has come
 * @CORESIGHT_SNAPSHOT_EMPTY:	the device was never enabled, or is disabled
 * @CORESIGHT_SNAPSHOT_ARMED:	enabled; the blocks are complete, no data yet
 * @CORESIGHT_SNAPSHOT_VALID:	stopped by a freeze; the result is complete
 * @CORESIGHT_SNAPSHOT_FAILED:	the freeze could not stop or read the device;
 *				@error says why
 */
enum coresight_snapshot_state {
	CORESIGHT_SNAPSHOT_EMPTY = 0,
	CORESIGHT_SNAPSHOT_ARMED = 1,
	CORESIGHT_SNAPSHOT_VALID = 2,
	CORESIGHT_SNAPSHOT_FAILED = 3,
};

/* @flags: the sink's RAM had wrapped, its oldest trace was overwritten. */
#define CORESIGHT_SNAPSHOT_WRAPPED	(1U << 0)

/**
 * struct coresight_snapshot - head of a record
 * @magic:		%CORESIGHT_SNAPSHOT_MAGIC, without a terminator
 * @version:		%CORESIGHT_SNAPSHOT_VERSION; a change that old readers
 *			cannot survive raises it
 * @kind:		enum coresight_snapshot_kind
 * @header_size:	bytes of this structure; the blocks start there
 * @paddr:		physical address of this record
 * @size:		bytes of the whole record, data capacity included
 * @blocks_size:	bytes of all blocks
 * @data_offset:	bytes from the record's start to the trace data, 0 in a
 *			source
 * @data_capacity:	bytes of trace data the record has room for
 * @cpu:		logical CPU that a source traces
 * @trace_id:		CoreSight trace ID of a source (7 bits)
 * @name:		device name, NUL padded
 * @sink:		name of the sink that a source traces into, NUL padded
 * @meta_crc:		CRC-32 (IEEE 802.3, as zlib's) of all fields above
 *			and then of the blocks
 * @error:		positive errno, 0 if none
 * @flags:		CORESIGHT_SNAPSHOT_WRAPPED
 * @data_size:		bytes of trace data present, oldest first, in 16-byte
 *			CoreSight frames (Arm IHI 0029, formatter protocol)
 * @frozen_cpu:		logical CPU that took the snapshot
 * @reserved:		zero
 * @frozen_ns:		sched_clock() of that CPU, in nanoseconds
 * @result_crc:		CRC-32 of @error to @frozen_ns and then of the data
 * @state:		enum coresight_snapshot_state, written last
 *
 * The fields up to @meta_crc, and the blocks, are written when the device is
 * enabled; those from @error on when it is frozen, and zero before.
 */
struct coresight_snapshot {
	__u8	magic[CORESIGHT_SNAPSHOT_MAGIC_LEN];
	__le16	version;
	__le16	kind;
	__le32	header_size;
	__le64	paddr;
	__le32	size;
	__le32	blocks_size;
	__le32	data_offset;
	__le32	data_capacity;
	__le32	cpu;
	__le32	trace_id;
	__u8	name[CORESIGHT_SNAPSHOT_NAME_LEN];
	__u8	sink[CORESIGHT_SNAPSHOT_NAME_LEN];
	__le32	meta_crc;

	__le32	error;
	__le32	flags;
	__le32	data_size;
	__le32	frozen_cpu;
	__le32	reserved;
	__le64	frozen_ns;
	__le32	result_crc;
	__le32	state;
};

/**
 * enum coresight_snapshot_block_type - what a block's payload is
 * @CORESIGHT_SNAPSHOT_REGS:	array of struct coresight_snapshot_reg
 */
enum coresight_snapshot_block_type {
	CORESIGHT_SNAPSHOT_REGS = 1,
};

/**
 * struct coresight_snapshot_block - head of a block
 * @type:	enum coresight_snapshot_block_type
 * @length:	bytes of payload after this head, a multiple of 8
 */
struct coresight_snapshot_block {
	__le32	type;
	__le32	length;
};

/**
 * struct coresight_snapshot_reg - one register of the device
 * @offset:	byte offset in the component's 4 KiB register page; for trace
 *		units without one, that of the memory-mapped register of the
 *		same name (Arm IHI 0064, ETMv4)
 * @reserved:	zero
 * @value:	what the register held when the device had been enabled
 */
struct coresight_snapshot_reg {
	__le32	offset;
	__le32	reserved;
	__le64	value;
};

#endif /* _UAPI_LINUX_CORESIGHT_SNAPSHOT_H */
