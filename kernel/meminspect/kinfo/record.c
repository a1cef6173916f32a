// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: what a debug kinfo record says, and how it is written
 */

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/kallsyms.h>
#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/string.h>
#include <linux/thread_info.h>
#include <linux/utsname.h>

#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/sections.h>

#include "../../kallsyms_internal.h"
#include "kinfo.h"

/* Firmware that is in the field has these numbers built in. */
static_assert(sizeof(struct debug_kinfo) == 472);
static_assert(offsetof(struct debug_kinfo, info.relative_pa) == 8 + 16);
static_assert(offsetof(struct debug_kinfo, info.swapper_pg_dir_pa) == 8 + 124);
static_assert(offsetof(struct debug_kinfo, info.build_info) == 8 + 196);

/* Of bytes: the words need not be aligned, and their order does not matter. */
static __le32 checksum(const struct debug_kinfo_info *info)
{
	const u8 *bytes = (const u8 *)info;
	__le32 word, sum = 0;
	size_t i;

	for (i = 0; i < sizeof(*info); i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		sum ^= word;
	}
	return sum;
}

/**
 * kinfo_record_erase() - make a record one that nobody believes
 * @record: where it is
 */
void kinfo_record_erase(struct debug_kinfo *record)
{
	WRITE_ONCE(record->magic, 0);
	/* before anything else of it changes, or its memory goes away */
	wmb();
}

/**
 * kinfo_record_publish() - write a record
 * @record:	where
 * @info:	what it is to say
 *
 * Whoever reads it meanwhile, or after a crash in the middle of this, finds no
 * magic number.
 */
void kinfo_record_publish(struct debug_kinfo *record,
			  const struct debug_kinfo_info *info)
{
	__le32 sum = checksum(info);

	kinfo_record_erase(record);
	memcpy(&record->info, info, sizeof(*info));
	record->checksum = sum;
	/* all of the record, before the number that says so */
	wmb();
	WRITE_ONCE(record->magic, cpu_to_le32(DEBUG_KINFO_MAGIC));
	/* out of the write buffer: the next thing may be a reset */
	wmb();
}

static __le64 symbol_pa(const void *symbol)
{
	return cpu_to_le64(__pa_symbol(symbol));
}

static void describe_image(struct debug_kinfo_info *info)
{
	info->text_pa = symbol_pa(_text);
	info->stext_pa = symbol_pa(_stext);
	info->etext_pa = symbol_pa(_etext);
	info->sinittext_pa = symbol_pa(_sinittext);
	info->einittext_pa = symbol_pa(_einittext);
	info->end_pa = symbol_pa(_end);
	info->swapper_pg_dir_pa = symbol_pa(swapper_pg_dir);
	info->thread_size = cpu_to_le32(THREAD_SIZE);
	info->bit_per_long = cpu_to_le16(BITS_PER_LONG);
	info->cfi_clang = IS_ENABLED(CONFIG_CFI) || IS_ENABLED(CONFIG_CFI_CLANG);
}

static void describe_symbols(struct debug_kinfo_info *info)
{
	info->all_symbols = IS_ENABLED(CONFIG_KALLSYMS_ALL);
	info->absolute_percpu = IS_ENABLED(CONFIG_KALLSYMS_ABSOLUTE_PERCPU);
	info->num_syms = cpu_to_le32(kallsyms_num_syms);
	info->name_len = cpu_to_le16(KSYM_NAME_LEN);
	info->symbol_len = cpu_to_le16(KSYM_SYMBOL_LEN);
	info->offsets_pa = symbol_pa(kallsyms_offsets);
	info->names_pa = symbol_pa(kallsyms_names);
	info->token_table_pa = symbol_pa(kallsyms_token_table);
	info->token_index_pa = symbol_pa(kallsyms_token_index);
	info->markers_pa = symbol_pa(kallsyms_markers);
	info->seqs_of_names_pa = symbol_pa(kallsyms_seqs_of_names);
}

static void describe_modules(struct debug_kinfo_info *info)
{
	info->module_name_len = cpu_to_le16(MODULE_NAME_LEN);
	info->modules_tree_lookup =
		cpu_to_le32(IS_ENABLED(CONFIG_MODULES_TREE_LOOKUP));
#ifdef CONFIG_MODULES
	info->mod_mem_offset = cpu_to_le32(offsetof(struct module, mem));
	info->mod_kallsyms_offset =
		cpu_to_le32(offsetof(struct module, kallsyms));
#endif
}

/**
 * kinfo_record_describe() - collect what a record says of this kernel
 * @info:	where to put it
 * @build_info:	the build of the system
 */
void kinfo_record_describe(struct debug_kinfo_info *info,
			   const char *build_info)
{
	memset(info, 0, sizeof(*info));
	describe_image(info);
	describe_symbols(info);
	describe_modules(info);
	strscpy(info->last_uts_release, init_utsname()->release,
		sizeof(info->last_uts_release));
	strscpy(info->build_info, build_info, sizeof(info->build_info));
}
