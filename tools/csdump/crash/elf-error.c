// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In place of libelf's own functions of these names.
 *
 * A static libelf is made for programs: it takes its last error to be at a place
 * in thread-local storage that, in a shared object, is somebody else's. Here
 * there is no last error. Whether a call failed is told by what it returns.
 */
#include <libelf.h>

void __libelf_seterrno(int value);

void __libelf_seterrno(int value)
{
	(void)value;
}

int elf_errno(void)
{
	return 0;
}

const char *elf_errmsg(int error)
{
	(void)error;
	return "libelf cannot read it";
}
