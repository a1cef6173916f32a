// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks at what readers need of the core's headers and notes. */
#include <inttypes.h>

#include "bytes.h"
#include "check.h"
#include "prstatus.h"
#include "vmcoreinfo.h"

/* crash's MIN_PAGE_SIZE */
#define SMALL_PAGE	4096
/* Of PRSTATUS notes, drgn takes those with all registers. */
#define DRGN_PRSTATUS	384

void look_headers(struct csd_check *check, const struct need *need)
{
	GElf_Phdr phdr;
	size_t i;

	if (!check->loads.nr) {
		check_find(check, need, CHECK_ALL, NULL, CSD_MISSING,
			   "no PT_LOAD");
		return;
	}
	for (i = 0; i < check->core.phnum; i++) {
		if (!gelf_getphdr(check->core.elf, (int)i, &phdr) ||
		    phdr.p_type == (i ? PT_LOAD : PT_NOTE))
			continue;
		check_find(check, need, CHECK_ALL, NULL, CSD_WRONG,
			   "program header %zu has type %" PRIu32, i,
			   phdr.p_type);
		return;
	}
	check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT, "%zu PT_LOADs",
		   check->loads.nr);
}

/* That is how crash tells a kdump from a netdump, whose notes it ignores. */
void look_align(struct csd_check *check, const struct need *need)
{
	const struct load *load = check->loads.all;

	if (check->loads.nr)
		check_find(check, need, CHECK_ALL, NULL,
			   load->align && load->offset % SMALL_PAGE == 0 ?
			   CSD_WRONG : CSD_PRESENT,
			   "p_align 0x%" PRIx64 ", p_offset 0x%" PRIx64,
			   load->align, load->offset);
}

void look_file_end(struct csd_check *check, const struct need *need)
{
	size_t i, nr = 0;

	for (i = 0; i < check->loads.nr; i++)
		nr += check->loads.all[i].held < check->loads.all[i].filesz;
	check_find(check, need, CHECK_ALL, NULL,
		   nr ? CSD_TRUNCATED : CSD_PRESENT,
		   "%zu of %zu end beyond the file's %" PRIu64 " bytes", nr,
		   check->loads.nr, check->core.size);
}

static uint64_t page_size(const struct csd_check *check)
{
	struct csd_error none;
	uint64_t size;

	if (vmcoreinfo_value(check->files, "PAGESIZE", 10, &size, &none) ||
	    !size)
		return SMALL_PAGE;
	return size;
}

void look_whole_pages(struct csd_check *check, const struct need *need)
{
	uint64_t page = page_size(check);
	const struct load *load;
	size_t i;

	for (i = 0; i < check->loads.nr; i++) {
		load = &check->loads.all[i];
		if (load->paddr % page == 0 && load->va % page == 0 &&
		    load->memsz % page == 0)
			continue;
		check_find(check, need, CHECK_ALL, NULL, CSD_WRONG,
			   "0x%" PRIx64 " bytes at 0x%" PRIx64, load->memsz,
			   load->paddr);
		return;
	}
	check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT,
		   "pages of %" PRIu64 " bytes", page);
}

static int by_paddr(const void *a, const void *b)
{
	const struct load *x = a, *y = b;

	return x->paddr < y->paddr ? -1 : x->paddr > y->paddr;
}

/* Two headers may describe one piece of the file; two pieces they may not. */
static bool conflict(const struct load *a, const struct load *b)
{
	return b->paddr - a->paddr < a->memsz &&
	       b->paddr - a->paddr != b->offset - a->offset;
}

void look_overlaps(struct csd_check *check, const struct need *need)
{
	size_t i, nr = check->loads.nr;
	struct load *sorted;
	const struct load *last;

	if (!nr)
		return;
	sorted = calloc(nr, sizeof(*sorted));
	last = sorted;
	if (!sorted) {
		check->out_of_memory = true;
		return;
	}
	memcpy(sorted, check->loads.all, nr * sizeof(*sorted));
	qsort(sorted, nr, sizeof(*sorted), by_paddr);
	for (i = 1; i < nr && !conflict(last, &sorted[i]); i++)
		if (sorted[i].paddr + sorted[i].memsz >
		    last->paddr + last->memsz)
			last = &sorted[i];
	if (i < nr)
		check_find(check, need, CHECK_ALL, NULL, CSD_WRONG,
			   "0x%" PRIx64 " and 0x%" PRIx64 " overlap",
			   last->paddr, sorted[i].paddr);
	else
		check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT, "-");
	free(sorted);
}

