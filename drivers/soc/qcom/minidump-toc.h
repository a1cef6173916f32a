/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Qualcomm minidump: the global table of contents, wherever it lies
 */
#ifndef _QCOM_MINIDUMP_TOC_H
#define _QCOM_MINIDUMP_TOC_H

#include <linux/types.h>

struct minidump_global_toc;
struct minidump_subsystem;

struct minidump_subsystem *minidump_toc_entry(struct minidump_global_toc *toc,
					      size_t size, unsigned int id);

#endif /* _QCOM_MINIDUMP_TOC_H */
