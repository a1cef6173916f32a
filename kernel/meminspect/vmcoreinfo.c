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

/* The line that is to be corrected; it is one of the last. */
static const char *find_line(const char *text, const char *end)
{
	const size_t size = strlen(PHYS_OFFSET_KEY);
	const char *line;

	for (line = end - size; line > text; line--) {
		if (line[-1] == '\n' && !memcmp(line, PHYS_OFFSET_KEY, size))
			return line;
	}
	return NULL;
}

static void append_corrected(void)
{
	char line[sizeof(PHYS_OFFSET_KEY) + 24];

	append(line, scnprintf(line, sizeof(line), PHYS_OFFSET_KEY "0x%llx\n",
			       INSPECT_PHYS_OFFSET));
}

/**
 * inspect_vmcoreinfo_update() - make the copy anew if VMCOREINFO has grown
 *
 * It grows when a kdump kernel is loaded. Under the table's lock.
 */
void inspect_vmcoreinfo_update(void)
{
	const char *text = vmcoreinfo_data, *line, *next;
	const char *end = text + vmcoreinfo_size;

	if (vmcoreinfo_size == vmcoreinfo_original)
		return;

	vmcoreinfo_original = vmcoreinfo_size;
	vmcoreinfo_bytes = 0;
	line = find_line(text, end);
	if (line) {
		append(text, line - text);
		append_corrected();
		next = memchr(line, '\n', end - line);
		text = next ? next + 1 : end;
	}
	append(text, end - text);
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
