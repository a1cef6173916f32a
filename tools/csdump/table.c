// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints tables. */
#include <string.h>

#include "table.h"

#define MAX_COLUMNS	16

/* The last column needs no width. */
static void measure(char (*cells)[CELL_ROOM], size_t nr_rows,
		    size_t nr_columns, int *width)
{
	size_t i, col;
	int len;

	memset(width, 0, MAX_COLUMNS * sizeof(*width));
	for (i = 0; i < nr_rows; i++, cells += nr_columns) {
		for (col = 0; col + 1 < nr_columns; col++) {
			len = (int)strlen(cells[col]);
			width[col] = len > width[col] ? len : width[col];
		}
	}
}

/* With columns of these widths, or, for NULL, with tabs in between */
static void print_row(FILE *file, char (*cells)[CELL_ROOM], size_t nr_columns,
		      const int *width)
{
	size_t col;

	for (col = 0; col + 1 < nr_columns; col++) {
		if (width)
			fprintf(file, "%-*s  ", width[col], cells[col]);
		else
			fprintf(file, "%s\t", cells[col]);
	}
	fprintf(file, "%s\n", cells[col]);
}

void table_print(FILE *file, char (*cells)[CELL_ROOM], size_t nr_rows,
		 size_t nr_columns, bool pretty)
{
	int width[MAX_COLUMNS];
	size_t i;

	measure(cells, nr_rows, nr_columns, width);
	for (i = 0; i < nr_rows; i++, cells += nr_columns)
		print_row(file, cells, nr_columns, pretty ? width : NULL);
}
