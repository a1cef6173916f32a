// SPDX-License-Identifier: GPL-2.0-or-later
/* A64 instructions, as far as a trace unit tells them apart. */
#include "a64.h"

#include "coresight/tmc.h"

struct pattern {
	uint32_t mask;
	uint32_t value;
};

static bool matches(uint32_t word, struct pattern pattern)
{
	return (word & pattern.mask) == pattern.value;
}

static const struct pattern b_cond = { 0xff000010, 0x54000000 };
static const struct pattern cbz = { 0x7e000000, 0x34000000 };
static const struct pattern tbz = { 0x7e000000, 0x36000000 };
static const struct pattern b_or_bl = { 0x7c000000, 0x14000000 };
static const struct pattern br_register = { 0xfe000000, 0xd6000000 };
static const struct pattern isb = { 0xfffff0ff, 0xd50330df };
static const struct pattern svc = { 0xffe0001f, 0xd4000001 };
static const struct pattern load_store = { 0x0a000000, 0x08000000 };

static const struct pattern ldr_w = { 0xffc00000, 0xb9400000 };
static const struct pattern ldar_w = { 0xfffffc00, 0x88dffc00 };
static const struct pattern str_w = { 0xffc00000, 0xb9000000 };
static const struct pattern stur_w = { 0xffe00c00, 0xb8000000 };

/* The signed field of @bits bits from bit @shift on, which counts words */
static int32_t branch_offset(uint32_t word, int shift, int bits)
{
	int32_t field = (int32_t)(word << (32 - bits - shift));

	return (field >> (32 - bits)) * A64_BYTES;
}

enum a64_kind a64_kind(uint32_t word, int32_t *offset)
{
	*offset = 0;
	if (matches(word, b_cond) || matches(word, cbz)) {
		*offset = branch_offset(word, 5, 19);
		return A64_CONDITIONAL;
	}
	if (matches(word, tbz)) {
		*offset = branch_offset(word, 5, 14);
		return A64_CONDITIONAL;
	}
	if (matches(word, b_or_bl)) {
		*offset = branch_offset(word, 0, 26);
		return A64_DIRECT;
	}
	if (matches(word, br_register))
		return A64_INDIRECT;
	if (matches(word, isb))
		return A64_BARRIER;
	return matches(word, svc) ? A64_CALL : A64_PLAIN;
}

bool a64_is_memory_access(uint32_t word)
{
	return matches(word, load_store);
}

static bool base_is_sp(uint32_t word)
{
	return (word >> 5 & 31) == 31;
}

/* Only a read of a TMC's RRD has an effect; compilers add its offset or not. */
static bool is_device_load(uint32_t word)
{
	uint32_t offset = (word >> 10 & 0xfff) * 4;

	if (matches(word, ldar_w))
		return true;
	return matches(word, ldr_w) && (offset == 0 || offset == TMC_RRD);
}

bool a64_is_device_access(uint32_t word)
{
	if (base_is_sp(word))
		return false;
	return is_device_load(word) || matches(word, str_w) || matches(word, stur_w);
}
