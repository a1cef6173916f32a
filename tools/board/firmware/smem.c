// SPDX-License-Identifier: GPL-2.0-or-later
#include "smem.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define PAGE			4096
#define ALIGN_UP(n, to)		(((n) + (to) - 1) / (to) * (to))
/* Where the one partition begins */
#define PARTITION_OFFSET	ALIGN_UP(sizeof(struct smem_header), PAGE)

static_assert(sizeof(struct smem_header) == 8400, "as the driver has it");
static_assert(sizeof(struct smem_table) == 32, "as the driver has it");
static_assert(sizeof(struct smem_table_entry) == 48, "as the driver has it");
static_assert(sizeof(struct smem_partition) == 32, "as the driver has it");
static_assert(sizeof(struct smem_item) == 16, "as the driver has it");

/* The @size bytes at @offset, NULL if they are not all of the memory. */
static void *smem_at(const struct smem *smem, uint64_t offset, uint64_t size)
{
	if (offset > smem->size || size > smem->size - offset)
		return NULL;
	return ram_at(smem->ram, smem->base + offset, size);
}

static uint32_t table_offset(const struct smem *smem)
{
	return smem->size - SMEM_TABLE_SIZE;
}

static void init_header(const struct smem *smem)
{
	struct smem_header *header = smem_at(smem, 0, sizeof(*header));

	*header = (struct smem_header){
		.initialized = htole32(1),
		.free_offset = htole32(sizeof(*header)),
	};
	header->version[SMEM_VERSION_BOOT] = htole32(SMEM_VERSION);
}

static void init_partition(const struct smem *smem, uint32_t size)
{
	struct smem_partition *partition = smem_at(smem, PARTITION_OFFSET, size);

	*partition = (struct smem_partition){
		.magic = SMEM_PARTITION_MAGIC,
		.host0 = htole16(SMEM_ANY_HOST),
		.host1 = htole16(SMEM_ANY_HOST),
		.size = htole32(size),
		.free = htole32(sizeof(*partition)),
		.free_cached = htole32(size),
	};
}

static void init_table(const struct smem *smem, uint32_t partition_size)
{
	struct smem_table *table = smem_at(smem, table_offset(smem), SMEM_TABLE_SIZE);
	struct smem_info *info = (void *)&table->entries[1];

	*table = (struct smem_table){
		.magic = SMEM_TABLE_MAGIC,
		.version = htole32(SMEM_TABLE_VERSION),
		.count = htole32(1),
	};
	table->entries[0] = (struct smem_table_entry){
		.offset = htole32(PARTITION_OFFSET),
		.size = htole32(partition_size),
		.host0 = htole16(SMEM_ANY_HOST),
		.host1 = htole16(SMEM_ANY_HOST),
		.cache_line = htole32(SMEM_CACHE_LINE),
	};
	*info = (struct smem_info){
		.magic = SMEM_INFO_MAGIC,
		.size = htole32(smem->size),
		.base = htole32(smem->base),
		.items = htole16(SMEM_ITEMS),
	};
}

void smem_init(const struct smem *smem)
{
	uint32_t partition_size = table_offset(smem) - PARTITION_OFFSET;

	init_header(smem);
	init_partition(smem, partition_size);
	init_table(smem, partition_size);
}

void *smem_add(const struct smem *smem, unsigned int number, uint32_t size)
{
	struct smem_partition *partition = smem_at(smem, PARTITION_OFFSET,
						   sizeof(*partition));
	uint32_t used = le32toh(partition->free);
	uint32_t padded = ALIGN_UP(size, SMEM_ITEM_ALIGN);
	struct smem_item *item;

	if (padded + sizeof(*item) > le32toh(partition->free_cached) - used)
		return NULL;
	item = smem_at(smem, PARTITION_OFFSET + used, sizeof(*item) + padded);
	*item = (struct smem_item){
		.magic = htole16(SMEM_ITEM_MAGIC),
		.number = htole16(number),
		.size = htole32(padded),
		.padding = htole16(padded - size),
	};
	memset(item + 1, 0, padded);
	partition->free = htole32(used + sizeof(*item) + padded);
	return item + 1;
}

static int check_header(const struct smem *smem, struct failure *failure)
{
	const struct smem_header *header = smem_at(smem, 0, sizeof(*header));

	if (!header || smem->size < SMEM_TABLE_SIZE)
		return refuse(failure, "SMEM at %#" PRIx64 ": not in RAM",
			      smem->base);
	if (le32toh(header->initialized) != 1)
		return refuse(failure, "SMEM at %#" PRIx64
			      ": no boot firmware has laid it out", smem->base);
	if (le32toh(header->version[SMEM_VERSION_BOOT]) >> 16 != SMEM_VERSION >> 16)
		return refuse(failure, "SMEM at %#" PRIx64
			      ": version %u instead of %u", smem->base,
			      le32toh(header->version[SMEM_VERSION_BOOT]) >> 16,
			      SMEM_VERSION >> 16);
	return 0;
}

