// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the table of registered regions
 *
 * Everything here happens in process context, under one mutex. Nobody reads
 * the table when the kernel has crashed: what a crash needs is in the core
 * image. A removal is in the image at once, what was registered is in it when
 * the lock is released: many registrations cost one image.
 *
 * A region in vmalloc, module or per-CPU memory may consist of several
 * pieces of physical memory. Each has an entry of its own in the table.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/bitmap.h>
#include <linux/crash_dump.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/io.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/sections.h>

#include "internal.h"

/* Entries the table grows by. */
#define INSPECT_TABLE_STEP	64

static DEFINE_MUTEX(meminspect_mutex);
static struct inspect_table inspect_table;
static unsigned int inspect_next_id = MEMINSPECT_ID_DYNAMIC;
static BLOCKING_NOTIFIER_HEAD(meminspect_chain);

/*
 * Which addresses may be registered, by their hash: most that are not need no
 * search of the table. What is removed stays marked.
 */
#define ADDRESS_BITS	12
static DECLARE_BITMAP(inspect_addresses, 1 << ADDRESS_BITS);

/* Regions have been added that are in no image yet. */
static bool inspect_table_grown;

static void images_follow(void)
{
	inspect_images_update(&inspect_table);
	inspect_freed_update(&inspect_table);
	inspect_table_grown = false;
}

/**
 * meminspect_table_lock() - keep the table as it is
 *
 * May sleep. For whoever does several things that belong together, such as a
 * traversal and the registration of a notifier for what comes after it.
 */
void meminspect_table_lock(void)
{
	mutex_lock(&meminspect_mutex);
}
EXPORT_SYMBOL_GPL(meminspect_table_lock);

/**
 * meminspect_table_unlock() - let the table change again
 *
 * What was registered under the lock is in the core image from now on.
 */
void meminspect_table_unlock(void)
{
	if (inspect_table_grown)
		images_follow();
	mutex_unlock(&meminspect_mutex);
}
EXPORT_SYMBOL_GPL(meminspect_table_unlock);

static bool entry_is_valid(const struct inspect_entry *entry)
{
	return entry->size && entry->name[0] &&
	       entry->type == MEMINSPECT_TYPE_REGULAR &&
	       memchr(entry->name, '\0', sizeof(entry->name)) &&
	       (unsigned int)entry->class < MEMINSPECT_CLASS_MAX &&
	       entry->pa + entry->size > entry->pa;
}

static bool has_own_id(const struct inspect_entry *entry)
{
	return entry->id != MEMINSPECT_ID_STATIC &&
	       entry->id != MEMINSPECT_ID_DYNAMIC;
}

static bool is_known_id(const struct inspect_table *table, unsigned int count,
			const struct inspect_entry *entry)
{
	unsigned int i;

	/* Ids that are given out here have not been before. */
	if (!has_own_id(entry) || entry->id > inspect_next_id)
		return false;
	for (i = 0; i < count; i++) {
		if (table->entries[i].id == entry->id)
			return true;
	}
	return false;
}

static bool is_known_address(const struct inspect_table *table,
			     unsigned int count,
			     const struct inspect_entry *entry)
{
	const struct inspect_entry *old = table->entries;
	const struct inspect_entry *end = old + count;

	if (!test_bit(hash_64(entry->pa, ADDRESS_BITS), inspect_addresses))
		return false;
	for (; old < end; old++) {
		if (old->pa == entry->pa && old->size == entry->size)
			return true;
	}
	return false;
}

/* Among the first @count: pieces of one region share its id. */
static bool is_known(const struct inspect_table *table, unsigned int count,
		     const struct inspect_entry *entry)
{
	return is_known_address(table, count, entry) ||
	       is_known_id(table, count, entry);
}

static int table_reserve(struct inspect_table *table, unsigned int more)
{
	unsigned int capacity = table->capacity;
	struct inspect_entry *entries;

	while (capacity - table->count < more)
		capacity += INSPECT_TABLE_STEP;
	if (capacity == table->capacity)
		return 0;

	entries = krealloc_array(table->entries, capacity, sizeof(*entries),
				 GFP_KERNEL);
	if (!entries)
		return -ENOMEM;

	table->entries = entries;
	table->capacity = capacity;
	return 0;
}

static void announce(enum meminspect_event event, struct inspect_entry *entry)
{
	blocking_notifier_call_chain(&meminspect_chain, event, entry);
}

