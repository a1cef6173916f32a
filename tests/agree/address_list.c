// SPDX-License-Identifier: GPL-2.0-or-later
#include "address_list.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool is_kernel_address(uint64_t address)
{
	return address >> 63;
}

void address_list_deinit(struct address_list *list)
{
	free(list->items);
	*list = (struct address_list){ };
}

static void make_room(struct address_list *list, size_t count)
{
	if (list->room - list->count >= count)
		return;
	list->room = 2 * (list->count + count);
	list->items = realloc(list->items, list->room * sizeof(*list->items));
	if (!list->items) {
		perror("agree");
		exit(EXIT_FAILURE);
	}
}

void address_list_add_run(struct address_list *list, uint64_t address,
			  uint64_t count)
{
	make_room(list, count);
	for (uint64_t i = 0; i < count; i++)
		list->items[list->count++] = address + i * INSTRUCTION_BYTES;
}

void address_list_drop(struct address_list *list, uint64_t count)
{
	list->count -= count < list->count ? count : list->count;
}

void address_list_keep_kernel(struct address_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (is_kernel_address(list->items[i]))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

static int read_line(struct address_list *list, const char *line)
{
	uint64_t address, count = 1;
	int fields = sscanf(line, "%" SCNx64 " %" SCNu64, &address, &count);

	if (fields < 1 || count > UINT32_MAX)
		return -1;
	address_list_add_run(list, address, count);
	return 0;
}

int address_list_read(struct address_list *list, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[128];
	int number = 0, status = 0;

	if (!file) {
		fprintf(stderr, "agree: %s: %s\n", path, strerror(errno));
		return -1;
	}
	while (!status && fgets(line, sizeof(line), file)) {
		number++;
		status = read_line(list, line);
	}
	if (status)
		fprintf(stderr, "agree: %s:%d: not an address\n", path, number);
	fclose(file);
	return status;
}