void look_vmcoreinfo(struct csd_check *check, const struct need *need)
{
	check_find(check, need, CHECK_ALL, NULL,
		   check->files->vmcoreinfo ? CSD_PRESENT : CSD_MISSING,
		   "%zu bytes", check->files->vmcoreinfo_size);
}

void look_key(struct csd_check *check, const struct need *need)
{
	const char *value = csd_dump_vmcoreinfo(check->files, need->arg);

	check_find(check, need, CHECK_ALL, need->arg,
		   value ? CSD_PRESENT : CSD_MISSING, "%.80s",
		   value ? value : "-");
}

/*
 * A kernel built for more address bits than its CPU has tells PHYS_OFFSET for
 * where the linear map would start with all of them.
 */
void look_phys_offset(struct csd_check *check, const struct need *need)
{
	uint64_t said, want;
	struct csd_error err;
	struct kmem mem;

	if (vmcoreinfo_number(check->files, "PHYS_OFFSET", &said, &err) ||
	    kmem_init(&mem, &check->loads, check->files, &err))
		check_unknown(check, need, NULL, err.text);
	else if (!kmem_true_phys_offset(&mem, &want) &&
		 mem.va_bits == mem.used_bits)
		check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT,
			   "0x%" PRIx64, said);
	else if (!kmem_true_phys_offset(&mem, &want))
		check_unknown(check, need, NULL,
			      "no PT_LOAD is in the linear map");
	else
		check_find(check, need, CHECK_ALL, NULL,
			   said == want ? CSD_PRESENT : CSD_WRONG,
			   "0x%" PRIx64 ", by the PT_LOADs 0x%" PRIx64
			   " (%" PRIu64 " address bits)", said, want,
			   mem.used_bits);
}

/* Shapes of page tables that crash does not know. */
static bool is_odd(const struct kmem *mem)
{
	unsigned int shift = mem->table.page_shift;

	if (shift == 16)
		return mem->va_bits > mem->used_bits;
	return shift == 14 ? mem->va_bits > 48 : mem->used_bits > 48;
}

void look_address_bits(struct csd_check *check, const struct need *need)
{
	struct csd_error err;
	struct kmem mem;

	if (kmem_init(&mem, &check->loads, check->files, &err))
		check_unknown(check, need, NULL, err.text);
	else
		check_find(check, need, CHECK_ALL, NULL,
			   is_odd(&mem) ? CSD_WRONG : CSD_PRESENT,
			   "%" PRIu64 " of %" PRIu64 ", pages of 2^%u bytes",
			   mem.used_bits, mem.va_bits, mem.table.page_shift);
}

/* PRSTATUS notes as one tool sees them. */
struct notes {
	struct prstatus all[CHECK_MAX_CPUS];
	size_t nr;
};

/* gdb takes notes of any name and just the right size; drgn is laxer. */
static bool takes(enum csd_tool tool, struct prstatus *status,
		  const struct note *note)
{
	if (tool == CSD_GDB)
		return note->desc_size == PRSTATUS_SIZE &&
		       prstatus_read(status, note, PRSTATUS_SIZE);
	return note_is(note, "CORE", NT_PRSTATUS) &&
	       prstatus_read(status, note, DRGN_PRSTATUS);
}

static void add_notes(struct notes *notes, enum csd_tool tool,
		      const uint8_t *bytes, uint64_t size)
{
	struct note note;
	uint64_t at = 0;

	while (notes->nr < CHECK_MAX_CPUS &&
	       elf_next_note(bytes, size, &at, &note))
		if (takes(tool, &notes->all[notes->nr], &note))
			notes->nr++;
}

/* NULL when out of memory. The caller frees it. */
static struct notes *read_notes(struct csd_check *check, enum csd_tool tool)
{
	struct notes *notes = calloc(1, sizeof(*notes));
	const uint8_t *bytes;
	uint64_t size;
	size_t i;

	if (!notes) {
		check->out_of_memory = true;
		return NULL;
	}
	for (i = 0; i < check->core.phnum; i++) {
		bytes = elfcore_notes(&check->core, i, &size);
		if (bytes)
			add_notes(notes, tool, bytes, size);
	}
	return notes;
}

static enum csd_state registers_state(const struct notes *notes, size_t cpus)
{
	size_t i, stopped = 0;

	for (i = 0; i < notes->nr; i++)
		stopped += notes->all[i].stopped;
	if (!notes->nr || notes->nr < cpus)
		return CSD_MISSING;
	return stopped < notes->nr ? CSD_WRONG : CSD_PRESENT;
}

