// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: per-CPU variables
 *
 * A debugger looks at each CPU that is present, online or not. A CPU that
 * comes later is registered before it runs for the first time; its variables
 * stay where they are when it leaves.
 */

#include <linux/cleanup.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/vmcore_info.h>

#include "internal.h"

/* CPUs whose variables are registered; under the table's lock */
static struct cpumask own_cpus;

static void own_copy(const struct inspect_entry *entry, unsigned int cpu)
{
	void __percpu *variable = (void __percpu *)(unsigned long)entry->va;

	inspect_own(entry->class, per_cpu_ptr(variable, cpu), entry->size,
		    "%s[%u]", entry->name, cpu);
}

/**
 * inspect_own_percpu() - register the variables of a CPU, unless they are
 * @cpu: the CPU
 */
void inspect_own_percpu(unsigned int cpu)
{
	const struct inspect_entry *entry = __inspect_table;

	if (cpumask_test_and_set_cpu(cpu, &own_cpus))
		return;

	for (; entry < __inspect_table_end; entry++) {
		if (entry->type == MEMINSPECT_TYPE_PERCPU)
			own_copy(entry, cpu);
	}
	if (crash_notes)
		inspect_own(MEMINSPECT_CLASS_CORE, per_cpu_ptr(crash_notes, cpu),
			    sizeof(note_buf_t), "crash_notes[%u]", cpu);
}

static int cpu_comes(unsigned int cpu)
{
	guard(meminspect)();

	inspect_own_percpu(cpu);
	return 0;
}

/* The CPUs that are there are registered before. */
static int __init percpu_init(void)
{
	int ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN,
					    "meminspect:prepare", cpu_comes,
					    NULL);

	return ret < 0 ? ret : 0;
}
device_initcall(percpu_init);
