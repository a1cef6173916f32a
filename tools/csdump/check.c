// SPDX-License-Identifier: GPL-2.0-or-later
/* Goes through the table of needs and collects findings. */
#include <inttypes.h>
#include <stdarg.h>
#include <unistd.h>

#include "bytes.h"
#include "check.h"
#include "vmcoreinfo.h"

static int open_core(struct csd_check *check, const char *path,
		     struct csd_error *err)
{
	const uint8_t *bytes;
	uint64_t size;

	if (dump_map(check->files, path, &bytes, &size, err))
		return strchr(path, '@') && access(path, F_OK) ?
		       csd_error_set(err, "no such file; a RAM image goes with -m, and the core made of it is judged") :
		       -1;
	if (size < 4 || memcmp(bytes, ELFMAG, SELFMAG))
		return csd_error_set(err, "no ELF core; give a RAM image with -m, and the core made of it");
	return check_open_bytes(check, bytes, size, err);
}

int check_open_bytes(struct csd_check *check, const uint8_t *bytes,
		     uint64_t size, struct csd_error *err)
{
	if (elfcore_open(&check->core, bytes, size, err)) {
		check->core.elf = NULL;
		return -1;
	}
	if (loads_read(&check->loads, &check->core, err))
		return -1;
	return vmcoreinfo_from_core(check->files, &check->core, err);
}

struct csd_check *check_new(struct csd_error *err)
{
	struct csd_check *check = calloc(1, sizeof(*check));

	if (!check) {
		csd_error_set(err, "out of memory");
		return NULL;
	}
	snprintf(check->no_kernel, sizeof(check->no_kernel),
		 "needs the vmlinux (-k)");
	check->files = dump_new(err);
	if (check->files)
		return check;
	free(check);
	return NULL;
}

int csd_check_open(struct csd_check **check, const char *path,
		   struct csd_error *err)
{
	*check = check_new(err);
	if (!*check)
		return -1;
	if (!open_core(*check, path, err))
		return 0;
	csd_check_close(*check);
	*check = NULL;
	return csd_error_context(err, "%s", path);
}

void csd_check_close(struct csd_check *check)
{
	if (!check)
		return;
	kmem_free(&check->mem);
	debuginfo_free(&check->info);
	loads_free(&check->loads);
	if (check->core.elf)
		elfcore_close(&check->core);
	csd_dump_close(check->files);
	free(check->cpus);
	free(check->findings);
	free(check);
}

int csd_check_add(struct csd_check *check, const char *spec,
		  struct csd_error *err)
{
	return csd_dump_add(check->files, spec, err);
}

void csd_check_warn(const struct csd_check *check, struct csd_log *log)
{
	csd_dump_warn(check->files, log);
}

void csd_check_warn_unread(const struct csd_check *check, struct csd_log *log)
{
	csd_dump_warn_unread(check->files, log);
}

/* Without VMCOREINFO addresses mean nothing: then nothing can be looked for. */
void check_map_kernel(struct csd_check *check)
{
	const struct debuginfo_entry *text, *end;
	struct csd_error err;

	if (kmem_init(&check->mem, &check->loads, check->files, &err)) {
		snprintf(check->no_kernel, sizeof(check->no_kernel), "%s",
			 err.text);
		return;
	}
	text = debuginfo_symbol(&check->info, "_text");
	end = debuginfo_symbol(&check->info, "_end");
	check->mem.text = text ? text->value : 0;
	check->mem.end = end ? end->value : 0;
	check->no_kernel[0] = '\0';
}

int csd_check_vmlinux(struct csd_check *check,
		      const struct csd_vmlinux *vmlinux, struct csd_error *err)
{
	struct csd_error none;
	uint64_t offset;

	if (csd_vmlinux_check(vmlinux, check->files, err))
		return -1;
	if (vmcoreinfo_value(check->files, "KERNELOFFSET", 16, &offset, &none)) {
		snprintf(check->no_kernel, sizeof(check->no_kernel), "%s",
			 none.text);
		return 0;
	}
	if (debuginfo_read(&check->info, vmlinux, offset, check_types, err))
		return -1;
	check_map_kernel(check);
	return 0;
}

int csd_check_run(struct csd_check *check, const struct csd_finding **findings,
		  size_t *nr, struct csd_error *err)
{
	const struct need *need = check_needs;
	const struct need *end = need + check_nr_needs;

	for (; need < end; need++) {
		if (need->kernel && check->no_kernel[0])
			check_unknown(check, need, NULL, check->no_kernel);
		else
			need->look(check, need);
	}
	if (check->out_of_memory)
		return csd_error_set(err, "out of memory");
	*findings = check->findings;
	*nr = check->nr;
	return 0;
}

static bool is_needed(const struct need *need, unsigned int tools)
{
	int tool;

	for (tool = 0; tool < CSD_NR_TOOLS; tool++)
		if (tools & 1U << tool && need->need[tool])
			return true;
	return false;
}

void check_find(struct csd_check *check, const struct need *need,
		unsigned int tools, const char *suffix, enum csd_state state,
		const char *fmt, ...)
{
	struct csd_finding *all, *finding;
	va_list args;
	int tool;

	if (!is_needed(need, tools))
		return;
	all = array_grow(check->findings, check->nr, sizeof(*all));
	if (!all) {
		check->out_of_memory = true;
		return;
	}
	check->findings = all;
	finding = &all[check->nr++];
	*finding = (struct csd_finding){ .state = state, .effect = need->effect };
	for (tool = 0; tool < CSD_NR_TOOLS; tool++)
		if (tools & 1U << tool)
			finding->need[tool] = need->need[tool];
	snprintf(finding->item, sizeof(finding->item), "%s%s%s", need->name,
		 suffix ? " " : "", suffix ? suffix : "");
	va_start(args, fmt);
	vsnprintf(finding->detail, sizeof(finding->detail), fmt, args);
	va_end(args);
}

