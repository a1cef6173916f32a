// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminspect: those who copy regions elsewhere
 *
 * A consumer says which classes it wants, and is told of their regions: of
 * those that are there, then of what comes and goes.
 */

#define pr_fmt(fmt) "meminspect: " fmt

#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/container_of.h>
#include <linux/export.h>
#include <linux/notifier.h>
#include <linux/printk.h>

#include "internal.h"

static bool wants(const struct meminspect_consumer *consumer,
		  const struct inspect_entry *entry)
{
	return consumer->classes & BIT(entry->class) &&
	       !inspect_class_is_off(entry->class);
}

static int add(void *priv, const struct inspect_entry *entry)
{
	struct meminspect_consumer *consumer = priv;
	int ret;

	if (!wants(consumer, entry))
		return 0;
	ret = consumer->add(consumer, entry);
	if (ret)
		pr_warn("%s does not take region %s: %d\n", consumer->name,
			entry->name, ret);
	return 0;
}

static int consumer_notify(struct notifier_block *nb, unsigned long event,
			   void *entry)
{
	struct meminspect_consumer *consumer =
		container_of(nb, struct meminspect_consumer, nb);

	if (event == MEMINSPECT_NOTIFIER_ADD)
		add(consumer, entry);
	else if (wants(consumer, entry))
		consumer->remove(consumer, entry);
	return NOTIFY_OK;
}

/**
 * meminspect_consumer_register() - be told of regions
 * @consumer: stays the caller's
 *
 * Its @add is called for each region that is registered already, before this
 * returns. May sleep.
 *
 * Return: 0 or a negative errno.
 */
int meminspect_consumer_register(struct meminspect_consumer *consumer)
{
	guard(meminspect)();

	meminspect_traverse(consumer, add);
	consumer->nb.notifier_call = consumer_notify;
	return meminspect_notifier_register(&consumer->nb);
}
EXPORT_SYMBOL_GPL(meminspect_consumer_register);

/**
 * meminspect_consumer_unregister() - be told no more
 * @consumer: as registered
 *
 * What it has is its own business: its @remove is not called. May sleep.
 */
void meminspect_consumer_unregister(struct meminspect_consumer *consumer)
{
	guard(meminspect)();

	meminspect_notifier_unregister(&consumer->nb);
}
EXPORT_SYMBOL_GPL(meminspect_consumer_unregister);
