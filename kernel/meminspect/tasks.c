// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: tasks, and what a debugger reads to find and to show them
 *
 * Those that run, with their stacks, and as many others as there is room for,
 * without. All of it changes all the time, so it is looked up in the crash:
 * without a lock, and ready for any pointer to be wrong.
 */

#include <linux/cpumask.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/mmu_context.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/thread_info.h>
#include <linux/xarray.h>

#include "../sched/sched.h"

#include "arch.h"
#include "internal.h"
#include "peek.h"

/* Page tables on the way to a stack; it may straddle two at each level. */
#define STACK_TABLES	8
#define STACK_LOADS	(THREAD_SIZE / PAGE_SIZE + STACK_TABLES)

/* A task, its pid, its mm, and the mm's counters on each CPU */
#define TASK_LOADS	(3 + NR_MM_COUNTERS * nr_cpu_ids)

/* The task that runs, the idle task, and the stack for interrupts */
#define CPU_LOADS	(2 * (TASK_LOADS + STACK_LOADS) + STACK_LOADS)

/* Loads for the tree of all pids, and for the tasks that do not run */
#define PID_NODE_LOADS	256
#define OTHER_LOADS	1024

static void add_object(struct inspect_loads *loads, const void *object,
		       size_t size)
{
	inspect_walk_add(loads, (unsigned long)object, size);
}

/* Debuggers add up what a process uses. */
static void add_mm(struct inspect_loads *loads, struct mm_struct *mm)
{
	s32 __percpu *counters;
	unsigned int cpu, i;

	add_object(loads, mm, sizeof(*mm));
	for (i = 0; i < NR_MM_COUNTERS; i++) {
		if (!peek(counters, &mm->rss_stat[i].counters) || !counters)
			continue;
		for_each_present_cpu(cpu)
			add_object(loads, per_cpu_ptr(counters, cpu),
				   sizeof(*counters));
	}
}

static void add_pid(struct inspect_loads *loads, struct pid *pid)
{
	unsigned int level;

	if (peek(level, &pid->level) && level <= MAX_PID_NS_LEVEL)
		add_object(loads, pid, struct_size(pid, numbers, level + 1));
}

static void add_task(struct inspect_loads *loads, struct task_struct *task)
{
	struct mm_struct *mm;
	struct pid *pid;

	add_object(loads, task, sizeof(*task));
	if (peek(pid, &task->thread_pid) && pid)
		add_pid(loads, pid);
	if (peek(mm, &task->mm) && mm)
		add_mm(loads, mm);
}

static void add_running(struct inspect_loads *loads, struct task_struct *task)
{
	void *stack;

	add_task(loads, task);
	if (peek(stack, &task->stack))
		add_object(loads, stack, THREAD_SIZE);
}

static void add_tasks_on(struct inspect_loads *loads, unsigned int cpu)
{
	add_running(loads, READ_ONCE(cpu_rq(cpu)->idle));
	add_running(loads, rcu_access_pointer(cpu_rq(cpu)->curr));
	inspect_walk_add(loads, inspect_irq_stack(cpu), INSPECT_IRQ_STACK_SIZE);
}

static bool has_room(const struct inspect_loads *loads)
{
	return loads->capacity - loads->count >= TASK_LOADS;
}

/* The task whose pid this is, as a whole or not at all */
static void add_task_of(struct inspect_loads *loads, struct pid *pid)
{
	struct hlist_node *first;

	if (!has_room(loads) || !peek(first, &pid->tasks[PIDTYPE_PID].first))
		return;

	add_pid(loads, pid);
	if (first)
		add_task(loads, container_of(first, struct task_struct,
					     pid_links[PIDTYPE_PID]));
}

/* What to do with an entry of the tree of pids: a node, or a pid */
typedef void (*pid_entry_t)(struct inspect_loads *loads, void *entry);

static void add_pid_node(struct inspect_loads *loads, void *entry)
{
	if (xa_is_node(entry))
		add_object(loads, xa_to_node(entry), sizeof(struct xa_node));
}

static void add_pid_task(struct inspect_loads *loads, void *entry)
{
	if (xa_is_internal(entry) || xa_is_value(entry) || !entry)
		return;
	add_task_of(loads, entry);
}

/* Each level is below @shift, so that a tree with a loop ends, too. */
static void visit_pids(struct inspect_loads *loads, void *entry,
		       unsigned int shift, pid_entry_t visit)
{
	struct xa_node *node = xa_to_node(entry);
	unsigned char node_shift;
	unsigned int i;
	void *slot;

	visit(loads, entry);
	if (!xa_is_node(entry) || !peek(node_shift, &node->shift) ||
	    node_shift >= shift)
		return;

	for (i = 0; i < XA_CHUNK_SIZE; i++) {
		if (peek(slot, &node->slots[i]))
			visit_pids(loads, slot, node_shift, visit);
	}
}

static void visit_all_pids(struct inspect_loads *loads, pid_entry_t visit)
{
	void *root = rcu_access_pointer(init_pid_ns.idr.idr_rt.xa_head);

	visit_pids(loads, root, BITS_PER_LONG, visit);
}

/**
 * inspect_tasks_add() - add what describes the tasks of this moment
 * @loads: has room for inspect_tasks_max_loads() more
 *
 * A tree of pids with a node missing is no use to a debugger, while a task
 * that is missing is just that: so the tree comes first.
 */
void inspect_tasks_add(struct inspect_loads *loads)
{
	unsigned int cpu;

	if (inspect_class_is_off(MEMINSPECT_CLASS_TASK))
		return;
	for_each_present_cpu(cpu)
		add_tasks_on(loads, cpu);
	visit_all_pids(loads, add_pid_node);
	visit_all_pids(loads, add_pid_task);
}

/**
 * inspect_tasks_max_loads() - how much room does inspect_tasks_add() need?
 *
 * Return: a number of loads. More tasks than fit are left out.
 */
unsigned int inspect_tasks_max_loads(void)
{
	return nr_cpu_ids * CPU_LOADS + PID_NODE_LOADS + OTHER_LOADS;
}
