/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that the download of a Qualcomm minidump leaves in a folder, and
 * what their names say: csdump-format(5). One holds the header of an ELF core,
 * the others a region of memory each.
 */
#ifndef CSD_MDFILE_H
#define CSD_MDFILE_H

#include "mapped.h"

enum mdfile_kind {
	MDFILE_OTHER,		/* not of the kernel's minidump */
	MDFILE_HEADER,		/* md_KELF... */
	MDFILE_ADDRESS,		/* a region whose name is its address */
	MDFILE_NAMED,		/* a region with another name */
};

/* Units of the address in a name, and how many of them it can tell apart */
#define MDFILE_UNIT	4096
#define MDFILE_DIGITS	7
#define MDFILE_UNITS	(1ULL << (4 * MDFILE_DIGITS))

/*
 * @shown:	@name as it can be printed
 * @unit:	MDFILE_ADDRESS: its physical address, in units, modulo
 *		MDFILE_UNITS
 * @number:	the header's or region's number, as far as the name has one. A
 *		digit before it may belong to it or to the name, but for
 *		MDFILE_ADDRESS
 * @digits:	how many digits may belong to the number
 * @map:	its bytes, none if they cannot be had
 * @problem:	why they can't
 * @used:	it is part of the core
 */
struct mdfile {
	char *name;
	char shown[80];
	enum mdfile_kind kind;
	uint64_t unit;
	uint64_t number;
	size_t digits;
	struct mapped map;
	char problem[96];
	bool used;
};

/* By name. */
struct mdfiles {
	struct mdfile *all;
	size_t nr;
};

/* Fills in what @name says. */
void mdfile_parse(struct mdfile *file, const char *name);

/*
 * The number that the name's last @digits digits make. Returns false if they
 * cannot be all of it.
 */
bool mdfile_number(const struct mdfile *file, size_t digits, uint64_t *number);

/* Whether the name may end in this number. */
bool mdfile_has_number(const struct mdfile *file, uint64_t number);

/* The address that the name of a region at @paddr has. */
uint64_t mdfile_unit(uint64_t paddr);

/*
 * Reads the folder at @path, and maps the files of the kernel's minidump in it.
 * One that cannot be mapped is no error.
 */
int mdfiles_read(struct mdfiles *files, const char *path,
		 struct csd_error *err);
void mdfiles_free(struct mdfiles *files);

#endif /* CSD_MDFILE_H */
