/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random damage to the tests' input, the same on every machine. */
#ifndef CSD_TEST_RANDOM_H
#define CSD_TEST_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Starts with the environment's FUZZ_SEED and prints it. Returns its FUZZ_RUNS,
 * or @runs.
 */
uint64_t random_start(uint64_t runs);

/* A number below @limit */
size_t below(size_t limit);

/* One of a few kinds of damage to @size bytes, more than 8 */
void damage(uint8_t *bytes, size_t size);

#endif /* CSD_TEST_RANDOM_H */
