// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the moment of the crash
 *
 * Every fatal path of the kernel passes bust_spinlocks(1), or reports a
 * BUG(), before it prints. That is the last moment at which hardware state
 * shows what led to the crash rather than the crash being reported. Whoever
 * has such state to save registers a freezer.
 *
 * The freezers are an array, not a list: a crash in the middle of a
 * registration finds each slot either empty or filled.
 */

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/meminspect.h>
#include <linux/mutex.h>
#include <linux/processor.h>

#include "internal.h"

#define FREEZER_SLOTS	8

static struct meminspect_freezer *freezers[FREEZER_SLOTS];
static DEFINE_MUTEX(freezers_lock);

/* CPUs that are calling freezers right now. */
static atomic_t freezers_busy = ATOMIC_INIT(0);

/**
 * meminspect_freezer_register() - be called when the kernel crashes
 * @freezer: stays the caller's; called from now on
 *
 * Return: 0, or -ENOSPC if all slots are taken.
 */
int meminspect_freezer_register(struct meminspect_freezer *freezer)
{
	unsigned int i;

	guard(mutex)(&freezers_lock);

	for (i = 0; i < FREEZER_SLOTS; i++) {
		if (freezers[i])
			continue;
		/* Pairs with the acquire in meminspect_freeze(). */
		smp_store_release(&freezers[i], freezer);
		return 0;
	}
	return -ENOSPC;
}
EXPORT_SYMBOL_GPL(meminspect_freezer_register);

/**
 * meminspect_freezer_unregister() - be called no more
 * @freezer: as registered; may be freed after the return
 *
 * Waits until no CPU is calling freezers. A freezer waits a bounded time, so
 * this does, too.
 */
void meminspect_freezer_unregister(struct meminspect_freezer *freezer)
{
	unsigned int i;

	guard(mutex)(&freezers_lock);

	for (i = 0; i < FREEZER_SLOTS; i++) {
		if (freezers[i] == freezer)
			WRITE_ONCE(freezers[i], NULL);
	}
	/* Either we see the crashing CPU's count, or it sees the empty slot. */
	smp_mb();
	while (atomic_read(&freezers_busy))
		cpu_relax();
}
EXPORT_SYMBOL_GPL(meminspect_freezer_unregister);

/**
 * meminspect_freeze() - the kernel is about to report a crash
 *
 * Called on the crashing CPU, in whatever context that is.
 */
void meminspect_freeze(void)
{
	struct meminspect_freezer *freezer;
	unsigned int i;

	atomic_inc(&freezers_busy);
	/* Pairs with the barrier in meminspect_freezer_unregister(). */
	smp_mb__after_atomic();

	for (i = 0; i < FREEZER_SLOTS; i++) {
		/* Pairs with the release in meminspect_freezer_register(). */
		freezer = smp_load_acquire(&freezers[i]);
		if (freezer)
			freezer->freeze(freezer);
	}

	atomic_dec(&freezers_busy);

	inspect_crash_update();
}
