// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the registers of each CPU at the crash
 *
 * They are kept in the kernel's crash notes, where kdump keeps them, too, and
 * where crash(8) looks for them. The core image has a copy for everyone else.
 */

#include <linux/crash_core.h>
#include <linux/elfcore.h>
#include <linux/kexec.h>
#include <linux/meminspect.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <asm/irq_regs.h>

#include "internal.h"

/*
 * Two idle CPUs have the same pid, 0, but gdb wants each thread to have its
 * own: no pid is that high.
 */
#define IDLE_PID	0x40000000

/**
 * struct inspect_regs - what is known of a CPU's registers
 * @prstatus:	as core files hold them; all zero if nothing is known
 * @fault:	the task that caused a fault, if they are those of the fault
 */
struct inspect_regs {
	struct elf_prstatus prstatus;
	struct task_struct *fault;
};

static DEFINE_PER_CPU(struct inspect_regs, inspect_regs);

/* The task that crashed */
static struct task_struct *crashed_task;

static void save(struct pt_regs *regs)
{
	unsigned int cpu = raw_smp_processor_id();
	struct elf_prstatus *prstatus = &per_cpu(inspect_regs, cpu).prstatus;

	prstatus->common.pr_pid = current->pid ?: IDLE_PID + cpu;
	elf_core_copy_regs(&prstatus->pr_reg, regs);
	if (crash_notes)
		crash_save_cpu(regs, cpu);
}

/**
 * meminspect_save_fault() - this CPU has hit a fault
 * @regs: the registers at the fault
 *
 * Called when the freeze is over.
 */
void meminspect_save_fault(struct pt_regs *regs)
{
	raw_cpu_write(inspect_regs.fault, current);
	WRITE_ONCE(crashed_task, current);
	save(regs);
	inspect_crash_update();
}

/**
 * meminspect_forget_fault() - only the task dies of the fault
 *
 * If the kernel crashes later, this CPU will be doing something else.
 */
void meminspect_forget_fault(void)
{
	unsigned int cpu = raw_smp_processor_id();

	WRITE_ONCE(crashed_task, NULL);
	memset(&per_cpu(inspect_regs, cpu), 0, sizeof(struct inspect_regs));
	if (crash_notes)
		memset(per_cpu_ptr(crash_notes, cpu), 0, sizeof(note_buf_t));
}

/**
 * __meminspect_save_panic() - this CPU panics: use meminspect_save_panic()
 * @regs: the registers in panic()
 *
 * Those of the fault that led to it are worth more.
 */
void __meminspect_save_panic(struct pt_regs *regs)
{
	if (raw_cpu_read(inspect_regs.fault) == current)
		return;
	WRITE_ONCE(crashed_task, current);
	save(regs);
	inspect_crash_update();
}

/**
 * __meminspect_save_stop() - this CPU stops: use meminspect_save_stop()
 * @own: the registers of the caller, who never returns
 *
 * What the CPU was doing is in the registers that it was interrupted with.
 * But if that was in user mode, crash(8) finds nothing by them.
 */
void __meminspect_save_stop(struct pt_regs *own)
{
	struct pt_regs *interrupted = get_irq_regs();

	if (raw_cpu_read(inspect_regs.fault) == current)
		return;
	save(interrupted && !user_mode(interrupted) ? interrupted : own);
}

/**
 * inspect_regs_cpus() - CPUs that have a note in the image of a crash
 *
 * Return: the number of the last one that is present, plus one.
 */
unsigned int inspect_regs_cpus(void)
{
	return cpumask_last(cpu_present_mask) + 1;
}

/**
 * inspect_regs_task() - the task that crashed
 *
 * Return: the task, %NULL as long as it is not known.
 */
struct task_struct *inspect_regs_task(void)
{
	return READ_ONCE(crashed_task);
}

/**
 * inspect_regs_prstatus() - a CPU's registers, as an ELF note holds them
 * @cpu:	the CPU
 * @prstatus:	filled; registers that are not known are zero
 */
void inspect_regs_prstatus(unsigned int cpu, struct elf_prstatus *prstatus)
{
	*prstatus = per_cpu(inspect_regs, cpu).prstatus;
	if (!prstatus->common.pr_pid)
		prstatus->common.pr_pid = IDLE_PID + cpu;
}
