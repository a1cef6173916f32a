// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A QEMU TCG plugin that adds CoreSight to QEMU's "virt" machine: ETMv4 trace
 * units and TMC sinks whose registers lie in RAM (../board.h) and which the
 * Linux drivers probe and use as they do real ones.
 *
 * QEMU calls back for each block that starts on a CPU whose trace unit is on,
 * and for each load or store that may be one of a CoreSight register. Both are
 * kept from costing anything elsewhere: the former by a condition that QEMU
 * checks inline, the latter by the form of the instruction and its address.
 * Instructions are counted only if asked for.
 */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "block.h"
#include "etm.h"
#include "journal.h"
#include "meter.h"
#include "options.h"
#include "pe.h"
#include "qemu.h"
#include "tmc.h"

/* At most this many instructions are translated into a block. */
#define MAX_BLOCK	1024

/*
 * Linux maps devices in the upper half of its half of the address space; the
 * lower half is the linear map of all RAM, and bit 47 tells them apart.
 */
#define IS_KERNEL(address)	((address) >> 63)
#define MAY_BE_DEVICE(address)	((address) >> 47 == 0x1ffff)

/* What QEMU keeps for each CPU, to be used by translated code */
struct flags {
	uint64_t tracing;
	uint64_t reached_end;
};

struct board {
	struct options options;
	unsigned int sinks;
	struct tmc tmc[BOARD_MAX_CPUS];
	struct etm etm[BOARD_MAX_CPUS];
	struct pe pe[BOARD_MAX_CPUS];
	qemu_plugin_u64 tracing;
	qemu_plugin_u64 reached_end;
};

/* QEMU's callbacks carry no pointer to it. */
static struct board board;

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_API;

/* A block starts on a CPU that is being traced. */
static void on_block(unsigned int cpu, void *data)
{
	struct etm *etm = &board.etm[cpu];
	struct arrival arrival;

	pe_arrive(&board.pe[cpu], &arrival);
	pthread_mutex_lock(&etm->sink->lock);
	/* Another CPU may have turned the trace unit off just now. */
	if (etm->on)
		etm_follow(etm, block_from_pointer(data), &arrival,
			   qemu_plugin_u64_get(board.reached_end, cpu));
	pthread_mutex_unlock(&etm->sink->lock);
	qemu_plugin_u64_set(board.reached_end, cpu, 0);
}

/* @ran: how many instructions of its block the storing CPU has run */
static void access_etm(struct etm *etm, unsigned int cpu, uint32_t offset, bool store,
		       unsigned int ran)
{
	pthread_mutex_lock(&etm->sink->lock);
	if (store)
		etm_store(etm, offset, page_read(&etm->page, offset),
			  cpu == etm->cpu ? ran : 0);
	qemu_plugin_u64_set(board.tracing, etm->cpu, etm->on);
	pthread_mutex_unlock(&etm->sink->lock);
}

static void access_tmc(struct tmc *tmc, uint32_t offset, bool store)
{
	pthread_mutex_lock(&tmc->lock);
	if (store)
		tmc_store(tmc, offset, page_read(&tmc->page, offset));
	else
		tmc_load(tmc, offset);
	pthread_mutex_unlock(&tmc->lock);
}

static void access_register(unsigned int cpu, uint32_t at, bool store, unsigned int ran)
{
	uint32_t page = at / BOARD_CS_PAGE;
	uint32_t offset = at % BOARD_CS_PAGE;

	if (page - BOARD_ETM_PAGE < board.options.cpus)
		access_etm(&board.etm[page - BOARD_ETM_PAGE], cpu, offset, store, ran);
	else if (page - BOARD_TMC_PAGE < board.sinks)
		access_tmc(&board.tmc[page - BOARD_TMC_PAGE], offset, store);
	else
		journal("cpu%u: %s at %#x, where no component is", cpu,
			store ? "store" : "load", BOARD_CS_BASE + at);
}

/* A load or store is over. @data: how many instructions of its block ran with it */
static void on_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address,
		      void *data)
{
	struct qemu_plugin_hwaddr *hwaddr;
	uint32_t at;

	if (!MAY_BE_DEVICE(address))
		return;
	hwaddr = qemu_plugin_get_hwaddr(info, address);
	if (!hwaddr || qemu_plugin_hwaddr_is_io(hwaddr))
		return;
	if (window_offset(qemu_plugin_hwaddr_phys_addr(hwaddr), &at))
		access_register(cpu, at & ~3U, qemu_plugin_mem_is_store(info),
				GPOINTER_TO_UINT(data));
}

