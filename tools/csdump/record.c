// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks snapshot records and reads their blocks. */
#include <inttypes.h>
#include <zlib.h>

#include "bytes.h"
#include "record.h"

#define FIELD(name)	offsetof(struct coresight_snapshot, name)

bool record_claims(const uint8_t *bytes, uint64_t room, uint64_t *paddr)
{
	if (room < FIELD(size) ||
	    memcmp(bytes, CORESIGHT_SNAPSHOT_MAGIC,
		   CORESIGHT_SNAPSHOT_MAGIC_LEN))
		return false;
	*paddr = get_le64(bytes + FIELD(paddr));
	return true;
}

bool record_starts(const uint8_t *bytes, uint64_t room, uint64_t paddr)
{
	uint64_t claimed;

	return record_claims(bytes, room, &claimed) && claimed == paddr;
}

uint32_t record_size(const uint8_t *bytes)
{
	return get_le32(bytes + FIELD(size));
}

/* Names are NUL padded, and may fill their field. */
static void read_name(char *name, const uint8_t *field)
{
	size_t i;

	memcpy(name, field, CORESIGHT_SNAPSHOT_NAME_LEN);
	name[CORESIGHT_SNAPSHOT_NAME_LEN] = '\0';
	for (i = 0; name[i]; i++)
		if (name[i] <= ' ' || name[i] > '~')
			name[i] = '?';
}

static void read_fields(struct csd_record *record, const uint8_t *bytes)
{
	record->bytes = bytes;
	record->paddr = get_le64(bytes + FIELD(paddr));
	record->kind = get_le16(bytes + FIELD(kind));
	record->size = record_size(bytes);
	record->header_size = get_le32(bytes + FIELD(header_size));
	record->blocks_size = get_le32(bytes + FIELD(blocks_size));
	record->cpu = get_le32(bytes + FIELD(cpu));
	record->trace_id = get_le32(bytes + FIELD(trace_id));
	record->error = get_le32(bytes + FIELD(error));
	record->flags = get_le32(bytes + FIELD(flags));
	record->data_size = get_le32(bytes + FIELD(data_size));
	record->frozen_cpu = get_le32(bytes + FIELD(frozen_cpu));
	record->frozen_ns = get_le64(bytes + FIELD(frozen_ns));
	record->state = get_le32(bytes + FIELD(state));
	read_name(record->name, bytes + FIELD(name));
	read_name(record->sink, bytes + FIELD(sink));
}

static int check_version(const uint8_t *bytes, uint64_t room,
			 struct csd_error *err)
{
	unsigned int version;

	if (room < sizeof(struct coresight_snapshot))
		return csd_error_set(err, "cut off: the header needs %zu bytes, %" PRIu64 " are there",
				     sizeof(struct coresight_snapshot), room);
	version = get_le16(bytes + FIELD(version));
	if (version != CORESIGHT_SNAPSHOT_VERSION)
		return csd_error_set(err, "version at offset 0x%zx: %u is not %u; use the csdump of that kernel",
				     FIELD(version), version,
				     CORESIGHT_SNAPSHOT_VERSION);
	return 0;
}

static int check_kind(const struct csd_record *rec, struct csd_error *err)
{
	if (rec->kind != CORESIGHT_SNAPSHOT_SOURCE &&
	    rec->kind != CORESIGHT_SNAPSHOT_SINK)
		return csd_error_set(err, "kind at offset 0x%zx: %u is unknown",
				     FIELD(kind), rec->kind);
	if (rec->state > CORESIGHT_SNAPSHOT_FAILED)
		return csd_error_set(err, "state at offset 0x%zx: %u is unknown",
				     FIELD(state), rec->state);
	return 0;
}

static int check_sizes(const struct csd_record *rec, uint64_t room,
		       struct csd_error *err)
{
	if (rec->size > room)
		return csd_error_set(err, "size at offset 0x%zx: cut off: the record needs %u bytes, %" PRIu64 " are there",
				     FIELD(size), rec->size, room);
	if (rec->header_size < sizeof(struct coresight_snapshot) ||
	    rec->header_size > rec->size)
		return csd_error_set(err, "header_size at offset 0x%zx: %u is not between %zu and the record's %u bytes",
				     FIELD(header_size), rec->header_size,
				     sizeof(struct coresight_snapshot),
				     rec->size);
	if (!fits(rec->header_size, rec->blocks_size, rec->size))
		return csd_error_set(err, "blocks_size at offset 0x%zx: %u bytes do not fit in the record's %u",
				     FIELD(blocks_size), rec->blocks_size,
				     rec->size);
	return 0;
}

