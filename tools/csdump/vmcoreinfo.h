/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * VMCOREINFO: "KEY=value" lines in which a kernel tells a dump's reader about
 * itself (Documentation/admin-guide/kdump/vmcoreinfo.rst).
 */
#ifndef CSD_VMCOREINFO_H
#define CSD_VMCOREINFO_H

#include "dump.h"
#include "elfcore.h"

/* The first VMCOREINFO found stays. Finding none is not an error. */
int vmcoreinfo_from_text(struct csd_dump *dump, const uint8_t *text,
			 uint64_t size, struct csd_error *err);
int vmcoreinfo_from_core(struct csd_dump *dump, const struct elfcore *core,
			 struct csd_error *err);
/* Looks on every page for the note that the kernel keeps for kdump. */
int vmcoreinfo_from_ram(struct csd_dump *dump, const struct extent *ram,
			struct csd_error *err);

/*
 * Numbers. NUMBER(@name) is decimal or 0x-prefixed, SYMBOL(@name) hexadecimal;
 * of other keys one has to know the @base. A missing key is an error.
 */
int vmcoreinfo_number(const struct csd_dump *dump, const char *name,
		      uint64_t *value, struct csd_error *err);
int vmcoreinfo_symbol(const struct csd_dump *dump, const char *name,
		      uint64_t *value, struct csd_error *err);
int vmcoreinfo_value(const struct csd_dump *dump, const char *key, int base,
		     uint64_t *value, struct csd_error *err);

#endif /* CSD_VMCOREINFO_H */
