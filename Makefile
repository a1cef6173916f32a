# SPDX-License-Identifier: GPL-2.0-or-later
#
# The one door to csdump: 'make help' says what is behind it.

BUILD	:= $(abspath $(or $(BUILD),build))
SOURCE	:= linux-source-6.12
KSRC	?= $(BUILD)/src/$(SOURCE)
OUT	?= $(BUILD)/series
export BUILD
MAKEFLAGS += --no-print-directory

NEWEST	:= trixie-backports
TARBALL	:= /usr/src/$(SOURCE).tar.xz
STAMPS	:= $(BUILD)/stamps
CROSS	:= aarch64-linux-gnu-
ARM64	:= ARCH=arm64 CROSS_COMPILE=$(CROSS)
JOBS	:= $(shell nproc)
IMAGE	:= arch/arm64/boot/Image

# What goes into the kernel tree, and what puts it there
OVERLAY	:= $(shell find include kernel drivers Documentation integrate -mindepth 1 \
	-name '[_.]*' -prune -o -path integrate/tests -prune -o -print 2>/dev/null)

help:
	@echo 'make demo        crash a board and show what each CPU did last'
	@echo 'make check       prove that it is what they did; all other tests, too'
	@echo 'make check-debug some of it on a kernel with KASAN and lockdep'
	@echo 'make check-mainline all scenarios on the newest kernel that Debian has'
	@echo 'make figures     measure all figures into build/figures.tsv'
	@echo 'make bench       how much the plugin slows down booting, and how fast csdump scans'
	@echo 'make boot-cost   how many more instructions a boot takes with our part'
	@echo 'make kernel      build/linux/$(IMAGE) and vmlinux'
	@echo 'make tools       build/bin/csdump, libcsdump and the man pages'
	@echo 'make install     install these under $$(DESTDIR)$$(PREFIX)'
	@echo 'make board       the plugin, the initramfs and the boot firmware'
	@echo 'make readers     crash for arm64, our extension of it, and vmlinux with an index'
	@echo 'make kdump       kexec and makedumpfile for the board'
	@echo 'make graft KSRC=DIR            put our code into a kernel tree'
	@echo 'make series KSRC=DIR OUT=DIR   write it as patches for git am'
	@echo 'make clean       remove build/'
	@echo
	@echo 'demo and check do all their own set-up. To install Debian packages'
	@echo 'they need root, and say so first.'

# --- Set-up

$(STAMPS) $(BUILD)/board $(BUILD)/tests:
	@mkdir -p $@

$(STAMPS)/packages: tools/packages | $(STAMPS)
	tools/packages install
	@touch $@

$(TARBALL): | $(STAMPS)/packages
	@test -e $@ || { echo "$@ is missing; is $(SOURCE) installed?" >&2; exit 1; }

# $(call unpack,TARBALL): what is in its one directory, to build/src/SOURCE. All
# files get today's time: what was built from others is built again.
define unpack
	rm -rf $(BUILD)/src/$*
	mkdir -p $(BUILD)/src/$*
	@echo unpacking $1
	@tar -C $(BUILD)/src/$* --strip-components=1 -mxf $1
endef

$(STAMPS)/source-$(SOURCE): $(STAMPS)/source-%: $(TARBALL)
	$(call unpack,$(TARBALL))
	@touch $@

# The newest when it is made; remove it to look for a newer one.
$(STAMPS)/source-mainline: $(STAMPS)/source-%: | $(STAMPS)/packages
	tools/packages unpack --suite $(NEWEST) $(BUILD)/newest 'linux-source-*'
	$(call unpack,$(BUILD)/newest/usr/src/linux-source-*.tar.xz)
	rm -rf $(BUILD)/newest $(BUILD)/newest.apt
	@touch $@

$(STAMPS)/graft-%: $(STAMPS)/source-% $(OVERLAY)
	integrate/graft $(BUILD)/src/$*
	@touch $@

