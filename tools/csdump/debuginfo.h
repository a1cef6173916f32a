/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a vmlinux says of its kernel's variables and structures: ELF symbols,
 * and layouts out of DWARF.
 */
#ifndef CSD_DEBUGINFO_H
#define CSD_DEBUGINFO_H

#include "csdump.h"

/* A variable's address, a member's offset; a structure has a size only. */
struct debuginfo_entry {
	char *name;
	uint64_t value;
	uint64_t size;
};

/*
 * @symbols:	by name, addresses as the kernel ran
 * @types:	"rq", "rq.curr"
 */
struct debuginfo {
	struct debuginfo_entry *symbols, *types;
	size_t nr_symbols, nr_types;
};

/*
 * Reads symbols, moved by @offset (KERNELOFFSET), and the layouts of the
 * structures and unions that @wanted names, up to a NULL. Members of unnamed
 * members count as their own. A structure that is not there is no error.
 */
int debuginfo_read(struct debuginfo *info, const struct csd_vmlinux *vmlinux,
		   uint64_t offset, const char *const *wanted,
		   struct csd_error *err);
void debuginfo_free(struct debuginfo *info);

/* Adds an entry, copying its name. */
int debuginfo_add_symbol(struct debuginfo *info, const char *name, uint64_t va,
			 uint64_t size, struct csd_error *err);
int debuginfo_add_type(struct debuginfo *info, const char *name,
		       uint64_t offset, uint64_t size, struct csd_error *err);

/* NULL if there is none of this name. */
const struct debuginfo_entry *debuginfo_symbol(const struct debuginfo *info,
					       const char *name);
const struct debuginfo_entry *debuginfo_type(const struct debuginfo *info,
					     const char *name);

#endif /* CSD_DEBUGINFO_H */
