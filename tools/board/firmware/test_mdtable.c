// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "fault.h"
#include "modem.h"

/* RAM of these tests: from the shared memory to the end of the modem's */
#define BASE		BOARD_SMEM_BASE
#define END		(BOARD_MODEM_BASE + BOARD_MODEM_SIZE)
/* Where the table is, and what it lists */
#define TABLE		BOARD_HWLOCK_BASE
#define FIRST		(BOARD_HWLOCK_BASE + 0x2000)
#define SECOND		(BOARD_HWLOCK_BASE + 0x3000)
#define COUNT		3

static uint8_t memory[END - BASE];
static const struct ram ram = { memory, BASE, sizeof(memory) };
static const struct smem smem = { &ram, BOARD_SMEM_BASE, BOARD_SMEM_SIZE };
static struct minidump_global_toc *toc;
static struct minidump_subsystem *apss;
static struct minidump_region *regions;

static void put_region(unsigned int i, const char *name, uint64_t address,
		       uint64_t size)
{
	regions[i] = (struct minidump_region){
		.seq_num = i, .valid = MINIDUMP_REGION_VALID,
		.address = address, .size = size,
	};
	snprintf(regions[i].name, sizeof(regions[i].name), "%s", name);
}

static int setup(void **state)
{
	(void)state;
	memset(memory, 0, sizeof(memory));
	smem_init(&smem);
	toc = smem_add(&smem, SBL_MINIDUMP_SMEM_ID, sizeof(*toc));
	toc->status = 1;
	toc->md_revision = MINIDUMP_REVISION;
	toc->enabled = MINIDUMP_SS_ENABLED;
	apss = &toc->subsystems[MINIDUMP_APSS];
	*apss = (struct minidump_subsystem){
		.status = 1, .enabled = MINIDUMP_SS_ENABLED,
		.encryption_status = MINIDUMP_SS_ENCR_DONE,
		.encryption_required = MINIDUMP_SS_ENCR_NOTREQ,
		.region_count = COUNT, .regions_baseptr = TABLE,
	};
	regions = ram_at(&ram, TABLE, 0x1000);
	put_region(0, "KELF_HDR", FIRST, 100);
	put_region(1, "K007f303_", SECOND, 0x1000);
	put_region(2, "K0080000_", END - 8, 8);
	return 0;
}

static void find(struct mdtable *table)
{
	struct failure failure;

	if (mdtable_find(&smem, MINIDUMP_APSS, table, &failure))
		fail_msg("%s", failure.text);
}

static void assert_text(const struct failure *failure, const char *why)
{
	if (!strstr(failure->text, why))
		fail_msg("'%s' instead of '%s'", failure->text, why);
}

static void assert_no_table(const char *why)
{
	struct failure failure;
	struct mdtable table;

	assert_int_equal(mdtable_find(&smem, MINIDUMP_APSS, &table, &failure), -1);
	assert_text(&failure, why);
}

static void assert_not_saved(uint32_t i, const char *why)
{
	struct failure failure;
	struct mdregion region;
	struct mdtable table;

	find(&table);
	assert_int_equal(mdtable_read(&ram, &table, i, &region, &failure), -1);
	assert_text(&failure, why);
}

static void assert_saved(unsigned int id, uint32_t i, const char *file,
			 uint64_t address, uint64_t size)
{
	struct failure failure;
	struct mdregion region;
	struct mdtable table;

	if (mdtable_find(&smem, id, &table, &failure) ||
	    mdtable_read(&ram, &table, i, &region, &failure))
		fail_msg("%s", failure.text);
	assert_string_equal(region.file, file);
	assert_ptr_equal(region.bytes, memory + (address - BASE));
	assert_int_equal(region.size, size);
}

static void reads_a_table(void **state)
{
	struct mdtable table;

	(void)state;
	find(&table);
	assert_int_equal(table.count, COUNT);
	assert_int_equal(table.regions, TABLE);
	assert_saved(MINIDUMP_APSS, 0, "md_KELF_HDR0.BIN", FIRST, 100);
	assert_saved(MINIDUMP_APSS, 1, "md_K007f303_1.BIN", SECOND, 0x1000);
	assert_saved(MINIDUMP_APSS, 2, "md_K0080000_2.BIN", END - 8, 8);
}

