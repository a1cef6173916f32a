/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: what differs between architectures
 */
#ifndef _KERNEL_MEMINSPECT_ARCH_H
#define _KERNEL_MEMINSPECT_ARCH_H

#include <linux/percpu.h>
#include <linux/types.h>

#ifdef CONFIG_ARM64

#include <asm/memory.h>
#include <asm/stacktrace.h>

/*
 * crash(8) adds VMCOREINFO's PHYS_OFFSET to the distance from the lowest
 * linear address that the CPU's size of virtual addresses allows. The kernel
 * counts from the lowest one of the configured size.
 */
#define INSPECT_PHYS_OFFSET \
	((u64)PHYS_OFFSET + (_PAGE_OFFSET(vabits_actual) - PAGE_OFFSET))

#define INSPECT_IRQ_STACK_SIZE	IRQ_STACK_SIZE

static inline unsigned long inspect_irq_stack(unsigned int cpu)
{
	return (unsigned long)per_cpu(irq_stack_ptr, cpu);
}

#else

#define INSPECT_PHYS_OFFSET	0ULL
#define INSPECT_IRQ_STACK_SIZE	0

static inline unsigned long inspect_irq_stack(unsigned int cpu)
{
	return 0;
}

#endif /* CONFIG_ARM64 */

#endif /* _KERNEL_MEMINSPECT_ARCH_H */
