/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel's ELF file, as the library's other parts see it. */
#ifndef CSD_VMLINUX_H
#define CSD_VMLINUX_H

#include <gelf.h>

#include "csdump.h"

/* Its ELF handle, valid until csd_vmlinux_close(). */
Elf *vmlinux_elf(const struct csd_vmlinux *vmlinux);

/* The path that it was opened by. */
const char *vmlinux_path(const struct csd_vmlinux *vmlinux);

#endif /* CSD_VMLINUX_H */
