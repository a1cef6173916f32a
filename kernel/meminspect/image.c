// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the ELF core image
 *
 * An image is the head of an ELF core file: ELF header, program headers and
 * notes, as include/uapi/linux/meminspect.h describes it. It lies in memory
 * for whoever saves the regions after a crash, and is not used by the kernel.
 *
 * This writes one. Nothing here takes a lock or allocates: images are written
 * in the middle of a crash, too.
 */

#include <linux/align.h>
#include <linux/crc32.h>
#include <linux/elf.h>
#include <linux/elfcore.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmcore_info.h>

#include <uapi/linux/meminspect.h>

#include "internal.h"

/* A bit for each class, among those of p_flags that readers leave alone */
#define PF_CLASSES_SHIFT	20

/* Core files name their own notes so. */
#define PRSTATUS_NOTE_NAME	"CORE"
/* crash(8) finds the task that panicked in a note of this type. */
#define NOTE_TASKSTRUCT		4
/* It does not expect padding behind the name: 8 bytes, NUL included. */
#define NOTE_TASKSTRUCT_NAME	"MEMINSP"

/* A note takes its head, its name and its descriptor, each a multiple of 4. */
#define NOTE_SIZE(name, size) \
	(sizeof(struct elf64_note) + ALIGN(sizeof(name), 4) + ALIGN(size, 4))

#define IMAGE_NOTE_SIZE \
	NOTE_SIZE(MEMINSPECT_NOTE_NAME, sizeof(struct meminspect_image_note))

static struct elf64_phdr *image_phdrs(void *base)
{
	return base + sizeof(struct elf64_hdr);
}

static size_t notes_offset(unsigned int loads)
{
	return sizeof(struct elf64_hdr) +
	       (1 + loads) * sizeof(struct elf64_phdr);
}

static size_t crash_notes_size(unsigned int cpus)
{
	return cpus * NOTE_SIZE(PRSTATUS_NOTE_NAME,
				sizeof(struct elf_prstatus)) +
	       NOTE_SIZE(NOTE_TASKSTRUCT_NAME, sizeof(u64));
}

static size_t notes_size(unsigned int cpus)
{
	return IMAGE_NOTE_SIZE + (cpus ? crash_notes_size(cpus) : 0) +
	       NOTE_SIZE(VMCOREINFO_NOTE_NAME, inspect_vmcoreinfo_size());
}

/**
 * inspect_image_size() - memory that an image takes
 * @loads:	number of its PT_LOADs
 * @cpus:	number of CPUs whose registers it holds; 0 in an image that was
 *		not made in a crash
 *
 * Return: bytes.
 */
size_t inspect_image_size(unsigned int loads, unsigned int cpus)
{
	return notes_offset(loads) + notes_size(cpus);
}

/**
 * inspect_image_room() - memory to set aside for an image
 * @loads:	most PT_LOADs that it will have
 * @cpus:	as in inspect_image_size()
 *
 * Return: bytes, whole pages. VMCOREINFO may still grow to a page.
 */
size_t inspect_image_room(unsigned int loads, unsigned int cpus)
{
	return PAGE_ALIGN(inspect_image_size(loads, cpus) + PAGE_SIZE);
}

static struct meminspect_image_note *image_note(void *base)
{
	struct elf64_hdr *ehdr = base;

	/* The first note; its head and name come before the descriptor. */
	return base + notes_offset(ehdr->e_phnum - 1) +
	       IMAGE_NOTE_SIZE - sizeof(struct meminspect_image_note);
}

static void write_ehdr(struct elf64_hdr *ehdr, unsigned int loads)
{
	memset(ehdr, 0, sizeof(*ehdr));
	memcpy(ehdr->e_ident, ELFMAG, SELFMAG);
	ehdr->e_ident[EI_CLASS] = ELFCLASS64;
	ehdr->e_ident[EI_DATA] = ELF_DATA;
	ehdr->e_ident[EI_VERSION] = EV_CURRENT;
	ehdr->e_ident[EI_OSABI] = ELF_OSABI;
	ehdr->e_type = ET_CORE;
	ehdr->e_machine = ELF_ARCH;
	ehdr->e_version = EV_CURRENT;
	ehdr->e_phoff = sizeof(*ehdr);
	ehdr->e_ehsize = sizeof(*ehdr);
	ehdr->e_phentsize = sizeof(struct elf64_phdr);
	ehdr->e_phnum = 1 + loads;
}

/*
 * p_align stays 0: crash(8) takes a core whose first segment is aligned for a
 * netdump, and then ignores what VMCOREINFO says.
 */