static unsigned int read_words(const struct qemu_plugin_tb *tb, uint32_t *words)
{
	unsigned int count = qemu_plugin_tb_n_insns(tb);
	unsigned int i;

	if (count > MAX_BLOCK)
		journal_fatal("a block has %u instructions", count);
	for (i = 0; i < count; i++)
		qemu_plugin_insn_data(qemu_plugin_tb_get_insn(tb, i), &words[i],
				      sizeof(words[i]));
	return count;
}

/* QEMU ends a block at each branch; all of the tracing rests on that. */
static void check_block(const uint32_t *words, unsigned int count, uint64_t address)
{
	unsigned int i;
	int32_t offset;

	for (i = 0; i + 1 < count; i++) {
		if (a64_kind(words[i], &offset) != A64_PLAIN)
			journal_fatal("a branch %#x amid the block at %#llx", words[i],
				      (unsigned long long)address);
	}
}

static void watch_accesses(struct qemu_plugin_tb *tb, const uint32_t *words,
			   unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (!a64_is_device_access(words[i]))
			continue;
		qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(tb, i), on_access,
						 QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
						 GUINT_TO_POINTER(i + 1));
	}
}

static void watch_block(struct qemu_plugin_tb *tb, struct block block)
{
	struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, block.count - 1);

	qemu_plugin_register_vcpu_tb_exec_cond_cb(tb, on_block, QEMU_PLUGIN_CB_R_REGS,
						  QEMU_PLUGIN_COND_NE, board.tracing, 0,
						  block_to_pointer(block));
	if (block.marked)
		qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(last,
								    QEMU_PLUGIN_INLINE_STORE_U64,
								    board.reached_end, 1);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	uint32_t words[MAX_BLOCK];
	unsigned int count = read_words(tb, words);
	uint64_t address = qemu_plugin_tb_vaddr(tb);

	(void)id;
	check_block(words, count, address);
	watch_block(tb, block_describe(words, count));
	if (IS_KERNEL(address))
		watch_accesses(tb, words, count);
	if (board.options.count)
		meter_watch(tb, IS_KERNEL(address));
}

static void on_cpu(qemu_plugin_id_t id, unsigned int cpu)
{
	const char *missing;

	(void)id;
	if (cpu >= board.options.cpus)
		journal_fatal("QEMU has a CPU %u, cpus=%u", cpu, board.options.cpus);
	missing = pe_init(&board.pe[cpu]);
	if (missing)
		journal_fatal("QEMU's CPU %u has no register %s", cpu, missing);
	if (board.options.count)
		meter_add_cpu(cpu);
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *data)
{
	(void)id;
	(void)data;
	meter_report();
}

static bool make_sinks(uint8_t *window)
{
	unsigned int i;

	board.sinks = board.options.local ? board.options.cpus : 1;
	for (i = 0; i < board.sinks; i++) {
		if (!tmc_init(&board.tmc[i], window, i, board.options.etf))
			return false;
	}
	return true;
}

static bool make_sources(uint8_t *window)
{
	unsigned int i;

	for (i = 0; i < board.options.cpus; i++) {
		struct tmc *sink = &board.tmc[board.options.local ? i : 0];

		if (etm_init(&board.etm[i], window, i, sink, board.options.truth))
			return false;
	}
	return true;
}

static bool fail(const char *what, const char *why)
{
	fprintf(stderr, "coresight plugin: %s: %s\n", what, why);
	return false;
}

static bool make_components(void)
{
	const char *error;
	uint8_t *window = window_map(board.options.ram, &error);

	if (!window)
		return fail(board.options.ram, error);
	if (!make_sinks(window))
		return fail("sinks", strerror(errno));
	if (!make_sources(window))
		return fail(board.options.truth, strerror(errno));
	return true;
}

static void make_flags(void)
{
	struct qemu_plugin_scoreboard *flags =
		qemu_plugin_scoreboard_new(sizeof(struct flags));

	board.tracing = (qemu_plugin_u64) { flags, offsetof(struct flags, tracing) };
	board.reached_end = (qemu_plugin_u64) { flags, offsetof(struct flags, reached_end) };
}

static bool check_machine(const qemu_info_t *info)
{
	if (!info->system_emulation || strcmp(info->target_name, "aarch64"))
		return fail("QEMU", "it does not emulate an aarch64 system");
	if (info->system.smp_vcpus != (int)board.options.cpus)
		return fail("cpus", "QEMU has another number of them");
	return true;
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
					   int argc, char **argv)
{
	if (!options_parse(&board.options, argc, argv) || !check_machine(info))
		return -1;
	if (journal_open(board.options.log)) {
		fail(board.options.log, strerror(errno));
		return -1;
	}
	if (!make_components())
		return -1;
	make_flags();
	if (board.options.count) {
		meter_init(board.pe, board.options.cpus, board.options.stop);
		qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
	}
	qemu_plugin_register_vcpu_init_cb(id, on_cpu);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	return 0;
}