static void reads_the_modems(void **state)
{
	struct mdtable table;
	struct failure failure;

	(void)state;
	modem_init(&ram, &toc->subsystems[MODEM_SUBSYSTEM]);
	assert_int_equal(mdtable_find(&smem, MODEM_SUBSYSTEM, &table, &failure), 0);
	assert_saved(MODEM_SUBSYSTEM, 0, "md_modem_log0.BIN",
		     BOARD_MODEM_BASE + 0x1000, 0x1000);
	assert_string_equal((char *)ram_at(&ram, BOARD_MODEM_BASE + 0x1000, 1),
			    "region modem_log\n");
}

static void wants_a_toc(void **state)
{
	(void)state;
	smem_init(&smem);
	assert_no_table("no item 602");
	smem_add(&smem, SBL_MINIDUMP_SMEM_ID, sizeof(*toc) - 8);
	assert_no_table("item 602 has 328 bytes instead of 336");
}

static void wants_a_sound_toc(void **state)
{
	(void)state;
	toc->status = 0;
	assert_no_table("G-ToC at 0x7f203030: status 0");
	setup(NULL);
	toc->md_revision = 2;
	assert_no_table("revision 2 instead of 1");
	setup(NULL);
	toc->enabled = 0;
	assert_no_table("G-ToC at 0x7f203030: minidump is disabled: 0 instead of ENBL");
}

static void wants_a_ready_subsystem(void **state)
{
	(void)state;
	apss->status = 0;
	assert_no_table("subsystem at 0x7f203040: status 0: it has registered nothing");
	setup(NULL);
	apss->enabled = 1;
	assert_no_table("minidump is disabled: 0x1 instead of ENBL");
	setup(NULL);
	apss->encryption_status = 0x53545254;
	assert_no_table("encryption pending: STRT instead of DONE");
}

static void refuses_wrong_tables(void **state)
{
	static const uint64_t places[] = {
		0, BASE - 1, END, END - 119, UINT64_MAX, UINT64_MAX - 119,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		apss->regions_baseptr = places[i];
		assert_no_table("is not in RAM");
	}
	apss->regions_baseptr = END - 119;
	assert_no_table("table of 3 regions at 0x7f31ff89 is not in RAM");
	apss->region_count = UINT32_MAX;
	assert_no_table("4294967295 regions, but 4096 at most");
	apss->region_count = 4097;
	assert_no_table("4097 regions, but 4096 at most");
	apss->region_count = 0;
	assert_no_table("no regions");
}

static void takes_an_unaligned_table(void **state)
{
	(void)state;
	memmove(ram_at(&ram, TABLE + 3, 400), regions, 400);
	apss->regions_baseptr = TABLE + 3;
	assert_saved(MINIDUMP_APSS, 1, "md_K007f303_1.BIN", SECOND, 0x1000);
}

static void leaves_out_what_is_not_valid(void **state)
{
	(void)state;
	regions[1].valid = 0;
	assert_not_saved(1, "region 1 at 0x7f300028: not valid: 0 instead of VALI");
	assert_saved(MINIDUMP_APSS, 0, "md_KELF_HDR0.BIN", FIRST, 100);
	assert_saved(MINIDUMP_APSS, 2, "md_K0080000_2.BIN", END - 8, 8);
}

static void refuses_wrong_names(void **state)
{
	static const char *const names[] = {
		"", "K/a", "../../b", "K a", "K\n", "K\033[m", "K\xff",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		put_region(1, names[i], SECOND, 8);
		assert_not_saved(1, "its name is none for a file");
	}
	memset(regions[1].name, 'K', sizeof(regions[1].name));
	assert_not_saved(1, "its name does not end");
	put_region(1, "K0123456789_", SECOND, 8);
	assert_not_saved(1, "its file's name has 20 characters, 19 at most");
	put_region(1, "K012345678_", SECOND, 8);
	assert_saved(MINIDUMP_APSS, 1, "md_K012345678_1.BIN", SECOND, 8);
	regions[1].seq_num = UINT32_MAX;
	assert_not_saved(1, "has 28 characters");
}

