// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks for what each CPU has, its tasks and their stacks. */
#include <inttypes.h>

#include "bytes.h"
#include "check.h"
#include "prstatus.h"

#define SUFFIX_ROOM	24
/* Unless the linker says otherwise */
#define THREAD_SIZE	16384
/* Stacks are read in pieces; more than KASAN doubles them to is nonsense. */
#define STACK_PIECE	4096
#define MAX_STACK	(1U << 20)

/* A CPU's own copy of a variable */
static uint64_t per_cpu(const struct check_cpu *cpu, uint64_t va)
{
	return va + cpu->offset;
}

static void find_curr(struct csd_check *check, struct check_cpu *cpu)
{
	uint64_t rq = check_symbol(check, "runqueues");

	if (!rq)
		return;
	rq = per_cpu(cpu, rq);
	if (!check_read_member(check, rq, "rq.curr", &cpu->curr))
		cpu->curr = 0;
	if (!check_read_member(check, rq, "rq.idle", &cpu->idle))
		cpu->idle = 0;
}

static bool add_cpu(struct csd_check *check, unsigned int nr)
{
	uint64_t offsets = check_symbol(check, "__per_cpu_offset");
	struct check_cpu cpu = { .nr = nr };
	struct check_cpu *cpus;

	if (!kmem_u64(&check->mem, offsets + 8ULL * nr, &cpu.offset))
		return false;
	cpus = array_grow(check->cpus, check->nr_cpus, sizeof(*cpus));
	if (!cpus) {
		check->out_of_memory = true;
		return false;
	}
	check->cpus = cpus;
	find_curr(check, &cpu);
	cpus[check->nr_cpus++] = cpu;
	return true;
}

/* Returns false if a CPU is known of, but not where it has its memory. */
static bool add_cpus(struct csd_check *check, uint64_t mask, uint64_t words)
{
	uint64_t word, bits;
	unsigned int bit;

	for (word = 0; word < words; word++) {
		if (!kmem_u64(&check->mem, mask + word * 8, &bits))
			return false;
		for (bit = 0; bit < 64; bit++)
			if (bits >> bit & 1 &&
			    !add_cpu(check, (unsigned int)word * 64 + bit))
				return false;
	}
	return true;
}

static bool find_cpus(struct csd_check *check, const char *name)
{
	const struct debuginfo_entry *mask;

	check->nr_cpus = 0;
	mask = debuginfo_symbol(&check->info, name);
	return mask && mask->size <= CHECK_MAX_CPUS / 8 &&
	       add_cpus(check, mask->value, mask->size / 8);
}

/* crash falls back on the CPUs that are online, too. */
void look_cpus(struct csd_check *check, const struct need *need)
{
	if (!find_cpus(check, "__cpu_present_mask") &&
	    !find_cpus(check, "__cpu_online_mask"))
		check_unknown(check, need, NULL,
			      "__cpu_present_mask or __per_cpu_offset is not in the dump");
	else
		check_find(check, need, CHECK_ALL, NULL,
			   check->nr_cpus ? CSD_PRESENT : CSD_WRONG,
			   "%zu CPUs", check->nr_cpus);
}

/* Calls @find for each CPU; says so if there is none. */
static void each_cpu(struct csd_check *check, const struct need *need,
		     void (*find)(struct csd_check *check,
				  const struct need *need, const char *suffix,
				  const struct check_cpu *cpu))
{
	char suffix[SUFFIX_ROOM];
	size_t i;

	for (i = 0; i < check->nr_cpus; i++) {
		snprintf(suffix, sizeof(suffix), "CPU %u", check->cpus[i].nr);
		find(check, need, suffix, &check->cpus[i]);
	}
	if (!check->nr_cpus)
		check_unknown(check, need, NULL,
			      "the present CPUs are not known");
}

static void find_percpu(struct csd_check *check, const struct need *need,
			const char *suffix, const struct check_cpu *cpu)
{
	const struct debuginfo_entry *symbol;

	symbol = debuginfo_symbol(&check->info, need->arg);
	if (symbol)
		check_memory(check, need, suffix, per_cpu(cpu, symbol->value),
			     symbol->size ? symbol->size : 8);
}

void look_percpu(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_percpu);
}

