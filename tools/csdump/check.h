/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judging a core: a table of needs, and what looks for each of them. A need
 * becomes one finding or more; looking never fails, it finds less.
 */
#ifndef CSD_CHECK_H
#define CSD_CHECK_H

#include "debuginfo.h"
#include "kmem.h"

/* More CPUs than any machine has; what the core says is untrusted. */
#define CHECK_MAX_CPUS	8192

/*
 * @offset:	its __per_cpu_offset
 * @curr, @idle: its running and its idle task, 0 if unknown
 */
struct check_cpu {
	unsigned int nr;
	uint64_t offset;
	uint64_t curr, idle;
};

/*
 * @files:	the core's file, VMCOREINFO and more memory
 * @no_kernel:	why nothing can be looked for in memory, or empty
 * @cpus:	the present ones, or none if that is unknown
 */
struct csd_check {
	struct csd_dump *files;
	struct elfcore core;
	struct loads loads;
	struct debuginfo info;
	struct kmem mem;
	char no_kernel[CSD_ERROR_LEN];
	struct check_cpu *cpus;
	size_t nr_cpus;
	struct csd_finding *findings;
	size_t nr;
	bool out_of_memory;
};

/*
 * A line of the table.
 * @name:	of the finding; a suffix may follow
 * @need:	per tool
 * @effect:	what is lost without it
 * @look:	makes the findings
 * @arg:	what @look wants to know: a key or a symbol
 * @kernel:	it is looked for in memory
 */
struct need {
	const char *name;
	enum csd_need need[CSD_NR_TOOLS];
	const char *effect;
	void (*look)(struct csd_check *check, const struct need *need);
	const char *arg;
	bool kernel;
};

/* An empty check, and its core out of bytes that outlive it. */
struct csd_check *check_new(struct csd_error *err);
int check_open_bytes(struct csd_check *check, const uint8_t *bytes,
		     uint64_t size, struct csd_error *err);
/* Sets up @mem once @info is known, or says in @no_kernel why not. */
void check_map_kernel(struct csd_check *check);

extern const struct need check_needs[];
extern const size_t check_nr_needs;

/* Structures whose layout is needed, up to a NULL. */
extern const char *const check_types[];

/* Makes a finding of the need for those of @tools (1 << tool) that need it. */
void check_find(struct csd_check *check, const struct need *need,
		unsigned int tools, const char *suffix, enum csd_state state,
		const char *fmt, ...) CSD_PRINTF(6, 7);
#define CHECK_ALL	((1U << CSD_NR_TOOLS) - 1)

/* Something that consists of @nr objects, of which some may not be there. */
struct tally {
	size_t nr;
	size_t states[CSD_NR_TOOLS][CSD_MISSING + 1];
	uint64_t bad[CSD_NR_TOOLS];	/* the first that is not present */
	uint64_t size, held[CSD_NR_TOOLS];
	uint64_t va;			/* of the first one */
};

/* Judges an object and adds it. */
void tally_memory(struct tally *tally, struct csd_check *check, uint64_t va,
		  uint64_t size);
/* Makes findings: one for all tools, or more where they do not agree. */
void check_tally(struct csd_check *check, const struct need *need,
		 const char *suffix, const struct tally *tally);
/* The same for one object. */
void check_memory(struct csd_check *check, const struct need *need,
		  const char *suffix, uint64_t va, uint64_t size);
/* It could not be looked for. */
void check_unknown(struct csd_check *check, const struct need *need,
		   const char *suffix, const char *why);

/* Address of a symbol, and offset and size of types: 0 if not in vmlinux. */
uint64_t check_symbol(const struct csd_check *check, const char *name);
uint64_t check_offset(const struct csd_check *check, const char *member);
uint64_t check_size(const struct csd_check *check, const char *type);
/* Whether vmlinux has all of these types and members, up to a NULL. */
bool check_has_types(const struct csd_check *check, const char *first, ...)
	__attribute__((sentinel));

/* The number at a symbol, at a member of the structure at @va. */
bool check_read_symbol(struct csd_check *check, const char *name,
		       uint64_t *value);
bool check_read_member(struct csd_check *check, uint64_t va,
		       const char *member, uint64_t *value);

/* check-core.c: the file's headers and notes */
void look_headers(struct csd_check *check, const struct need *need);
void look_align(struct csd_check *check, const struct need *need);
void look_file_end(struct csd_check *check, const struct need *need);
void look_whole_pages(struct csd_check *check, const struct need *need);
void look_overlaps(struct csd_check *check, const struct need *need);
void look_vmcoreinfo(struct csd_check *check, const struct need *need);
void look_key(struct csd_check *check, const struct need *need);
void look_phys_offset(struct csd_check *check, const struct need *need);
void look_address_bits(struct csd_check *check, const struct need *need);
void look_panic_task(struct csd_check *check, const struct need *need);
void look_registers(struct csd_check *check, const struct need *need);
void look_thread_ids(struct csd_check *check, const struct need *need);
void look_task_ids(struct csd_check *check, const struct need *need);

/* check-kernel.c: what is once in a kernel */
void look_symbol(struct csd_check *check, const struct need *need);
void look_page_at(struct csd_check *check, const struct need *need);
void look_config(struct csd_check *check, const struct need *need);
void look_log(struct csd_check *check, const struct need *need);
void look_section_roots(struct csd_check *check, const struct need *need);
void look_section_arrays(struct csd_check *check, const struct need *need);
void look_nodes(struct csd_check *check, const struct need *need);
void look_zone_names(struct csd_check *check, const struct need *need);
void look_strings(struct csd_check *check, const struct need *need);
void look_named_flags(struct csd_check *check, const struct need *need);
void look_pointee(struct csd_check *check, const struct need *need);
void look_modules(struct csd_check *check, const struct need *need);
void look_tables(struct csd_check *check, const struct need *need);

/* check-tasks.c: what each CPU and each task has */
void look_cpus(struct csd_check *check, const struct need *need);
void look_percpu(struct csd_check *check, const struct need *need);
void look_crash_notes(struct csd_check *check, const struct need *need);
void look_register_modes(struct csd_check *check, const struct need *need);
void look_irq_stacks(struct csd_check *check, const struct need *need);
void look_curr(struct csd_check *check, const struct need *need);
void look_idle(struct csd_check *check, const struct need *need);
void look_curr_stacks(struct csd_check *check, const struct need *need);
void look_idle_stacks(struct csd_check *check, const struct need *need);
void look_curr_pids(struct csd_check *check, const struct need *need);
void look_curr_mms(struct csd_check *check, const struct need *need);

/*
 * In how many running tasks' stacks, of *@stacks that can be read, there is an
 * address in panic().
 */
size_t check_find_panic(struct csd_check *check, size_t *stacks);

/* check-pids.c: the tasks that are listed */
void look_pid_nodes(struct csd_check *check, const struct need *need);
void look_pids(struct csd_check *check, const struct need *need);
void look_tasks(struct csd_check *check, const struct need *need);
void look_mms(struct csd_check *check, const struct need *need);

/* A task's mm_struct, or 0 if it has none; that, and its counters, judged. */
uint64_t check_mm(struct csd_check *check, uint64_t task);
void check_add_mm(struct csd_check *check, struct tally *tally, uint64_t mm);

#endif /* CSD_CHECK_H */
