// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: all memory that holds a debug kinfo record
 *
 * There is one such region on most machines. All say the same. The build of
 * the system is remembered here, so that it is in a region that comes later.
 */

#include <linux/align.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "kinfo.h"

static DEFINE_MUTEX(kinfo_mutex);
static LIST_HEAD(kinfo_regions);
static char kinfo_build[DEBUG_KINFO_BUILD_LEN];

/**
 * kinfo_region_check() - can memory hold a record?
 * @base:	its physical address
 * @size:	its bytes
 *
 * Return: 0, -EINVAL if it does not begin where a reader looks for one,
 * -ENOSPC if it is too small.
 */
int kinfo_region_check(phys_addr_t base, size_t size)
{
	if (!base || !IS_ALIGNED(base, DEBUG_KINFO_ALIGN))
		return -EINVAL;
	return size < sizeof(struct debug_kinfo) ? -ENOSPC : 0;
}

static bool overlaps(const struct kinfo_region *a, const struct kinfo_region *b)
{
	return a->base < b->base + b->size && b->base < a->base + a->size;
}

static bool is_taken(const struct kinfo_region *region)
{
	const struct kinfo_region *other;

	list_for_each_entry(other, &kinfo_regions, list) {
		if (overlaps(region, other))
			return true;
	}
	return false;
}

/**
 * kinfo_region_add() - write a record, and keep it up to date
 * @region: where; stays the caller's
 *
 * Return: 0, an error of kinfo_region_check(), -EBUSY if there is a record in
 * this memory already.
 */
int kinfo_region_add(struct kinfo_region *region)
{
	int ret = kinfo_region_check(region->base, region->size);
	struct debug_kinfo_info info;

	if (ret)
		return ret;

	guard(mutex)(&kinfo_mutex);
	if (is_taken(region))
		return -EBUSY;
	kinfo_record_describe(&info, kinfo_build);
	kinfo_record_publish(region->record, &info);
	list_add_tail(&region->list, &kinfo_regions);
	return 0;
}

/**
 * kinfo_region_remove() - take back a record
 * @region: as it was added
 *
 * Nobody takes what is in its memory for a record any more.
 */
void kinfo_region_remove(struct kinfo_region *region)
{
	guard(mutex)(&kinfo_mutex);
	list_del(&region->list);
	kinfo_record_erase(region->record);
}

static void publish_all(void)
{
	struct debug_kinfo_info info;
	struct kinfo_region *region;

	kinfo_record_describe(&info, kinfo_build);
	list_for_each_entry(region, &kinfo_regions, list)
		kinfo_record_publish(region->record, &info);
}

/**
 * kinfo_set_build() - say of which build the system is
 * @text: a line, with or without its newline
 *
 * All records say so from now on, and nothing of what they said before.
 *
 * Return: true, or false if only the beginning of it has room.
 */
bool kinfo_set_build(const char *text)
{
	size_t len = strcspn(text, "\n");
	size_t room = sizeof(kinfo_build) - 1;

	guard(mutex)(&kinfo_mutex);
	memset(kinfo_build, 0, sizeof(kinfo_build));
	memcpy(kinfo_build, text, min(len, room));
	publish_all();
	return len <= room;
}

/**
 * kinfo_get_build() - what was set last
 * @text:	where to put it
 * @size:	room there
 *
 * Return: its length.
 */
size_t kinfo_get_build(char *text, size_t size)
{
	guard(mutex)(&kinfo_mutex);
	return strscpy(text, kinfo_build, size);
}
