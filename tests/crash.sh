# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Running stock crash for arm64 under qemu-user, and our extension in it. Needs
# tests/lib.sh. A session in which csdump is tried, too:
#
#   (cd "$seen" && crash_csdump_commands | run_crash trixie "$vmlinux" "$dump")
#   crash_csdump_equals "$vmlinux" "$dump" "$seen"

# run_crash SUITE OPTION... VMLINUX DUMP: that suite's crash, in this directory,
# with the commands on stdin. -s only leaves its banner out.
run_crash()
{
	root=$build/crash-$1
	shift
	HOME=$PWD TZ=UTC timeout 600 qemu-aarch64 -L "$root" "$root/usr/bin/crash" -s "$@"
}

crash_version()
{
	root=$build/crash-$1
	qemu-aarch64 -L "$root" "$root/usr/bin/crash" --version | sed -n 's/^crash //p'
}

# What has the extension leave its output in csdump.*; messages, too, go there.
crash_csdump_commands()
{
	cat <<-END
	set error csdump.messages > csdump.set
	extend csdump.so > csdump.extend
	help csdump > csdump.help
	csdump -i > csdump.info
	csdump -f csdump.out
	csdump -f -s csdump.snapshot
	set error default > csdump.set
	END
}

# crash_csdump_equals VMLINUX DUMP DIR: what the commands above left in DIR is
# what csdump makes of the same files.
crash_csdump_equals()
{
	cat "$3/csdump.messages"
	rm -rf "$3/wanted.out" "$3/wanted.snapshot"
	complete_or_partial "$csdump" info "$2" >"$3/wanted.info"
	complete_or_partial "$csdump" -k "$1" "$2" -o "$3/wanted.out"
	complete_or_partial "$csdump" snapshot -k "$1" "$2" -o "$3/wanted.snapshot"
	for what in info out snapshot; do
		diff -r "$3/wanted.$what" "$3/csdump.$what" || return 1
	done
	grep -q '^  csdump - CoreSight trace' "$3/csdump.help"
}
