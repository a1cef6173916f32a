// SPDX-License-Identifier: GPL-2.0-or-later
/* The trace unit. */
#include "etm.h"

#include <stddef.h>
#include <string.h>

#include "coresight/component.h"
#include "coresight/etm4.h"
#include "journal.h"

/* Synchronisation periods that TRCSYNCPR knows, as powers of two */
#define SYNCPR_MIN	8
#define SYNCPR_MAX	20

/* ETMv4.2, by Arm, with none of the optional features */
#define IDR0_RES1		(1U << 0)
#define IDR1_ARM_ETM_4_2	0x4100f424U
#define IDR2_ADDRESS_64		0x8U
#define IDR3_EL0_EL1		(3U << 20)
#define IDR5_TRACE_ID_7		(7U << 16)

static const struct identity identity = {
	.part = 0x000bb95e,
	.devarch = 0x47724a13,
	.devtype = 0x13,
};

static struct etm *etm_of(struct source *source)
{
	return (struct etm *)((char *)source - offsetof(struct etm, source));
}

/* Called by the sink */
static void drain(struct source *source)
{
	struct etm *etm = etm_of(source);

	if (!etm->on)
		return;
	packer_flush(&etm->packer);
	etm->held = 0;
}

static void sink_started(struct source *source)
{
	struct etm *etm = etm_of(source);

	truth_log_put(&etm->truth, TRUTH_SINK_START, 0, 0);
	etm->held = 0;
	etm->behind = 0;
}

static void sink_stopped(struct source *source, uint64_t captured)
{
	struct etm *etm = etm_of(source);

	truth_log_put(&etm->truth, TRUTH_SINK_STOP, captured, etm->held + etm->behind);
}

static const struct source_ops source_ops = {
	.drain = drain,
	.sink_started = sink_started,
	.sink_stopped = sink_stopped,
};

static void show_state(struct etm *etm)
{
	page_write(&etm->page, TRCSTATR,
		   etm->on ? 0 : TRCSTATR_IDLE | TRCSTATR_PMSTABLE);
}

static void init_registers(struct etm *etm)
{
	page_write(&etm->page, TRCIDR0, IDR0_RES1);
	page_write(&etm->page, TRCIDR1, IDR1_ARM_ETM_4_2);
	page_write(&etm->page, TRCIDR2, IDR2_ADDRESS_64);
	page_write(&etm->page, TRCIDR3, IDR3_EL0_EL1);
	page_write(&etm->page, TRCIDR5, IDR5_TRACE_ID_7);
	page_write(&etm->page, TRCOSLSR, TRCOSLSR_IMPLEMENTED | TRCOSLSR_LOCKED);
	page_write(&etm->page, TRCPDSR, TRCPDSR_POWER);
	page_write(&etm->page, CORESIGHT_DEVAFF0, 1U << 31 | etm->cpu);
	show_state(etm);
}

int etm_init(struct etm *etm, uint8_t *window, unsigned int cpu, struct tmc *sink,
	     const char *truth_dir)
{
	const struct truth_header head = {
		.cpu = cpu,
		.sink = sink->number,
		.sink_bytes = sink->size,
	};

	memset(etm, 0, sizeof(*etm));
	etm->cpu = cpu;
	etm->sink = sink;
	etm->source.ops = &source_ops;
	page_init(&etm->page, window, BOARD_ETM_PAGE + cpu, &identity);
	init_registers(etm);
	tmc_attach(sink, &etm->source);
	return truth_log_open(&etm->truth, truth_dir, &head);
}

/* Atoms that have been packed hold no instructions back. */
static void settle(struct etm *etm)
{
	if (!etm->packer.atoms)
		etm->held = 0;
}

/* A P0 element: it makes known all instructions before it. */
static void atom(struct etm *etm, bool taken)
{
	packer_atom(&etm->packer, taken);
	etm->held += etm->behind;
	etm->behind = 0;
	settle(etm);
}

static void address(struct etm *etm, uint64_t pc, unsigned int el)
{
	packer_address(&etm->packer, pc, el);
	settle(etm);
}

/*
 * What the sink does not capture is lost. The truth of it would only push out
 * that of what has been captured.
 */
static void log_entry(struct etm *etm, enum truth_kind kind, uint64_t value,
		      uint64_t count)
{
	if (etm->sink->capturing)
		truth_log_put(&etm->truth, kind, value, count);
}

static void run(struct etm *etm, unsigned int count)
{
	if (etm->sink->capturing)
		truth_log_run(&etm->truth, etm->start, count);
	etm->behind += count;
}