/*
 * crash takes registers from here. Returns false if the memory is not in the
 * core; without a note in it @status is empty.
 */
static bool read_crash_notes(struct csd_check *check,
			     const struct check_cpu *cpu, uint64_t *va,
			     struct prstatus *status)
{
	uint8_t bytes[NOTE_BUF_SIZE];
	struct note note;
	uint64_t at = 0;

	*status = (struct prstatus){ 0 };
	*va = 0;
	if (!check_read_symbol(check, "crash_notes", va))
		return false;
	*va = per_cpu(cpu, *va);
	if (kmem_judge(&check->mem, CSD_CRASH, *va, sizeof(bytes)).state ||
	    !kmem_read(&check->mem, *va, bytes, sizeof(bytes)))
		return false;
	if (!elf_next_note(bytes, sizeof(bytes), &at, &note) ||
	    !prstatus_read(status, &note, PRSTATUS_SIZE))
		*status = (struct prstatus){ 0 };
	return true;
}

static void find_crash_notes(struct csd_check *check, const struct need *need,
			     const char *suffix, const struct check_cpu *cpu)
{
	struct prstatus status;
	uint64_t va;
	bool held = read_crash_notes(check, cpu, &va, &status);

	if (!va)
		check_unknown(check, need, suffix,
			      "crash_notes is not in the dump");
	else if (held && !status.stopped)
		check_find(check, need, CHECK_ALL, suffix, CSD_WRONG,
			   "0x%" PRIx64 ": no NT_PRSTATUS with registers", va);
	else
		check_memory(check, need, suffix, va, NOTE_BUF_SIZE);
}

static void find_register_mode(struct csd_check *check, const struct need *need,
			       const char *suffix, const struct check_cpu *cpu)
{
	struct prstatus status;
	uint64_t va;

	if (read_crash_notes(check, cpu, &va, &status) && status.stopped)
		check_find(check, need, CHECK_ALL, suffix,
			   status.user ? CSD_WRONG : CSD_PRESENT, "%s mode",
			   status.user ? "user" : "kernel");
}

void look_register_modes(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_register_mode);
}

void look_crash_notes(struct csd_check *check, const struct need *need)
{
	if (check_symbol(check, "crash_notes"))
		each_cpu(check, need, find_crash_notes);
}

static uint64_t stack_size(const struct csd_check *check)
{
	uint64_t start = check_symbol(check, "__start_init_stack");
	uint64_t end = check_symbol(check, "__end_init_stack");

	return end > start ? end - start : THREAD_SIZE;
}

static void find_irq_stack(struct csd_check *check, const struct need *need,
			   const char *suffix, const struct check_cpu *cpu)
{
	uint64_t pointer = check_symbol(check, "irq_stack_ptr");
	uint64_t stack;

	if (!pointer || !kmem_u64(&check->mem, per_cpu(cpu, pointer), &stack))
		check_unknown(check, need, suffix,
			      "irq_stack_ptr is not in the dump");
	else
		check_memory(check, need, suffix, stack, stack_size(check));
}

void look_irq_stacks(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_irq_stack);
}

static void find_task(struct csd_check *check, const struct need *need,
		      const char *suffix, uint64_t task)
{
	if (task)
		check_memory(check, need, suffix, task,
			     check_size(check, "task_struct"));
	else
		check_unknown(check, need, suffix,
			      "its runqueue is not in the dump");
}

static void find_curr_task(struct csd_check *check, const struct need *need,
			   const char *suffix, const struct check_cpu *cpu)
{
	find_task(check, need, suffix, cpu->curr);
}

void look_curr(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_curr_task);
}

/* An idle task that runs has been found already. */
static void find_idle_task(struct csd_check *check, const struct need *need,
			   const char *suffix, const struct check_cpu *cpu)
{
	if (cpu->idle != cpu->curr)
		find_task(check, need, suffix, cpu->idle);
}

void look_idle(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_idle_task);
}

/* crash does not look for the stack of a task that it does not know. */
static void find_stack(struct csd_check *check, const struct need *need,
		       const char *suffix, uint64_t task)
{
	uint64_t stack;

	if (task && check_read_member(check, task, "task_struct.stack", &stack))
		check_memory(check, need, suffix, stack, stack_size(check));
	else
		check_find(check, need, CHECK_ALL & ~(1U << CSD_CRASH), suffix,
			   CSD_UNKNOWN, "its task_struct is not in the dump");
}