static void write_phdrs(struct elf64_phdr *phdr,
			const struct inspect_loads *loads, unsigned int cpus)
{
	u64 end = PAGE_ALIGN(inspect_image_size(loads->count, cpus));
	const struct inspect_load *load = loads->load;
	unsigned int i;

	*phdr = (struct elf64_phdr) {
		.p_type = PT_NOTE,
		.p_offset = notes_offset(loads->count),
		.p_filesz = notes_size(cpus),
		.p_memsz = notes_size(cpus),
		.p_align = 4,
	};

	for (i = 0; i < loads->count; i++, load++) {
		*++phdr = (struct elf64_phdr) {
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_W |
				   load->classes << PF_CLASSES_SHIFT,
			.p_offset = end,
			.p_vaddr = load->va,
			.p_paddr = load->pa,
			.p_filesz = load->size,
			.p_memsz = load->size,
		};
		end += load->size;
	}
}

static void *write_padded(void *to, const void *from, size_t size)
{
	memcpy(to, from, size);
	memset(to + size, 0, ALIGN(size, 4) - size);
	return to + ALIGN(size, 4);
}

static void *write_note(void *to, const char *name, u32 type,
			const void *desc, size_t size)
{
	struct elf64_note *note = to;

	note->n_namesz = strlen(name) + 1;
	note->n_descsz = size;
	note->n_type = type;
	to = write_padded(note + 1, name, note->n_namesz);
	return write_padded(to, desc, size);
}

static void *write_image_note(void *to, void *base, size_t size, u64 sequence)
{
	struct meminspect_image_note desc = {
		.paddr = virt_to_phys(base),
		.size = size,
		.sequence = sequence,
	};

	return write_note(to, MEMINSPECT_NOTE_NAME, MEMINSPECT_NOTE_IMAGE,
			  &desc, sizeof(desc));
}

/*
 * One PRSTATUS a CPU, in the order of the CPUs and without gaps: readers know
 * the CPU of a note by its number.
 */
static void *write_crash_notes(void *to, unsigned int cpus)
{
	u64 task = (unsigned long)inspect_regs_task();
	struct elf_prstatus prstatus;
	unsigned int cpu;

	for (cpu = 0; cpu < cpus; cpu++) {
		inspect_regs_prstatus(cpu, &prstatus);
		to = write_note(to, PRSTATUS_NOTE_NAME, NT_PRSTATUS,
				&prstatus, sizeof(prstatus));
	}
	return write_note(to, NOTE_TASKSTRUCT_NAME, task ? NOTE_TASKSTRUCT : 0,
			  &task, sizeof(task));
}

static void write_notes(void *base, unsigned int loads, unsigned int cpus,
			u64 sequence)
{
	void *to = base + notes_offset(loads);

	to = write_image_note(to, base, inspect_image_size(loads, cpus),
			      sequence);
	if (cpus)
		to = write_crash_notes(to, cpus);
	write_note(to, VMCOREINFO_NOTE_NAME, 0, inspect_vmcoreinfo(),
		   inspect_vmcoreinfo_size());
}

static u32 image_crc(void *base, const struct meminspect_image_note *note)
{
	struct elf64_hdr *ehdr = base;
	u32 crc;

	crc = crc32_le(~0, base, notes_offset(ehdr->e_phnum - 1));
	crc = crc32_le(crc, (const u8 *)note,
		       offsetof(struct meminspect_image_note, crc));
	return ~crc;
}

/**
 * inspect_image_erase() - make an image invalid
 * @base: its memory
 */
void inspect_image_erase(void *base)
{
	memset(base, 0, sizeof(struct elf64_hdr));
	/* It must be gone before its memory holds anything else. */
	wmb();
}

/**
 * inspect_image_write() - write an image
 * @base:	its memory, of inspect_image_size() bytes
 * @loads:	its PT_LOADs
 * @cpus:	as in inspect_image_size()
 * @sequence:	its sequence number
 *
 * Whoever saves the memory may look at any moment: a half-written image has
 * no valid checksum.
 */
void inspect_image_write(void *base, const struct inspect_loads *loads,
			 unsigned int cpus, u64 sequence)
{
	struct meminspect_image_note *note;

	inspect_image_erase(base);
	write_phdrs(image_phdrs(base), loads, cpus);
	write_notes(base, loads->count, cpus, sequence);
	write_ehdr(base, loads->count);
	note = image_note(base);
	/* All that the checksum covers is there before it is. */
	wmb();
	WRITE_ONCE(note->crc, image_crc(base, note));
	/* And it is there before the next update touches another image. */
	wmb();
}

/**
 * inspect_image_loads() - what PT_LOADs does an image have?
 * @base:	the image, whole
 * @loads:	filled from it; has room for all of them
 */
void inspect_image_loads(void *base, struct inspect_loads *loads)
{
	struct elf64_phdr *phdr = image_phdrs(base);
	struct elf64_hdr *ehdr = base;

	loads->count = 0;
	while (loads->count + 1 < ehdr->e_phnum && loads->count < loads->capacity) {
		phdr++;
		loads->load[loads->count++] = (struct inspect_load) {
			.va = phdr->p_vaddr,
			.pa = phdr->p_paddr,
			.size = phdr->p_filesz,
			.classes = phdr->p_flags >> PF_CLASSES_SHIFT,
		};
	}
}
