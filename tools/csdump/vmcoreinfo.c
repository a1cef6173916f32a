// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds VMCOREINFO and looks keys up in it. */
#include <errno.h>

#include "bytes.h"
#include "vmcoreinfo.h"

#define NOTE_NAME	"VMCOREINFO"
#define NOTE_TYPE	0
/* The kernel allocates whole pages for the note; 4 KiB is the smallest. */
#define NOTE_ALIGN	4096
/* The first line */
#define FIRST_KEY	"OSRELEASE="

/* Lines become strings. They may get printed: no control characters. */
static char clean(uint8_t c)
{
	if (c == '\n' || !c)
		return '\0';
	return c >= ' ' && c <= '~' ? (char)c : '?';
}

static bool is_known(const struct csd_dump *dump)
{
	return dump->vmcoreinfo || dump->asked;
}

int vmcoreinfo_from_text(struct csd_dump *dump, const uint8_t *text,
			 uint64_t size, struct csd_error *err)
{
	size_t i;

	if (is_known(dump))
		return 0;
	dump->vmcoreinfo = malloc(size + 1);
	if (!dump->vmcoreinfo)
		return csd_error_set(err, "out of memory");
	for (i = 0; i < size; i++)
		dump->vmcoreinfo[i] = clean(text[i]);
	dump->vmcoreinfo[size] = '\0';
	dump->vmcoreinfo_size = size;
	return 0;
}

int vmcoreinfo_from_core(struct csd_dump *dump, const struct elfcore *core,
			 struct csd_error *err)
{
	const uint8_t *text;
	uint64_t size;

	if (is_known(dump))
		return 0;
	text = elfcore_note(core, NOTE_NAME, NOTE_TYPE, &size);
	if (!text || !size)
		return 0;
	return vmcoreinfo_from_text(dump, text, size, err);
}

static const uint8_t *note_at(const uint8_t *bytes, uint64_t room,
			      uint64_t *size)
{
	const uint8_t *text;

	if (room < 24 || memcmp(bytes + 12, NOTE_NAME, sizeof(NOTE_NAME)))
		return NULL;
	text = elf_note(bytes, room, NOTE_NAME, NOTE_TYPE, size);
	if (!text || *size < strlen(FIRST_KEY) ||
	    memcmp(text, FIRST_KEY, strlen(FIRST_KEY)))
		return NULL;
	return text;
}

int vmcoreinfo_from_ram(struct csd_dump *dump, const struct extent *ram,
			struct csd_error *err)
{
	uint64_t at = align_up(ram->paddr, NOTE_ALIGN) - ram->paddr;
	const uint8_t *text;
	uint64_t size;

	if (is_known(dump))
		return 0;
	for (; at < ram->size; at += NOTE_ALIGN) {
		dump_passed(dump, ram, at);
		text = note_at(ram->bytes + at, ram->size - at, &size);
		if (text)
			return vmcoreinfo_from_text(dump, text, size, err);
	}
	return 0;
}

const char *csd_dump_vmcoreinfo(const struct csd_dump *dump, const char *key)
{
	const char *line = dump->vmcoreinfo;
	size_t len = strlen(key);
	const char *end;

	if (dump->asked)
		return asked_value(dump->asked, key);
	if (!line)
		return NULL;
	end = line + dump->vmcoreinfo_size;
	for (; line < end; line += strlen(line) + 1)
		if (!strncmp(line, key, len) && line[len] == '=')
			return line + len + 1;
	return NULL;
}

int vmcoreinfo_value(const struct csd_dump *dump, const char *key, int base,
		     uint64_t *value, struct csd_error *err)
{
	const char *text = csd_dump_vmcoreinfo(dump, key);
	char *end;

	if (!is_known(dump))
		return csd_error_set(err, "the dump has no VMCOREINFO");
	if (!text)
		return csd_error_set(err, "VMCOREINFO has no %s", key);
	errno = 0;
	*value = strtoull(text, &end, base);
	if (errno || end == text || *end)
		return csd_error_set(err, "VMCOREINFO: %s=%.40s is no number",
				     key, text);
	return 0;
}

int vmcoreinfo_number(const struct csd_dump *dump, const char *name,
		      uint64_t *value, struct csd_error *err)
{
	char key[64];

	snprintf(key, sizeof(key), "NUMBER(%s)", name);
	return vmcoreinfo_value(dump, key, 0, value, err);
}

int vmcoreinfo_symbol(const struct csd_dump *dump, const char *name,
		      uint64_t *value, struct csd_error *err)
{
	char key[64];

	snprintf(key, sizeof(key), "SYMBOL(%s)", name);
	return vmcoreinfo_value(dump, key, 16, value, err);
}