# --- The kernels

# $(call kernel,SUFFIX,SOURCE,FRAGMENTS): how build/linuxSUFFIX is made from the
# grafted SOURCE in build/src. The fragments are put together in that order.
define kernel
$(STAMPS)/config$1: $3 tools/board/check-config $(STAMPS)/graft-$2
	@mkdir -p $(BUILD)/linux$1
	cat $3 >$(BUILD)/linux$1/wanted.config
	$(call kmake,$1,$2) KCONFIG_ALLCONFIG=$(BUILD)/linux$1/wanted.config allnoconfig
	tools/board/check-config $(BUILD)/linux$1/wanted.config $(BUILD)/linux$1/.config
	@touch $$@
$(STAMPS)/kernel$1: $(STAMPS)/config$1
	$(call kmake,$1,$2) -j$(JOBS) Image
	@touch $$@
$(BUILD)/linux$1/vmlinux.indexed: $(STAMPS)/kernel$1
	$(call index,$(BUILD)/linux$1/vmlinux)
kernel$1: $(STAMPS)/kernel$1
.PHONY: kernel$1
endef

# $(call index,VMLINUX): a copy with an index of the debug information, with
# which crash starts in a tenth of the time
define index
gdb-multiarch -nx -batch -ex 'save gdb-index $(dir $1)' $1
	$(CROSS)objcopy --set-section-flags .gdb_index=readonly \
		--add-section .gdb_index=$1.gdb-index $1 $1.indexed
	@rm $1.gdb-index
endef

# $(call kmake,SUFFIX,SOURCE)
kmake	= $$(MAKE) -s -C $(BUILD)/src/$2 $(ARM64) O=$(BUILD)/linux$1

CONFIG	:= tools/board/kernel.config
$(eval $(call kernel,,$(SOURCE),$(CONFIG)))
$(eval $(call kernel,-64k,$(SOURCE),$(CONFIG) tools/board/kernel-64k.config))
$(eval $(call kernel,-debug,$(SOURCE),$(CONFIG) tools/board/kernel-debug.config))
COUNT	:= $(CONFIG) tools/board/kernel-count.config
$(eval $(call kernel,-count,$(SOURCE),$(COUNT)))
$(eval $(call kernel,-count-without,$(SOURCE),$(COUNT) tools/board/kernel-without.config))
$(eval $(call kernel,-mainline,mainline,$(CONFIG) tools/board/kernel-mainline.config))

# --- Host programs and the board

tools: | $(STAMPS)/packages
	$(MAKE) -C tools/csdump

# Wherever it is built: without our packages. CRASH_SRC=DIR: the extension of
# the crash whose source that is, too.
install:
	$(MAKE) -C tools/csdump install

# arm64's libraries, to build with and to run with
SYSROOT	:= $(BUILD)/arm64-root

$(SYSROOT)/usr/include/gelf.h: | $(STAMPS)/packages
	tools/packages unpack --depends $(SYSROOT) libelf-dev libdw-dev libkdumpfile-dev
	@touch $@

ARM64_TOOLS := $(BUILD)/arm64-tools
csdump-arm64 = $(MAKE) -C tools/csdump BUILD=$(ARM64_TOOLS) CROSS=$(CROSS) SYSROOT=$(SYSROOT)

tools-arm64: $(SYSROOT)/usr/include/gelf.h
	$(csdump-arm64)

BUSYBOX	:= $(BUILD)/arm64/bin/busybox

$(BUSYBOX): | $(STAMPS)/packages
	tools/packages unpack $(BUILD)/arm64 busybox-static
	@touch $@
