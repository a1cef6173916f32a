/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Qualcomm's shared memory (SMEM), version 12, as the boot firmware lays it out
 * and as drivers/soc/qcom/smem.c reads it:
 *
 *	struct smem_header
 *	struct smem_partition, and its items one behind the other
 *	...
 *	the last 4 KiB: struct smem_table, and struct smem_info behind its entries
 *
 * Other processors write into it. What is read from it is not to be trusted.
 */
#ifndef SMEM_H
#define SMEM_H

#include <linux/types.h>

#include "ram.h"

#define SMEM_HEAP_ITEMS		512
#define SMEM_VERSIONS		32
/* That of the boot firmware, and what it must be: the major number is above */
#define SMEM_VERSION_BOOT	7
#define SMEM_VERSION		(12 << 16)
/* As many as devices have */
#define SMEM_ITEMS		1024
#define SMEM_TABLE_SIZE		4096
#define SMEM_TABLE_MAGIC	"$TOC"
#define SMEM_TABLE_VERSION	1
#define SMEM_INFO_MAGIC		"SIII"
#define SMEM_PARTITION_MAGIC	"$PRT"
#define SMEM_ANY_HOST		0xfffe
#define SMEM_CACHE_LINE		64
#define SMEM_ITEM_MAGIC		0xa5a5
#define SMEM_ITEM_ALIGN		8

/**
 * struct smem_header - begins the memory
 * @proc_comm:	of old
 * @version:	of the processors' software
 * @initialized: 1
 * @free_offset: of the heap, which version 12 does not have
 * @available:	bytes left in it
 * @reserved:	0
 * @heap:	its items
 */
struct smem_header {
	__le32 proc_comm[16];
	__le32 version[SMEM_VERSIONS];
	__le32 initialized;
	__le32 free_offset;
	__le32 available;
	__le32 reserved;
	struct {
		__le32 allocated;
		__le32 offset;
		__le32 size;
		__le32 aux_base;
	} heap[SMEM_HEAP_ITEMS];
};

/**
 * struct smem_table_entry - where a partition is
 * @offset:	from the start of the memory
 * @size:	bytes
 * @flags:	0
 * @host0:	which two processors have it to themselves; SMEM_ANY_HOST twice:
 *		none
 * @host1:	the other one
 * @cache_line:	alignment of cached items
 * @reserved:	0
 */
struct smem_table_entry {
	__le32 offset;
	__le32 size;
	__le32 flags;
	__le16 host0;
	__le16 host1;
	__le32 cache_line;
	__le32 reserved[7];
};

/**
 * struct smem_table - begins the last 4 KiB
 * @magic:	SMEM_TABLE_MAGIC
 * @version:	SMEM_TABLE_VERSION
 * @count:	entries
 * @reserved:	0
 * @entries:	a partition each
 */
struct smem_table {
	char magic[4];
	__le32 version;
	__le32 count;
	__le32 reserved[5];
	struct smem_table_entry entries[];
};

/**
 * struct smem_info - behind the last entry
 * @magic:	SMEM_INFO_MAGIC
 * @size:	of the whole memory
 * @base:	its physical address
 * @reserved:	0
 * @items:	an item's number is less
 */
struct smem_info {
	char magic[4];
	__le32 size;
	__le32 base;
	__le32 reserved;
	__le16 items;
};

/**
 * struct smem_partition - begins a partition
 * @magic:	SMEM_PARTITION_MAGIC
 * @host0:	as in the table
 * @host1:	as in the table
 * @size:	as in the table
 * @free:	offset behind the last item
 * @free_cached: offset of the first item that grows down from the end
 * @reserved:	0
 */
struct smem_partition {
	char magic[4];
	__le16 host0;
	__le16 host1;
	__le32 size;
	__le32 free;
	__le32 free_cached;
	__le32 reserved[3];
};

/**
 * struct smem_item - begins an item; its bytes follow
 * @magic:	SMEM_ITEM_MAGIC
 * @number:	what it is
 * @size:	of what follows, padding included
 * @padding:	bytes of it that are padding, at the end
 * @padding_before: bytes between this and the item's
 * @reserved:	0
 */
struct smem_item {
	__le16 magic;
	__le16 number;
	__le32 size;
	__le16 padding;
	__le16 padding_before;
	__le32 reserved;
};

/**
 * struct smem - the shared memory of a machine
 * @ram:	what it lies in
 * @base:	physical address
 * @size:	bytes
 */
struct smem {
	const struct ram *ram;
	uint64_t base;
	uint32_t size;
};

/* Lay it out, without any item. It is RAM, and large enough for that. */
void smem_init(const struct smem *smem);

/* Add an item of zeros for all hosts. Returns its bytes, NULL without room. */
void *smem_add(const struct smem *smem, unsigned int number, uint32_t size);

/*
 * Find an item for all hosts of at least @size bytes. Returns 0 and its
 * physical address, or -1 and @failure.
 */
int smem_find(const struct smem *smem, unsigned int number, uint32_t size,
	      uint64_t *paddr, struct failure *failure);

#endif /* SMEM_H */
