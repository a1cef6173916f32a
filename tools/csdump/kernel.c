// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the crashed kernel runs, as its VMCOREINFO says. */
#include "vmcoreinfo.h"

/* arm64 links _text right above the modules' area, and KASLR moves it up. */
int csd_kernel_locate(struct csd_kernel *kernel, const struct csd_dump *dump,
		      struct csd_error *err)
{
	uint64_t link;

	if (vmcoreinfo_value(dump, "KERNELOFFSET", 16, &kernel->offset, err) ||
	    vmcoreinfo_number(dump, "MODULES_END", &link, err))
		return -1;
	kernel->text = link + kernel->offset;
	return 0;
}
