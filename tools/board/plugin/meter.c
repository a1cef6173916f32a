// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts instructions, and stops the board after some. */
#include "meter.h"

#include <inttypes.h>
#include <stddef.h>
#include <unistd.h>

#include "journal.h"

/* What QEMU keeps for each CPU, to be used by translated code */
struct counts {
	uint64_t begun;
	uint64_t booting;
};

struct meter {
	struct pe *pe;
	unsigned int cpus;
	uint64_t limit;
	qemu_plugin_u64 begun;
	qemu_plugin_u64 booting;
};

/* QEMU's callbacks carry no pointer to it. */
static struct meter meter;

void meter_init(struct pe *pe, unsigned int cpus, uint64_t limit)
{
	struct qemu_plugin_scoreboard *counts =
		qemu_plugin_scoreboard_new(sizeof(struct counts));

	meter = (struct meter) {
		.pe = pe,
		.cpus = cpus,
		.limit = limit,
		.begun = { counts, offsetof(struct counts, begun) },
		.booting = { counts, offsetof(struct counts, booting) },
	};
}

void meter_add_cpu(unsigned int cpu)
{
	qemu_plugin_u64_set(meter.booting, cpu, 1);
}

/* The instruction after the last one is about to begin. */
static void on_limit(unsigned int cpu, void *data)
{
	(void)data;
	journal("stopped: CPU %u has run %" PRIu64 " instructions", cpu, meter.limit);
	/* As if the power were cut: no other CPU gets any further. */
	_exit(0);
}

/* A block that may be user space's starts, and none has been before. */
static void on_first_user_block(unsigned int cpu, void *data)
{
	struct arrival arrival;
	unsigned int i;

	(void)data;
	pe_arrive(&meter.pe[cpu], &arrival);
	if (arrival.el)
		return;
	journal("user space: CPU %u has run %" PRIu64 " instructions", cpu,
		qemu_plugin_u64_get(meter.begun, cpu));
	for (i = 0; i < meter.cpus; i++)
		qemu_plugin_u64_set(meter.booting, i, 0);
}

static void watch_instruction(struct qemu_plugin_insn *insn)
{
	if (meter.limit)
		qemu_plugin_register_vcpu_insn_exec_cond_cb(insn, on_limit,
							    QEMU_PLUGIN_CB_NO_REGS,
							    QEMU_PLUGIN_COND_EQ,
							    meter.begun, meter.limit,
							    NULL);
	qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn,
							    QEMU_PLUGIN_INLINE_ADD_U64,
							    meter.begun, 1);
}

void meter_watch(struct qemu_plugin_tb *tb, bool kernel)
{
	size_t i;

	if (!kernel)
		qemu_plugin_register_vcpu_tb_exec_cond_cb(tb, on_first_user_block,
							  QEMU_PLUGIN_CB_R_REGS,
							  QEMU_PLUGIN_COND_NE,
							  meter.booting, 0, NULL);
	for (i = 0; i < qemu_plugin_tb_n_insns(tb); i++)
		watch_instruction(qemu_plugin_tb_get_insn(tb, i));
}

void meter_report(void)
{
	unsigned int i;

	for (i = 0; i < meter.cpus; i++)
		journal("end: CPU %u has run %" PRIu64 " instructions", i,
			qemu_plugin_u64_get(meter.begun, i));
}
