// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel made by hand, each thing on a page and in a PT_LOAD of its own, so
 * that each can be left out. Two CPUs: 0 is idle, 1 runs the task that
 * panicked.
 */
#include <elf.h>

#include "check.h"
#include "prstatus.h"
#include "test-build.h"
#include "test-random.h"

#define PAGE		4096U
#define IMAGE		0xffff800080000000ULL
#define LINEAR		0xffff000000000000ULL
#define VMALLOC		0xffff800100000000ULL
/* Where the linker has the per-CPU variables */
#define PERCPU		(IMAGE + 0xf00000)
#define MAX_PAGES	80
#define RUNS		3000

#define RUNQUEUES	0x000
#define IRQ_STACK_PTR	0x040
#define COUNTER		0x080
#define CRASH_NOTES	0x100

/* Offsets in RAM of what tests change */
enum place {
	SWAPPER, PRESENT, OFFSETS, SECTIONS, PID_NS, NODE, LEAF, PRB, NOTES,
	PERCPU0, PERCPU1, TASK0, TASK1, STACK0, STACK1, TABLE, MODULES,
	NR_PLACES
};

static struct buffer ram, elf, notes;
static struct csd_check *check;
static const struct csd_finding *findings;
static size_t nr_findings;
static struct csd_error err;

static struct {
	uint64_t va[MAX_PAGES];		/* p_vaddr, 0 to leave it out */
	size_t nr;
	size_t place[NR_PLACES];
	uint64_t align;
	uint64_t phys_offset;
	unsigned int page_size;
	unsigned int va_bits, t1sz;
	size_t nr_roots;
} kernel;

static const struct {
	const char *name;
	uint64_t offset, size;
} types[] = {
	{ "rq", 0, 16 }, { "rq.curr", 0, 8 }, { "rq.idle", 8, 8 },
	{ "task_struct", 0, 64 }, { "task_struct.stack", 0, 8 },
	{ "task_struct.thread_pid", 8, 8 }, { "task_struct.mm", 16, 8 },
	{ "task_struct.pid", 24, 4 }, { "task_struct.pid_links", 32, 16 },
	{ "pid", 0, 16 }, { "pid.tasks", 0, 8 }, { "upid", 0, 16 },
	{ "pid_namespace", 0, 32 }, { "pid_namespace.idr", 8, 16 },
	{ "idr.idr_rt", 0, 16 }, { "xarray.xa_head", 8, 8 },
	{ "xa_node", 0, 40 }, { "xa_node.slots", 8, 32 },
	{ "mm_struct", 0, 64 }, { "mm_struct.rss_stat", 16, 32 },
	{ "percpu_counter", 0, 16 }, { "percpu_counter.counters", 8, 8 },
	{ "printk_ringbuffer", 0, 64 }, { "printk_ringbuffer.desc_ring", 0, 24 },
	{ "printk_ringbuffer.text_data_ring", 32, 16 },
	{ "prb_desc_ring.count_bits", 0, 4 }, { "prb_desc_ring.descs", 8, 8 },
	{ "prb_desc_ring.infos", 16, 8 }, { "prb_data_ring.size_bits", 0, 4 },
	{ "prb_data_ring.data", 8, 8 }, { "prb_desc", 0, 24 },
	{ "printk_info", 0, 88 }, { "mem_section", 0, 16 },
	{ "pglist_data", 0, 64 }, { "pglist_data.node_zones", 16, 32 },
	{ "zone", 0, 16 }, { "zone.name", 8, 8 }, { "kmem_cache", 0, 64 },
	{ "module", 0, 64 }, { "module.list", 8, 16 },
};

static uint8_t *at(size_t offset)
{
	return ram.bytes + offset;
}

/* A new page; @va is where it is mapped, 0 for the linear map. */
static size_t put_page(uint64_t va)
{
	size_t offset = ram.size;

	assert_true(kernel.nr < MAX_PAGES);
	kernel.va[kernel.nr++] = va ? va : LINEAR + offset;
	buffer_zeros(&ram, PAGE);
	return offset;
}

static void put_symbol(const char *name, uint64_t va, uint64_t size)
{
	assert_int_equal(debuginfo_add_symbol(&check->info, name, va, size,
					      &err), 0);
}

