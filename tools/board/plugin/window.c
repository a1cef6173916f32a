// SPDX-License-Identifier: GPL-2.0-or-later
/* The register window, and the registers that all components have. */
#include "window.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coresight/component.h"

#define CLAIM_TAGS	0xfU
/* All kinds of debug are implemented and enabled. */
#define AUTHSTATUS_ALL	0xffU
/* Peripheral ID 4: designer's JEP106 bank 4, Arm's */
#define PIDR4_ARM	0x04U

static uint8_t *map_window(int fd, const char **error)
{
	struct stat st;
	void *map;

	if (!fstat(fd, &st) && st.st_size != BOARD_RAM_SIZE) {
		*error = "its size is not the board's RAM size";
		return NULL;
	}
	map = mmap(NULL, BOARD_CS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		   BOARD_CS_BASE - BOARD_RAM_BASE);
	if (map == MAP_FAILED) {
		*error = strerror(errno);
		return NULL;
	}
	return map;
}

uint8_t *window_map(const char *path, const char **error)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	uint8_t *window;

	if (fd < 0) {
		*error = strerror(errno);
		return NULL;
	}
	window = map_window(fd, error);
	close(fd);
	if (window)
		memset(window, 0, BOARD_CS_SIZE);
	return window;
}

bool window_offset(uint64_t address, uint32_t *offset)
{
	if (address < BOARD_CS_BASE)
		address += BOARD_RAM_BASE;
	if (address - BOARD_CS_BASE >= BOARD_CS_SIZE)
		return false;
	*offset = address - BOARD_CS_BASE;
	return true;
}

/* An ID that is spread over four registers, a byte each */
static void write_bytes(struct page *page, uint32_t offset, uint32_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		page_write(page, offset + 4 * i, value >> 8 * i & 0xff);
}

void page_init(struct page *page, uint8_t *window, unsigned int number,
	       const struct identity *identity)
{
	page->regs = (volatile uint32_t *)(window + number * BOARD_CS_PAGE);
	page->claim = 0;
	write_bytes(page, CORESIGHT_PIDR0, identity->part);
	page_write(page, CORESIGHT_PIDR4, PIDR4_ARM);
	write_bytes(page, CORESIGHT_CIDR0, CORESIGHT_CID);
	page_write(page, CORESIGHT_DEVTYPE, identity->devtype);
	page_write(page, CORESIGHT_DEVARCH, identity->devarch);
	page_write(page, CORESIGHT_AUTHSTATUS, AUTHSTATUS_ALL);
	page_write(page, CORESIGHT_CLAIMSET, CLAIM_TAGS);
}

/* CLAIMSET reads as the tags there are, CLAIMCLR as those that are set. */
static void show_claim(struct page *page)
{
	page_write(page, CORESIGHT_CLAIMSET, CLAIM_TAGS);
	page_write(page, CORESIGHT_CLAIMCLR, page->claim);
}

bool page_store(struct page *page, uint32_t offset, uint32_t value)
{
	switch (offset) {
	case CORESIGHT_CLAIMSET:
		page->claim |= value & CLAIM_TAGS;
		show_claim(page);
		return true;
	case CORESIGHT_CLAIMCLR:
		page->claim &= ~value;
		show_claim(page);
		return true;
	case CORESIGHT_LAR:
		/* There is no lock, as LSR says by reading as zero. */
		return true;
	default:
		return false;
	}
}
