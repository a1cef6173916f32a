// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: regions of the kernel image, collected by the linker
 *
 * Per-CPU variables are among them; percpu.c registers each CPU's.
 */

#include <linux/mm.h>
#include <linux/string.h>

#include <asm/sections.h>

#include "internal.h"

/* Is it a pointer to a constant of the kernel image? */
static bool is_string(const char *word)
{
	return is_kernel_rodata((unsigned long)word);
}

/*
 * Whole pages: a debugger that does not know how long a string is reads on
 * beyond its end. And strings that share a page do not need a region each.
 */
static void own_string(enum meminspect_class class, const char *string)
{
	const char *page = PTR_ALIGN_DOWN(string, PAGE_SIZE);
	const char *end = string + strlen(string);

	for (; page <= end; page += PAGE_SIZE)
		inspect_own(class, page, PAGE_SIZE, "strings");
}

/* Between the pointers there may be numbers. */
static void own_strings(const struct inspect_entry *array)
{
	const char *const *word = array->va;
	const char *const *end = array->va + array->size;

	for (; word < end; word++) {
		if (is_string(*word))
			own_string(array->class, *word);
	}
}

static void own_pointee(const struct inspect_entry *pointer)
{
	const void *const *variable = pointer->va;

	inspect_own(pointer->class, *variable, pointer->size, "*%s",
		    pointer->name);
}

static void own_variable(const struct inspect_entry *from)
{
	struct inspect_entry variable = *from;

	variable.type = MEMINSPECT_TYPE_REGULAR;
	if (from->type == MEMINSPECT_TYPE_POINTER)
		variable.size = sizeof(void *);
	inspect_own_entry(&variable);
}

/**
 * inspect_own_static() - register what is annotated beside its definition
 */
void inspect_own_static(void)
{
	const struct inspect_entry *entry = __inspect_table;

	for (; entry < __inspect_table_end; entry++) {
		if (entry->type == MEMINSPECT_TYPE_PERCPU)
			continue;
		own_variable(entry);
		if (entry->type == MEMINSPECT_TYPE_POINTER)
			own_pointee(entry);
		if (entry->type == MEMINSPECT_TYPE_STRINGS)
			own_strings(entry);
	}
}
