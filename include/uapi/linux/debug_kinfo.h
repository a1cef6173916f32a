/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Debug kinfo: what boot firmware needs to know of the kernel that crashed, so
 * that it can print names of functions and walk page tables without vmlinux.
 *
 * The record lies at the start of memory that the firmware reserves. The
 * devicetree says where: its binding is google,debug-kinfo.
 *
 * All fields are little-endian, addresses are physical unless they are said to
 * be something else, and nothing is padded. A reader checks @magic and
 * @checksum. The kernel clears @magic before it changes anything else and sets
 * it last, so a record that is being written is none.
 *
 * Documentation/dev-tools/meminspect-kinfo.rst shows how to use it.
 */
#ifndef _UAPI_LINUX_DEBUG_KINFO_H
#define _UAPI_LINUX_DEBUG_KINFO_H

#include <linux/types.h>

#define DEBUG_KINFO_MAGIC	0xcceeddff
/* The record starts on a boundary of this many bytes. */
#define DEBUG_KINFO_ALIGN	4096
#define DEBUG_KINFO_RELEASE_LEN	64
#define DEBUG_KINFO_BUILD_LEN	256

/**
 * struct debug_kinfo_info - what the kernel tells about itself
 * @all_symbols:	1 if the symbol table has variables, too
 * @base_relative:	1 if a symbol's address is @relative_pa, as a virtual
 *			address, plus its unsigned entry of @offsets_pa. With 0
 *			it is the entry's own address plus its signed entry
 * @absolute_percpu:	1 if entries from 0 up are addresses as they are, and
 *			negative ones are relative to @relative_pa - 1
 * @cfi_clang:		1 if the kernel was built with kCFI
 * @num_syms:		number of symbols
 * @name_len:		longest name of a symbol, its NUL included
 * @bit_per_long:	bits of a long
 * @module_name_len:	longest name of a module, its NUL included
 * @symbol_len:		longest "name+offset/size [module]", its NUL included
 * @relative_pa:	address that offsets are relative to, not of where it
 *			is stored; 0 if there is none
 * @text_pa:		symbol _text
 * @stext_pa:		symbol _stext
 * @etext_pa:		symbol _etext
 * @sinittext_pa:	symbol _sinittext
 * @einittext_pa:	symbol _einittext
 * @end_pa:		symbol _end
 * @offsets_pa:		kallsyms_offsets: an int for each symbol
 * @names_pa:		kallsyms_names: compressed names, in order of address
 * @token_table_pa:	kallsyms_token_table: what a name's bytes stand for
 * @token_index_pa:	kallsyms_token_index: where each of these begins
 * @markers_pa:		kallsyms_markers: offset of every 256th name
 * @seqs_of_names_pa:	kallsyms_seqs_of_names: numbers of the symbols, 3 bytes
 *			each, highest first, in order of name
 * @thread_size:	bytes of a task's stack
 * @swapper_pg_dir_pa:	the kernel's page table
 * @last_uts_release:	release of the kernel, NUL terminated
 * @build_info:		build of the system, as user space sets it, NUL
 *			terminated
 * @modules_tree_lookup: 1 if modules are in a tree, too
 * @mod_mem_offset:	offset of mem in struct module
 * @mod_kallsyms_offset: offset of kallsyms in struct module
 */
struct debug_kinfo_info {
	__u8	all_symbols;
	__u8	base_relative;
	__u8	absolute_percpu;
	__u8	cfi_clang;
	__le32	num_syms;
	__le16	name_len;
	__le16	bit_per_long;
	__le16	module_name_len;
	__le16	symbol_len;
	__le64	relative_pa;
	__le64	text_pa;
	__le64	stext_pa;
	__le64	etext_pa;
	__le64	sinittext_pa;
	__le64	einittext_pa;
	__le64	end_pa;
	__le64	offsets_pa;
	__le64	names_pa;
	__le64	token_table_pa;
	__le64	token_index_pa;
	__le64	markers_pa;
	__le64	seqs_of_names_pa;
	__le32	thread_size;
	__le64	swapper_pg_dir_pa;
	__u8	last_uts_release[DEBUG_KINFO_RELEASE_LEN];
	__u8	build_info[DEBUG_KINFO_BUILD_LEN];
	__le32	modules_tree_lookup;
	__le32	mod_mem_offset;
	__le32	mod_kallsyms_offset;
} __attribute__((packed));

/**
 * struct debug_kinfo - the record
 * @magic:	DEBUG_KINFO_MAGIC
 * @checksum:	exclusive or of all 32-bit words of @info
 * @info:	what it says
 */
struct debug_kinfo {
	__le32			magic;
	__le32			checksum;
	struct debug_kinfo_info	info;
};

#endif /* _UAPI_LINUX_DEBUG_KINFO_H */