/* A variable in the image, with a page of its own */
static size_t put_variable(const char *name, uint64_t size)
{
	size_t offset = put_page(IMAGE + ram.size);

	put_symbol(name, IMAGE + offset, size);
	return offset;
}

static void put_variables(void)
{
	static const char *const words[] = {
		"__cpu_possible_mask", "__cpu_active_mask",
		"shadow_timekeeper", "init_uts_ns", "linux_banner", "nr_irqs",
		"mt_slots", "mt_pivots", "init_mm", "high_memory", "_totalram_pages", "max_mapnr", "node_states",
		"jiffies_64", "tainted_mask", "taint_flags", "avenrun",
		"nr_threads", "panic_cpu", "clear_seq",
	};
	size_t i, name;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		put_variable(words[i], 8);
	name = put_page(IMAGE + ram.size);
	set_le64(at(put_variable("task_state_array", 8)), IMAGE + name);
	name = put_page(IMAGE + ram.size);
	set_le64(at(put_variable("pageflag_names", 16) + 8), IMAGE + name);
	name = put_page(0);
	set_le64(at(put_variable("kmem_cache", 8)), LINEAR + name);
}

static void put_modules(void)
{
	size_t module = put_page(0);
	size_t head = put_variable("modules", 16);

	kernel.place[MODULES] = head;
	set_le64(at(head), LINEAR + module + 8);
	set_le64(at(module + 8), IMAGE + head);
}

static void put_sections(void)
{
	size_t array = put_page(0), roots = put_page(0);

	set_le64(at(roots + 8), LINEAR + array);
	kernel.place[SECTIONS] = roots;
	set_le64(at(put_variable("mem_section", 8)), LINEAR + roots);
}

static void put_node(void)
{
	size_t name = put_page(IMAGE + ram.size);
	size_t node = put_variable("contig_page_data", 64);

	set_le64(at(node + 16 + 8), IMAGE + name);
	set_le64(at(node + 16 + 16 + 8), IMAGE + name);
}

static void put_log(void)
{
	size_t descs = put_page(0), infos = put_page(0), text = put_page(0);
	size_t prb = put_page(0);

	set_le32(at(prb), 2);
	set_le64(at(prb + 8), LINEAR + descs);
	set_le64(at(prb + 16), LINEAR + infos);
	set_le32(at(prb + 32), 12);
	set_le64(at(prb + 40), LINEAR + text);
	kernel.place[PRB] = prb;
	set_le64(at(put_variable("prb", 8)), LINEAR + prb);
}

/* 32 KiB, of which crash reads all, and what comes before it */
static void put_config(void)
{
	size_t i, start = ram.size;

	for (i = 0; i < 9; i++)
		put_page(IMAGE + ram.size);
	put_symbol("kernel_config_data", IMAGE + start + 8, 0);
	put_symbol("kernel_config_data_end", IMAGE + start + 108, 0);
}

/* Maps up to 512 pages from VMALLOC on. */
static void put_tables(void)
{
	size_t root = put_variable("swapper_pg_dir", 0);
	size_t i, next, table = root;
	static const unsigned int shifts[] = { 39, 30, 21 };

	kernel.place[SWAPPER] = root;
	for (i = 0; i < 3; i++) {
		next = put_page(0);
		set_le64(at(table + (VMALLOC >> shifts[i] & 511) * 8),
			 (TEST_PADDR + next) | 3);
		table = next;
	}
	kernel.place[TABLE] = table;
}

/* A page in vmalloc space. Returns its address there. */
static uint64_t put_vmalloc(size_t *offset)
{
	static uint64_t va;
	uint64_t index;

	va = kernel.place[STACK0] ? va + 2 * PAGE : VMALLOC;
	index = (va - VMALLOC) / PAGE;
	*offset = put_page(va);
	set_le64(at(kernel.place[TABLE] + index * 8),
		 (TEST_PADDR + *offset) | 3);
	return va;
}

static size_t put_pid(size_t task)
{
	size_t pid = put_page(0);

	set_le64(at(pid), LINEAR + task + 32);
	set_le64(at(task + 8), LINEAR + pid);
	return pid;
}

static size_t put_task(enum place stack, uint32_t pid)
{
	size_t task = put_page(0);

	set_le64(at(task), put_vmalloc(&kernel.place[stack]));
	set_le32(at(task + 24), pid);
	put_pid(task);
	return task;
}