static void sync(struct etm *etm)
{
	/* Atoms come first, and may fill the frame at work. */
	packer_flush(&etm->packer);
	settle(etm);
	log_entry(etm, TRUTH_SYNC, etm->sink->captured, 0);
	packer_sync(&etm->packer);
}

static void begin(struct etm *etm, const struct arrival *arrival)
{
	truth_log_put(&etm->truth, TRUTH_START, 0, 0);
	sync(etm);
	packer_trace_on(&etm->packer);
	address(etm, arrival->pc, arrival->el);
	etm->begun = true;
}

/* No decoder ever gets to know the instructions since the last P0 element. */
static void finish(struct etm *etm)
{
	packer_flush(&etm->packer);
	truth_log_put(&etm->truth, TRUTH_STOP, 0, etm->behind);
	etm->held = 0;
	etm->behind = 0;
	etm->begun = false;
}

/*
 * The block did not lead where the CPU is now, and no exception did: somebody
 * reset the CPU or changed its PC behind its back. The trace starts anew.
 */
static void gap(struct etm *etm, const struct arrival *arrival)
{
	journal("etm%u: gap: no way from the block at %#llx (%u instructions, kind %u) to %#llx",
		etm->cpu, (unsigned long long)etm->start, etm->block.count,
		etm->block.kind, (unsigned long long)arrival->pc);
	finish(etm);
}

/* Back from an exception level that is not traced */
static void resume(struct etm *etm, const struct arrival *arrival)
{
	packer_trace_on(&etm->packer);
	address(etm, arrival->pc, arrival->el);
}

/*
 * Synchronise only behind a P0 element: elsewhere the new address would cut off
 * the instructions that the next atom stands for.
 */
static void sync_if_due(struct etm *etm, const struct arrival *arrival)
{
	if (!etm->sync_bytes || etm->packer.since_sync < etm->sync_bytes || etm->behind)
		return;
	sync(etm);
	address(etm, arrival->pc, arrival->el);
}

/* How many instructions of the block ran, or -1 if none of this makes sense */
static int count_run(const struct etm *etm, const struct arrival *arrival, uint64_t to,
		     bool reached_end)
{
	struct block block = etm->block;

	if (arrival->exception && arrival->aborted)
		return block_holds(block, etm->start, to) ?
			(int)((to - etm->start) / A64_BYTES) : -1;
	if (block_left_early(block, etm->start, to, reached_end))
		return (to - etm->start) / A64_BYTES;
	return block_leads_to(block, etm->start, to) ? block.count : -1;
}

/* The block ran to its end and went on at @to: pack what its last instruction did. */
static void complete(struct etm *etm, uint64_t to, unsigned int el)
{
	switch (etm->block.kind) {
	case A64_CONDITIONAL:
		atom(etm, to != block_end(etm->block, etm->start));
		break;
	case A64_BARRIER:
	case A64_DIRECT:
		atom(etm, true);
		break;
	case A64_INDIRECT:
		atom(etm, true);
		address(etm, to, el);
		break;
	default:
		break;
	}
}

static void exception(struct etm *etm, const struct arrival *arrival)
{
	log_entry(etm, TRUTH_EXCEPTION, arrival->from, arrival->type);
	packer_exception(&etm->packer, arrival->type, arrival->from, arrival->from_el);
	etm->held = 0;
	etm->behind = 0;
	address(etm, arrival->pc, arrival->el);
}

/* Trace the block that has ended. Return: false if what followed makes no sense. */
static bool trace_block(struct etm *etm, const struct arrival *arrival, bool reached_end)
{
	uint64_t to = arrival->exception ? arrival->from : arrival->pc;
	unsigned int el = arrival->exception ? arrival->from_el : arrival->el;
	int count = count_run(etm, arrival, to, reached_end);

	if (count < 0)
		return false;
	run(etm, count);
	if (count == etm->block.count)
		complete(etm, to, el);
	return true;
}

/* Return: false if the trace cannot go on from the block that has ended. */
static bool leave_block(struct etm *etm, const struct arrival *arrival, bool reached_end)
{
	if (!trace_block(etm, arrival, reached_end)) {
		gap(etm, arrival);
		return false;
	}
	if (arrival->exception)
		exception(etm, arrival);
	return true;
}

static bool is_traced(const struct etm *etm, unsigned int el)
{
	return etm->els >> el & 1;
}