static void find_curr_stack(struct csd_check *check, const struct need *need,
			    const char *suffix, const struct check_cpu *cpu)
{
	find_stack(check, need, suffix, cpu->curr);
}

void look_curr_stacks(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_curr_stack);
}

static void find_idle_stack(struct csd_check *check, const struct need *need,
			    const char *suffix, const struct check_cpu *cpu)
{
	if (cpu->idle != cpu->curr)
		find_stack(check, need, suffix, cpu->idle);
}

void look_idle_stacks(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_idle_stack);
}

static void find_curr_pid(struct csd_check *check, const struct need *need,
			  const char *suffix, const struct check_cpu *cpu)
{
	uint64_t pid;

	if (!cpu->curr || !check_read_member(check, cpu->curr,
					     "task_struct.thread_pid", &pid))
		check_unknown(check, need, suffix,
			      "its task_struct is not in the dump");
	else if (pid)
		check_memory(check, need, suffix, pid,
			     check_size(check, "pid") +
			     check_size(check, "upid"));
}

void look_curr_pids(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_curr_pid);
}

/* Each of its counters has a part per CPU. */
static void add_counters(struct csd_check *check, struct tally *tally,
			 uint64_t mm)
{
	uint64_t at, size = check_size(check, "mm_struct.rss_stat");
	uint64_t each = check_size(check, "percpu_counter");
	uint64_t base = mm + check_offset(check, "mm_struct.rss_stat");
	uint64_t counter;
	size_t i;

	for (at = 0; each && at + each <= size; at += each) {
		if (!check_read_member(check, base + at,
				       "percpu_counter.counters", &counter))
			return;
		for (i = 0; i < check->nr_cpus; i++)
			tally_memory(tally, check,
				     per_cpu(&check->cpus[i], counter),
				     sizeof(int32_t));
	}
}

uint64_t check_mm(struct csd_check *check, uint64_t task)
{
	uint64_t mm;

	return check_read_member(check, task, "task_struct.mm", &mm) ? mm : 0;
}

void check_add_mm(struct csd_check *check, struct tally *tally, uint64_t mm)
{
	tally_memory(tally, check, mm, check_size(check, "mm_struct"));
	add_counters(check, tally, mm);
}

static void find_curr_mm(struct csd_check *check, const struct need *need,
			 const char *suffix, const struct check_cpu *cpu)
{
	uint64_t mm = cpu->curr ? check_mm(check, cpu->curr) : 0;
	struct tally tally = { 0 };

	if (!mm)
		return;
	check_add_mm(check, &tally, mm);
	check_tally(check, need, suffix, &tally);
}

void look_curr_mms(struct csd_check *check, const struct need *need)
{
	each_cpu(check, need, find_curr_mm);
}

static bool piece_has_panic(struct csd_check *check, uint64_t va, bool *found)
{
	const struct debuginfo_entry *panic;
	uint8_t bytes[STACK_PIECE];
	uint64_t at, word;

	panic = debuginfo_symbol(&check->info, "panic");
	if (!panic || !kmem_read(&check->mem, va, bytes, sizeof(bytes)))
		return false;
	for (at = 0; at < sizeof(bytes); at += 8) {
		word = get_le64(bytes + at);
		*found |= word > panic->value &&
			  word - panic->value < panic->size;
	}
	return true;
}

static bool stack_has_panic(struct csd_check *check, uint64_t stack,
			    bool *found)
{
	uint64_t at, size = stack_size(check);

	*found = false;
	for (at = 0; at < size && at < MAX_STACK; at += STACK_PIECE)
		if (!piece_has_panic(check, stack + at, found))
			return false;
	return true;
}

size_t check_find_panic(struct csd_check *check, size_t *stacks)
{
	size_t i, nr = 0;
	uint64_t stack;
	bool found;

	*stacks = 0;
	for (i = 0; i < check->nr_cpus; i++) {
		if (!check->cpus[i].curr ||
		    !check_read_member(check, check->cpus[i].curr,
				       "task_struct.stack", &stack) ||
		    !stack_has_panic(check, stack, &found))
			continue;
		nr += found;
		(*stacks)++;
	}
	return nr;
}
