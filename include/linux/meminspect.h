/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * meminspect: regions of memory worth looking at after a crash
 */
#ifndef _LINUX_MEMINSPECT_H
#define _LINUX_MEMINSPECT_H

#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/notifier.h>
#include <linux/types.h>

struct module;
struct pt_regs;

/* Room for the name of a region */
#define MEMINSPECT_NAME_LEN	32

/*
 * Ids of well-known regions. MEMINSPECT_ID_STATIC is for static regions without
 * one of their own. MEMINSPECT_ID_DYNAMIC asks for the next free one; there is
 * no last. Those between are named for their regions; a new one goes before
 * MEMINSPECT_ID_DYNAMIC.
 */
enum meminspect_uid {
	MEMINSPECT_ID_STATIC,
	MEMINSPECT_ID_ELF,
	MEMINSPECT_ID_VMCOREINFO,
	MEMINSPECT_ID_CONFIG,
	MEMINSPECT_ID_init_uts_ns,
	MEMINSPECT_ID___per_cpu_offset,
	MEMINSPECT_ID___cpu_possible_mask,
	MEMINSPECT_ID___cpu_online_mask,
	MEMINSPECT_ID___cpu_present_mask,
	MEMINSPECT_ID___cpu_active_mask,
	MEMINSPECT_ID_jiffies_64,
	MEMINSPECT_ID_nr_threads,
	MEMINSPECT_ID_node_states,
	MEMINSPECT_ID__totalram_pages,
	MEMINSPECT_ID_tainted_mask,
	MEMINSPECT_ID_taint_flags,
	MEMINSPECT_ID_avenrun,
	MEMINSPECT_ID_linux_banner,
	MEMINSPECT_ID_nr_irqs,
	MEMINSPECT_ID_nr_swapfiles,
	MEMINSPECT_ID_high_memory,
	MEMINSPECT_ID_init_mm,
	MEMINSPECT_ID_swapper_pg_dir,
	MEMINSPECT_ID_DYNAMIC,
};

/**
 * enum meminspect_class - what a region is for
 * @MEMINSPECT_CLASS_CORE:	what any debugger of this kernel needs
 * @MEMINSPECT_CLASS_LOG:	the kernel's log
 * @MEMINSPECT_CLASS_TASK:	tasks, their stacks and what leads to them
 * @MEMINSPECT_CLASS_MM:	what describes memory, not its content
 * @MEMINSPECT_CLASS_SYMBOL:	the kernel's symbol table
 * @MEMINSPECT_CLASS_TRACE:	hardware trace and its metadata
 * @MEMINSPECT_CLASS_DRIVER:	what drivers register, and nothing else is for
 * @MEMINSPECT_CLASS_MAX:	number of classes
 *
 * Consumers choose by class what they copy.
 */
enum meminspect_class {
	MEMINSPECT_CLASS_CORE,
	MEMINSPECT_CLASS_LOG,
	MEMINSPECT_CLASS_TASK,
	MEMINSPECT_CLASS_MM,
	MEMINSPECT_CLASS_SYMBOL,
	MEMINSPECT_CLASS_TRACE,
	MEMINSPECT_CLASS_DRIVER,
	MEMINSPECT_CLASS_MAX,
};

/*
 * @type of an entry. The others are for static entries only: when the kernel
 * boots, they become regular ones for each CPU's copy of a variable, for what
 * a pointer points to, for the strings that an array has pointers to.
 */
#define MEMINSPECT_TYPE_REGULAR		0
#define MEMINSPECT_TYPE_PERCPU		1
#define MEMINSPECT_TYPE_POINTER		2
#define MEMINSPECT_TYPE_STRINGS		3

/**
 * struct inspect_entry - a region registered for inspection
 * @id:		enum meminspect_uid, or an id above MEMINSPECT_ID_DYNAMIC
 * @name:	short name, NUL terminated
 * @class:	enum meminspect_class
 * @type:	MEMINSPECT_TYPE_REGULAR, but for some static ones
 * @va:		kernel virtual address of the first byte
 * @pa:		physical address of the first byte
 * @size:	size in bytes; physically contiguous from @pa on
 * @owner:	module that unregisters the region, %NULL if built in
 */
struct inspect_entry {
	unsigned int id;
	char name[MEMINSPECT_NAME_LEN];
	enum meminspect_class class;
	unsigned int type;
	void *va;
	phys_addr_t pa;
	size_t size;
	struct module *owner;
};

/**
 * enum meminspect_event - what happened to a region
 * @MEMINSPECT_NOTIFIER_ADD:	it was registered
 * @MEMINSPECT_NOTIFIER_REMOVE:	it was unregistered; its memory is still there
 */
enum meminspect_event {
	MEMINSPECT_NOTIFIER_ADD,
	MEMINSPECT_NOTIFIER_REMOVE,
};

/**
 * typedef meminspect_iter_cb_t - called for a region during a traversal
 * @priv:	the caller's
 * @entry:	the region; valid during the call only
 *
 * A region that is not physically contiguous is visited once for each piece.
 *
 * Return: 0 to go on, anything else to stop.
 */
typedef int (*meminspect_iter_cb_t)(void *priv,
				    const struct inspect_entry *entry);

/**
 * struct meminspect_freezer - wants to act the moment the kernel crashes
 * @name:	for diagnosis
 * @freeze:	called on the crashing CPU, in any context, before the kernel
 *		prints a word; takes no lock, allocates nothing, prints
 *		nothing, waits a bounded time. May be called more than once,
 *		and by several CPUs at a time
 */
struct meminspect_freezer {
	const char *name;
	void (*freeze)(struct meminspect_freezer *freezer);
};

/**
 * struct inspect_load - memory that one PT_LOAD describes: whole pages
 * @va:		kernel virtual address of the first byte
 * @pa:		physical address of the first byte
 * @size:	size in bytes
 * @classes:	BIT() of each enum meminspect_class that has a region in there
 */
struct inspect_load {
	unsigned long va;
	phys_addr_t pa;
	u64 size;
	unsigned long classes;
};

/* A consumer has one view while another is written, and one is for a crash. */
#define MEMINSPECT_VIEWS	3

/**
 * struct meminspect_view - what a consumer is to save
 * @slot:	which of its views it is, below MEMINSPECT_VIEWS
 * @header:	an ELF core header that describes the loads, in their order;
 *		physically contiguous
 * @header_size: its size in bytes, whole pages: in the ELF file the bytes of
 *		the first load follow it, then those of the second...
 * @loads:	array, the most important ones first
 * @count:	loads in the array
 */
struct meminspect_view {
	unsigned int slot;
	void *header;
	size_t header_size;
	const struct inspect_load *loads;
	unsigned int count;
};

/**
 * struct meminspect_consumer - keeps a table of its own of what is to be saved
 * @name:	for messages
 * @classes:	what it saves: BIT() of each enum meminspect_class
 * @max_loads:	loads that it has room for
 * @publish:	save this from now on; %NULL is for nothing at all. @view and
 *		what it points to stay as they are until another one has been
 *		published. Called under the table's lock, or in a crash: takes
 *		no lock, allocates nothing, prints nothing, waits for nothing
 * @views:	private
 *
 * A class that the user has switched off is nobody's.
 */
struct meminspect_consumer {
	const char *name;
	unsigned long classes;
	unsigned int max_loads;
	void (*publish)(struct meminspect_consumer *consumer,
			const struct meminspect_view *view);
	struct inspect_views *views;
};

#ifdef CONFIG_MEMINSPECT

/*
 * Static regions: variables of the kernel image, known at link time.
 *
 * MEMINSPECT_ENTRY(idx, sym, sz) is the general form. The next three take the
 * id of the symbol's own name, and its size from its type, unless they are
 * told. MEMINSPECT_STATIC_ENTRY() is for what has a class, but no id.
 */
