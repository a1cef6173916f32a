// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: the core image that a crash makes
 *
 * Which tasks run, and with what registers, is only known in the crash. The
 * image that tells it is written then, next to those of the table: it takes
 * what the newest of them has and adds to it. Should the kernel live on, the
 * next image of the table takes over.
 *
 * It is written when the freeze is done, again when the registers are known,
 * and once more when all CPUs have stopped: for a kdump kernel, or for panic(),
 * which tells by its notifiers.
 */

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/limits.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/processor.h>

#include "internal.h"

/* Longer than an image takes to be written */
#define CRASH_TIMEOUT_US	100000

/* A CPU is writing the image. */
static atomic_t crash_busy = ATOMIC_INIT(0);

/* Another CPU may be crashing, too, or this one while it was at it. */
static bool crash_claim(void)
{
	unsigned int us;

	for (us = 0; us < CRASH_TIMEOUT_US; us++) {
		if (!atomic_cmpxchg(&crash_busy, 0, 1))
			return true;
		udelay(1);
	}
	return false;
}

/**
 * inspect_crash_wait() - wait until no crash is reading images
 *
 * A bounded time: a CPU that crashed again in there won't come back.
 */
void inspect_crash_wait(void)
{
	unsigned int us;

	for (us = 0; us < CRASH_TIMEOUT_US; us++) {
		if (!atomic_read_acquire(&crash_busy))
			return;
		udelay(1);
	}
}

/**
 * inspect_crash_update() - make the image follow what is known of the crash
 *
 * In any context, without a lock, in a bounded time. Before anything has been
 * registered there is nothing to do.
 */
void inspect_crash_update(void)
{
	struct inspect_images *set;

	if (!crash_claim())
		return;

	set = inspect_images_current();
	if (set) {
		inspect_image_loads(inspect_images_newest(set),
				    &set->crash_loads);
		inspect_tasks_add(&set->crash_loads);
		inspect_images_write_crash(set);
	}
	atomic_set_release(&crash_busy, 0);
}

/**
 * meminspect_stopped() - all other CPUs have stopped
 *
 * As far as they could be stopped. A kdump kernel takes over after this: it
 * does not wait for the panic notifiers.
 */
void meminspect_stopped(void)
{
	inspect_crash_update();
}

static int crash_panicked(struct notifier_block *nb, unsigned long unused,
			  void *message)
{
	meminspect_stopped();
	return NOTIFY_OK;
}

static struct notifier_block crash_nb = {
	.notifier_call = crash_panicked,
	.priority = INT_MAX,
};

static int __init crash_init(void)
{
	return atomic_notifier_chain_register(&panic_notifier_list, &crash_nb);
}
subsys_initcall(crash_init);
