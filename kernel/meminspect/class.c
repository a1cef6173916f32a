// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: classes of regions, and which of them are switched off
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/bitops.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "internal.h"

static const char *const class_names[MEMINSPECT_CLASS_MAX] = {
	[MEMINSPECT_CLASS_CORE] = "core",
	[MEMINSPECT_CLASS_LOG] = "log",
	[MEMINSPECT_CLASS_TASK] = "task",
	[MEMINSPECT_CLASS_MM] = "mm",
	[MEMINSPECT_CLASS_SYMBOL] = "symbol",
	[MEMINSPECT_CLASS_TRACE] = "trace",
	[MEMINSPECT_CLASS_DRIVER] = "driver",
};

/* The symbol table is large, and whoever opens a dump has it in vmlinux. */
static unsigned long classes_off __ro_after_init =
	BIT(MEMINSPECT_CLASS_SYMBOL);

/**
 * inspect_class_name() - the name that users know a class by
 * @class: the class
 *
 * Return: its name.
 */
const char *inspect_class_name(enum meminspect_class class)
{
	return class_names[class];
}

/**
 * inspect_class_is_off() - has the user switched a class off?
 * @class: the class
 *
 * Its regions may be registered, but are in no image.
 *
 * Return: true if it is off.
 */
bool inspect_class_is_off(enum meminspect_class class)
{
	return test_bit(class, &classes_off);
}

static void __init switch_classes(const char *param, char *list, bool off)
{
	char *name;
	int class;

	while ((name = strsep(&list, ",")) != NULL) {
		class = match_string(class_names, ARRAY_SIZE(class_names), name);
		if (class < 0)
			pr_warn("%s: no class '%s'\n", param, name);
		else
			__assign_bit(class, &classes_off, off);
	}
}

/* meminspect.off=CLASS[,CLASS]... */
static int __init switch_off(char *list)
{
	switch_classes("meminspect.off", list, true);
	return 0;
}
early_param("meminspect.off", switch_off);

/* meminspect.on=CLASS[,CLASS]... */
static int __init switch_on(char *list)
{
	switch_classes("meminspect.on", list, false);
	return 0;
}
early_param("meminspect.on", switch_on);
