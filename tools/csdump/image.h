/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The meminspect core image that a kernel keeps in its RAM: an ELF core header
 * that lists every region registered for inspection
 * (include/uapi/linux/meminspect.h).
 */
#ifndef CSD_IMAGE_H
#define CSD_IMAGE_H

#include "dump.h"

/* What the start of a core says of itself */
enum image_state {
	IMAGE_NONE,		/* it is no meminspect image */
	IMAGE_DAMAGED,		/* its checksum is wrong */
	IMAGE_SOUND,
};

enum image_state image_judge(const uint8_t *bytes, uint64_t size);

/*
 * Adds to the dump's regions what the newest valid image in its memory lists,
 * and takes VMCOREINFO from it. Without an image all memory is added. Only
 * memory from extent number @first on is looked at.
 */
int image_regions(struct csd_dump *dump, size_t first, struct csd_error *err);

/* Adds all memory from extent number @first on to the regions. */
int image_all(struct csd_dump *dump, size_t first, struct csd_error *err);

#endif /* CSD_IMAGE_H */
