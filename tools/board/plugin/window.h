/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The window of CoreSight registers in the guest's RAM. Loads and stores of
 * the guest just work; a component acts after the fact.
 */
#ifndef BOARD_WINDOW_H
#define BOARD_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "../board.h"

/**
 * struct page - a component's registers
 * @regs:	the page in the guest's RAM
 * @claim:	claim tags set
 */
struct page {
	volatile uint32_t *regs;
	uint32_t claim;
};

/**
 * struct identity - the registers by which software finds out what a component is
 * @part:	peripheral ID: part, designer and revision
 * @devarch:	DEVARCH
 * @devtype:	DEVTYPE
 */
struct identity {
	uint32_t part;
	uint32_t devarch;
	uint32_t devtype;
};

/**
 * window_map() - map the window of a guest's RAM file
 * @path:	the file
 * @error:	receives what failed
 *
 * Return: the window, all zero, or NULL.
 */
uint8_t *window_map(const char *path, const char **error);

/**
 * window_offset() - where in the window a physical address lies
 * @address:	address, or an offset in RAM: QEMU's versions differ
 * @offset:	receives the offset in the window
 *
 * Return: false if it lies elsewhere.
 */
bool window_offset(uint64_t address, uint32_t *offset);

/** page_init() - page number @number of the window, with its ID registers */
void page_init(struct page *page, uint8_t *window, unsigned int number,
	       const struct identity *identity);

/** page_read() - read a register as the guest last wrote it */
static inline uint32_t page_read(const struct page *page, uint32_t offset)
{
	return page->regs[offset / sizeof(uint32_t)];
}

/** page_write() - set what the guest reads from now on */
static inline void page_write(struct page *page, uint32_t offset, uint32_t value)
{
	page->regs[offset / sizeof(uint32_t)] = value;
}

/**
 * page_store() - act on a store to one of the registers that all components have
 *
 * Return: false if @offset is not one of them.
 */
bool page_store(struct page *page, uint32_t offset, uint32_t value);

#endif /* BOARD_WINDOW_H */
