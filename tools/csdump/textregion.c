// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the text region, and puts its words over the text of vmlinux. */
#include <inttypes.h>
#include <linux/meminspect_text.h>
#include <zlib.h>

#include "bytes.h"
#include "text.h"
#include "textregion.h"

#define HEAD(name)	offsetof(struct meminspect_text, name)
#define STATE(name)	offsetof(struct meminspect_text_state, name)

#define INSN_SIZE	4
/* More words than this are no site. */
#define MAX_WORDS	64

/* B and BL: the same but for their highest bit */
#define BRANCH_MASK	0x7c000000u
#define BRANCH		0x14000000u
#define BRANCH_OFFSET	0x03ffffffu

/* ---- finding it ------------------------------------------------------- */

static int check_head(const uint8_t *bytes, uint64_t room, uint64_t paddr,
		      struct csd_error *err)
{
	const uint64_t head = sizeof(struct meminspect_text);
	uint64_t size;

	if (room < head)
		return csd_error_set(err, "cut off: the head needs %" PRIu64 " bytes, %" PRIu64 " are there",
				     head, room);
	if (get_le16(bytes + HEAD(version)) != MEMINSPECT_TEXT_VERSION)
		return csd_error_set(err, "version at offset 0x%zx: %u is not %u; use the csdump of that kernel",
				     HEAD(version),
				     get_le16(bytes + HEAD(version)),
				     MEMINSPECT_TEXT_VERSION);
	if (get_le64(bytes + HEAD(paddr)) != paddr)
		return csd_error_set(err, "paddr at offset 0x%zx: 0x%" PRIx64 " is not where it lies",
				     HEAD(paddr), get_le64(bytes + HEAD(paddr)));
	size = get_le32(bytes + HEAD(size));
	if (size < head || size > room)
		return csd_error_set(err, "size at offset 0x%zx: %" PRIu64 " bytes are not between the head's %" PRIu64 " and the %" PRIu64 " that are there",
				     HEAD(size), size, head, room);
	return 0;
}

static int read_head(struct textregion *region, const uint8_t *bytes,
		     struct csd_error *err)
{
	uint32_t offset = get_le32(bytes + HEAD(lists_offset));
	uLong crc = crc32(0, bytes, HEAD(crc));

	region->paddr = get_le64(bytes + HEAD(paddr));
	region->base = get_le64(bytes + HEAD(base));
	region->alias = get_le64(bytes + HEAD(alias));
	region->alias_of = get_le32(bytes + HEAD(alias_of));
	region->alias_size = get_le32(bytes + HEAD(alias_size));
	region->lists_size = get_le32(bytes + HEAD(lists_size));
	if (!fits(offset, region->lists_size, get_le32(bytes + HEAD(size))))
		return csd_error_set(err, "lists_offset at offset 0x%zx: %u bytes at 0x%x lie outside",
				     HEAD(lists_offset), region->lists_size,
				     offset);
	region->lists = bytes + offset;
	crc = crc32(crc, region->lists, region->lists_size);
	if (crc != get_le32(bytes + HEAD(crc)))
		return csd_error_set(err, "crc at offset 0x%zx: 0x%08x, but head and lists give 0x%08lx",
				     HEAD(crc), get_le32(bytes + HEAD(crc)),
				     crc);
	return 0;
}

static bool state_sound(const uint8_t *bytes, const uint8_t *state)
{
	uint32_t offset = get_le32(state + STATE(offset));
	uint32_t size = get_le32(state + STATE(size));
	uLong crc = crc32(0, state + STATE(offset), STATE(crc) - STATE(offset));

	if (!fits(offset, size, get_le32(bytes + HEAD(size))))
		return false;
	crc = crc32(crc, bytes + offset, size);
	return crc == get_le32(state + STATE(crc));
}

/* Takes a state if it is newer. One that was never complete has no number. */
static void read_state(struct textregion *region, const uint8_t *bytes,
		       const uint8_t *state)
{
	uint64_t sequence = get_le64(state + STATE(sequence));

	if (!sequence)
		return;
	if (!state_sound(bytes, state)) {
		region->damaged++;
		return;
	}
	if (sequence <= region->state.sequence)
		return;
	region->state = (struct textstate){
		.stream = bytes + get_le32(state + STATE(offset)),
		.size = get_le32(state + STATE(size)),
		.flags = get_le32(state + STATE(flags)),
		.sequence = sequence,
	};
}

