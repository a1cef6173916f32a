// SPDX-License-Identifier: GPL-2.0-or-later
/* ETMv4 and ETE trace units. */
#include <coresight/etm4.h>

#include "etm.h"
#include "record.h"

#define ASYNC_ZEROS	11
#define ASYNC_END	0x80

/* A register that decoding needs. */
static int need(const struct csd_record *source, uint32_t offset,
		const char *name, uint64_t *value, struct csd_error *err)
{
	if (record_register(source, offset, value))
		return 0;
	return csd_error_set(err, "the record lacks %s (0x%03x)", name, offset);
}

static void may(const struct csd_record *source, uint32_t offset,
		uint64_t *value)
{
	if (!record_register(source, offset, value))
		*value = 0;
}

/* Without TRCDEVARCH the unit counts as an ETMv4. */
static int read_arch(struct csd_etm *etm, const struct csd_record *source,
		     struct csd_error *err)
{
	unsigned int id;

	may(source, TRCDEVARCH, &etm->devarch);
	id = (unsigned int)etm->devarch & TRCDEVARCH_ARCHID;
	etm->ete = id == TRCDEVARCH_ARCHID_ETE;
	if (!id || etm->ete || id == TRCDEVARCH_ARCHID_ETM4)
		return 0;
	return csd_error_set(err, "TRCDEVARCH 0x%08llx is neither an ETMv4 nor an ETE",
			     (unsigned long long)etm->devarch);
}

int etm_read(struct csd_etm *etm, const struct csd_record *source,
	     struct csd_error *err)
{
	if (read_arch(etm, source, err))
		return -1;
	may(source, TRCIDR8, &etm->idr8);
	may(source, TRCAUTHSTATUS, &etm->authstatus);
	if (need(source, TRCCONFIGR, "TRCCONFIGR", &etm->configr, err) ||
	    need(source, TRCIDR0, "TRCIDR0", &etm->idr0, err) ||
	    need(source, TRCIDR1, "TRCIDR1", &etm->idr1, err) ||
	    need(source, TRCIDR2, "TRCIDR2", &etm->idr2, err))
		return -1;
	return 0;
}

bool etm_find_sync(const uint8_t *stream, size_t size, size_t *presync)
{
	size_t zeros = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		if (stream[i] == ASYNC_END && zeros >= ASYNC_ZEROS) {
			*presync = i - ASYNC_ZEROS;
			return true;
		}
		zeros = stream[i] ? 0 : zeros + 1;
	}
	*presync = size;
	return false;
}
