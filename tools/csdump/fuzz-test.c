// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random damage to a whole dump, run through all of the library. It looks for
 * nothing but crashes: run it with SANITIZE=1. FUZZ_SEED and FUZZ_RUNS are
 * environment variables.
 */
#include <unistd.h>

#include "kcore.h"
#include "perfdata.h"
#include "record.h"
#include "test-build.h"
#include "test-random.h"

#define RUNS	20000

#define INFO	"PAGESIZE=4096\nNUMBER(VA_BITS)=39\nKERNELOFFSET=0\n" \
		"NUMBER(TCR_EL1_T1SZ)=0x19\n" \
		"SYMBOL(swapper_pg_dir)=ffff800080005000\n" \
		"NUMBER(kimage_voffset)=0xffff800000000000\n" \
		"NUMBER(MODULES_END)=0xffff800080000000\n" \
		"SYMBOL(kallsyms_num_syms)=ffff800080008000\n" \
		"SYMBOL(kallsyms_relative_base)=ffff800080008008\n" \
		"SYMBOL(kallsyms_token_table)=ffff800080008100\n" \
		"SYMBOL(kallsyms_token_index)=ffff800080008400\n" \
		"SYMBOL(kallsyms_offsets)=ffff800080008800\n" \
		"SYMBOL(kallsyms_names)=ffff800080008900\n" \
		"SYMBOL(_stext)=0\n"

/* Records, page tables at 0x5000 and symbols at 0x8000 */
static void put_memory(struct buffer *memory)
{
	uint8_t *tables, *names;
	size_t i;

	put_machine(memory);
	buffer_zeros(memory, 0xa000 - memory->size);
	tables = memory->bytes + 0x5000;
	set_le64(tables, (TEST_PADDR + 0x6000) | 3);
	set_le64(tables + 0x1000, (TEST_PADDR + 0x7000) | 3);
	for (i = 0; i < 16; i++)
		set_le64(tables + 0x2000 + 8 * i, (TEST_PADDR + 0x1000 * i) | 3);
	names = memory->bytes + 0x8000;
	set_le32(names, 4);
	memset(names + 0x100, 'x', 4);
	memcpy(names + 0x900, "\1\1\2\1\1\1\1\1\1", 9);
}

static void check_data(const struct csd_trace *trace,
		       const struct csd_text *text)
{
	const struct csd_kernel kernel = { 0xffff800080000000ULL, 0 };
	struct buffer file = { 0 };
	struct csd_error err;

	assert_int_equal(perfdata_build(&file, trace, &kernel, text, &err), 0);
	buffer_free(&file);
}

static void use(const struct csd_dump *dump)
{
	struct csd_symbols symbols;
	struct csd_log log = { 0 };
	struct csd_trace trace;
	struct csd_kernel kernel;
	struct csd_text text;
	struct csd_error err;

	csd_kernel_locate(&kernel, dump, &err);
	csd_text_live(&text, dump, &err);
	if (!csd_symbols_live(&symbols, dump, &err))
		csd_symbols_free(&symbols);
	if (!csd_trace_read(&trace, dump, &log, &err)) {
		csd_trace_warn(&trace, &log);
		csd_trace_usable(&trace, &err);
		check_data(&trace, &text);
		csd_trace_free(&trace);
	}
	csd_text_free(&text);
}

/* The library must not read outside: so each dump has memory of its own. */
static void use_bytes(const uint8_t *bytes, size_t size, bool elf)
{
	struct csd_error err;
	struct csd_dump *dump = dump_new(&err);
	uint8_t *copy = malloc(size + !size);
	int ret;

	memcpy(copy, bytes, size);
	if (elf)
		ret = dump_add_elf(dump, copy, size, true, &err);
	else
		ret = dump_add_ram(dump, copy, size, TEST_PADDR, true, &err);
	if (!ret)
		use(dump);
	csd_dump_close(dump);
	free(copy);
}

#define FIELD(name)	offsetof(struct coresight_snapshot, name)

/* Whether the builder may follow the record's offsets */
static bool is_mendable(const uint8_t *record)
{
	return get_le32(record + FIELD(header_size)) ==
	       sizeof(struct coresight_snapshot) &&
	       get_le32(record + FIELD(blocks_size)) < 0x800 &&
	       get_le32(record + FIELD(data_offset)) < 0x800 &&
	       get_le32(record + FIELD(data_size)) < 0x800;
}

/* The checksums would hide what lies behind them: mend them, mostly. */
static void mend(uint8_t *memory)
{
	uint8_t *record;
	size_t page;

	for (page = 0; page < 5; page++) {
		record = memory + page * CORESIGHT_SNAPSHOT_ALIGN;
		if (is_mendable(record) && below(8))
			fix_record(record);
	}
}

/* Damage near a record's or the file's head, where the structure is. */
static void damage_heads(uint8_t *bytes, size_t header, size_t size)
{
	size_t page = header + below(10) * CORESIGHT_SNAPSHOT_ALIGN;

	if (!below(4))
		page = 0;
	damage(bytes + page, below(4) ? 512 : 0x800);
	if (!below(3))
		damage(bytes, size);
}

static void run(const struct buffer *elf, size_t header)
{
	uint8_t *bytes = malloc(elf->size);
	size_t nr = 1 + below(4);
	size_t size = elf->size;

	memcpy(bytes, elf->bytes, size);
	while (nr--)
		damage_heads(bytes, header, size);
	mend(bytes + header);
	if (!below(8))
		size = below(size);
	if (below(2))
		use_bytes(bytes, size, true);
	else if (size > header)
		use_bytes(bytes + header, size - header, false);
	free(bytes);
}

static void test_damage(void **state)
{
	struct buffer memory = { 0 }, elf = { 0 };
	uint64_t i, runs = random_start(RUNS);

	(void)state;
	put_memory(&memory);
	put_core(&elf, &memory, TEST_PADDR, INFO);
	for (i = 0; i < runs; i++)
		run(&elf, elf.size - memory.size);
	buffer_free(&elf);
	buffer_free(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_damage),
	};

	return run_tap(tests);
}
