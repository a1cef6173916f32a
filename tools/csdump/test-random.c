// SPDX-License-Identifier: GPL-2.0-or-later
/* Random damage. */
#include "test-build.h"
#include "test-random.h"

#define SEED	1

/* xorshift: the same everywhere */
static uint64_t seed;

static uint64_t next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

size_t below(size_t limit)
{
	return (size_t)(next() % limit);
}

/* One of a few kinds of damage */
void damage(uint8_t *bytes, size_t size)
{
	static const uint32_t values[] = {
		0, 1, 7, 8, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff,
	};
	size_t at = below(size - 8);

	switch (below(4)) {
	case 0:
		bytes[at] ^= (uint8_t)(1 << below(8));
		break;
	case 1:
		set_le32(bytes + at / 4 * 4, values[below(8)]);
		break;
	case 2:
		set_le64(bytes + at / 8 * 8, next());
		break;
	default:
		set_le32(bytes + at / 4 * 4, (uint32_t)below(0x10000));
	}
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
	const char *value = getenv(name);

	return value ? strtoull(value, NULL, 0) : otherwise;
}

uint64_t random_start(uint64_t runs)
{
	runs = setting("FUZZ_RUNS", runs);
	seed = setting("FUZZ_SEED", SEED);
	print_message("# %llu runs, FUZZ_SEED=%llu\n", (unsigned long long)runs,
		      (unsigned long long)seed);
	return runs;
}
