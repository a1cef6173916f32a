// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds the tests' input. */
#include <elf.h>
#include <unistd.h>
#include <zlib.h>

#include <coresight/etm4.h>

#include "reframe.h"
#include "test-build.h"

#define PAGE	CORESIGHT_SNAPSHOT_ALIGN
#define FIELD(name)	offsetof(struct coresight_snapshot, name)

const struct test_reg test_etm_regs[] = {
	{ TRCCONFIGR, 0x8c1 },
	{ TRCTRACEIDR, 0x10 },
	{ TRCIDR0, 0x28000ea1 },
	{ TRCIDR1, 0x4100f422 },
	{ TRCIDR2, 0x20001088 },
	{ TRCIDR8, 0x4 },
	{ TRCAUTHSTATUS, 0xcc },
	{ TRCDEVARCH, 0x47704a13 },
	{ 0, 0 },
};

/* libkdumpfile 0.5.1 forgets its table of pages, once a dump. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libkdumpfile\n";
}

void assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' does not contain '%s'", text, part);
}

void set_le16(uint8_t *p, uint16_t value)
{
	value = htole16(value);
	memcpy(p, &value, sizeof(value));
}

void set_le32(uint8_t *p, uint32_t value)
{
	value = htole32(value);
	memcpy(p, &value, sizeof(value));
}

void set_le64(uint8_t *p, uint64_t value)
{
	value = htole64(value);
	memcpy(p, &value, sizeof(value));
}

struct test_record test_source(uint32_t cpu, uint32_t trace_id,
			       const char *sink)
{
	return (struct test_record){
		.kind = CORESIGHT_SNAPSHOT_SOURCE, .cpu = cpu,
		.trace_id = trace_id, .name = "etm", .sink = sink,
		.regs = test_etm_regs, .state = CORESIGHT_SNAPSHOT_VALID,
	};
}

struct test_record test_sink(const char *name, const struct buffer *frames)
{
	return (struct test_record){
		.kind = CORESIGHT_SNAPSHOT_SINK,
		.cpu = CORESIGHT_SNAPSHOT_NONE,
		.trace_id = CORESIGHT_SNAPSHOT_NONE,
		.name = name, .sink = "",
		.data = frames->bytes, .data_size = (uint32_t)frames->size,
		.capacity = (uint32_t)frames->size,
		.state = CORESIGHT_SNAPSHOT_VALID,
	};
}

static void put_blocks(struct buffer *buf, const struct test_reg *regs)
{
	uint32_t nr = 0;

	while (regs && regs[nr].offset)
		nr++;
	/* A block of a type that nobody knows comes first. */
	buffer_u32(buf, 77);
	buffer_u32(buf, 8);
	buffer_u64(buf, 0x1234);
	buffer_u32(buf, CORESIGHT_SNAPSHOT_REGS);
	buffer_u32(buf, nr * 16);
	for (; nr; nr--, regs++) {
		buffer_u32(buf, regs->offset);
		buffer_u32(buf, 0);
		buffer_u64(buf, regs->value);
	}
}

void fix_record(uint8_t *bytes)
{
	const uint8_t *blocks = bytes + get_le32(bytes + FIELD(header_size));
	const uint8_t *data = bytes + get_le32(bytes + FIELD(data_offset));
	uLong crc;

	crc = crc32(0, bytes, FIELD(meta_crc));
	crc = crc32(crc, blocks, get_le32(bytes + FIELD(blocks_size)));
	set_le32(bytes + FIELD(meta_crc), (uint32_t)crc);
	crc = crc32(0, bytes + FIELD(error), FIELD(result_crc) - FIELD(error));
	crc = crc32(crc, data, get_le32(bytes + FIELD(data_size)));
	set_le32(bytes + FIELD(result_crc), (uint32_t)crc);
}

static void fill_header(uint8_t *head, const struct test_record *record)
{
	memcpy(head, CORESIGHT_SNAPSHOT_MAGIC, CORESIGHT_SNAPSHOT_MAGIC_LEN);
	set_le16(head + FIELD(version), CORESIGHT_SNAPSHOT_VERSION);
	set_le16(head + FIELD(kind), record->kind);
	set_le32(head + FIELD(header_size), sizeof(struct coresight_snapshot));
	set_le32(head + FIELD(data_capacity), record->capacity);
	set_le32(head + FIELD(cpu), record->cpu);
	set_le32(head + FIELD(trace_id), record->trace_id);
	memcpy(head + FIELD(name), record->name, strlen(record->name));
	memcpy(head + FIELD(sink), record->sink, strlen(record->sink));
	set_le32(head + FIELD(error), record->error);
	set_le32(head + FIELD(flags), record->flags);
	set_le32(head + FIELD(data_size), record->data_size);
	set_le32(head + FIELD(state), record->state);
}

