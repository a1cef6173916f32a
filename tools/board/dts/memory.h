/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that Linux shares with others, as every board has it:
 *
 *	smem	  Qualcomm's shared memory, which the boot firmware lays out
 *	mutex	  guards it; its registers are RAM
 *	ramoops	  what pstore keeps over a reset
 */
#include "board.h"

/ {
	mutex: hwlock@7f300000 {
		compatible = "qcom,sfpb-mutex";
		reg = <0 BOARD_HWLOCK_BASE 0 BOARD_HWLOCK_SIZE>;
		#hwlock-cells = <1>;
	};

	reserved-memory {
		#address-cells = <2>;
		#size-cells = <2>;
		ranges;

		smem@7f200000 {
			compatible = "qcom,smem";
			reg = <0 BOARD_SMEM_BASE 0 BOARD_SMEM_SIZE>;
			no-map;
			hwlocks = <&mutex BOARD_SMEM_LOCK>;
		};

		ramoops@7f400000 {
			compatible = "ramoops";
			reg = <0 BOARD_RAMOOPS_BASE 0 BOARD_RAMOOPS_SIZE>;
			console-size = <BOARD_RAMOOPS_CONSOLE>;
			record-size = <BOARD_RAMOOPS_RECORD>;
		};
	};
};