static void find_registers(struct csd_check *check, const struct need *need,
			   unsigned int tools, enum csd_state state, size_t nr)
{
	check_find(check, need, tools, NULL, state, "%zu notes for %zu CPUs%s",
		   nr, check->nr_cpus > nr ? check->nr_cpus : nr,
		   state == CSD_WRONG ? ", not all with registers" : "");
}

void look_registers(struct csd_check *check, const struct need *need)
{
	struct notes *gdb = read_notes(check, CSD_GDB);
	struct notes *drgn = read_notes(check, CSD_DRGN);
	enum csd_state states[CSD_NR_TOOLS];

	if (gdb && drgn) {
		states[CSD_GDB] = registers_state(gdb, check->nr_cpus);
		states[CSD_DRGN] = registers_state(drgn, check->nr_cpus);
		find_registers(check, need, states[CSD_GDB] == states[CSD_DRGN] ?
			       CHECK_ALL : 1U << CSD_GDB, states[CSD_GDB],
			       gdb->nr);
		if (states[CSD_GDB] != states[CSD_DRGN])
			find_registers(check, need, 1U << CSD_DRGN,
				       states[CSD_DRGN], drgn->nr);
	}
	free(gdb);
	free(drgn);
}

/* The first that gdb mistakes for another one, or NULL */
static const struct prstatus *mistaken(const struct notes *notes)
{
	size_t i, j;

	for (i = 1; i < notes->nr; i++) {
		if (!notes->all[i].pid)
			return &notes->all[i];
		for (j = 0; j < i; j++)
			if (notes->all[j].pid == notes->all[i].pid)
				return &notes->all[i];
	}
	return NULL;
}

void look_thread_ids(struct csd_check *check, const struct need *need)
{
	struct notes *notes = read_notes(check, CSD_GDB);
	const struct prstatus *bad;

	if (!notes)
		return;
	bad = mistaken(notes);
	if (bad)
		check_find(check, need, CHECK_ALL, NULL, CSD_WRONG,
			   "note %zu has pr_pid %" PRIu32,
			   (size_t)(bad - notes->all), bad->pid);
	else if (notes->nr)
		check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT,
			   "%zu", notes->nr);
	free(notes);
}

/* drgn uses note number CPU for the task that the note names, only. */
static void find_task_id(struct csd_check *check, const struct need *need,
			 const struct check_cpu *cpu,
			 const struct prstatus *status)
{
	char suffix[16];
	uint64_t pid;

	snprintf(suffix, sizeof(suffix), "CPU %u", cpu->nr);
	if (!cpu->curr ||
	    !check_read_member(check, cpu->curr, "task_struct.pid", &pid))
		check_unknown(check, need, suffix,
			      "its task_struct is not in the dump");
	else
		check_find(check, need, CHECK_ALL, suffix,
			   pid == status->pid ? CSD_PRESENT : CSD_WRONG,
			   "pr_pid %" PRIu32 ", its task has %" PRIu64,
			   status->pid, pid);
}

void look_task_ids(struct csd_check *check, const struct need *need)
{
	struct notes *notes = read_notes(check, CSD_DRGN);
	size_t i;

	if (!notes)
		return;
	for (i = 0; i < check->nr_cpus && i < notes->nr; i++)
		find_task_id(check, need, &check->cpus[i], &notes->all[i]);
	free(notes);
}

/* NT_TASKSTRUCT, in which a dump's maker may name the task that panicked */
#define TASK_NOTE	4

static bool find_task_note(const struct csd_check *check, uint64_t *task)
{
	const uint8_t *bytes;
	struct note note;
	uint64_t at, size;
	size_t i;

	for (i = 0; i < check->core.phnum; i++) {
		bytes = elfcore_notes(&check->core, i, &size);
		at = 0;
		while (bytes && elf_next_note(bytes, size, &at, &note)) {
			if (note.type != TASK_NOTE || note.desc_size != 8)
				continue;
			*task = get_le64(note.desc);
			return true;
		}
	}
	return false;
}

void look_panic_task(struct csd_check *check, const struct need *need)
{
	size_t stacks, found;
	uint64_t task;

	if (find_task_note(check, &task)) {
		check_find(check, need, CHECK_ALL, NULL, CSD_PRESENT,
			   "NT_TASKSTRUCT: 0x%" PRIx64, task);
		return;
	}
	found = check_find_panic(check, &stacks);
	if (!stacks || (!found && stacks < check->nr_cpus))
		check_unknown(check, need, NULL,
			      "a running task's stack is not in the dump");
	else
		check_find(check, need, CHECK_ALL, NULL,
			   found == 1 ? CSD_PRESENT : CSD_WRONG,
			   "panic() is in %zu of %zu running tasks' stacks",
			   found, stacks);
}