static int table_append(struct inspect_table *table,
			const struct inspect_entry *entry)
{
	int ret = table_reserve(table, 1);

	if (!ret)
		ret = inspect_images_reserve(table, table->count + 1);
	if (ret)
		return ret;

	__set_bit(hash_64(entry->pa, ADDRESS_BITS), inspect_addresses);
	table->entries[table->count++] = *entry;
	return 0;
}

/* Drop what has been appended since there were @count entries. */
static void table_truncate(struct inspect_table *table, unsigned int count)
{
	table->count = count;
	inspect_images_forget();
}

/* The others keep their order; what is deleted stays behind the last. */
static void table_delete(struct inspect_table *table, unsigned int index)
{
	struct inspect_entry *gone = &table->entries[index];
	struct inspect_entry copy = *gone;

	table->count--;
	memmove(gone, gone + 1, (table->count - index) * sizeof(*gone));
	table->entries[table->count] = copy;
}

/**
 * inspect_in_image() - is an address one of the kernel image?
 * @va: virtual address
 *
 * Return: true if it is.
 */
bool inspect_in_image(const void *va)
{
	return va >= (void *)_text && va < (void *)_end;
}

/**
 * inspect_pa() - where is it in physical memory?
 * @va: virtual address of any kind, mapped
 *
 * Return: its physical address.
 */
phys_addr_t inspect_pa(const void *va)
{
	if (inspect_in_image(va))
		return __pa_symbol(va);
	if (is_vmalloc_or_module_addr(va))
		return page_to_phys(vmalloc_to_page(va)) + offset_in_page(va);
	return virt_to_phys((void *)va);
}

/* How much of @size bytes at @va is one piece of physical memory? */
static size_t piece_size(const void *va, size_t size)
{
	phys_addr_t pa = inspect_pa(va);
	size_t piece = PAGE_SIZE - offset_in_page(va);

	if (inspect_in_image(va) || !is_vmalloc_or_module_addr(va))
		return size;
	while (piece < size && inspect_pa(va + piece) == pa + piece)
		piece += PAGE_SIZE;
	return min(piece, size);
}

static int check_entry(const struct inspect_table *table, unsigned int count,
		       const struct inspect_entry *entry)
{
	if (!entry_is_valid(entry))
		return -EINVAL;
	return is_known(table, count, entry) ? -EEXIST : 0;
}

/*
 * Append an entry for each piece of a region that is known by its address:
 * all or none.
 */
static int append_pieces(struct inspect_table *table,
			 const struct inspect_entry *region)
{
	void *end = region->va + region->size;
	struct inspect_entry piece = *region;
	unsigned int before = table->count;
	int ret = region->size ? 0 : -EINVAL;

	for (; piece.va < end && !ret; piece.va += piece.size) {
		piece.size = piece_size(piece.va, end - piece.va);
		piece.pa = inspect_pa(piece.va);
		ret = check_entry(table, before, &piece);
		if (!ret)
			ret = table_append(table, &piece);
	}
	if (ret)
		table_truncate(table, before);
	return ret;
}

static int append_entry(struct inspect_table *table,
			const struct inspect_entry *entry)
{
	int ret = check_entry(table, table->count, entry);

	return ret ? ret : table_append(table, entry);
}

static void announce_from(const struct inspect_table *table, unsigned int i)
{
	inspect_table_grown |= i < table->count;
	for (; i < table->count; i++)
		announce(MEMINSPECT_NOTIFIER_ADD, &table->entries[i]);
}

/**
 * meminspect_register() - register a region for inspection
 * @entry:	the region; copied. Without @pa it is found by @va, which may
 *		be in the linear map, the kernel image, a module, vmalloc or
 *		per-CPU memory
 *
 * The caller owns the memory, and unregisters the region before freeing it.
 * Under the table's lock; may sleep. The region is in the core image when the
 * lock is released.
 *
 * In a kdump kernel nothing is registered, and there is no image: whoever looks
 * for one in memory must find that of the kernel that crashed.
 *
 * Return: 0, -EINVAL if @entry is malformed, -EEXIST if the region or its id
 * is registered already, -ENOMEM if the table or the core image cannot grow,
 * -ENOSPC if an ELF file has no room for more.
 */