int textregion_parse(struct textregion *region, const uint8_t *bytes,
		     uint64_t room, uint64_t paddr, struct csd_error *err)
{
	size_t i;

	memset(region, 0, sizeof(*region));
	if (check_head(bytes, room, paddr, err) ||
	    read_head(region, bytes, err))
		return -1;
	for (i = 0; i < MEMINSPECT_TEXT_STATES; i++)
		read_state(region, bytes, bytes + HEAD(state) +
			   i * sizeof(struct meminspect_text_state));
	if (!region->state.sequence)
		return csd_error_set(err, "torn: not one of its states is sound");
	return 0;
}

static bool starts_here(const struct extent *ext, uint64_t at)
{
	const uint8_t *bytes;
	uint64_t room;

	bytes = extent_look(ext, at, &room);
	return bytes && room >= MEMINSPECT_TEXT_MAGIC_LEN &&
	       !memcmp(bytes, MEMINSPECT_TEXT_MAGIC,
		       MEMINSPECT_TEXT_MAGIC_LEN);
}

/* Bytes that a region wants: it says so, once its head is there. */
static uint64_t claim(const struct extent *ext, uint64_t at)
{
	const uint64_t head = sizeof(struct meminspect_text);

	if (extent_have(ext, at, head) < head)
		return head;
	return get_le32(ext->bytes + at + HEAD(size));
}

/* The first that is sound; else *@err says what is wrong with the last. */
static bool find_in(struct textregion *region, const struct extent *ext,
		    struct csd_error *err)
{
	uint64_t at, room;

	at = align_up(ext->paddr, MEMINSPECT_TEXT_ALIGN) - ext->paddr;
	for (; at < ext->size; at += MEMINSPECT_TEXT_ALIGN) {
		if (!starts_here(ext, at))
			continue;
		room = extent_have(ext, at, claim(ext, at));
		if (!textregion_parse(region, ext->bytes + at, room,
				      ext->paddr + at, err))
			return true;
		csd_error_context(err, "its text region at 0x%" PRIx64,
				  ext->paddr + at);
	}
	return false;
}

int textregion_find(struct textregion *region, const struct csd_dump *dump,
		    struct csd_error *err)
{
	size_t i;

	csd_error_set(err, "it has no region that tells what the kernel patched (CONFIG_MEMINSPECT_TEXT)");
	for (i = 0; i < dump->regions.nr; i++)
		if (find_in(region, &dump->regions.all[i], err))
			return 0;
	return -1;
}

/* ---- its streams ------------------------------------------------------ */

/* @bad: it ended too early, or has a number that is none */
struct stream {
	const uint8_t *at;
	const uint8_t *end;
	bool bad;
};

