/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: aligned for people, separated by tabs for scripts. */
#ifndef CSD_TABLE_H
#define CSD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What fits into a cell, with its NUL */
#define CELL_ROOM	256

/* Prints cells, row by row: aligned if @pretty, otherwise with tabs between. */
void table_print(FILE *file, char (*cells)[CELL_ROOM], size_t nr_rows,
		 size_t nr_columns, bool pretty);

#endif /* CSD_TABLE_H */
