// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads PT_LOADs and says what is in them. */
#include <inttypes.h>

#include "bytes.h"
#include "loads.h"

/* How much of the file's part is in the file. */
static uint64_t held_bytes(const struct elfcore *core, const GElf_Phdr *phdr)
{
	uint64_t room;

	if (phdr->p_offset >= core->size)
		return 0;
	room = core->size - phdr->p_offset;
	return phdr->p_filesz < room ? phdr->p_filesz : room;
}

static int add_load(struct loads *loads, const struct elfcore *core,
		    const GElf_Phdr *phdr, struct csd_error *err)
{
	struct load *all = array_grow(loads->all, loads->nr, sizeof(*all));

	if (!all)
		return csd_error_set(err, "out of memory");
	loads->all = all;
	all[loads->nr++] = (struct load){
		.va = phdr->p_vaddr, .paddr = phdr->p_paddr,
		.offset = phdr->p_offset, .filesz = phdr->p_filesz,
		.memsz = phdr->p_memsz, .align = phdr->p_align,
		.held = held_bytes(core, phdr),
	};
	return 0;
}

int loads_read(struct loads *loads, const struct elfcore *core,
	       struct csd_error *err)
{
	GElf_Phdr phdr;
	size_t i;

	memset(loads, 0, sizeof(*loads));
	loads->file = core->bytes;
	for (i = 0; i < core->phnum; i++) {
		if (!gelf_getphdr(core->elf, (int)i, &phdr) ||
		    phdr.p_type != PT_LOAD)
			continue;
		if (add_load(loads, core, &phdr, err)) {
			loads_free(loads);
			return -1;
		}
	}
	return 0;
}

void loads_free(struct loads *loads)
{
	free(loads->all);
	memset(loads, 0, sizeof(*loads));
}

static uint64_t start_of(const struct load *load, enum loads_by by)
{
	return by == LOADS_BY_VA ? load->va : load->paddr;
}

/* Bytes that the load describes, without what wraps around */
static uint64_t span_of(const struct load *load, enum loads_by by)
{
	uint64_t span = load->memsz > load->filesz ? load->memsz : load->filesz;
	uint64_t room = ~start_of(load, by);

	return span < room ? span : room;
}

/* The first load with @addr in it, as crash takes it. */
static const struct load *find(const struct loads *loads, enum loads_by by,
			       uint64_t addr)
{
	size_t i;

	for (i = 0; i < loads->nr; i++)
		if (addr - start_of(&loads->all[i], by) <
		    span_of(&loads->all[i], by))
			return &loads->all[i];
	return NULL;
}

/* Bytes from @addr on, at most @size, to where the next load starts */
static uint64_t gap(const struct loads *loads, enum loads_by by, uint64_t addr,
		    uint64_t size)
{
	uint64_t to_start;
	size_t i;

	for (i = 0; i < loads->nr; i++) {
		to_start = start_of(&loads->all[i], by) - addr;
		if (to_start && to_start < size)
			size = to_start;
	}
	return size;
}

/* The part of [@off, @off + @size) that lies in [@from, @to) */
static uint64_t common(uint64_t off, uint64_t size, uint64_t from, uint64_t to)
{
	uint64_t start = off > from ? off : from;
	uint64_t end = off + size < to ? off + size : to;

	return end > start ? end - start : 0;
}

void loads_cover(const struct loads *loads, enum loads_by by, uint64_t addr,
		 uint64_t size, struct coverage *cover)
{
	const struct load *load;
	uint64_t off, len, cut;

	for (; size; addr += len, size -= len) {
		load = find(loads, by, addr);
		if (!load) {
			len = gap(loads, by, addr, size);
			continue;
		}
		off = addr - start_of(load, by);
		len = span_of(load, by) - off;
		len = len < size ? len : size;
		cut = common(off, len, load->held, load->filesz);
		cover->cut += cut;
		cover->held += len - cut;
	}
}

bool loads_copy(const struct loads *loads, uint64_t paddr, void *to,
		size_t size)
{
	const struct load *load = find(loads, LOADS_BY_PADDR, paddr);
	struct coverage cover = { 0 };
	uint64_t off, stored;

	if (!load)
		return false;
	off = paddr - load->paddr;
	if (!fits(off, size, span_of(load, LOADS_BY_PADDR)))
		return false;
	loads_cover(loads, LOADS_BY_PADDR, paddr, size, &cover);
	if (cover.held != size)
		return false;
	stored = common(off, size, 0, load->held);
	memset(to, 0, size);
	memcpy(to, loads->file + load->offset + off, stored);
	return true;
}