static void put_mm(size_t task)
{
	size_t mm = put_page(0);

	set_le64(at(mm + 16 + 8), PERCPU + COUNTER);
	set_le64(at(mm + 32 + 8), PERCPU + COUNTER + 8);
	set_le64(at(task + 16), LINEAR + mm);
}

static void make_prstatus(uint8_t *desc, uint32_t pid)
{
	memset(desc, 0, PRSTATUS_SIZE);
	set_le32(desc + 32, pid);
	set_le64(desc + 112 + 32 * 8, IMAGE + 0x1000);
	set_le64(desc + 112 + 33 * 8, 0x3c5);
}

static void put_prstatus(struct buffer *buf, const char *name, uint32_t pid)
{
	uint8_t desc[PRSTATUS_SIZE];

	make_prstatus(desc, pid);
	put_note(buf, name, NT_PRSTATUS, desc, sizeof(desc));
}

static size_t put_cpu(unsigned int cpu, size_t task, size_t idle, uint32_t pid)
{
	struct buffer note = { 0 };
	size_t offset = put_page(0), stack;

	set_le64(at(kernel.place[OFFSETS] + 8 * cpu), LINEAR + offset - PERCPU);
	set_le64(at(offset + RUNQUEUES), LINEAR + task);
	set_le64(at(offset + RUNQUEUES + 8), LINEAR + idle);
	set_le64(at(offset + IRQ_STACK_PTR), put_vmalloc(&stack));
	put_prstatus(&note, "CORE", pid);
	memcpy(at(offset + CRASH_NOTES), note.bytes, note.size);
	buffer_free(&note);
	return offset;
}

static void put_cpus(void)
{
	size_t idle1;

	kernel.place[OFFSETS] = put_variable("__per_cpu_offset", 64);
	kernel.place[PRESENT] = put_variable("__cpu_present_mask", 8);
	set_le64(at(kernel.place[PRESENT]), 3);
	set_le64(at(put_variable("__cpu_online_mask", 8)), 2);
	put_symbol("runqueues", PERCPU + RUNQUEUES, 16);
	put_symbol("irq_stack_ptr", PERCPU + IRQ_STACK_PTR, 8);
	kernel.place[NOTES] = put_variable("crash_notes", 8);
	set_le64(at(kernel.place[NOTES]), PERCPU + CRASH_NOTES);
	kernel.place[TASK0] = put_task(STACK0, 0);
	kernel.place[TASK1] = put_task(STACK1, 46);
	put_mm(kernel.place[TASK1]);
	set_le64(at(kernel.place[STACK1] + 0x800), IMAGE + 0x104);
	idle1 = put_page(0);
	set_le64(at(idle1), put_vmalloc(&kernel.place[STACK0]));
	kernel.place[PERCPU0] = put_cpu(0, kernel.place[TASK0],
					kernel.place[TASK0], 0);
	kernel.place[PERCPU1] = put_cpu(1, kernel.place[TASK1], idle1, 46);
}

/* Two levels: the upper node leads to the lower one. */
static void put_pids(void)
{
	size_t pid_ns = put_variable("init_pid_ns", 32);
	size_t node = put_page(0), leaf = put_page(0);

	kernel.place[PID_NS] = pid_ns;
	kernel.place[NODE] = node;
	kernel.place[LEAF] = leaf;
	set_le64(at(pid_ns + 16), LINEAR + node + 2);
	set_le64(at(node + 8), LINEAR + leaf + 2);
	set_le64(at(leaf + 16), get_le64(at(kernel.place[TASK1] + 8)));
}

static int setup(void **state)
{
	size_t i;

	(void)state;
	memset(&kernel, 0, sizeof(kernel));
	kernel.phys_offset = TEST_PADDR;
	kernel.page_size = PAGE;
	kernel.va_bits = 48;
	kernel.t1sz = 16;
	kernel.nr_roots = 4;
	check = check_new(&err);
	assert_non_null(check);
	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		debuginfo_add_type(&check->info, types[i].name,
				   types[i].offset, types[i].size, &err);
	put_symbol("_text", IMAGE, 0);
	put_symbol("_end", IMAGE + 0x1000000, 0);
	put_symbol("panic", IMAGE + 0x100, 16);
	put_symbol("__start_init_stack", IMAGE, 0);
	put_symbol("__end_init_stack", IMAGE + PAGE, 0);
	put_tables();
	put_variables();
	put_config();
	put_modules();
	put_sections();
	put_node();
	put_log();
	put_cpus();
	put_pids();
	put_prstatus(&notes, "CORE", 0);
	put_prstatus(&notes, "CORE", 46);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	csd_check_close(check);
	buffer_free(&ram);
	buffer_free(&elf);
	buffer_free(&notes);
	return 0;
}

