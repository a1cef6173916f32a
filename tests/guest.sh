# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Words for the guest scripts of scenarios; put before each of them.

devices=/sys/bus/coresight/devices
frozen=/sys/module/coresight_snapshot/parameters/frozen
provoke=/sys/kernel/debug/provoke-crash/DIRECT

# A hung CPU must not take this script along.
taskset -p 1 $$ >/dev/null

# Run a command on CPU $1.
on()
{
	cpu=$1
	shift
	taskset "$(printf %x $((1 << cpu)))" "$@"
}

# Wait for a command to succeed.
await()
{
	until "$@"; do
		usleep 1000
	done
}

set_all()
{
	for attribute in "$devices"/$1; do
		echo "$2" >"$attribute"
	done
}

# Trace into all sinks, from all CPUs or from those given.
arm()
{
	set_all 'tmc_etf*/enable_sink' 1
	if [ $# -eq 0 ]; then
		set_all 'etm*/enable_source' 1
		return
	fi
	for cpu; do
		set_all "etm$cpu/enable_source" 1
	done
}

disarm()
{
	set_all 'etm*/enable_source' 0
	set_all 'tmc_etf*/enable_sink' 0
}

# Let a kept snapshot go and trace again (Documentation/trace/coresight).
rearm()
{
	disarm
	echo N >$frozen
	arm
}

# Have each CPU given run kernel code of many kinds until the end.
busy()
{
	for cpu; do
		on "$cpu" sh -c "while :; do
			dd if=/dev/zero of=/dev/null bs=1 count=200
			find /proc/self /sys/kernel/debug
			: >/tmp/busy.$cpu
		done" >/dev/null 2>&1 &
		await test -e "/tmp/busy.$cpu"
	done
}

# Have CPU $1 stay in user space.
spin()
{
	on "$1" sh -c ": >/tmp/spin.$1; while :; do :; done" &
	await test -e "/tmp/spin.$1"
}

# Have CPU $1 call the kernel, again and again.
call()
{
	on "$1" sh -c ": >/tmp/call.$1; exec dd if=/dev/zero of=/dev/null bs=1" &
	await test -e "/tmp/call.$1"
}

# Tell on the console what readers of the dump must find in it: the date, which
# the board's clock does not know, all tasks, and all regions.
tell()
{
	date -s '2026-01-02 03:04:05' >/dev/null
	echo "date: $(date +%s)"
	for task in /proc/[0-9]*; do
		read -r line <"$task/stat" && echo "task: ${line%)*})"
	done
	while read -r line; do
		echo "region: $line"
	done </sys/kernel/debug/meminspect/regions
}

# Have CPU $1 do something and answer when CPU 0 calls, and sleep otherwise: some
# trace, and hardly any that goes on while the crash is under way.
answer()
{
	mkfifo /tmp/call /tmp/answer
	on "$1" sh -c 'while read -r call; do
		read -r uptime </proc/uptime
		echo
	done' \
		<>/tmp/call >/tmp/answer 2>&1 &
}

# Timer interrupts that CPU $1 has taken
ticks()
{
	awk -v column="$(($1 + 2))" '/arch_timer/ { print $column }' /proc/interrupts
}

# Does CPU $1 take no interrupt while CPU 0 takes 25?
deaf()
{
	before=$(ticks "$1")
	end=$(($(ticks 0) + 25))
	while [ "$(ticks 0)" -lt "$end" ]; do
		:
	done
	[ "$(ticks "$1")" = "$before" ]
}

# Load the kernel that takes over when this one crashes. It isn't checked once
# more then: under emulation, with caches off, that takes longer than to boot.
load_kdump()
{
	kexec -p --no-checks /kdump/Image --initrd=/kdump/initramfs \
		--append='console=ttyAMA0 nr_cpus=1 reset_devices panic=-1'
	rm -r /kdump
}

# Run lkdtm's crash $2 on CPU $1.
provoke()
{
	on "$1" sh -c "echo $2 >$provoke"
}

# Crash by command, on CPU $1.
crash()
{
	on "$1" sh -c 'echo c >/proc/sysrq-trigger'
}

# Crash as soon as the other CPU has answered. All files are open by then: the
# fewer instructions from the answer to the crash, the more of it is still there.
crash_when_answered()
{
	on 0 sh -c 'echo >/tmp/call; read -r answer; echo c' \
		<>/tmp/answer >/proc/sysrq-trigger
}

oops_is_fatal()
{
	echo 1 >/proc/sys/kernel/panic_on_oops
}
