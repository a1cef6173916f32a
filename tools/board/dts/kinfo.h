/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for the debug kinfo record, in either of the ways that a device tree
 * may have it: as a node of its own, or as a device that refers to one.
 */
#include "board.h"

#define KINFO_MEMORY						\
	reg = <0 BOARD_KINFO_BASE 0 BOARD_KINFO_SIZE>;		\
	no-map

#define RESERVED(node)						\
	/ {							\
		reserved-memory {				\
			#address-cells = <2>;			\
			#size-cells = <2>;			\
			ranges;					\
			node					\
		};						\
	};

#define KINFO_NODE						\
	RESERVED(debug-kinfo@7f100000 {				\
		compatible = "google,debug-kinfo";		\
		KINFO_MEMORY;					\
	};)

#define KINFO_DEVICE						\
	RESERVED(kinfo_memory: memory@7f100000 {		\
		KINFO_MEMORY;					\
	};)							\
	/ {							\
		debug-kinfo {					\
			compatible = "google,debug-kinfo";	\
			memory-region = <&kinfo_memory>;	\
		};						\
	};
