/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: reading memory that may not be there, in a crash
 */
#ifndef _KERNEL_MEMINSPECT_PEEK_H
#define _KERNEL_MEMINSPECT_PEEK_H

#include <linux/uaccess.h>

/* Read what @from points at into the variable @to: false if it faults. */
#define peek(to, from) \
	(!copy_from_kernel_nofault(&(to), from, sizeof(to)))

#endif /* _KERNEL_MEMINSPECT_PEEK_H */