static bool is_for_all(const struct smem_table_entry *entry)
{
	return le16toh(entry->host0) == SMEM_ANY_HOST &&
	       le16toh(entry->host1) == SMEM_ANY_HOST;
}

/* The entry of the partition that all hosts share. */
static const struct smem_table_entry *
find_entry(const struct smem *smem, struct failure *failure)
{
	const struct smem_table *table = smem_at(smem, table_offset(smem),
						 SMEM_TABLE_SIZE);
	const struct smem_table_entry *end = (const void *)
		((const char *)table + SMEM_TABLE_SIZE - sizeof(*end));
	const struct smem_table_entry *entry = table->entries;
	uint32_t count = le32toh(table->count);

	if (memcmp(table->magic, SMEM_TABLE_MAGIC, sizeof(table->magic))) {
		refuse(failure, "SMEM at %#" PRIx64 ": no partition table at %#"
		       PRIx64, smem->base, smem->base + table_offset(smem));
		return NULL;
	}
	for (; count-- && entry <= end; entry++)
		if (is_for_all(entry))
			return entry;
	refuse(failure, "SMEM at %#" PRIx64 ": no partition for all hosts",
	       smem->base);
	return NULL;
}

static int find_partition(const struct smem *smem, uint32_t *start,
			  uint32_t *end, struct failure *failure)
{
	const struct smem_table_entry *entry = find_entry(smem, failure);
	const struct smem_partition *partition;

	if (!entry)
		return -1;
	*start = le32toh(entry->offset);
	partition = smem_at(smem, *start, le32toh(entry->size));
	if (!partition || le32toh(entry->size) < sizeof(*partition))
		return refuse(failure, "SMEM at %#" PRIx64
			      ": partition at offset %#" PRIx32 " is not in it",
			      smem->base, *start);
	if (*start % SMEM_ITEM_ALIGN ||
	    memcmp(partition->magic, SMEM_PARTITION_MAGIC, sizeof(partition->magic)) ||
	    le32toh(partition->free) > le32toh(entry->size))
		return refuse(failure, "SMEM at %#" PRIx64
			      ": partition at offset %#" PRIx32 " is damaged",
			      smem->base, *start);
	*end = *start + le32toh(partition->free);
	*start += sizeof(*partition);
	return 0;
}

/* Bytes of an item, all included; 0 if it is none. */
static uint64_t item_size(const struct smem_item *item, uint64_t most)
{
	uint64_t size;

	if (most < sizeof(*item) || le16toh(item->magic) != SMEM_ITEM_MAGIC)
		return 0;
	size = sizeof(*item) + le16toh(item->padding_before) +
	       (uint64_t)le32toh(item->size);
	return size <= most && !(size % SMEM_ITEM_ALIGN) ? size : 0;
}

/* Find an item from offset @at on. */
static const struct smem_item *find_item(const struct smem *smem, uint32_t at,
					 uint32_t end, unsigned int number,
					 uint64_t *paddr, struct failure *failure)
{
	while (at < end) {
		const struct smem_item *item = smem_at(smem, at, end - at);
		uint64_t size = item_size(item, end - at);

		if (!size) {
			refuse(failure, "SMEM at %#" PRIx64 ": item at offset %#"
			       PRIx32 " is damaged", smem->base, at);
			return NULL;
		}
		*paddr = smem->base + at + sizeof(*item) +
			 le16toh(item->padding_before);
		if (le16toh(item->number) == number)
			return item;
		at += size;
	}
	refuse(failure, "SMEM at %#" PRIx64 ": no item %u", smem->base, number);
	return NULL;
}

int smem_find(const struct smem *smem, unsigned int number, uint32_t size,
	      uint64_t *paddr, struct failure *failure)
{
	const struct smem_item *item;
	uint32_t at = 0, end = 0;

	if (check_header(smem, failure) ||
	    find_partition(smem, &at, &end, failure))
		return -1;
	item = find_item(smem, at, end, number, paddr, failure);
	if (!item)
		return -1;
	if (le32toh(item->size) < size)
		return refuse(failure, "SMEM at %#" PRIx64 ": item %u has %" PRIu32
			      " bytes instead of %" PRIu32, smem->base, number,
			      le32toh(item->size), size);
	return 0;
}
