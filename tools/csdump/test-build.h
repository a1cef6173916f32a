/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the tests' input: records, ELF cores and RAM, from scratch. */
#ifndef CSD_TEST_BUILD_H
#define CSD_TEST_BUILD_H

#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <linux/coresight_snapshot.h>

#include "buffer.h"
#include "bytes.h"
#include "dump.h"

/* Where the tests' machine has its RAM. */
#define TEST_PADDR	0x80000000ULL

/* Runs an array of cmocka tests and prints TAP. */
#define run_tap(tests) \
	(cmocka_set_message_output(CM_OUTPUT_TAP), \
	 cmocka_run_group_tests(tests, NULL, NULL))

/* Fails unless @text contains @part. */
void assert_contains(const char *text, const char *part);

struct test_reg {
	uint32_t offset;
	uint64_t value;
};

/* A record as its fields; unset ones are what a sound record has. */
struct test_record {
	uint16_t kind;
	uint32_t cpu;
	uint32_t trace_id;
	const char *name;
	const char *sink;
	const struct test_reg *regs;	/* up to one of offset 0 */
	const uint8_t *data;
	uint32_t data_size;
	uint32_t capacity;
	uint32_t flags;
	uint32_t error;
	uint32_t state;
};

/* Registers of an ETMv4 */
extern const struct test_reg test_etm_regs[];

/* A valid source of CPU @cpu that traces into @sink, and a valid sink. */
struct test_record test_source(uint32_t cpu, uint32_t trace_id,
			       const char *sink);
struct test_record test_sink(const char *name, const struct buffer *frames);

/* Appends the record at the next page; @paddr is that of @buf's start. */
void put_record(struct buffer *buf, uint64_t paddr,
		const struct test_record *record);
/* Makes the checksums of the record at @bytes right again. */
void fix_record(uint8_t *bytes);

/*
 * Appends trace that starts with @junk bytes that are no sync, then an A-Sync
 * and Trace Info packet.
 */
void put_trace(struct buffer *buf, size_t junk);

/* The header of an arm64 ELF core; its program headers follow. */
Elf64_Ehdr core_header(size_t segments);
/* An ELF core with one PT_LOAD of @memory at @paddr, and VMCOREINFO. */
void put_core(struct buffer *elf, const struct buffer *memory, uint64_t paddr,
	      const char *vmcoreinfo);
/* Appends one ELF note. */
void put_note(struct buffer *buf, const char *name, uint32_t type,
	      const void *desc, size_t size);

void set_le16(uint8_t *p, uint16_t value);
void set_le32(uint8_t *p, uint32_t value);
void set_le64(uint8_t *p, uint64_t value);

/*
 * Two CPUs of one sink and one of another, with IDs 0x10, 0x11 and 0x10, in
 * pages that start at TEST_PADDR.
 */
void put_machine(struct buffer *memory);

/* A dump that is the RAM @memory, or the core @elf. They must outlive it. */
struct csd_dump *dump_of_ram(const struct buffer *memory);
struct csd_dump *dump_of_core(const struct buffer *elf);

/* Writes @buf into a temporary file, whose @path has TEST_PATH bytes. */
#define TEST_PATH	32
void save_temp(char *path, const struct buffer *buf);

/* An empty directory for a test's files, and all of it removed: 0 if it is. */
void make_dir(char *dir, size_t room);
int remove_dir(const char *dir);

#endif /* CSD_TEST_BUILD_H */