void check_unknown(struct csd_check *check, const struct need *need,
		   const char *suffix, const char *why)
{
	check_find(check, need, CHECK_ALL, suffix, CSD_UNKNOWN, "%s", why);
}

void tally_memory(struct tally *tally, struct csd_check *check, uint64_t va,
		  uint64_t size)
{
	struct verdict verdict;
	int tool;

	if (!tally->nr++)
		tally->va = va;
	tally->size += size;
	for (tool = 0; tool < CSD_NR_TOOLS; tool++) {
		verdict = kmem_judge(&check->mem, (enum csd_tool)tool, va,
				     size);
		tally->held[tool] += verdict.cover.held;
		if (verdict.state && tally->states[tool][CSD_PRESENT] ==
				     tally->nr - 1)
			tally->bad[tool] = va;
		tally->states[tool][verdict.state]++;
	}
}

/* The worst state of any object */
static enum csd_state tally_state(const struct tally *tally, int tool)
{
	int state = CSD_MISSING;

	while (state > CSD_PRESENT && !tally->states[tool][state])
		state--;
	return (enum csd_state)state;
}

static void find_one(struct csd_check *check, const struct need *need,
		     unsigned int tools, const char *suffix,
		     const struct tally *tally, int tool)
{
	enum csd_state state = tally_state(tally, tool);

	if (state == CSD_UNKNOWN)
		check_find(check, need, tools, suffix, state,
			   "0x%" PRIx64 ": the page table 0x%" PRIx64 " is not in the dump",
			   tally->va, check->mem.first_lost);
	else if (state == CSD_WRONG)
		check_find(check, need, tools, suffix, state,
			   "0x%" PRIx64 ": not a mapped kernel address",
			   tally->va);
	else if (state == CSD_TRUNCATED)
		check_find(check, need, tools, suffix, state,
			   "0x%" PRIx64 ": %" PRIu64 " of %" PRIu64 " bytes",
			   tally->va, tally->held[tool], tally->size);
	else
		check_find(check, need, tools, suffix, state,
			   "0x%" PRIx64 ": %" PRIu64 " bytes", tally->va,
			   tally->size);
}

static void find_many(struct csd_check *check, const struct need *need,
		      unsigned int tools, const char *suffix,
		      const struct tally *tally, int tool)
{
	enum csd_state state = tally_state(tally, tool);
	size_t good = tally->states[tool][CSD_PRESENT];

	if (state == CSD_PRESENT)
		check_find(check, need, tools, suffix, state, "all %zu, %" PRIu64 " bytes",
			   good, tally->size);
	else
		check_find(check, need, tools, suffix, state,
			   "%zu of %zu, lacking 0x%" PRIx64 " first", good,
			   tally->nr, tally->bad[tool]);
}

void check_tally(struct csd_check *check, const struct need *need,
		 const char *suffix, const struct tally *tally)
{
	unsigned int tools, done = 0;
	int tool, other;

	for (tool = 0; tool < CSD_NR_TOOLS; tool++) {
		if (done & 1U << tool || !need->need[tool])
			continue;
		tools = 0;
		for (other = tool; other < CSD_NR_TOOLS; other++)
			if (tally_state(tally, other) ==
			    tally_state(tally, tool))
				tools |= 1U << other;
		done |= tools;
		if (tally->nr > 1)
			find_many(check, need, tools, suffix, tally, tool);
		else
			find_one(check, need, tools, suffix, tally, tool);
	}
}

void check_memory(struct csd_check *check, const struct need *need,
		  const char *suffix, uint64_t va, uint64_t size)
{
	struct tally tally = { 0 };

	tally_memory(&tally, check, va, size);
	check_tally(check, need, suffix, &tally);
}

uint64_t check_symbol(const struct csd_check *check, const char *name)
{
	const struct debuginfo_entry *symbol;

	symbol = debuginfo_symbol(&check->info, name);
	return symbol ? symbol->value : 0;
}

uint64_t check_offset(const struct csd_check *check, const char *member)
{
	const struct debuginfo_entry *type;

	type = debuginfo_type(&check->info, member);
	return type ? type->value : 0;
}

uint64_t check_size(const struct csd_check *check, const char *name)
{
	const struct debuginfo_entry *type;

	type = debuginfo_type(&check->info, name);
	return type ? type->size : 0;
}

bool check_has_types(const struct csd_check *check, const char *first, ...)
{
	const char *name;
	va_list args;

	va_start(args, first);
	for (name = first; name; name = va_arg(args, const char *))
		if (!debuginfo_type(&check->info, name))
			break;
	va_end(args);
	return !name;
}

bool check_read_symbol(struct csd_check *check, const char *name,
		       uint64_t *value)
{
	uint64_t va = check_symbol(check, name);

	return va && kmem_u64(&check->mem, va, value);
}

bool check_read_member(struct csd_check *check, uint64_t va,
		       const char *member, uint64_t *value)
{
	const struct debuginfo_entry *type;
	uint32_t half;

	type = debuginfo_type(&check->info, member);
	if (!type)
		return false;
	if (type->size == sizeof(half)) {
		if (!kmem_u32(&check->mem, va + type->value, &half))
			return false;
		*value = half;
		return true;
	}
	return kmem_u64(&check->mem, va + type->value, value);
}