void etm_follow(struct etm *etm, struct block next, const struct arrival *arrival,
		bool reached_end)
{
	bool goes_on = etm->inside && leave_block(etm, arrival, reached_end);

	etm->inside = is_traced(etm, arrival->el);
	if (!etm->inside)
		return;
	if (goes_on)
		sync_if_due(etm, arrival);
	else if (etm->begun)
		resume(etm, arrival);
	else
		begin(etm, arrival);
	etm->block = next;
	etm->start = arrival->pc;
}

static void refuse(const struct etm *etm, const char *feature)
{
	journal_fatal("etm%u: %s is not modelled", etm->cpu, feature);
}

/* A trace that leaves out what software asked for would be wrong without a word. */
static void check_configuration(struct etm *etm)
{
	uint32_t config = page_read(&etm->page, TRCCONFIGR);
	uint32_t view = page_read(&etm->page, TRCVICTLR);

	if (config & TRCCONFIGR_BB)
		refuse(etm, "branch broadcast");
	if (config & TRCCONFIGR_CCI)
		refuse(etm, "cycle counting");
	if (config & (TRCCONFIGR_CID | TRCCONFIGR_VMID | TRCCONFIGR_VMIDOPT))
		refuse(etm, "tracing context IDs");
	if (config & TRCCONFIGR_TS)
		refuse(etm, "tracing timestamps");
	if (config & TRCCONFIGR_RS)
		refuse(etm, "the return stack");
	if (config)
		journal_fatal("etm%u: TRCCONFIGR %#x is not modelled", etm->cpu, config);
	if ((view & TRCVICTLR_EVENT_MASK) != TRCVICTLR_EVENT_ALWAYS)
		refuse(etm, "tracing upon an event");
}

/* A bit for each exception level that is traced */
static unsigned int traced_els(const struct etm *etm)
{
	uint32_t view = page_read(&etm->page, TRCVICTLR);

	return (view & TRCVICTLR_NO_EL0 ? 0 : 1 << 0) |
	       (view & TRCVICTLR_NO_EL1 ? 0 : 1 << 1);
}

static uint64_t sync_period(const struct etm *etm)
{
	uint32_t period = page_read(&etm->page, TRCSYNCPR) & TRCSYNCPR_PERIOD;

	if (!period)
		return 0;
	if (period < SYNCPR_MIN || period > SYNCPR_MAX)
		journal_fatal("etm%u: TRCSYNCPR %u is reserved", etm->cpu, period);
	return 1ULL << period;
}

static void turn_on(struct etm *etm)
{
	uint32_t id = page_read(&etm->page, TRCTRACEIDR) & TRCTRACEIDR_MASK;

	check_configuration(etm);
	etm->sync_bytes = sync_period(etm);
	etm->els = traced_els(etm);
	packer_init(&etm->packer, &etm->sink->formatter, id);
	truth_log_id(&etm->truth, id);
	etm->begun = false;
	etm->inside = false;
	etm->held = 0;
	etm->behind = 0;
	etm->on = true;
	journal("etm%u: on, trace ID %#x, synchronises every %llu bytes", etm->cpu, id,
		(unsigned long long)etm->sync_bytes);
}

static void turn_off(struct etm *etm, unsigned int ran)
{
	if (etm->inside)
		run(etm, ran);
	/* Before its first block there is nothing to finish. */
	if (etm->begun)
		finish(etm);
	etm->on = false;
	journal("etm%u: off", etm->cpu);
}

static void store_prgctlr(struct etm *etm, uint32_t value, unsigned int ran)
{
	bool enable = value & TRCPRGCTLR_EN;

	if (enable == etm->on)
		return;
	if (enable)
		turn_on(etm);
	else
		turn_off(etm, ran);
	show_state(etm);
}

static void store_oslar(struct etm *etm, uint32_t value)
{
	page_write(&etm->page, TRCOSLSR, TRCOSLSR_IMPLEMENTED |
		   (value & TRCOSLAR_LOCK ? TRCOSLSR_LOCKED : 0));
}

void etm_store(struct etm *etm, uint32_t offset, uint32_t value, unsigned int ran)
{
	if (page_store(&etm->page, offset, value))
		return;
	switch (offset) {
	case TRCPRGCTLR:
		store_prgctlr(etm, value, ran);
		break;
	case TRCOSLAR:
		store_oslar(etm, value);
		break;
	case TRCCONFIGR:
	case TRCSYNCPR:
	case TRCTRACEIDR:
	case TRCVICTLR:
	case TRCPDCR:
		/* Read when the unit is turned on */
		break;
	default:
		/* The driver clears all that it does not use. */
		if (value)
			journal("etm%u: store of %#x to register %#x is not modelled",
				etm->cpu, value, offset);
	}
}
