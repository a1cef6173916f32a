/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A modem that has minidump regions of its own. They are small, and say of
 * themselves what they are.
 */
#ifndef MODEM_H
#define MODEM_H

#include <linux/soc/qcom/minidump.h>

#include "ram.h"

/* Its subsystem, as on most devices */
#define MODEM_SUBSYSTEM	3

/* Put its table into its memory, and fill in its entry of the G-ToC. */
void modem_init(const struct ram *ram, struct minidump_subsystem *entry);

#endif /* MODEM_H */