static uint64_t get_number(struct stream *stream)
{
	unsigned int shift = 0;
	uint64_t number = 0;
	uint8_t byte;

	do {
		if (stream->at == stream->end || shift > 63) {
			stream->bad = true;
			return 0;
		}
		byte = *stream->at++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return number;
}

/* In bytes */
static uint64_t get_delta(struct stream *stream)
{
	uint64_t number = get_number(stream);

	return ((number >> 1) ^ (0 - (number & 1))) * INSN_SIZE;
}

static uint32_t get_word(struct stream *stream)
{
	if (stream->end - stream->at < INSN_SIZE) {
		stream->bad = true;
		return 0;
	}
	stream->at += INSN_SIZE;
	return get_le32(stream->at - INSN_SIZE);
}

/* ---- putting its words into the text ---------------------------------- */

/*
 * @text:	gets them
 * @linked:	its pieces from vmlinux
 * @base:	address of _text
 * @state:	the words
 * @spots:	room for those that are not in the text of vmlinux
 */
struct patch {
	struct csd_text *text;
	size_t linked;
	uint64_t base;
	struct stream state;
	uint8_t *spots;
};

/* The words of a column: the current one is left for @left sites. */
struct column {
	uint32_t known[MEMINSPECT_TEXT_KNOWN];
	unsigned int new;
	uint32_t word;
	uint64_t left;
};

/* Branches are counted from the base in there. */
static void put_word(uint8_t *to, uint64_t va, uint64_t base, uint32_t word)
{
	uint32_t distance = (uint32_t)((va - base) / INSN_SIZE);

	if ((word & BRANCH_MASK) == BRANCH)
		word = (word & ~BRANCH_OFFSET) |
		       ((word - distance) & BRANCH_OFFSET);
	word = htole32(word);
	memcpy(to, &word, sizeof(word));
}

static void next_run(struct column *column, struct stream *state)
{
	uint64_t run = get_number(state);
	unsigned int which = run & 7;

	column->left = run >> 3;
	if (which < MEMINSPECT_TEXT_KNOWN) {
		state->bad |= which >= column->new;
		column->word = column->known[which];
	} else {
		column->word = get_word(state);
		column->known[column->new++ % MEMINSPECT_TEXT_KNOWN] =
			column->word;
	}
	state->bad |= !column->left;
}

static int patch_site(struct patch *patch, struct column *column, uint64_t va,
		      struct csd_error *err)
{
	uint8_t *to = text_at(patch->text, patch->linked, va, INSN_SIZE);

	if (!column->left)
		next_run(column, &patch->state);
	column->left--;
	if (patch->state.bad)
		return csd_error_set(err, "its words do not fit its lists of sites");
	if (!to)
		return csd_error_set(err, "it patches 0x%" PRIx64 ", where vmlinux has no text",
				     va);
	put_word(to, va, patch->base, column->word);
	return 0;
}

/* One word of each site; @offset bytes from its address */
static int patch_column(struct patch *patch, struct stream *sites,
			uint64_t offset, struct csd_error *err)
{
	struct column column = { 0 };
	uint64_t delta, va = patch->base;

	while ((delta = get_delta(sites))) {
		va += delta;
		if (patch_site(patch, &column, va + offset, err))
			return -1;
	}
	if (sites->bad || column.left)
		return csd_error_set(err, "a list of sites has no end");
	return 0;
}

static int patch_list(struct patch *patch, struct stream *lists,
		      struct csd_error *err)
{
	uint64_t words = get_number(lists);
	uint64_t before = get_number(lists);
	struct stream sites = *lists;
	uint64_t i;

	if (lists->bad || !words || words > MAX_WORDS || before >= words)
		return csd_error_set(err, "a list of sites has %" PRIu64 " words a site, %" PRIu64 " of them before it",
				     words, before);
	for (i = 0; i < words; i++) {
		sites = *lists;
		if (patch_column(patch, &sites, (i - before) * INSN_SIZE, err))
			return -1;
	}
	*lists = sites;
	return 0;
}

static int patch_lists(struct patch *patch, const struct textregion *region,
		       struct csd_error *err)
{
	struct stream lists = { region->lists,
				region->lists + region->lists_size, false };

	while (lists.at < lists.end)
		if (patch_list(patch, &lists, err))
			return -1;
	return 0;
}

/* A spot in the text of vmlinux changes it; elsewhere it is a piece of text. */
static int patch_spot(struct patch *patch, uint64_t va, uint64_t words,
		      struct csd_error *err)
{
	uint64_t size = words * INSN_SIZE;
	uint8_t *to = text_at(patch->text, patch->linked, va, size);

	if (!to) {
		if (va + size < va)
			return csd_error_set(err, "%" PRIu64 " words at 0x%" PRIx64 " wrap around",
					     words, va);
		to = patch->spots;
		patch->spots += size;
		if (text_add(patch->text, va, size, to, err))
			return -1;
	}
	for (; words; words--, va += INSN_SIZE, to += INSN_SIZE)
		put_word(to, va, patch->base, get_word(&patch->state));
	return 0;
}

static int patch_spots(struct patch *patch, struct csd_error *err)
{
	struct stream *state = &patch->state;
	uint64_t words, va = patch->base;

	patch->spots = text_alloc(patch->text,
				  (size_t)(state->end - state->at), err);
	if (!patch->spots)
		return -1;
	while (state->at < state->end) {
		va += get_delta(state);
		words = get_number(state);
		if (state->bad || !words ||
		    words > (uint64_t)(state->end - state->at) / INSN_SIZE)
			return csd_error_set(err, "%" PRIu64 " words at 0x%" PRIx64 " are not all there",
					     words, va);
		if (patch_spot(patch, va, words, err))
			return -1;
		va += words * INSN_SIZE;
	}
	return 0;
}

/* Text that runs at two addresses */
static int add_alias(const struct patch *patch,
		     const struct textregion *region, struct csd_error *err)
{
	uint64_t va = region->base + region->alias_of;
	const uint8_t *bytes;

	if (!region->alias)
		return 0;
	bytes = text_at(patch->text, patch->linked, va, region->alias_size);
	if (!bytes)
		return csd_error_set(err, "alias_of at offset 0x%zx: vmlinux has no %u bytes of text at 0x%" PRIx64,
				     HEAD(alias_of), region->alias_size, va);
	return text_add(patch->text, region->alias, region->alias_size, bytes,
			err);
}

static void warn(const struct textregion *region, struct csd_log *log)
{
	if (region->damaged)
		csd_warn(log, "text region at 0x%" PRIx64 ": one of its states is damaged; the other is taken",
			 region->paddr);
	if (!(region->state.flags & MEMINSPECT_TEXT_FROZEN))
		csd_warn(log, "text region at 0x%" PRIx64 ": was not written by the crash: what the kernel patched since it booted may decode wrongly",
			 region->paddr);
	if (region->state.flags & MEMINSPECT_TEXT_CUT)
		csd_warn(log, "text region at 0x%" PRIx64 ": had no room for all that the kernel patched: traces may decode wrongly",
			 region->paddr);
}

int textregion_apply(const struct textregion *region, struct csd_text *text,
		     struct csd_log *log, struct csd_error *err)
{
	struct patch patch = {
		.text = text,
		.linked = text->nr,
		.base = region->base,
		.state = { region->state.stream,
			   region->state.stream + region->state.size, false },
	};
	bool cut = region->state.flags & MEMINSPECT_TEXT_CUT;

	if (text_own(text, err))
		return -1;
	if ((patch_lists(&patch, region, err) || patch_spots(&patch, err)) &&
	    !cut)
		return -1;
	if (add_alias(&patch, region, err))
		return -1;
	text_sort(text);
	warn(region, log);
	return 0;
}

/* What text the dump has itself is better than any other. */
static int add_live(struct csd_text *text, const struct csd_dump *dump,
		    struct csd_error *err)
{
	struct csd_error none;
	struct csd_text live;
	int ret = 0;
	size_t i;

	if (csd_text_live(&live, dump, &none))
		return 0;
	text->missing = live.missing;
	for (i = 0; i < live.nr && !ret; i++)
		ret = text_cover(text, &live.pieces[i], err);
	csd_text_free(&live);
	return ret;
}

static int make_text(struct csd_text *text, const struct textregion *region,
		     const struct csd_dump *dump, struct csd_log *log,
		     struct csd_error *err)
{
	if (textregion_apply(region, text, log, err))
		return csd_error_context(err, "its text region at 0x%" PRIx64,
					 region->paddr);
	return add_live(text, dump, err);
}

int csd_text_patched(struct csd_text *text, const struct csd_dump *dump,
		     const struct csd_vmlinux *vmlinux,
		     const struct csd_kernel *kernel, struct csd_log *log,
		     struct csd_error *err)
{
	struct textregion region;

	memset(text, 0, sizeof(*text));
	if (textregion_find(&region, dump, err))
		return -1;
	if (region.base != kernel->text)
		return csd_error_set(err, "its text region at 0x%" PRIx64 " is of a kernel at 0x%" PRIx64 ", not 0x%" PRIx64,
				     region.paddr, region.base, kernel->text);
	if (csd_text_vmlinux(text, vmlinux, kernel->offset, err))
		return -1;
	if (!make_text(text, &region, dump, log, err))
		return 0;
	csd_text_free(text);
	return -1;
}
