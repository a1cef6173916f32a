/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The meminspect core image: an ELF core header in the crashed kernel's
 * memory that lists every region registered for inspection.
 *
 * The image is one physically contiguous, page aligned piece of memory: an
 * ELF64 ET_CORE header, its program headers (one PT_NOTE, then one PT_LOAD a
 * region), and the notes. Written out as the start of a file, with each
 * region's bytes from p_paddr put at p_offset, it is a complete ELF core.
 *
 * One note, %MEMINSPECT_NOTE_NAME, lets whoever reads raw memory find the
 * image without symbols: it holds the image's own physical address. The
 * kernel keeps several images; the valid one with the highest sequence number
 * counts. An image that was made by a crash has a note of type NT_PRSTATUS
 * for each CPU, too, in the order of the CPUs.
 */
#ifndef _UAPI_LINUX_MEMINSPECT_H
#define _UAPI_LINUX_MEMINSPECT_H

#include <linux/types.h>

#define MEMINSPECT_NOTE_NAME	"MEMINSPECT"
/* n_type of the note: none that a reader who ignores names could mistake */
#define MEMINSPECT_NOTE_IMAGE	0x4d494d47
/* Images start on a boundary of this many bytes. */
#define MEMINSPECT_IMAGE_ALIGN	4096

/**
 * struct meminspect_image_note - descriptor of the MEMINSPECT note
 * @paddr:	physical address of the image, that is, of its ELF header
 * @size:	bytes of the image
 * @sequence:	counts the updates; higher is newer
 * @reserved:	zero
 * @crc:	CRC-32 (IEEE 802.3, as zlib's) of the ELF header and program
 *		headers, then of this descriptor up to @crc
 *
 * In the kernel's byte order, as the ELF image itself. The note is the first
 * in the PT_NOTE segment.
 */
struct meminspect_image_note {
	__u64	paddr;
	__u64	size;
	__u64	sequence;
	__u32	reserved;
	__u32	crc;
};

#endif /* _UAPI_LINUX_MEMINSPECT_H */
