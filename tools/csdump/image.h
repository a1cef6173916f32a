/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The meminspect core image that a kernel keeps in its RAM: an ELF core header
 * that lists every region registered for inspection
 * (include/uapi/linux/meminspect.h).
 */
#ifndef CSD_IMAGE_H
#define CSD_IMAGE_H

#include "dump.h"

/*
 * Adds to the dump's regions what the newest valid image in @ram lists, and
 * takes VMCOREINFO from it. Without an image all of @ram is one region.
 */
int image_regions(struct csd_dump *dump, const struct extent *ram,
		  struct csd_error *err);

#endif /* CSD_IMAGE_H */
