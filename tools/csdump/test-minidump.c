// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds the folders of minidumps. */
#include <elf.h>
#include <linux/meminspect.h>
#include <zlib.h>

#include "test-minidump.h"

#define PAGE	4096

#define INFO	"OSRELEASE=6.12\nPAGESIZE=4096\n"

void save_bytes(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

void load_bytes(struct buffer *buf, const char *path)
{
	FILE *file = fopen(path, "r");
	uint8_t block[4096];
	size_t got;

	if (!file)
		fail_msg("%s is not there", path);
	while ((got = fread(block, 1, sizeof(block), file)))
		buffer_put(buf, block, got);
	fclose(file);
}

void minidump_begin(struct test_minidump *md)
{
	memset(md, 0, sizeof(*md));
	make_dir(md->dir, sizeof(md->dir));
	put_machine(&md->memory);
	buffer_zeros(&md->memory, 16 * PAGE - md->memory.size);
	strcpy(md->regions[0].name, "KELF_HDR");
	/* The kernel's own pages are none that it lists. */
	md->regions[0].paddr = TEST_PADDR - 0x100000;
	md->nr = 1;
}

int minidump_end(struct test_minidump *md)
{
	buffer_free(&md->memory);
	buffer_free(&md->head);
	return remove_dir(md->dir);
}

void minidump_region(struct test_minidump *md, size_t page, size_t pages,
		     const char *name)
{
	struct test_region *region = &md->regions[md->nr];

	assert_true(md->nr < TEST_REGIONS);
	region->seq = (uint32_t)md->nr++;
	region->paddr = TEST_PADDR + page * PAGE;
	region->size = pages * PAGE;
	if (name)
		snprintf(region->name, sizeof(region->name), "K%.8s", name);
	else
		snprintf(region->name, sizeof(region->name), "K%07llx_",
			 (unsigned long long)region->paddr >> 12);
}

static void put_loads(struct buffer *head, const struct test_minidump *md,
		      uint64_t offset)
{
	const struct test_region *region = &md->regions[1];
	const struct test_region *end = md->regions + md->nr;

	for (; region < end; region++) {
		Elf64_Phdr load = {
			.p_type = PT_LOAD, .p_offset = offset,
			.p_paddr = region->paddr, .p_filesz = region->size,
			.p_memsz = region->size,
		};

		buffer_put(head, &load, sizeof(load));
		offset += region->size;
	}
}

/* The kernel's layout: headers, MEMINSPECT, VMCOREINFO, up to a page's end */
void minidump_seal(struct test_minidump *md)
{
	size_t notes_at = sizeof(Elf64_Ehdr) + md->nr * sizeof(Elf64_Phdr);
	Elf64_Ehdr ehdr = core_header(md->nr);
	struct meminspect_image_note self = {
		.paddr = md->regions[0].paddr, .sequence = 7,
	};
	Elf64_Phdr note = { .p_type = PT_NOTE, .p_offset = notes_at };
	struct buffer notes = { 0 };
	size_t desc = 12 + align_up(sizeof(MEMINSPECT_NOTE_NAME), 4);
	uLong crc;

	put_note(&notes, MEMINSPECT_NOTE_NAME, MEMINSPECT_NOTE_IMAGE, &self,
		 sizeof(self));
	put_note(&notes, "VMCOREINFO", 0, INFO, strlen(INFO));
	note.p_filesz = notes.size;
	set_le64(notes.bytes + desc + offsetof(struct meminspect_image_note, size),
		 notes_at + notes.size);
	buffer_free(&md->head);
	buffer_put(&md->head, &ehdr, sizeof(ehdr));
	buffer_put(&md->head, &note, sizeof(note));
	put_loads(&md->head, md, align_up(notes_at + notes.size, PAGE));
	crc = crc32(0, md->head.bytes, (uInt)md->head.size);
	crc = crc32(crc, notes.bytes + desc,
		    offsetof(struct meminspect_image_note, crc));
	set_le32(notes.bytes + desc + offsetof(struct meminspect_image_note, crc),
		 (uint32_t)crc);
	buffer_put(&md->head, notes.bytes, notes.size);
	buffer_align(&md->head, PAGE);
	md->regions[0].size = md->head.size;
	buffer_free(&notes);
}

void minidump_file(const struct test_minidump *md, const char *name,
		   char *path, size_t room)
{
	snprintf(path, room, "%s/%s", md->dir, name);
}

void minidump_path(const struct test_minidump *md, size_t region, char *path,
		   size_t room)
{
	snprintf(path, room, "%s/md_%s%u.BIN", md->dir,
		 md->regions[region].name, md->regions[region].seq);
}

void minidump_save(const struct test_minidump *md)
{
	const uint8_t *bytes = md->memory.bytes;
	char path[128];
	size_t i;

	minidump_path(md, 0, path, sizeof(path));
	save_bytes(path, md->head.bytes, md->head.size);
	for (i = 1; i < md->nr; i++) {
		minidump_path(md, i, path, sizeof(path));
		save_bytes(path, bytes + (md->regions[i].paddr - TEST_PADDR),
			   md->regions[i].size);
	}
}

void minidump_sound(struct test_minidump *md)
{
	minidump_begin(md);
	minidump_region(md, 3, 2, NULL);
	minidump_region(md, 0, 2, NULL);
	minidump_region(md, 2, 1, NULL);
	minidump_seal(md);
	minidump_save(md);
}

/* The region's file, if it is there; returns its bytes. */
static size_t append(const struct test_minidump *md, size_t region,
		     struct buffer *core)
{
	size_t before = core->size;
	char path[128];
	FILE *file;

	minidump_path(md, region, path, sizeof(path));
	file = fopen(path, "r");
	if (!file)
		return SIZE_MAX;
	fclose(file);
	load_bytes(core, path);
	return core->size - before;
}

static int is_listed(const struct buffer *head, uint64_t paddr)
{
	const Elf64_Ehdr *ehdr = (const void *)head->bytes;
	const Elf64_Phdr *phdr = (const void *)(head->bytes + ehdr->e_phoff);
	int i;

	for (i = 0; i < ehdr->e_phnum; i++)
		if (phdr[i].p_type == PT_LOAD && phdr[i].p_paddr == paddr)
			return 1;
	return 0;
}

static void join_load(const struct test_minidump *md, const Elf64_Phdr *phdr,
		      struct buffer *core)
{
	size_t i, got;

	for (i = 0; i < md->nr; i++) {
		if (md->regions[i].paddr != phdr->p_paddr)
			continue;
		got = append(md, i, core);
		if (got < phdr->p_filesz)
			buffer_zeros(core, phdr->p_filesz - got);
		return;
	}
}

void minidump_join(const struct test_minidump *md, struct buffer *core)
{
	struct buffer head = { 0 };
	const Elf64_Phdr *phdr;
	const Elf64_Ehdr *ehdr;
	size_t i, first = 0;

	while (strncmp(md->regions[first].name, "KELF", 4))
		first++;
	append(md, first, &head);
	buffer_put(core, head.bytes, head.size);
	for (i = 0; i < md->nr; i++) {
		if (i == first || md->regions[i].name[0] != 'K' ||
		    is_listed(&head, md->regions[i].paddr))
			continue;
		append(md, i, core);
		break;
	}
	ehdr = (const void *)head.bytes;
	phdr = (const void *)(head.bytes + ehdr->e_phoff);
	for (i = 0; i < ehdr->e_phnum; i++)
		if (phdr[i].p_type == PT_LOAD)
			join_load(md, &phdr[i], core);
	buffer_free(&head);
}
