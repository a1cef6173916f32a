// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the buffers of the kernel's log
 *
 * They are those of the kernel image, or larger ones that log_buf_len= asked
 * for: that is settled long before the first initcall. What leads to them is
 * annotated in kernel/printk/printk.c.
 */

#include "../printk/printk_ringbuffer.h"
#include "../printk/internal.h"
#include "internal.h"

/**
 * inspect_own_log() - register the buffers that are in use
 */
void inspect_own_log(void)
{
	const struct prb_data_ring *text = &prb->text_data_ring;
	const struct prb_desc_ring *ring = &prb->desc_ring;
	size_t count = _DESCS_COUNT(ring->count_bits);

	inspect_own(MEMINSPECT_CLASS_LOG, ring->descs,
		    count * sizeof(*ring->descs), "printk descs");
	inspect_own(MEMINSPECT_CLASS_LOG, ring->infos,
		    count * sizeof(*ring->infos), "printk infos");
	inspect_own(MEMINSPECT_CLASS_LOG, text->data,
		    _DATA_SIZE(text->size_bits), "printk text");
}
