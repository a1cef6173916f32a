/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VMCOREINFO's lines as somebody else knows them, who is asked for each once. */
#ifndef CSD_ASKED_H
#define CSD_ASKED_H

#include "csdump.h"

struct asked;

/* NULL when out of memory. */
struct asked *asked_new(const struct csd_memory *memory, void *priv);
void asked_free(struct asked *asked);

/* The value of a key, which stays until asked_free(), or NULL. */
const char *asked_value(struct asked *asked, const char *key);

#endif /* CSD_ASKED_H */