static void put_vmcoreinfo(void)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "OSRELEASE=6.12\nPAGESIZE=%u\nKERNELOFFSET=0\n"
		 "NUMBER(VA_BITS)=%u\nNUMBER(TCR_EL1_T1SZ)=%u\n"
		 "NUMBER(kimage_voffset)=0x%llx\nNUMBER(PHYS_OFFSET)=0x%llx\n"
		 "SYMBOL(swapper_pg_dir)=%llx\nLENGTH(mem_section)=%zu\n",
		 kernel.page_size, kernel.va_bits, kernel.t1sz,
		 IMAGE - TEST_PADDR, (unsigned long long)kernel.phys_offset,
		 IMAGE + kernel.place[SWAPPER], kernel.nr_roots);
	put_note(&notes, "VMCOREINFO", 0, text, strlen(text));
}

static void put_load(size_t page, size_t base)
{
	Elf64_Phdr load = {
		.p_type = PT_LOAD, .p_offset = base + page * PAGE,
		.p_vaddr = kernel.va[page], .p_paddr = TEST_PADDR + page * PAGE,
		.p_filesz = PAGE, .p_memsz = PAGE, .p_align = kernel.align,
	};

	if (!kernel.va[page])
		load = (Elf64_Phdr){ .p_type = PT_LOAD };
	buffer_put(&elf, &load, sizeof(load));
}

static void put_check_core(void)
{
	Elf64_Ehdr ehdr = core_header(1 + kernel.nr);
	Elf64_Phdr note = { .p_type = PT_NOTE };
	size_t i, base;

	note.p_offset = sizeof(ehdr) + (1 + kernel.nr) * sizeof(note);
	note.p_filesz = notes.size;
	base = align_up(note.p_offset + notes.size, PAGE);
	buffer_put(&elf, &ehdr, sizeof(ehdr));
	buffer_put(&elf, &note, sizeof(note));
	for (i = 0; i < kernel.nr; i++)
		put_load(i, base);
	buffer_put(&elf, notes.bytes, notes.size);
	buffer_align(&elf, PAGE);
	buffer_put(&elf, ram.bytes, ram.size);
}

/* Judges the core as it is in @elf, but for @cut bytes at its end. */
static void judge(size_t cut)
{
	assert_int_equal(check_open_bytes(check, elf.bytes, elf.size - cut,
					  &err), 0);
	check_map_kernel(check);
	assert_int_equal(csd_check_run(check, &findings, &nr_findings, &err),
			 0);
}

static void run(void)
{
	put_vmcoreinfo();
	put_check_core();
	judge(0);
}

static void reset(void)
{
	teardown(NULL);
	setup(NULL);
}

static const struct csd_finding *find(const char *item)
{
	size_t i;

	for (i = 0; i < nr_findings; i++)
		if (!strcmp(findings[i].item, item))
			return &findings[i];
	fail_msg("no finding '%s'", item);
	return NULL;
}

static void expect(const char *item, enum csd_state state)
{
	const struct csd_finding *finding = find(item);

	if (finding->state != state)
		fail_msg("%s is %s, not %s: %s", item,
			 csd_state_name(finding->state), csd_state_name(state),
			 finding->detail);
}

static void expect_summary(enum csd_tool tool, const char *want)
{
	char text[CSD_ERROR_LEN];

	csd_check_summary(check, tool, text, sizeof(text));
	assert_string_equal(text, want);
}

static size_t count_bad(void)
{
	size_t i, nr = 0;

	for (i = 0; i < nr_findings; i++)
		nr += findings[i].state != CSD_PRESENT;
	return nr;
}

static void lose(size_t offset)
{
	kernel.va[offset / PAGE] = 0;
}

static void test_complete(void **state)
{
	size_t i;

	(void)state;
	run();
	for (i = 0; i < nr_findings; i++)
		expect(findings[i].item, CSD_PRESENT);
	assert_true(nr_findings > 70);
	expect_summary(CSD_CRASH, "opens");
	expect_summary(CSD_GDB, "opens");
	expect_summary(CSD_DRGN, "opens");
}

