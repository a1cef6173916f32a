/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of instruction addresses, in the order in which they ran. */
#ifndef ADDRESS_LIST_H
#define ADDRESS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INSTRUCTION_BYTES	4

struct address_list {
	uint64_t *items;
	size_t count;
	size_t room;
};

void address_list_deinit(struct address_list *list);

/* Append @count instructions from @address on. */
void address_list_add_run(struct address_list *list, uint64_t address,
			  uint64_t count);

/* Take the last @count away. */
void address_list_drop(struct address_list *list, uint64_t count);

/* Keep kernel addresses only. */
void address_list_keep_kernel(struct address_list *list);

/*
 * Append what the file at @path lists: lines of a hexadecimal address and,
 * if it is not one, the decimal number of instructions. Returns 0, or -1
 * with a message printed.
 */
int address_list_read(struct address_list *list, const char *path);

bool is_kernel_address(uint64_t address);

#endif /* ADDRESS_LIST_H */
