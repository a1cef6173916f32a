/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The crashed kernel's virtual memory: what is at an address, and who finds it
 * in the core. crash translates an address and goes by p_paddr; gdb goes by
 * p_vaddr; drgn by p_vaddr, else by the page tables.
 */
#ifndef CSD_KMEM_H
#define CSD_KMEM_H

#include "addrset.h"
#include "loads.h"
#include "pagetable.h"

/*
 * @loads:	the core that is judged
 * @ram:	more memory of the same crash, to follow pointers with
 * @va_bits:	address bits that the kernel was built for; drgn walks page tables
 *		only if they are @used_bits, those of the CPU
 * @text, @end:	the kernel image
 * @voffset:	its virtual less its physical address
 * @page_offset, @linear_end: the linear map
 * @phys_offset: physical address of its start
 * @tables:	pages of tables that were used
 * @lost:	those that the core lacks, the first of which is @first_lost
 */
struct kmem {
	const struct loads *loads;
	const struct csd_dump *ram;
	struct pagetable table;
	uint64_t va_bits, used_bits;
	uint64_t text, end;
	uint64_t voffset;
	uint64_t page_offset, linear_end;
	uint64_t phys_offset;
	struct addrset tables, lost;
	uint64_t first_lost;
};

/* Sets the address map from VMCOREINFO and from what PT_LOADs say of it. */
int kmem_init(struct kmem *mem, const struct loads *loads,
	      const struct csd_dump *ram, struct csd_error *err);
void kmem_free(struct kmem *mem);

/* What VMCOREINFO's PHYS_OFFSET ought to be, if the PT_LOADs tell. */
bool kmem_true_phys_offset(const struct kmem *mem, uint64_t *phys_offset);

struct verdict {
	enum csd_state state;
	struct coverage cover;
};

/* Judges @size bytes at @va as one of the tools finds them. */
struct verdict kmem_judge(struct kmem *mem, enum csd_tool tool, uint64_t va,
			  uint64_t size);

/* Reads from the core, else from other memory. Returns false if it is gone. */
bool kmem_read(struct kmem *mem, uint64_t va, void *to, size_t size);
bool kmem_u32(struct kmem *mem, uint64_t va, uint32_t *value);
bool kmem_u64(struct kmem *mem, uint64_t va, uint64_t *value);

#endif /* CSD_KMEM_H */
