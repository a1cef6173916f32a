// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Looks for the tasks that are listed, as crash does: init_pid_ns.idr is an
 * xarray (include/linux/xarray.h) of struct pid. Its nodes are untrusted: each
 * is visited once.
 */
#include "check.h"

/* Six levels of six bits are more than a PID has. */
#define MAX_DEPTH	12
#define MAX_SLOTS	1024
/* PID_MAX_LIMIT */
#define MAX_PIDS	(4U << 20)
/* So many are enough to say that some are missing. */
#define MAX_COUNTERS	(16U << 20)

/* An entry that is a pointer to a node ends in these bits. */
#define XA_INTERNAL	2
#define XA_TAGS		3
#define XA_FIRST_NODE	4096

struct walk {
	struct csd_check *check;
	struct tally nodes, pids, tasks, mms;
	struct addrset seen;		/* nodes and mm_structs */
	bool lost;
};

static bool is_node(uint64_t entry)
{
	return (entry & XA_TAGS) == XA_INTERNAL && entry > XA_FIRST_NODE;
}

static bool is_new(struct walk *walk, uint64_t address)
{
	if (addrset_has(&walk->seen, address))
		return false;
	if (!addrset_add(&walk->seen, address))
		return true;
	walk->check->out_of_memory = true;
	return false;
}

/* The task whose PID this is, or 0 */
static uint64_t task_of(struct walk *walk, uint64_t pid)
{
	uint64_t first, tasks = check_offset(walk->check, "pid.tasks");

	if (!kmem_u64(&walk->check->mem, pid + tasks, &first) || !first)
		return 0;
	return first - check_offset(walk->check, "task_struct.pid_links");
}

/* Threads share theirs. */
static void add_mm(struct walk *walk, uint64_t mm)
{
	if (mm && is_new(walk, mm) && walk->mms.nr < MAX_COUNTERS)
		check_add_mm(walk->check, &walk->mms, mm);
}

static void add_pid(struct walk *walk, uint64_t pid)
{
	uint64_t task;

	tally_memory(&walk->pids, walk->check, pid,
		     check_size(walk->check, "pid") +
		     check_size(walk->check, "upid"));
	task = task_of(walk, pid);
	if (!task)
		return;
	tally_memory(&walk->tasks, walk->check, task,
		     check_size(walk->check, "task_struct"));
	add_mm(walk, check_mm(walk->check, task));
}

static void walk_entry(struct walk *walk, uint64_t entry, int depth)
{
	uint64_t node = entry - XA_INTERNAL, slots, nr, i, slot;

	if (entry && !(entry & XA_TAGS) && walk->pids.nr < MAX_PIDS)
		add_pid(walk, entry);
	if (!is_node(entry) || depth == MAX_DEPTH ||
	    !is_new(walk, node))
		return;
	tally_memory(&walk->nodes, walk->check, node,
		     check_size(walk->check, "xa_node"));
	slots = node + check_offset(walk->check, "xa_node.slots");
	nr = check_size(walk->check, "xa_node.slots") / 8;
	for (i = 0; i < nr && i < MAX_SLOTS; i++) {
		if (!kmem_u64(&walk->check->mem, slots + i * 8, &slot)) {
			walk->lost = true;
			return;
		}
		walk_entry(walk, slot, depth + 1);
	}
}

/* Returns false if even the array's head is not there. */
static bool walk_pids(struct walk *walk, struct csd_check *check)
{
	uint64_t va = check_symbol(check, "init_pid_ns"), head;

	*walk = (struct walk){ .check = check };
	va += check_offset(check, "pid_namespace.idr") +
	      check_offset(check, "idr.idr_rt") +
	      check_offset(check, "xarray.xa_head");
	if (!kmem_u64(&check->mem, va, &head))
		return false;
	walk_entry(walk, head, 0);
	addrset_free(&walk->seen);
	return true;
}

static void find(struct csd_check *check, const struct need *need,
		 const struct walk *walk, const struct tally *tally)
{
	if (tally->nr)
		check_tally(check, need, NULL, tally);
	else if (walk->lost)
		check_unknown(check, need, NULL,
			      "what leads to them is not in the dump");
}

void look_pid_nodes(struct csd_check *check, const struct need *need)
{
	struct walk walk;

	if (!walk_pids(&walk, check))
		check_unknown(check, need, NULL,
			      "init_pid_ns is not in the dump");
	else if (walk.nodes.nr || walk.pids.nr)
		find(check, need, &walk, &walk.nodes);
	else
		check_find(check, need, CHECK_ALL, NULL, CSD_WRONG,
			   "no task is listed");
}

/* Each of the rest takes a walk of its own: PIDs are few. */
static void find_of(struct csd_check *check, const struct need *need,
		    size_t tally)
{
	struct walk walk;

	if (walk_pids(&walk, check))
		find(check, need, &walk,
		     (struct tally *)(void *)((char *)&walk + tally));
	else
		check_unknown(check, need, NULL,
			      "init_pid_ns is not in the dump");
}

void look_pids(struct csd_check *check, const struct need *need)
{
	find_of(check, need, offsetof(struct walk, pids));
}

void look_tasks(struct csd_check *check, const struct need *need)
{
	find_of(check, need, offsetof(struct walk, tasks));
}

void look_mms(struct csd_check *check, const struct need *need)
{
	find_of(check, need, offsetof(struct walk, mms));
}
