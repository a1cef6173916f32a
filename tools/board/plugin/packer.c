// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ETMv4 packets from elements. Addresses are sent as short as the decoder's
 * address history allows, and long runs of taken branches as one byte.
 */
#include "packer.h"

#include <string.h>

#include "formatter.h"

#define PACKET_TRACE_INFO	0x01
#define PACKET_TRACE_ON		0x04
#define PACKET_EXCEPTION	0x06
#define PACKET_CONTEXT_32	0x82
#define PACKET_CONTEXT_64	0x85
#define PACKET_ADDRESS_MATCH	0x90
#define PACKET_ADDRESS_SHORT	0x95
#define PACKET_ADDRESS_32	0x9a
#define PACKET_ADDRESS_64	0x9d
#define PACKET_ATOMS_LONG	0xc0
#define PACKET_ATOMS_2		0xd8
#define PACKET_ATOM_1		0xf6
#define PACKET_ATOMS_3		0xf8

#define ASYNC_ZEROS		11
#define ASYNC_END		0x80
/* Trace Info: one byte of information follows, and it says "nothing special". */
#define INFO_PRESENT		0x01
#define INFO_NONE		0x00

/* The exception packet's type field, and "a return address follows" */
#define EXCEPTION_TYPE(type)	((type) << 1 | 1)

/* Context: the exception level, 64-bit state, non-secure */
#define CONTEXT(el)		((el) | 1 << 4 | 1 << 5)

/* A long atom packet holds 4 to 24 atoms: taken ones and then one of either. */
#define ATOMS_LONG_MIN		4
#define ATOMS_LONG_MAX		24
#define ATOMS_LONG_LAST_N	0x20

#define SHORT_MORE		0x80
#define NO_EL			(~0U)

static void pack(struct packer *packer, const uint8_t *bytes, unsigned int len)
{
	formatter_write(packer->out, packer->id, bytes, len);
	packer->since_sync += len;
}

static void pack_byte(struct packer *packer, uint8_t byte)
{
	pack(packer, &byte, 1);
}

void packer_init(struct packer *packer, struct formatter *out, uint8_t id)
{
	memset(packer, 0, sizeof(*packer));
	packer->out = out;
	packer->id = id;
	packer->el = NO_EL;
}

void packer_sync(struct packer *packer)
{
	static const uint8_t bytes[] = {
		[ASYNC_ZEROS] = ASYNC_END, PACKET_TRACE_INFO, INFO_PRESENT, INFO_NONE,
	};

	packer_flush(packer);
	pack(packer, bytes, sizeof(bytes));
	packer->since_sync = 0;
	packer->addresses = 0;
	packer->el = NO_EL;
}

void packer_trace_on(struct packer *packer)
{
	packer_flush(packer);
	pack_byte(packer, PACKET_TRACE_ON);
}

static bool all_but_last_taken(const struct packer *packer)
{
	uint32_t earlier = (1U << (packer->atoms - 1)) - 1;

	return (packer->taken & earlier) == earlier;
}

static bool last_taken(const struct packer *packer)
{
	return packer->taken >> (packer->atoms - 1) & 1;
}

static uint8_t long_atoms(const struct packer *packer)
{
	return PACKET_ATOMS_LONG | (packer->atoms - ATOMS_LONG_MIN) |
	       (last_taken(packer) ? 0 : ATOMS_LONG_LAST_N);
}

void packer_flush(struct packer *packer)
{
	switch (packer->atoms) {
	case 0:
		return;
	case 1:
		pack_byte(packer, PACKET_ATOM_1 | packer->taken);
		break;
	case 2:
		pack_byte(packer, PACKET_ATOMS_2 | packer->taken);
		break;
	case 3:
		pack_byte(packer, PACKET_ATOMS_3 | packer->taken);
		break;
	default:
		pack_byte(packer, long_atoms(packer));
	}
	packer->atoms = 0;
	packer->taken = 0;
}

/* Can one packet still hold these atoms and another one? */
static bool may_grow(const struct packer *packer)
{
	if (packer->atoms < 3)
		return true;
	return packer->atoms < ATOMS_LONG_MAX && all_but_last_taken(packer) &&
	       last_taken(packer);
}

void packer_atom(struct packer *packer, bool taken)
{
	packer->taken |= (uint32_t)taken << packer->atoms++;
	if (!may_grow(packer))
		packer_flush(packer);
}

static void remember(struct packer *packer, uint64_t address)
{
	memmove(packer->history + 1, packer->history,
		sizeof(packer->history) - sizeof(packer->history[0]));
	packer->history[0] = address;
	if (packer->addresses < PACKER_HISTORY)
		packer->addresses++;
}

/* Bytes of @address as packets hold them: without the two bits that are zero */
static unsigned int put_address(uint8_t *to, uint64_t address, unsigned int bytes)
{
	unsigned int i;

	to[0] = address >> 2 & 0x7f;
	to[1] = address >> 9 & 0x7f;
	for (i = 2; i < bytes; i++)
		to[i] = address >> 8 * i;
	return bytes;
}

static bool shares_upper_bits(const struct packer *packer, uint64_t address,
			      unsigned int from)
{
	return packer->addresses && !((packer->history[0] ^ address) >> from);
}

static unsigned int put_short(uint8_t *packet, const struct packer *packer,
			      uint64_t address)
{
	packet[0] = PACKET_ADDRESS_SHORT;
	packet[1] = address >> 2 & 0x7f;
	if (shares_upper_bits(packer, address, 9))
		return 2;
	packet[1] |= SHORT_MORE;
	packet[2] = address >> 9;
	return 3;
}

static unsigned int put_long(uint8_t *packet, const struct packer *packer,
			     uint64_t address)
{
	bool half = shares_upper_bits(packer, address, 32);

	packet[0] = half ? PACKET_ADDRESS_32 : PACKET_ADDRESS_64;
	return 1 + put_address(packet + 1, address, half ? 4 : 8);
}

static unsigned int put_with_context(uint8_t *packet, const struct packer *packer,
				     uint64_t address, unsigned int el)
{
	bool half = shares_upper_bits(packer, address, 32);
	unsigned int len;

	packet[0] = half ? PACKET_CONTEXT_32 : PACKET_CONTEXT_64;
	len = 1 + put_address(packet + 1, address, half ? 4 : 8);
	packet[len] = CONTEXT(el);
	return len + 1;
}

static bool put_match(uint8_t *packet, const struct packer *packer, uint64_t address)
{
	unsigned int i;

	for (i = 0; i < packer->addresses; i++) {
		if (packer->history[i] == address) {
			packet[0] = PACKET_ADDRESS_MATCH | i;
			return true;
		}
	}
	return false;
}

void packer_address(struct packer *packer, uint64_t address, unsigned int el)
{
	uint8_t packet[10];
	unsigned int len;

	packer_flush(packer);
	if (el != packer->el)
		len = put_with_context(packet, packer, address, el);
	else if (put_match(packet, packer, address))
		len = 1;
	else if (shares_upper_bits(packer, address, 17))
		len = put_short(packet, packer, address);
	else
		len = put_long(packet, packer, address);
	pack(packer, packet, len);
	remember(packer, address);
	packer->el = el;
}

void packer_exception(struct packer *packer, unsigned int type, uint64_t address,
		      unsigned int el)
{
	const uint8_t packet[] = { PACKET_EXCEPTION, EXCEPTION_TYPE(type) };

	packer_flush(packer);
	pack(packer, packet, sizeof(packet));
	packer_address(packer, address, el);
}
