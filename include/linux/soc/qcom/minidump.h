/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Qualcomm minidump: what kernel, remote processors and boot firmware share
 *
 * An item of the shared memory (SMEM) is the global table of contents. It has
 * an entry for each subsystem that can be dumped; the application processors,
 * on which Linux runs, are one of them. A subsystem's entry tells where its
 * table of regions is. After a crash, the firmware saves each region as a file
 * md_NAME<sequence number>.BIN.
 *
 * All numbers are little-endian, all addresses physical. Nothing in the table
 * is to be trusted: other processors write it, too. Layouts as remoteproc's
 * qcom_common.c has always had them.
 */
#ifndef _LINUX_SOC_QCOM_MINIDUMP_H
#define _LINUX_SOC_QCOM_MINIDUMP_H

#include <linux/types.h>

/* The table's item in SMEM; of no particular host */
#define SBL_MINIDUMP_SMEM_ID		602

#define MAX_NUM_OF_SS			10
#define MAX_REGION_NAME_LENGTH		16

/* Entry of the application processors */
#define MINIDUMP_APSS			0

/* Revision of the layouts below */
#define MINIDUMP_REVISION		1

/* Four characters, the first one in the highest byte */
#define MINIDUMP_REGION_VALID		0x56414c49	/* VALI */
#define MINIDUMP_SS_ENABLED		0x454e424c	/* ENBL */
#define MINIDUMP_SS_ENCR_DONE		0x444f4e45	/* DONE */
#define MINIDUMP_SS_ENCR_NOTREQ		0x00004e52	/* NR */

/*
 * Linux' regions make an ELF core file: first its header, then the bytes of
 * each PT_LOAD. A region of the latter is named for its physical address, in
 * units and as far as the digits go; its sequence number is the index of the
 * program header.
 */
#define MINIDUMP_ELF_NAME		"KELF_HDR"
#define MINIDUMP_LOAD_NAME		"K%07x_"
#define MINIDUMP_LOAD_NAME_UNIT		4096
#define MINIDUMP_LOAD_NAME_MASK		0xfffffff

/**
 * struct minidump_region - a piece of memory to save
 * @name:	begins the name of its file; NUL terminated
 * @seq_num:	ends it
 * @valid:	MINIDUMP_REGION_VALID, or the region does not count
 * @address:	physical address of the first byte
 * @size:	bytes
 */
struct minidump_region {
	char	name[MAX_REGION_NAME_LENGTH];
	__le32	seq_num;
	__le32	valid;
	__le64	address;
	__le64	size;
};

/**
 * struct minidump_subsystem - what one subsystem has to save
 * @status:		1 when the subsystem has filled in the rest
 * @enabled:		MINIDUMP_SS_ENABLED if it wants to be dumped
 * @encryption_status:	MINIDUMP_SS_ENCR_DONE once the regions may be read
 * @encryption_required: MINIDUMP_SS_ENCR_NOTREQ if they stay as they are
 * @region_count:	number of regions
 * @regions_baseptr:	physical address of an array of struct minidump_region
 */
struct minidump_subsystem {
	__le32	status;
	__le32	enabled;
	__le32	encryption_status;
	__le32	encryption_required;
	__le32	region_count;
	__le64	regions_baseptr;
};

/**
 * struct minidump_global_toc - table of contents
 * @status:		not 0 when the firmware has set the table up
 * @md_revision:	MINIDUMP_REVISION
 * @enabled:		MINIDUMP_SS_ENABLED if the firmware saves minidumps
 * @subsystems:		an entry for each subsystem
 */
struct minidump_global_toc {
	__le32				status;
	__le32				md_revision;
	__le32				enabled;
	struct minidump_subsystem	subsystems[MAX_NUM_OF_SS];
};

#ifdef __KERNEL__
struct minidump_subsystem *qcom_minidump_subsystem(unsigned int id);
#endif

#endif /* _LINUX_SOC_QCOM_MINIDUMP_H */