int meminspect_register(const struct inspect_entry *entry)
{
	struct inspect_table *table = &inspect_table;
	unsigned int before = table->count;
	struct inspect_entry region = *entry;
	int ret;

	lockdep_assert_held(&meminspect_mutex);

	if (is_kdump_kernel())
		return 0;
	if (region.id > MEMINSPECT_ID_DYNAMIC)
		return -EINVAL;
	if (region.id == MEMINSPECT_ID_DYNAMIC)
		region.id = inspect_next_id + 1;
	ret = region.pa ? append_entry(table, &region) :
			  append_pieces(table, &region);
	if (ret)
		return ret;

	if (entry->id == MEMINSPECT_ID_DYNAMIC)
		inspect_next_id++;
	announce_from(table, before);
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_register);

/* Regions that are known by their address only are named for it. */
static struct inspect_entry unnamed(enum meminspect_uid id, phys_addr_t pa,
				    size_t size)
{
	struct inspect_entry entry = {
		.id = id,
		.class = MEMINSPECT_CLASS_DRIVER,
		.pa = pa,
		.size = size,
	};

	snprintf(entry.name, sizeof(entry.name), "%llx", (u64)pa);
	return entry;
}

/**
 * meminspect_register_id_pa() - register a region by its physical address
 * @id:		enum meminspect_uid
 * @zone:	physical address
 * @size:	bytes
 * @type:	MEMINSPECT_TYPE_REGULAR
 *
 * As meminspect_register(), in class MEMINSPECT_CLASS_DRIVER.
 *
 * Return: as meminspect_register().
 */
int meminspect_register_id_pa(enum meminspect_uid id, phys_addr_t zone,
			      size_t size, unsigned int type)
{
	struct inspect_entry entry = unnamed(id, zone, size);

	if (!zone)
		return -EINVAL;
	entry.type = type;
	if (pfn_valid(PHYS_PFN(zone)))
		entry.va = phys_to_virt(zone);
	return meminspect_register(&entry);
}
EXPORT_SYMBOL_GPL(meminspect_register_id_pa);

/**
 * meminspect_add_memory() - register a piece of physical memory
 * @name:	the region's
 * @class:	the region's
 * @pa:		physical address
 * @size:	bytes
 *
 * For drivers that own memory which is known by its physical address, and
 * which need not be mapped as other memory is. A failure is reported: the
 * driver works as well without. Locks the table.
 *
 * Return: as meminspect_register().
 */
int meminspect_add_memory(const char *name, enum meminspect_class class,
			  phys_addr_t pa, size_t size)
{
	struct inspect_entry entry = unnamed(MEMINSPECT_ID_DYNAMIC, pa, size);
	int ret;

	/* Where it is, or would be, in the linear map */
	entry.va = phys_to_virt(pa);
	entry.class = class;
	strscpy(entry.name, name, sizeof(entry.name));
	ret = meminspect_lock_register(&entry);
	if (ret)
		pr_warn("cannot register %s: %d\n", name, ret);
	return ret;
}
EXPORT_SYMBOL_GPL(meminspect_add_memory);

/**
 * meminspect_remove_memory() - unregister a piece of physical memory
 * @pa:		as in meminspect_add_memory()
 * @size:	as there
 *
 * Locks the table.
 */
void meminspect_remove_memory(phys_addr_t pa, size_t size)
{
	meminspect_lock_unregister_pa(pa, size);
}
EXPORT_SYMBOL_GPL(meminspect_remove_memory);

/**
 * meminspect_register_id_va() - register a region by its virtual address
 * @id:		enum meminspect_uid
 * @va:		kernel virtual address of any kind
 * @size:	bytes
 *
 * As meminspect_register(), in class MEMINSPECT_CLASS_DRIVER.
 *
 * Return: as meminspect_register().
 */
int meminspect_register_id_va(enum meminspect_uid id, void *va, size_t size)
{
	struct inspect_entry entry = unnamed(id, inspect_pa(va), size);

	entry.va = va;
	entry.pa = 0;
	return meminspect_register(&entry);
}
EXPORT_SYMBOL_GPL(meminspect_register_id_va);

static bool same_pa(const struct inspect_entry *entry, const void *key)
{
	const struct inspect_entry *wanted = key;

	return entry->pa == wanted->pa && entry->size == wanted->size;
}

static bool same_id(const struct inspect_entry *entry, const void *key)
{
	const struct inspect_entry *wanted = key;

	return entry->id == wanted->id;
}