/* Nothing is in the core that nobody would miss. */
static void test_each_page_is_needed(void **state)
{
	size_t i, nr = kernel.nr;

	(void)state;
	for (i = 0; i < nr; i++) {
		reset();
		kernel.va[i] = 0;
		run();
		if (!count_bad())
			fail_msg("page %zu is not missed", i);
	}
}

/* What is no symbol of its own leads to other things. */
static void test_what_leads_on(void **state)
{
	(void)state;
	lose(kernel.place[OFFSETS]);
	run();
	expect("__per_cpu_offset", CSD_MISSING);
	expect("present CPUs", CSD_UNKNOWN);
	expect("runqueue", CSD_UNKNOWN);
	expect_summary(CSD_CRASH, "cannot open: 1 thing missing, first: __per_cpu_offset");
	expect_summary(CSD_DRGN, "opens, but lacks 1 thing, first: __per_cpu_offset");

	/* Without present CPUs, crash takes those online. */
	reset();
	lose(kernel.place[PRESENT]);
	run();
	assert_string_equal(find("present CPUs")->detail, "1 CPUs");
	expect_summary(CSD_CRASH, "opens, but lacks 1 thing, first: __cpu_present_mask");

	reset();
	lose(kernel.place[PERCPU1]);
	run();
	expect("runqueue CPU 0", CSD_PRESENT);
	expect("runqueue CPU 1", CSD_MISSING);
	expect("crash_notes CPU 1", CSD_MISSING);
	expect("running task CPU 1", CSD_UNKNOWN);

	reset();
	lose(kernel.place[TASK1]);
	run();
	expect("running task CPU 1", CSD_MISSING);
	expect("running task's stack CPU 1", CSD_UNKNOWN);
	expect("task_structs", CSD_MISSING);
	expect_summary(CSD_CRASH, "opens, but lacks 2 things, first: running task CPU 1");
}

static void test_page_table(void **state)
{
	(void)state;
	lose(kernel.place[TABLE]);
	run();
	expect("page tables", CSD_MISSING);
	expect("running task's stack CPU 1", CSD_UNKNOWN);
	expect_summary(CSD_CRASH, "cannot open: 1 thing missing, first: page tables");
	/* They have p_vaddr. */
	expect_summary(CSD_GDB, "opens");
}

static void test_stack_without_address(void **state)
{
	(void)state;
	kernel.va[kernel.place[STACK1] / PAGE] = LINEAR + kernel.place[STACK1];
	run();
	expect_summary(CSD_CRASH, "opens");
	expect_summary(CSD_GDB, "opens, but lacks 1 thing, first: running task's stack CPU 1");
	/* The page tables lead there, since they have the CPU's shape. */
	expect_summary(CSD_DRGN, "opens");
}

static void test_degraded(void **state)
{
	(void)state;
	set_le64(at(kernel.place[PERCPU1] + CRASH_NOTES), 0);
	run();
	expect("crash_notes CPU 1", CSD_WRONG);
	expect_summary(CSD_CRASH, "opens, but lacks 1 thing, first: crash_notes CPU 1");
}

static void test_user_registers(void **state)
{
	uint8_t *desc;

	(void)state;
	desc = at(kernel.place[PERCPU0] + CRASH_NOTES + 20);
	set_le64(desc + 112 + 33 * 8, 0x80000000);
	run();
	expect("kernel registers CPU 0", CSD_WRONG);
	expect("kernel registers CPU 1", CSD_PRESENT);
}

static void test_netdump(void **state)
{
	(void)state;
	kernel.align = PAGE;
	run();
	expect("first PT_LOAD", CSD_WRONG);
	expect_summary(CSD_CRASH, "cannot open: 1 thing missing, first: first PT_LOAD");
}

static void test_phys_offset(void **state)
{
	(void)state;
	kernel.phys_offset -= 0xf000000000000ULL;
	run();
	expect("PHYS_OFFSET fits", CSD_WRONG);
	/* The rest is looked for where it is. */
	assert_int_equal(count_bad(), 1);
}

