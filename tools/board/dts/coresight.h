/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the board's device trees share. The C preprocessor reads them, with
 * CPUS defined as the number of CPUs. QEMU's own nodes are in virt.dts, which
 * tools/board/run makes for that number, and are referred to by their paths.
 */
#include "board.h"

#define PAGE(n)		(BOARD_CS_BASE + (n) * BOARD_CS_PAGE)

/* A component's registers, in page @n of the window, and its clock */
#define COMPONENT(n)						\
	reg = <0 PAGE(n) 0 BOARD_CS_PAGE>;			\
	clocks = <&{/apb-pclk}>;				\
	clock-names = "apb_pclk"

#define PORT(here, there)					\
	port { here: endpoint { remote-endpoint = <&there>; }; }

/* The trace unit of CPU @n. Its trace goes to the port labelled trace<n>. */
#define ETM(n)							\
	etm@7f00##n##000 {					\
		compatible = "arm,coresight-etm4x", "arm,primecell"; \
		COMPONENT(BOARD_ETM_PAGE + n);			\
		cpu = <&{/cpus/cpu@n}>;				\
		out-ports { PORT(etm##n, trace##n); };		\
	};

/* Trace sink @n, fed by the port labelled @from */
#define ETF(n, label, from)					\
	etf@7f01##n##000 {					\
		compatible = "arm,coresight-tmc", "arm,primecell"; \
		COMPONENT(BOARD_TMC_PAGE + n);			\
		in-ports { PORT(label, from); };		\
	};

/* EACH_CPU(x): x(0) x(1) ... */
#define CPU_0(x)	x(0)
#if CPUS > 1
#define CPU_1(x)	x(1)
#else
#define CPU_1(x)
#endif
#if CPUS > 2
#define CPU_2(x)	x(2)
#else
#define CPU_2(x)
#endif
#if CPUS > 3
#define CPU_3(x)	x(3)
#else
#define CPU_3(x)
#endif
#if CPUS > 4
#define CPU_4(x)	x(4)
#else
#define CPU_4(x)
#endif
#if CPUS > 5
#define CPU_5(x)	x(5)
#else
#define CPU_5(x)
#endif
#if CPUS > 6
#define CPU_6(x)	x(6)
#else
#define CPU_6(x)
#endif
#if CPUS > 7
#define CPU_7(x)	x(7)
#else
#define CPU_7(x)
#endif
#define EACH_CPU(x)						\
	CPU_0(x) CPU_1(x) CPU_2(x) CPU_3(x)			\
	CPU_4(x) CPU_5(x) CPU_6(x) CPU_7(x)