void put_record(struct buffer *buf, uint64_t paddr,
		const struct test_record *record)
{
	size_t start, blocks, data;
	uint8_t *head;

	buffer_align(buf, PAGE);
	start = buf->size;
	buffer_zeros(buf, sizeof(struct coresight_snapshot));
	blocks = buf->size;
	put_blocks(buf, record->regs);
	blocks = buf->size - blocks;
	data = record->kind == CORESIGHT_SNAPSHOT_SINK ? buf->size - start : 0;
	buffer_put(buf, record->data, record->data_size);
	buffer_zeros(buf, record->capacity - record->data_size);

	head = buf->bytes + start;
	fill_header(head, record);
	set_le64(head + FIELD(paddr), paddr + start);
	set_le32(head + FIELD(size), (uint32_t)(buf->size - start));
	set_le32(head + FIELD(blocks_size), (uint32_t)blocks);
	set_le32(head + FIELD(data_offset), (uint32_t)data);
	fix_record(head);
}

void put_trace(struct buffer *buf, size_t junk)
{
	static const uint8_t sync[] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x01, 0x01, 0x00,
	};

	while (junk--)
		buffer_byte(buf, 0xf7);
	buffer_put(buf, sync, sizeof(sync));
}

void put_note(struct buffer *buf, const char *name, uint32_t type,
	      const void *desc, size_t size)
{
	buffer_u32(buf, (uint32_t)strlen(name) + 1);
	buffer_u32(buf, (uint32_t)size);
	buffer_u32(buf, type);
	buffer_put(buf, name, strlen(name) + 1);
	buffer_align(buf, 4);
	buffer_put(buf, desc, size);
	buffer_align(buf, 4);
}

Elf64_Ehdr core_header(size_t segments)
{
	return (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_CORE, .e_machine = EM_AARCH64,
		.e_version = EV_CURRENT, .e_phoff = sizeof(Elf64_Ehdr),
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = (uint16_t)segments,
	};
}

void put_core(struct buffer *elf, const struct buffer *memory, uint64_t paddr,
	      const char *vmcoreinfo)
{
	Elf64_Ehdr ehdr = core_header(2);
	Elf64_Phdr note = { .p_type = PT_NOTE }, load = { .p_type = PT_LOAD };
	struct buffer notes = { 0 };

	if (vmcoreinfo)
		put_note(&notes, "VMCOREINFO", 0, vmcoreinfo,
			 strlen(vmcoreinfo));
	note.p_offset = sizeof(ehdr) + 2 * sizeof(note);
	note.p_filesz = notes.size;
	load.p_offset = note.p_offset + note.p_filesz;
	load.p_paddr = paddr;
	load.p_filesz = memory->size;
	load.p_memsz = memory->size;
	buffer_put(elf, &ehdr, sizeof(ehdr));
	buffer_put(elf, &note, sizeof(note));
	buffer_put(elf, &load, sizeof(load));
	buffer_put(elf, notes.bytes, notes.size);
	buffer_put(elf, memory->bytes, memory->size);
	buffer_free(&notes);
}

static void put_frames(struct buffer *frames, uint8_t id, size_t junk)
{
	struct buffer trace = { 0 };

	put_trace(&trace, junk);
	reframe(frames, id, trace.bytes, trace.size);
	buffer_free(&trace);
}

void put_machine(struct buffer *memory)
{
	struct buffer shared = { 0 }, local = { 0 };
	struct test_record record;

	put_frames(&shared, 0x10, 0);
	put_frames(&shared, 0x11, 5);
	put_frames(&local, 0x10, 3);

	record = test_source(0, 0x10, "shared");
	put_record(memory, TEST_PADDR, &record);
	record = test_source(1, 0x11, "shared");
	put_record(memory, TEST_PADDR, &record);
	record = test_source(2, 0x10, "local");
	put_record(memory, TEST_PADDR, &record);
	record = test_sink("shared", &shared);
	put_record(memory, TEST_PADDR, &record);
	record = test_sink("local", &local);
	put_record(memory, TEST_PADDR, &record);
	buffer_align(memory, PAGE);
	buffer_free(&shared);
	buffer_free(&local);
}

struct csd_dump *dump_of_ram(const struct buffer *memory)
{
	struct csd_error err;
	struct csd_dump *dump = dump_new(&err);

	assert_non_null(dump);
	assert_int_equal(dump_add_ram(dump, memory->bytes, memory->size,
				      TEST_PADDR, true, &err), 0);
	return dump;
}

struct csd_dump *dump_of_core(const struct buffer *elf)
{
	struct csd_error err;
	struct csd_dump *dump = dump_new(&err);

	assert_non_null(dump);
	assert_int_equal(dump_add_elf(dump, elf->bytes, elf->size, true, &err),
			 0);
	return dump;
}

void save_temp(char *path, const struct buffer *buf)
{
	int fd;

	strcpy(path, "/tmp/csdump-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, buf->bytes, buf->size), buf->size);
	close(fd);
}

void make_dir(char *dir, size_t room)
{
	snprintf(dir, room, "/tmp/csdump-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
}

int remove_dir(const char *dir)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	return system(command);
}