static void test_address_bits(void **state)
{
	(void)state;
	kernel.va_bits = 52;
	run();
	expect("address bits", CSD_PRESENT);
	reset();
	kernel.va_bits = 52;
	kernel.t1sz = 12;
	run();
	expect("address bits", CSD_WRONG);
	reset();
	kernel.va_bits = 52;
	kernel.page_size = 65536;
	run();
	expect("address bits", CSD_WRONG);
	reset();
	kernel.t1sz = 70;
	run();
	expect("address bits", CSD_UNKNOWN);
	expect("linux_banner", CSD_UNKNOWN);
	assert_contains(find("linux_banner")->detail, "TCR_EL1_T1SZ");
}

static void test_headers(void **state)
{
	Elf64_Phdr *phdr;

	(void)state;
	put_vmcoreinfo();
	put_check_core();
	phdr = (void *)(elf.bytes + sizeof(Elf64_Ehdr));
	phdr[3].p_type = PT_NULL;
	phdr[4].p_paddr += 8;
	phdr[6].p_paddr = phdr[5].p_paddr;
	judge(0);
	expect("program headers", CSD_WRONG);
	expect("whole pages", CSD_WRONG);
	expect("no overlaps", CSD_WRONG);
}

static void test_no_memory(void **state)
{
	(void)state;
	kernel.nr = 0;
	run();
	expect("program headers", CSD_MISSING);
	expect("linux_banner", CSD_MISSING);
	expect_summary(CSD_DRGN, "opens, but lacks 6 things, first: __cpu_possible_mask");
}

static void test_truncated(void **state)
{
	(void)state;
	put_vmcoreinfo();
	put_check_core();
	/* Of the leaf, which is the last page, two slots are left. */
	judge(PAGE - 24);
	expect("end of the file", CSD_TRUNCATED);
	expect("pid xa_nodes", CSD_TRUNCATED);
	assert_contains(find("pid xa_nodes")->detail, "1 of 2");
	reset();
	put_vmcoreinfo();
	put_check_core();
	judge(PAGE);
	expect("pid xa_nodes", CSD_TRUNCATED);
	expect("struct pids", CSD_UNKNOWN);
}

/* What was zero need not be in the file. */
static void test_zero_tail(void **state)
{
	size_t page = kernel.place[SECTIONS] / PAGE;
	Elf64_Phdr *phdr;

	(void)state;
	put_vmcoreinfo();
	put_check_core();
	phdr = (void *)(elf.bytes + sizeof(Elf64_Ehdr));
	phdr[1 + page].p_filesz = 16;
	judge(0);
	assert_int_equal(count_bad(), 0);
}

static void test_notes(void **state)
{
	uint8_t desc[PRSTATUS_SIZE + 8] = { 0 };

	(void)state;
	buffer_free(&notes);
	run();
	expect("NT_PRSTATUS", CSD_MISSING);
	expect_summary(CSD_CRASH, "opens");

	reset();
	buffer_free(&notes);
	put_prstatus(&notes, "CORE", 0);
	put_prstatus(&notes, "CORE", 0);
	run();
	expect("NT_PRSTATUS", CSD_PRESENT);
	expect("pr_pid unique", CSD_WRONG);
	expect("pr_pid is the task's CPU 1", CSD_WRONG);

	/* What gdb skips for its size, drgn takes; of other names drgn none. */
	reset();
	buffer_free(&notes);
	make_prstatus(desc, 0);
	put_note(&notes, "CORE", NT_PRSTATUS, desc, sizeof(desc));
	put_prstatus(&notes, "CORE", 46);
	put_prstatus(&notes, "IDLE", 0x40000000);
	run();
	assert_int_equal(count_bad(), 0);

	reset();
	memset(notes.bytes + 20 + 112, 0, 272);
	run();
	expect("NT_PRSTATUS", CSD_WRONG);
}

static void test_panic_task(void **state)
{
	uint8_t task[8] = { 0 };

	(void)state;
	set_le64(at(kernel.place[STACK1] + 0x800), 0);
	run();
	expect("panic task", CSD_WRONG);
	reset();
	set_le64(at(kernel.place[STACK1] + 0x800), 0);
	put_note(&notes, "KERNEL", 4, task, sizeof(task));
	run();
	expect("panic task", CSD_PRESENT);
}

static void test_no_vmcoreinfo(void **state)
{
	(void)state;
	put_check_core();
	judge(0);
	expect("VMCOREINFO", CSD_MISSING);
	expect("VMCOREINFO PAGESIZE", CSD_MISSING);
	expect("linux_banner", CSD_UNKNOWN);
	assert_contains(find("linux_banner")->detail, "no VMCOREINFO");
}