#define __MEMINSPECT_ENTRY(_id, _class, _type, _name, _va, _size)	\
	static const struct inspect_entry				\
	__UNIQUE_ID(inspect_entry) __used __section(".inspect_table") = {	\
		.id = _id,						\
		.class = MEMINSPECT_CLASS_##_class,			\
		.type = MEMINSPECT_TYPE_##_type,			\
		.name = _name,						\
		.va = (void *)(__force unsigned long)(_va),		\
		.size = _size,						\
	}

#define MEMINSPECT_CLASS_ENTRY(_class, idx, sym, sz) \
	__MEMINSPECT_ENTRY(idx, _class, REGULAR, #sym, &(sym), sz)
#define MEMINSPECT_ENTRY(idx, sym, sz) \
	MEMINSPECT_CLASS_ENTRY(CORE, idx, sym, sz)
#define MEMINSPECT_SIMPLE_ENTRY(sym) \
	MEMINSPECT_ENTRY(MEMINSPECT_ID_##sym, sym, sizeof(sym))
#define MEMINSPECT_NAMED_ENTRY(name, sym) \
	MEMINSPECT_ENTRY(MEMINSPECT_ID_##name, sym, sizeof(sym))
#define MEMINSPECT_AREA_ENTRY(sym, sz) \
	MEMINSPECT_ENTRY(MEMINSPECT_ID_##sym, sym, sz)
#define MEMINSPECT_STATIC_ENTRY(_class, sym) \
	MEMINSPECT_CLASS_ENTRY(_class, MEMINSPECT_ID_STATIC, sym, sizeof(sym))

/* A per-CPU variable of the kernel image: each CPU's copy of it */
#define MEMINSPECT_PERCPU_ENTRY(_class, sym) \
	__MEMINSPECT_ENTRY(MEMINSPECT_ID_STATIC, _class, PERCPU, #sym,	\
			   &(sym), sizeof(sym))

/* A pointer that is set before initcalls run, and @sz bytes that it points to */
#define MEMINSPECT_POINTER_ENTRY(_class, sym, sz) \
	__MEMINSPECT_ENTRY(MEMINSPECT_ID_STATIC, _class, POINTER, #sym,	\
			   &(sym), sz)

/* An array with pointers to string literals, and the strings */
#define MEMINSPECT_STRINGS_ENTRY(_class, sym) \
	__MEMINSPECT_ENTRY(MEMINSPECT_ID_STATIC, _class, STRINGS, #sym,	\
			   &(sym), sizeof(sym))

/* These want the table locked. */
int meminspect_register(const struct inspect_entry *entry);
int meminspect_register_id_pa(enum meminspect_uid id, phys_addr_t zone,
			      size_t size, unsigned int type);
int meminspect_register_id_va(enum meminspect_uid id, void *va, size_t size);
int meminspect_unregister_pa(phys_addr_t zone, size_t size);
int meminspect_unregister_id(enum meminspect_uid id);
int meminspect_unregister_va(void *va, size_t size);
int meminspect_traverse(void *priv, meminspect_iter_cb_t cb);

#define meminspect_register_pa(zone, size) \
	meminspect_register_id_pa(MEMINSPECT_ID_DYNAMIC, zone, size, \
				  MEMINSPECT_TYPE_REGULAR)
#define meminspect_register_va(va, size) \
	meminspect_register_id_va(MEMINSPECT_ID_DYNAMIC, va, size)

void meminspect_table_lock(void);
void meminspect_table_unlock(void);
DEFINE_LOCK_GUARD_0(meminspect, meminspect_table_lock(),
		    meminspect_table_unlock())

/* And these lock it. */
#define __meminspect_locked(call)	({ guard(meminspect)(); call; })
#define meminspect_lock_register(entry) \
	__meminspect_locked(meminspect_register(entry))
#define meminspect_lock_register_id_pa(id, zone, size, type) \
	__meminspect_locked(meminspect_register_id_pa(id, zone, size, type))
#define meminspect_lock_register_pa(zone, size) \
	__meminspect_locked(meminspect_register_pa(zone, size))
#define meminspect_lock_register_id_va(id, va, size) \
	__meminspect_locked(meminspect_register_id_va(id, va, size))
#define meminspect_lock_register_va(va, size) \
	__meminspect_locked(meminspect_register_va(va, size))
#define meminspect_lock_unregister_pa(zone, size) \
	__meminspect_locked(meminspect_unregister_pa(zone, size))
#define meminspect_lock_unregister_id(id) \
	__meminspect_locked(meminspect_unregister_id(id))
#define meminspect_lock_unregister_va(va, size) \
	__meminspect_locked(meminspect_unregister_va(va, size))
#define meminspect_lock_traverse(priv, cb) \
	__meminspect_locked(meminspect_traverse(priv, cb))

int meminspect_add_memory(const char *name, enum meminspect_class class,
			  phys_addr_t pa, size_t size);
void meminspect_remove_memory(phys_addr_t pa, size_t size);

int meminspect_notifier_register(struct notifier_block *nb);
int meminspect_notifier_unregister(struct notifier_block *nb);

int meminspect_consumer_register(struct meminspect_consumer *consumer);
void meminspect_consumer_unregister(struct meminspect_consumer *consumer);

int meminspect_freezer_register(struct meminspect_freezer *freezer);
void meminspect_freezer_unregister(struct meminspect_freezer *freezer);
void meminspect_freeze(void);

void meminspect_save_fault(struct pt_regs *regs);
void meminspect_forget_fault(void);
void __meminspect_save_panic(struct pt_regs *regs);
void __meminspect_save_stop(struct pt_regs *own);
void meminspect_stopped(void);

/*
 * The caller's own registers, by crash_setup_regs() of <linux/kexec.h>: in
 * a function of their own they would be those of a frame that is gone.
 */
#define __meminspect_save_own(save)					\
	do {								\
		struct pt_regs __regs;					\
									\
		crash_setup_regs(&__regs, NULL);			\
		save(&__regs);						\
	} while (0)

#define meminspect_save_panic()	__meminspect_save_own(__meminspect_save_panic)
#define meminspect_save_stop()	__meminspect_save_own(__meminspect_save_stop)

#else

#define MEMINSPECT_CLASS_ENTRY(...)
#define MEMINSPECT_ENTRY(...)
#define MEMINSPECT_SIMPLE_ENTRY(...)
#define MEMINSPECT_NAMED_ENTRY(...)
#define MEMINSPECT_AREA_ENTRY(...)
#define MEMINSPECT_STATIC_ENTRY(...)
#define MEMINSPECT_PERCPU_ENTRY(...)
#define MEMINSPECT_POINTER_ENTRY(...)
#define MEMINSPECT_STRINGS_ENTRY(...)

static inline int meminspect_add_memory(const char *name,
					enum meminspect_class class,
					phys_addr_t pa, size_t size)
{
	return 0;
}

static inline void meminspect_remove_memory(phys_addr_t pa, size_t size)
{
}

static inline void meminspect_freeze(void)
{
}

static inline void meminspect_save_fault(struct pt_regs *regs)
{
}

static inline void meminspect_forget_fault(void)
{
}

static inline void meminspect_save_panic(void)
{
}

static inline void meminspect_save_stop(void)
{
}

static inline void meminspect_stopped(void)
{
}

#endif /* CONFIG_MEMINSPECT */

#ifdef CONFIG_MEMINSPECT_DEBUG
void meminspect_check_freed(phys_addr_t start, size_t size);
#else
static inline void meminspect_check_freed(phys_addr_t start, size_t size)
{
}
#endif

#endif /* _LINUX_MEMINSPECT_H */
