// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What crash 8.0.6 and 9.0.2, gdb 13 and drgn 0.0.22 need of an arm64 core, in
 * the order in which crash gets there. What is fatal and what is not was found
 * by leaving one thing after the other out of a core.
 */
#include "check.h"

#define NONE	CSD_NOT_NEEDED
#define SOME	CSD_DEGRADED
#define FATAL	CSD_FATAL

/* A line about the file, about memory */
#define FILE_NEED(name, crash, gdb, drgn, look, arg, effect) \
	{ name, { crash, gdb, drgn }, effect, look, arg, false }
#define NEED(name, crash, gdb, drgn, look, arg, effect) \
	{ name, { crash, gdb, drgn }, effect, look, arg, true }
/* A variable, and one that each CPU has */
#define VAR(symbol, crash, gdb, drgn, effect) \
	NEED(symbol, crash, gdb, drgn, look_symbol, symbol, effect)
#define KEY(key, crash, gdb, drgn, effect) \
	FILE_NEED("VMCOREINFO", crash, gdb, drgn, look_key, key, effect)

#define EXITS	"crash exits"

const struct need check_needs[] = {
	/* ---- the file --------------------------------------------------- */
	FILE_NEED("program headers", FATAL, NONE, NONE, look_headers, NULL,
		  "crash wants one PT_NOTE, then PT_LOADs only"),
	FILE_NEED("first PT_LOAD", FATAL, NONE, NONE, look_align, NULL,
		  "crash takes the core for a netdump and ignores VMCOREINFO unless p_align is 0"),
	FILE_NEED("end of the file", SOME, SOME, SOME, look_file_end, NULL,
		  "the last PT_LOADs cannot be read"),
	FILE_NEED("whole pages", SOME, NONE, NONE, look_whole_pages, NULL,
		  "what crash reads beyond a PT_LOAD's end is other memory"),
	FILE_NEED("no overlaps", SOME, NONE, NONE, look_overlaps, NULL,
		  "crash takes the first PT_LOAD of two"),
	FILE_NEED("VMCOREINFO", FATAL, NONE, FATAL, look_vmcoreinfo, NULL,
		  "nothing is known of the kernel"),
	KEY("OSRELEASE", FATAL, NONE, FATAL, "the kernel is not recognised"),
	KEY("PAGESIZE", FATAL, NONE, FATAL, "the page size is not known"),
	KEY("KERNELOFFSET", FATAL, SOME, SOME,
	    "symbols are not where vmlinux has them"),
	KEY("NUMBER(VA_BITS)", FATAL, NONE, SOME,
	    "the address map is not known"),
	KEY("NUMBER(TCR_EL1_T1SZ)", SOME, NONE, SOME,
	    "the address bits in use are taken to be VA_BITS"),
	KEY("NUMBER(kimage_voffset)", FATAL, NONE, NONE,
	    "the kernel image is not found"),
	KEY("NUMBER(PHYS_OFFSET)", FATAL, NONE, NONE,
	    "the linear map is not found"),
	KEY("SYMBOL(swapper_pg_dir)", NONE, NONE, FATAL,
	    "drgn has no page tables"),
	FILE_NEED("PHYS_OFFSET fits", FATAL, NONE, NONE, look_phys_offset, NULL,
		  "crash looks for the linear map elsewhere"),
	FILE_NEED("address bits", FATAL, NONE, NONE, look_address_bits, NULL,
		  "crash cannot walk such page tables"),

	/* ---- once in a kernel ------------------------------------------- */
	NEED("kernel_config_data", SOME, NONE, NONE, look_config, NULL,
	     "HZ is not known: wrong UPTIME"),
	VAR("__cpu_possible_mask", SOME, NONE, SOME, "two errors at start"),
	VAR("__cpu_present_mask", SOME, NONE, SOME,
	    "stopped CPUs are not known"),
	VAR("__cpu_online_mask", SOME, NONE, SOME, "CPUs' state is not known"),
	VAR("__cpu_active_mask", SOME, NONE, NONE, "CPUs' state is not known"),
	VAR("shadow_timekeeper", SOME, NONE, NONE, "sys: no DATE"),
	/* its name in later kernels; these versions of crash do not know it */
	VAR("timekeeper_data", SOME, NONE, NONE, "sys: no DATE"),
	VAR("init_uts_ns", FATAL, NONE, SOME, EXITS),
	VAR("linux_banner", FATAL, NONE, NONE, EXITS),
	VAR("__per_cpu_offset", FATAL, NONE, SOME, EXITS),
	VAR("nr_irqs", FATAL, NONE, NONE, EXITS),
	VAR("mt_slots", SOME, NONE, NONE, "an error at start"),
	VAR("mt_pivots", SOME, NONE, NONE, "an error at start"),
	VAR("init_mm", SOME, NONE, NONE, "an error at start"),
	VAR("high_memory", FATAL, NONE, NONE, EXITS),
	VAR("mem_section", FATAL, NONE, NONE, EXITS),
	NEED("section roots", FATAL, NONE, NONE, look_section_roots, NULL,
	     EXITS),
	NEED("section arrays", FATAL, NONE, NONE, look_section_arrays, NULL,
	     EXITS),
	VAR("_totalram_pages", FATAL, NONE, NONE, EXITS),
	VAR("max_mapnr", FATAL, NONE, NONE, EXITS),
	VAR("node_states", FATAL, NONE, NONE, EXITS),
	NEED("node_data", FATAL, NONE, NONE, look_nodes, NULL, EXITS),
	NEED("zone names", SOME, NONE, NONE, look_zone_names, NULL,
	     "kmem: zones without names"),
	VAR("pageflag_names", SOME, NONE, NONE, "an error at start"),
	NEED("page flags' names", SOME, NONE, NONE, look_named_flags,
	     "pageflag_names", "an error at start"),
	VAR("kmem_cache", SOME, NONE, NONE, "an error at start"),
	NEED("*kmem_cache", SOME, NONE, NONE, look_pointee, "kmem_cache",
	     "an error at start"),
	NEED("swapper_pg_dir", FATAL, NONE, NONE, look_page_at,
	     "swapper_pg_dir", EXITS),
	VAR("modules", FATAL, NONE, NONE, EXITS),
	NEED("modules of the list", SOME, NONE, NONE, look_modules, NULL,
	     "mod: none"),
	VAR("jiffies_64", FATAL, NONE, NONE, EXITS),
	VAR("tainted_mask", SOME, NONE, NONE, "sys aborts"),
	VAR("taint_flags", SOME, NONE, NONE, "sys aborts"),
	VAR("avenrun", SOME, NONE, NONE, "sys aborts"),
	VAR("nr_threads", FATAL, NONE, NONE, EXITS),
	VAR("panic_cpu", NONE, NONE, SOME, "which CPU panicked is not known"),
	VAR("task_state_array", SOME, NONE, NONE, "ps: wrong states"),
	NEED("task states' names", SOME, NONE, NONE, look_strings,
	     "task_state_array", "ps: wrong states"),
	VAR("prb", SOME, NONE, NONE, "log aborts; sys has no PANIC"),
	NEED("log", SOME, NONE, NONE, look_log, NULL,
	     "log aborts; sys has no PANIC"),
	VAR("clear_seq", SOME, NONE, NONE, "log -c aborts"),

	/* ---- each CPU --------------------------------------------------- */
	NEED("present CPUs", FATAL, NONE, SOME, look_cpus, NULL,
	     "nothing that belongs to a CPU is found"),
	NEED("runqueue", FATAL, NONE, SOME, look_percpu, "runqueues", EXITS),
	NEED("irq_stack_ptr", SOME, NONE, NONE, look_percpu, "irq_stack_ptr",
	     "errors at start; bt ends at an interrupt"),
	NEED("IRQ stack", SOME, NONE, NONE, look_irq_stacks, NULL,
	     "errors; bt ends at an interrupt"),
	VAR("crash_notes", SOME, NONE, NONE, "bt of stopped CPUs fails"),
	NEED("crash_notes", SOME, NONE, NONE, look_crash_notes, NULL,
	     "bt of stopped CPUs fails"),
	NEED("kernel registers", SOME, NONE, NONE, look_register_modes, NULL,
	     "crash has no bt of a CPU in user mode"),
	NEED("running task", SOME, NONE, SOME, look_curr, NULL,
	     "errors, no bt; without all of them crash dies"),
	NEED("idle task", SOME, NONE, NONE, look_idle, NULL,
	     "errors; it is not listed"),
	NEED("running task's stack", FATAL, SOME, SOME, look_curr_stacks, NULL,
	     "nothing to unwind; crash exits"),
	NEED("idle task's stack", SOME, NONE, NONE, look_idle_stacks, NULL,
	     "nothing to unwind"),
	NEED("running task's pid", SOME, NONE, NONE, look_curr_pids, NULL,
	     "errors"),
	NEED("running task's mm", SOME, NONE, NONE, look_curr_mms, NULL,
	     "ps aborts"),
	NEED("panic task", SOME, NONE, NONE, look_panic_task, NULL,
	     "crash looks through all tasks' stacks"),
	FILE_NEED("NT_PRSTATUS", NONE, SOME, SOME, look_registers, NULL,
		  "no registers of running tasks"),
	FILE_NEED("pr_pid unique", NONE, SOME, NONE, look_thread_ids, NULL,
		  "gdb shows the registers of another CPU"),
	NEED("pr_pid is the task's", NONE, NONE, SOME, look_task_ids, NULL,
	     "drgn unwinds where the task slept before"),

	/* ---- the list of tasks ------------------------------------------ */
	VAR("init_pid_ns", FATAL, NONE, NONE, EXITS),
	NEED("pid xa_nodes", FATAL, NONE, NONE, look_pid_nodes, NULL, EXITS),
	NEED("struct pids", SOME, NONE, NONE, look_pids, NULL,
	     "an error each; the task is not listed"),
	NEED("task_structs", SOME, NONE, NONE, look_tasks, NULL,
	     "an error each; the task is not listed"),
	NEED("mm_structs", SOME, NONE, NONE, look_mms, NULL, "ps aborts"),

	NEED("page tables", FATAL, NONE, NONE, look_tables, NULL, EXITS),
};

const size_t check_nr_needs = sizeof(check_needs) / sizeof(*check_needs);

const char *const check_types[] = {
	"idr", "kmem_cache", "mem_section", "mm_struct", "module",
	"percpu_counter", "pglist_data", "pid", "pid_namespace",
	"prb_data_ring", "prb_desc", "prb_desc_ring", "printk_info",
	"printk_ringbuffer", "rq", "task_struct", "upid", "xa_node",
	"xarray", "zone", NULL,
};