static void refuses_memory_outside_ram(void **state)
{
	static const uint64_t wrong[][2] = {
		{ BASE - 1, 8 }, { END - 7, 8 }, { END, 1 }, { 0, 8 },
		{ BASE, UINT64_MAX }, { UINT64_MAX, 8 }, { UINT64_MAX - 7, 8 },
		{ BASE, sizeof(memory) + 1 }, { FIRST, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		put_region(1, "K", wrong[i][0], wrong[i][1]);
		assert_not_saved(1, "are not in RAM");
	}
}

/* Whatever is written over the G-ToC and the table, we read RAM alone. */
static void survives_any_damage(void **state)
{
	(void)state;
	srand(602);
	for (int i = 0; i < 20000; i++) {
		struct failure failure;
		struct mdregion region;
		struct mdtable table;

		setup(NULL);
		for (int n = rand() % 3; n >= 0; n--) {
			uint8_t *place = rand() % 2 ? (uint8_t *)regions + rand() % 120 :
						      (uint8_t *)toc + rand() % 48;

			*place = rand() % 2 ? rand() : *place ^ 1 << rand() % 8;
		}
		if (mdtable_find(&smem, MINIDUMP_APSS, &table, &failure))
			continue;
		for (uint32_t n = 0; n < table.count; n++)
			if (!mdtable_read(&ram, &table, n, &region, &failure))
				assert_true(region.bytes >= memory &&
					    region.bytes + region.size <= memory + sizeof(memory));
	}
}

/* Do the fault that @text says to the sound table. */
static void do_fault(const char *text, struct fault *fault)
{
	struct failure failure;
	struct mdtable table;

	setup(NULL);
	find(&table);
	if (fault_parse(text, fault, &failure) ||
	    fault_break(fault, &ram, &table, &failure))
		fail_msg("%s", failure.text);
}

static void breaks_tables(void **state)
{
	struct mdtable table;
	struct fault fault;

	(void)state;
	do_fault("disabled", &fault);
	assert_no_table("G-ToC at 0x7f203030: minidump is disabled: DSBL instead of ENBL");
	do_fault("encrypting", &fault);
	assert_no_table("subsystem at 0x7f203040: encryption pending: STRT instead of DONE");
	do_fault("invalid=1", &fault);
	assert_not_saved(1, "not valid: INVA instead of VALI");
	do_fault("truncated=2", &fault);
	find(&table);
	assert_int_equal(table.count, 2);
	do_fault("truncated=0", &fault);
	assert_no_table("no regions");
}

static void loses_files(void **state)
{
	struct fault fault;

	(void)state;
	do_fault("missing=1", &fault);
	assert_int_equal(fault_arrive(&fault, 0, 100), 100);
	assert_int_equal(fault_arrive(&fault, 1, 100), 0);
	do_fault("short=0", &fault);
	assert_int_equal(fault_arrive(&fault, 0, 100), 50);
	assert_int_equal(fault_arrive(&fault, 1, 100), 100);
	do_fault("invalid=0", &fault);
	assert_int_equal(fault_arrive(&fault, 0, 100), 100);
}

static void refuses_wrong_faults(void **state)
{
	static const char *const wrong[] = {
		"", "none", "invalid", "invalid=", "invalid=x", "invalid=-1",
		"invalid=4294967296", "invalid=1 ", "disabled=1", "disable",
		"disabledx", "=", "=1",
	};
	struct fault fault = { FAULT_INVALID, COUNT };
	struct failure failure;
	struct mdtable table;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(fault_parse(wrong[i], &fault, &failure), -1);
	find(&table);
	fault = (struct fault){ FAULT_INVALID, COUNT };
	assert_int_equal(fault_break(&fault, &ram, &table, &failure), -1);
	assert_text(&failure, "no region 3: the table has 3");
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_a_table),
		TEST(reads_the_modems),
		TEST(wants_a_toc),
		TEST(wants_a_sound_toc),
		TEST(wants_a_ready_subsystem),
		TEST(refuses_wrong_tables),
		TEST(takes_an_unaligned_table),
		TEST(leaves_out_what_is_not_valid),
		TEST(refuses_wrong_names),
		TEST(refuses_memory_outside_ram),
		TEST(survives_any_damage),
		TEST(breaks_tables),
		TEST(loses_files),
		TEST(refuses_wrong_faults),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
