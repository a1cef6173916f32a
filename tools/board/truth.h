/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The truth log: which instructions a CPU of the board executed while its
 * trace unit was on. The plugin writes one file a CPU (DIR/truth/cpuN), tests
 * compare what they decode with it.
 *
 * A file is a struct truth_header and then @capacity entries used as a ring;
 * entry i of all ever written is at index i modulo @capacity. While the sink
 * does not capture, runs, synchronisations and exceptions are not logged: no
 * one can ever decode them. Host byte order
 * (little-endian). The file is a shared mapping: it is complete even if QEMU
 * is killed.
 */
#ifndef TRUTH_H
#define TRUTH_H

#include <stdint.h>

#define TRUTH_MAGIC	"CSTRUTH1"

/**
 * struct truth_header - head of a truth file
 * @magic:	TRUTH_MAGIC, without a terminator
 * @cpu:	number of the CPU
 * @sink:	number of the TMC it traces into
 * @sink_bytes:	size of that TMC's RAM
 * @trace_id:	trace ID last programmed
 * @capacity:	entries the ring has room for
 * @count:	entries ever written
 */
struct truth_header {
	char magic[8];
	uint32_t cpu;
	uint32_t sink;
	uint32_t sink_bytes;
	uint32_t trace_id;
	uint64_t capacity;
	uint64_t count;
};

/**
 * enum truth_kind - what an entry says
 * @TRUTH_RUN:		@count instructions from @value on ran, in order
 * @TRUTH_START:	the trace unit started; no instruction before was seen
 * @TRUTH_STOP:		the trace unit stopped; @count is the instructions since the
 *			last branch or exception in the trace, which no decoder
 *			can know
 * @TRUTH_SYNC:		the trace can be decoded from the next instruction on,
 *			if the sink's RAM still holds the byte that @value
 *			counts: bytes captured before the frame in which the
 *			synchronisation begins
 * @TRUTH_EXCEPTION:	an exception was taken; @value is the preferred return
 *			address, @count its ETMv4 type
 * @TRUTH_SINK_START:	the sink started capturing, its RAM empty
 * @TRUTH_SINK_STOP:	the sink stopped; @value is the bytes captured since it
 *			started, padding included, @count the instructions
 *			since the last branch or exception in the trace, which
 *			no decoder can know
 */
enum truth_kind {
	TRUTH_RUN = 1,
	TRUTH_START,
	TRUTH_STOP,
	TRUTH_SYNC,
	TRUTH_EXCEPTION,
	TRUTH_SINK_START,
	TRUTH_SINK_STOP,
};

/**
 * struct truth_entry - one entry
 * @value:	address, or as @kind says
 * @count:	instructions, or as @kind says
 * @kind:	enum truth_kind
 */
struct truth_entry {
	uint64_t value;
	uint32_t count;
	uint32_t kind;
};

#endif /* TRUTH_H */