static int check_data(const struct csd_record *rec, struct csd_error *err)
{
	uint32_t offset = get_le32(rec->bytes + FIELD(data_offset));
	uint32_t capacity = get_le32(rec->bytes + FIELD(data_capacity));

	if (!fits(offset, capacity, rec->size) ||
	    (capacity && offset < rec->header_size + rec->blocks_size))
		return csd_error_set(err, "data_offset at offset 0x%zx: %u bytes at 0x%x lie outside the record's %u or in its blocks",
				     FIELD(data_offset), capacity, offset,
				     rec->size);
	if (rec->data_size > capacity)
		return csd_error_set(err, "data_size at offset 0x%zx: %u bytes exceed the capacity of %u",
				     FIELD(data_size), rec->data_size,
				     capacity);
	return 0;
}

/* A kernel may die while it fills the record of a device being enabled. */
static int check_meta_crc(const struct csd_record *rec, struct csd_error *err)
{
	uint32_t want = get_le32(rec->bytes + FIELD(meta_crc));
	uLong crc = crc32(0, rec->bytes, FIELD(meta_crc));

	if (rec->state == CORESIGHT_SNAPSHOT_EMPTY)
		return 0;
	crc = crc32(crc, rec->blocks, rec->blocks_size);
	if (crc != want)
		return csd_error_set(err, "meta_crc at offset 0x%zx: 0x%08x, but the fields and blocks give 0x%08lx",
				     FIELD(meta_crc), want, crc);
	return 0;
}

/* Each block's head and length. */
static int check_blocks(const struct csd_record *rec, struct csd_error *err)
{
	uint32_t at = 0, length;

	while (at < rec->blocks_size) {
		if (rec->blocks_size - at < sizeof(struct coresight_snapshot_block))
			return csd_error_set(err, "block at offset 0x%x: its head is cut off",
					     rec->header_size + at);
		length = get_le32(rec->blocks + at + 4);
		at += (uint32_t)sizeof(struct coresight_snapshot_block);
		if (length % 8 || length > rec->blocks_size - at)
			return csd_error_set(err, "block at offset 0x%zx: a length of %u bytes is no multiple of 8 or exceeds the blocks",
					     rec->header_size + at -
					     sizeof(struct coresight_snapshot_block),
					     length);
		at += length;
	}
	return 0;
}

static bool result_good(const struct csd_record *rec, const uint8_t *data)
{
	uLong crc = crc32(0, rec->bytes + FIELD(error),
			  FIELD(result_crc) - FIELD(error));

	crc = crc32(crc, data, rec->data_size);
	return crc == get_le32(rec->bytes + FIELD(result_crc));
}

/* The result fields count only once the device was frozen. */
static void read_result(struct csd_record *rec)
{
	const uint8_t *data = rec->bytes +
			      get_le32(rec->bytes + FIELD(data_offset));

	if (rec->state == CORESIGHT_SNAPSHOT_VALID) {
		rec->data_good = result_good(rec, data);
		rec->data = data;
	} else {
		rec->data_good = true;
		rec->data = NULL;
		rec->data_size = 0;
	}
}

int record_parse(struct csd_record *record, const uint8_t *bytes, uint64_t room,
		 struct csd_error *err)
{
	if (check_version(bytes, room, err))
		return -1;
	read_fields(record, bytes);
	if (check_kind(record, err) || check_sizes(record, room, err) ||
	    check_data(record, err))
		return -1;
	record->blocks = bytes + record->header_size;
	if (check_meta_crc(record, err) || check_blocks(record, err))
		return -1;
	read_result(record);
	return 0;
}

/* Looks in one block of registers. */
static bool find_register(const uint8_t *regs, uint32_t length, uint32_t offset,
			  uint64_t *value)
{
	const size_t size = sizeof(struct coresight_snapshot_reg);
	size_t at;

	for (at = 0; at + size <= length; at += size) {
		if (get_le32(regs + at) != offset)
			continue;
		*value = get_le64(regs + at + 8);
		return true;
	}
	return false;
}

bool record_register(const struct csd_record *record, uint32_t offset,
		     uint64_t *value)
{
	const uint8_t *block = record->blocks;
	const uint8_t *end = block + record->blocks_size;
	uint32_t type, length;

	while (block < end) {
		type = get_le32(block);
		length = get_le32(block + 4);
		block += sizeof(struct coresight_snapshot_block);
		if (type == CORESIGHT_SNAPSHOT_REGS &&
		    find_register(block, length, offset, value))
			return true;
		block += length;
	}
	return false;
}

void csd_record_state(const struct csd_record *record, char *text, size_t size)
{
	switch (record->state) {
	case CORESIGHT_SNAPSHOT_EMPTY:
		snprintf(text, size, "never enabled");
		break;
	case CORESIGHT_SNAPSHOT_ARMED:
		snprintf(text, size, "armed");
		break;
	case CORESIGHT_SNAPSHOT_VALID:
		snprintf(text, size, "%s",
			 record->data_good ? "valid" : "valid, bad checksum");
		break;
	default:
		snprintf(text, size, "failed: %s",
			 strerror((int)record->error));
	}
}
