// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the images' copy of VMCOREINFO
 *
 * It is the kernel's own, but for one line that its readers understand in
 * another way than the kernel means it.
 */

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include "arch.h"
#include "internal.h"

#define PHYS_OFFSET_KEY		"NUMBER(PHYS_OFFSET)="

/* A 64-bit number in that line may be longer than the one it replaces. */
static char vmcoreinfo_copy[PAGE_SIZE + 32];
static size_t vmcoreinfo_bytes;

/* Bytes of the kernel's VMCOREINFO that the copy was made from */
static size_t vmcoreinfo_original;

static void append(const char *text, size_t size)
{
	size = min(size, sizeof(vmcoreinfo_copy) - vmcoreinfo_bytes);
	memcpy(vmcoreinfo_copy + vmcoreinfo_bytes, text, size);
	vmcoreinfo_bytes += size;
}

static void append_line(const char *line, size_t size)
{
	char corrected[sizeof(PHYS_OFFSET_KEY) + 24];

	if (strncmp(line, PHYS_OFFSET_KEY, strlen(PHYS_OFFSET_KEY))) {
		append(line, size);
		return;
	}
	append(corrected, scnprintf(corrected, sizeof(corrected),
				    PHYS_OFFSET_KEY "0x%llx\n",
				    INSPECT_PHYS_OFFSET));
}

/**
 * inspect_vmcoreinfo_update() - make the copy anew if VMCOREINFO has grown
 *
 * It grows when a kdump kernel is loaded. Under the table's lock.
 */
void inspect_vmcoreinfo_update(void)
{
	const char *line = vmcoreinfo_data;
	const char *end = line + vmcoreinfo_size, *next;

	if (vmcoreinfo_size == vmcoreinfo_original)
		return;

	vmcoreinfo_original = vmcoreinfo_size;
	vmcoreinfo_bytes = 0;
	for (; line < end; line = next) {
		next = memchr(line, '\n', end - line);
		next = next ? next + 1 : end;
		append_line(line, next - line);
	}
}

/**
 * inspect_vmcoreinfo() - the text that goes into the images
 *
 * Return: its first byte; it is not terminated.
 */
const void *inspect_vmcoreinfo(void)
{
	return vmcoreinfo_copy;
}

/**
 * inspect_vmcoreinfo_size() - how long is it?
 *
 * Return: bytes.
 */
size_t inspect_vmcoreinfo_size(void)
{
	return vmcoreinfo_bytes;
}
