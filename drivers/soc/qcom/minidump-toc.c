// SPDX-License-Identifier: GPL-2.0-only
/*
 * Qualcomm minidump: find a subsystem's entry in the global table of contents
 *
 * The table lies in shared memory, where firmware has put it and other
 * processors write. What is read here decides about addresses, so it is read
 * once, and only within the bounds that SMEM has for it.
 */

#include <linux/align.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/soc/qcom/minidump.h>
#include <linux/soc/qcom/smem.h>
#include <linux/stddef.h>

#include "minidump-toc.h"

/**
 * minidump_toc_entry() - check a table and find the entry of a subsystem
 * @toc:	what is said to be a table
 * @size:	number of bytes of it that may be touched
 * @id:		number of the subsystem
 *
 * There are as many entries as @size has room for: some platforms have more
 * than MAX_NUM_OF_SS of them, some may have less.
 *
 * Return: the entry, all of it within @size, or an error as
 * qcom_minidump_subsystem() has them
 */
struct minidump_subsystem *minidump_toc_entry(struct minidump_global_toc *toc,
					      size_t size, unsigned int id)
{
	const size_t head = offsetof(struct minidump_global_toc, subsystems);

	if (size < head || !IS_ALIGNED((unsigned long)toc, __alignof__(*toc)))
		return ERR_PTR(-EINVAL);
	if (!READ_ONCE(toc->status))
		return ERR_PTR(-ENODEV);
	if (le32_to_cpu(READ_ONCE(toc->md_revision)) != MINIDUMP_REVISION)
		return ERR_PTR(-EPROTONOSUPPORT);
	if (id >= (size - head) / sizeof(struct minidump_subsystem))
		return ERR_PTR(-ENOENT);

	return toc->subsystems + id;
}

/* SMEM has two ways to say that there is no such item. */
static int smem_error(int err)
{
	return err == -ENOENT || err == -ENXIO ? -ENODEV : err;
}

/**
 * qcom_minidump_subsystem() - find what a subsystem has to save in a minidump
 * @id:	number of the subsystem, such as MINIDUMP_APSS
 *
 * The entry is checked to be there, not for what it says. Neither is the
 * table's own @enabled: a subsystem may fill in its entry while the firmware
 * saves no minidumps, and what remoteproc collects needs no firmware.
 *
 * The entry stays where it is until SMEM's driver is unbound.
 *
 * Return: the entry in shared memory, or
 * * -EPROBE_DEFER - SMEM has not been set up yet
 * * -ENODEV - there is no table, or the firmware has not set it up
 * * -EINVAL - what is there cannot be a table, or SMEM is damaged
 * * -EPROTONOSUPPORT - the table is of a revision that is not known
 * * -ENOENT - the table has no entry for this subsystem
 */
struct minidump_subsystem *qcom_minidump_subsystem(unsigned int id)
{
	size_t size;
	void *toc;

	toc = qcom_smem_get(QCOM_SMEM_HOST_ANY, SBL_MINIDUMP_SMEM_ID, &size);
	if (IS_ERR(toc))
		return ERR_PTR(smem_error(PTR_ERR(toc)));

	return minidump_toc_entry(toc, size, id);
}
EXPORT_SYMBOL_GPL(qcom_minidump_subsystem);

MODULE_DESCRIPTION("Qualcomm minidump table of contents");
MODULE_LICENSE("GPL");