static void test_no_vmlinux(void **state)
{
	(void)state;
	put_vmcoreinfo();
	put_check_core();
	assert_int_equal(check_open_bytes(check, elf.bytes, elf.size, &err), 0);
	assert_int_equal(csd_check_run(check, &findings, &nr_findings, &err),
			 0);
	expect("PHYS_OFFSET fits", CSD_PRESENT);
	expect("NT_PRSTATUS", CSD_PRESENT);
	expect("linux_banner", CSD_UNKNOWN);
	assert_contains(find("linux_banner")->detail, "-k");
}

/* Memory that is not the core's leads on, and is missed all the same. */
static void test_more_memory(void **state)
{
	(void)state;
	lose(kernel.place[PERCPU1]);
	lose(kernel.place[TABLE]);
	assert_int_equal(dump_add_ram(check->files, ram.bytes, ram.size,
				      TEST_PADDR, false, &err), 0);
	run();
	expect("runqueue CPU 1", CSD_MISSING);
	expect("crash_notes CPU 1", CSD_MISSING);
	expect("page tables", CSD_MISSING);
	expect("running task's stack CPU 1", CSD_PRESENT);
}

static void test_modules(void **state)
{
	(void)state;
	set_le64(at(kernel.place[MODULES]), VMALLOC + 0x100008);
	run();
	expect("modules of the list", CSD_WRONG);
	expect("modules", CSD_PRESENT);
}

static void test_nonsense(void **state)
{
	size_t i;

	(void)state;
	/* an xarray that leads back, and to itself */
	set_le64(at(kernel.place[LEAF] + 8), LINEAR + kernel.place[NODE] + 2);
	set_le64(at(kernel.place[LEAF] + 24), LINEAR + kernel.place[LEAF] + 2);
	/* a log of 2^200 descriptors */
	set_le32(at(kernel.place[PRB]), 200);
	set_le32(at(kernel.place[PRB] + 32), 64);
	run();
	assert_contains(find("pid xa_nodes")->detail, "all 2,");
	expect("log descs", CSD_WRONG);
	expect("log text", CSD_WRONG);

	reset();
	set_le64(at(kernel.place[PRESENT]), ~0ULL);
	kernel.nr_roots = SIZE_MAX;
	run();
	expect("present CPUs", CSD_PRESENT);
	expect("section roots", CSD_UNKNOWN);

	reset();
	for (i = 0; i < ram.size; i += 8)
		set_le64(at(i), LINEAR + kernel.place[NODE] + 2);
	run();
	assert_true(count_bad() > 0);
}

/* Damages the headers and what can be pointed with. */
static void damage_core(size_t header)
{
	size_t nr = 1 + below(6);
	size_t page;

	while (nr--) {
		page = header + below(kernel.nr) * PAGE;
		if (below(4))
			damage(elf.bytes + page, below(2) ? 128 : PAGE);
		else
			damage(elf.bytes, header);
	}
}

/* Looks for crashes only: run it with SANITIZE=1. */
static void test_damage(void **state)
{
	uint64_t runs = random_start(RUNS);

	(void)state;
	while (runs--) {
		reset();
		put_vmcoreinfo();
		put_check_core();
		damage_core(elf.size - ram.size);
		if (check_open_bytes(check, elf.bytes, elf.size -
				     (below(8) ? 0 : below(elf.size)), &err))
			continue;
		check_map_kernel(check);
		csd_check_run(check, &findings, &nr_findings, &err);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_complete), TEST(test_each_page_is_needed),
		TEST(test_what_leads_on), TEST(test_page_table),
		TEST(test_stack_without_address), TEST(test_degraded),
		TEST(test_user_registers), TEST(test_netdump),
		TEST(test_phys_offset), TEST(test_address_bits),
		TEST(test_headers), TEST(test_no_memory), TEST(test_truncated),
		TEST(test_zero_tail), TEST(test_notes), TEST(test_panic_task),
		TEST(test_no_vmcoreinfo), TEST(test_no_vmlinux),
		TEST(test_more_memory), TEST(test_modules),
		TEST(test_nonsense), TEST(test_damage),
	};

	return run_tap(tests);
}