$(BUILD)/board/initramfs.cpio: $(BUSYBOX) $(wildcard tools/board/initramfs/*) | $(BUILD)/board
	tools/board/initramfs/build $(BUSYBOX) $@
board: $(BUILD)/board/initramfs.cpio
	$(MAKE) -C tools/board/plugin
	$(MAKE) -C tools/board/firmware

KDUMP	:= $(BUILD)/kdump-bookworm $(BUILD)/kdump-trixie
$(KDUMP:=/usr/bin/makedumpfile): $(BUILD)/kdump-%/usr/bin/makedumpfile: | $(STAMPS)/packages
	tools/packages unpack --suite $* --depends $(BUILD)/kdump-$* kexec-tools makedumpfile
	@touch $@
$(BUILD)/board/kdump.cpio: $(KDUMP:=/usr/bin/makedumpfile) \
		tools/board/initramfs/build-kdump | $(BUILD)/board
	tools/board/initramfs/build-kdump $(KDUMP) $@
kdump: $(BUILD)/board/kdump.cpio

# --- Readers of dumps

# crash for arm64, as a suite of Debian has it, and all that it needs to run
$(BUILD)/crash-%/usr/bin/crash: | $(STAMPS)/packages
	tools/packages unpack --suite $* --depends $(BUILD)/crash-$* crash
	@touch $@

# What our extension needs to know of it
$(BUILD)/crash-%/src/defs.h: | $(STAMPS)/packages
	tools/packages source --suite $* $(@D) crash defs.h netdump.h vmcore.h
	@touch $@

# Where crash looks for extensions
crash-extension-%: $(BUILD)/crash-%/src/defs.h
	$(csdump-arm64) crash CRASH_SRC=$(<D) \
		CRASH_SO=$(BUILD)/crash-$*/usr/lib/crash/extensions/csdump.so

crash-trixie: $(BUILD)/crash-trixie/usr/bin/crash tools-arm64
	@$(MAKE) crash-extension-trixie

# A newer one, if it can be had; what needs it says why it cannot
crash-unstable: crash-trixie | $(STAMPS)/packages
	@$(MAKE) $(BUILD)/$@/usr/bin/crash crash-extension-unstable >$(BUILD)/$@.log 2>&1 || \
		{ rm -rf $(BUILD)/$@; echo "no crash from unstable, see $(BUILD)/$@.log"; }

readers: crash-trixie crash-unstable \
	$(BUILD)/linux/vmlinux.indexed $(BUILD)/linux-64k/vmlinux.indexed

# --- A newer perf than this machine's, and a library that it wants

NEWER_PERF := $(BUILD)/perf-newer/usr/bin/perf

$(NEWER_PERF): | $(STAMPS)/packages
	tools/packages unpack --native $(BUILD)/perf-newer libtraceevent1
	tools/packages unpack --native --suite bookworm-backports $(BUILD)/perf-newer linux-perf
	@touch $@

# --- What it is all for

everything: kernel tools board
	$(MAKE) -C tests/agree
	$(MAKE) -C tools/csdump tests

demo: everything
	tests/demo
check: everything kernel-64k readers kdump $(NEWER_PERF)
	tests/run
check-debug: everything kernel-debug
	tests/run debug-sysrq-c debug-oops-rearmed debug-kernel-kunit
check-mainline: everything kernel-mainline $(NEWER_PERF)
	tests/run --variant mainline
bench: everything
	tests/bench
	tests/scan-ratio
boot-cost: everything kernel-count kernel-count-without
	tests/boot-cost
figures: everything kernel-64k kernel-count kernel-count-without readers kdump $(NEWER_PERF)
	tests/figures

graft: | $(STAMPS)/packages
	integrate/graft $(KSRC)
series: | $(STAMPS)/packages
	integrate/series $(KSRC) $(OUT)

clean:
	rm -rf $(BUILD)

.PHONY: help tools tools-arm64 install board everything demo check check-debug
.PHONY: crash-trixie crash-unstable readers kdump
.PHONY: check-mainline bench boot-cost figures graft series clean
.DELETE_ON_ERROR:
.PRECIOUS: $(BUILD)/crash-%/src/defs.h