static bool within_va(const struct inspect_entry *entry, const void *key)
{
	const struct inspect_entry *wanted = key;

	return entry->va >= wanted->va &&
	       entry->va + entry->size <= wanted->va + wanted->size;
}

/* Those that were deleted are behind the last, in reverse. */
static void announce_removal(struct inspect_table *table, unsigned int end)
{
	while (end-- > table->count)
		announce(MEMINSPECT_NOTIFIER_REMOVE, &table->entries[end]);
}

/**
 * inspect_table_remove() - unregister all regions that match
 * @match:	is it one of them?
 * @wanted:	handed to @match
 *
 * After the return the image that counts does not refer to the memory. Under
 * the table's lock; may sleep.
 *
 * Return: 0, or -ENOENT if there is none.
 */
int inspect_table_remove(inspect_match_t match, const void *wanted)
{
	struct inspect_table *table = &inspect_table;
	unsigned int before = table->count, i = 0;

	lockdep_assert_held(&meminspect_mutex);

	while (i < table->count) {
		if (match(&table->entries[i], wanted))
			table_delete(table, i);
		else
			i++;
	}
	if (table->count == before)
		return -ENOENT;

	inspect_images_forget();
	images_follow();
	announce_removal(table, before);
	return 0;
}

/**
 * meminspect_unregister_pa() - unregister a region by its physical address
 * @zone:	physical address
 * @size:	bytes
 *
 * After the return no image refers to the memory. Under the table's lock;
 * may sleep.
 *
 * Return: 0, or -ENOENT if there is no such region.
 */
int meminspect_unregister_pa(phys_addr_t zone, size_t size)
{
	struct inspect_entry wanted = { .pa = zone, .size = size };

	return inspect_table_remove(same_pa, &wanted);
}
EXPORT_SYMBOL_GPL(meminspect_unregister_pa);

/**
 * meminspect_unregister_id() - unregister a region by its id
 * @id: an id of its own, neither MEMINSPECT_ID_STATIC nor _DYNAMIC
 *
 * As meminspect_unregister_pa().
 *
 * Return: 0, -EINVAL for an id that is nobody's own, or -ENOENT.
 */
int meminspect_unregister_id(enum meminspect_uid id)
{
	struct inspect_entry wanted = { .id = id };

	if (!has_own_id(&wanted))
		return -EINVAL;
	return inspect_table_remove(same_id, &wanted);
}
EXPORT_SYMBOL_GPL(meminspect_unregister_id);

/**
 * meminspect_unregister_va() - unregister a region by its virtual address
 * @va:		kernel virtual address
 * @size:	bytes
 *
 * As meminspect_unregister_pa(), with all pieces of the region.
 *
 * Return: 0, or -ENOENT.
 */
int meminspect_unregister_va(void *va, size_t size)
{
	struct inspect_entry wanted = { .va = va, .size = size };

	return inspect_table_remove(within_va, &wanted);
}
EXPORT_SYMBOL_GPL(meminspect_unregister_va);

/**
 * meminspect_traverse() - visit every region, in order of registration
 * @priv:	handed to @cb
 * @cb:		called under the table's lock: it must not register anything
 *
 * Return: 0, or what @cb returned when it stopped the traversal.
 */
int meminspect_traverse(void *priv, meminspect_iter_cb_t cb)
{
	unsigned int i;
	int ret;

	lockdep_assert_held(&meminspect_mutex);

	for (i = 0; i < inspect_table.count; i++) {
		ret = cb(priv, &inspect_table.entries[i]);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(meminspect_traverse);

/**
 * meminspect_notifier_register() - hear of registrations and removals
 * @nb: called with an enum meminspect_event and a struct inspect_entry,
 *	under the table's lock
 *
 * Regions that are registered already are not announced: traverse first.
 *
 * Return: 0 or a negative errno.
 */
int meminspect_notifier_register(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&meminspect_chain, nb);
}
EXPORT_SYMBOL_GPL(meminspect_notifier_register);

/**
 * meminspect_notifier_unregister() - hear no more
 * @nb: as registered
 *
 * Return: 0 or a negative errno.
 */
int meminspect_notifier_unregister(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&meminspect_chain, nb);
}
EXPORT_SYMBOL_GPL(meminspect_notifier_unregister);
