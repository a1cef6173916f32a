/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: the debug kinfo record, shared between its parts
 */
#ifndef _KERNEL_MEMINSPECT_KINFO_KINFO_H
#define _KERNEL_MEMINSPECT_KINFO_KINFO_H

#include <linux/list.h>
#include <linux/types.h>

#include <uapi/linux/debug_kinfo.h>

/**
 * struct kinfo_region - memory that holds a record
 * @list:	in the list of all
 * @record:	the memory, mapped
 * @base:	its physical address
 * @size:	its bytes
 */
struct kinfo_region {
	struct list_head list;
	struct debug_kinfo *record;
	phys_addr_t base;
	size_t size;
};

/* record.c */
void kinfo_record_publish(struct debug_kinfo *record,
			  const struct debug_kinfo_info *info);
void kinfo_record_erase(struct debug_kinfo *record);
void kinfo_record_describe(struct debug_kinfo_info *info,
			   const char *build_info);

/* region.c */
int kinfo_region_check(phys_addr_t base, size_t size);
int kinfo_region_add(struct kinfo_region *region);
void kinfo_region_remove(struct kinfo_region *region);
bool kinfo_set_build(const char *text);
size_t kinfo_get_build(char *text, size_t size);

#endif /* _KERNEL_MEMINSPECT_KINFO_KINFO_H */
