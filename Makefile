# SPDX-License-Identifier: GPL-2.0-or-later
#
# The one door to csdump: 'make help' says what is behind it.

BUILD	:= $(abspath $(or $(BUILD),build))
KSRC	?= $(BUILD)/src/linux-source-6.12
OUT	?= $(BUILD)/series
export BUILD
MAKEFLAGS += --no-print-directory

TARBALL	:= /usr/src/linux-source-6.12.tar.xz
KERNEL	:= $(BUILD)/linux
DEBUG	:= $(BUILD)/linux-debug
STAMPS	:= $(BUILD)/stamps
ARM64	:= ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
JOBS	:= $(shell nproc)
KMAKE	= $(MAKE) -C $(BUILD)/src/linux-source-6.12 $(ARM64)
IMAGE	:= arch/arm64/boot/Image

# What goes into the kernel tree, and what puts it there
OVERLAY	:= $(shell find include kernel drivers Documentation integrate -mindepth 1 \
	-name '[_.]*' -prune -o -path integrate/tests -prune -o -print 2>/dev/null)

help:
	@echo 'make demo        crash a board and show what each CPU did last'
	@echo 'make check       prove that it is what they did; all other tests, too'
	@echo 'make check-debug two scenarios on a kernel with KASAN and lockdep'
	@echo 'make figures     measure all figures into build/figures.tsv'
	@echo 'make bench       how much the plugin slows down booting'
	@echo 'make kernel      build/linux/$(IMAGE) and vmlinux'
	@echo 'make tools       build/bin/csdump'
	@echo 'make board       the plugin, the initramfs and the boot firmware'
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
	@test -e $@ || { echo "$@ is missing; is linux-source-6.12 installed?" >&2; exit 1; }

$(STAMPS)/source: $(TARBALL)
	rm -rf $(BUILD)/src
	mkdir -p $(BUILD)/src
	@echo unpacking $(TARBALL)
	@tar -C $(BUILD)/src -xf $(TARBALL)
	@touch $@

$(STAMPS)/graft: $(STAMPS)/source $(OVERLAY)
	integrate/graft $(BUILD)/src/linux-source-6.12
	@touch $@

# --- The kernels

# $(call configure,DIRECTORY,FRAGMENTS)
define configure
	@mkdir -p $1
	cat $2 >$1/wanted.config
	$(KMAKE) -s O=$1 KCONFIG_ALLCONFIG=$1/wanted.config allnoconfig
	tools/board/check-config $1/wanted.config $1/.config
endef

$(STAMPS)/config: tools/board/kernel.config tools/board/check-config $(STAMPS)/graft
	$(call configure,$(KERNEL),tools/board/kernel.config)
	@touch $@
$(STAMPS)/kernel: $(STAMPS)/config
	$(KMAKE) -s -j$(JOBS) O=$(KERNEL) Image
	@touch $@
kernel: $(STAMPS)/kernel

$(STAMPS)/config-debug: tools/board/kernel.config tools/board/kernel-debug.config $(STAMPS)/graft
	$(call configure,$(DEBUG),$(wordlist 1,2,$^))
	@touch $@
$(STAMPS)/kernel-debug: $(STAMPS)/config-debug
	$(KMAKE) -s -j$(JOBS) O=$(DEBUG) Image
	@touch $@
kernel-debug: $(STAMPS)/kernel-debug

# --- Host programs and the board

tools: | $(STAMPS)/packages
	$(MAKE) -C tools/csdump

BUSYBOX	:= $(BUILD)/arm64/bin/busybox

$(BUSYBOX): | $(STAMPS)/packages
	tools/packages unpack $(BUILD)/arm64 busybox-static
	@touch $@
$(BUILD)/board/initramfs.cpio: $(BUSYBOX) $(wildcard tools/board/initramfs/*) | $(BUILD)/board
	tools/board/initramfs/build $(BUSYBOX) $@
board: $(BUILD)/board/initramfs.cpio
	$(MAKE) -C tools/board/plugin
	$(MAKE) -C tools/board/firmware

# --- What it is all for

everything: kernel tools board
	$(MAKE) -C tests/agree

demo: everything
	tests/demo
check: everything
	tests/run
check-debug: everything kernel-debug
	tests/run debug-sysrq-c debug-oops-rearmed
bench: everything
	tests/bench
figures: everything
	tests/figures

graft: | $(STAMPS)/packages
	integrate/graft $(KSRC)
series: | $(STAMPS)/packages
	integrate/series $(KSRC) $(OUT)

clean:
	rm -rf $(BUILD)

.PHONY: help kernel kernel-debug tools board everything demo check check-debug
.PHONY: bench figures graft series clean
.DELETE_ON_ERROR:
