# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# From a scenario to what its trace decodes to: shared by the tests that run
# scenarios. Needs $tests (this directory) and $build.

top=$(realpath "$tests/..")
agree=$build/tests/agree
csdump=$build/bin/csdump
scenarios=$tests/scenarios

# The number that board.h gives a name.
board_number()
{
	awk -v name="BOARD_$1" '$2 == name { print $3 }' "$top/tools/board/board.h"
}

ram_base=$(board_number RAM_BASE)

# --- What a test runs on: VARIANT-TEST is TEST on another kernel or other CPUs

# Read a test's name into variables.
read_name()
{
	case $1 in
	64k-* | debug-* | mainline-*) variant=${1%%-*} linux=$build/linux-$variant ;;
	max-*) variant=max linux=$build/linux ;;
	*) variant='' linux=$build/linux ;;
	esac
	test_name=${1#"$variant"-}
	variant_options="--kernel $linux/arch/arm64/boot/Image"
	case $variant in
	64k | max) variant_options="$variant_options --cpu max" ;;
	esac
}

# Print the names of the scenarios, variants last.
all_scenarios()
{
	(cd "$tests/scenarios" && printf '%s\n' *)
	printf '%s\n' 64k-sysrq-c 64k-exception 64k-four-local max-sysrq-c
}

# ... and of those that open a minidump.
all_readers()
{
	(cd "$tests/dumps" && printf '%s\n' *)
	printf '%s\n' 64k-readers-2 64k-readers-4
}

# ... and of those that take a kdump: one has all formats, see tests/kdump.
all_kdumps()
{
	printf '%s\n' kdump 64k-kdump
}

# What KASAN, lockdep and the kernel's other checks begin their reports with
reports='BUG: (KASAN|sleeping|spinlock|using)|WARNING: |INFO: (lockdep|trying)'

# --- The words of a scenario

board() { board_options=$*; }
guest() { guest_script=$(cat); }
panics() { panic_message=$1; }
crashes_on() { crash_cpu=$1 crash_point=$2; }
freezes_within() { freeze_limit=$1; }
recovers() { recovered_cpus=$*; }
recovers_something() { recovered_any=yes; }
recovers_from_before_the_call() { before_call=yes; }
traces_nothing_of() { untraced_cpus=$*; }
ends_in() { hung_cpu=$1 hung_point=$2; }
csdump_refuses() { refusal=$1; }
passes() { passed_places=$*; }
tears_the_text_region() { tear_text=yes; }

# Read a scenario, and what it runs on, into variables.
read_scenario()
{
	read_name "$1"
	board_options='' guest_script='' panic_message=''
	crash_cpu='' crash_point='' freeze_limit='' before_call=''
	recovered_cpus='' recovered_any='' untraced_cpus=''
	hung_cpu='' hung_point='' refusal='' passed_places='' tear_text=''
	# shellcheck source=/dev/null
	. "$scenarios/$test_name"
	cpu_count=$(echo "$board_options" | sed -E 's/.*--cpus ([0-9]+).*/\1/')
	cpus=$(seq 0 $((cpu_count - 1)))
}

# Is word $1 among the others?
among()
{
	word=$1
	shift
	for other; do
		[ "$word" != "$other" ] || return 0
	done
	return 1
}

# --- The steps; each leaves its output in the directory $out

boot_and_crash()
{
	{
		cat "$tests/guest.sh"
		echo "$guest_script"
	} >"$out/script"
	# shellcheck disable=SC2086 # several options
	"$top/tools/board/run" $board_options --script "$out/script" --out "$out" \
		$variant_options ${SEED:+--seed "$SEED"}
}

panicked()
{
	grep -F "Kernel panic - not syncing: $panic_message" "$out/console.log"
}

collect()
{
	"$top/tools/board/collect" "$out" -o "$out/dump.elf"
}

# Save the minidump as a Qualcomm device does.
save_minidump()
{
	rm -rf "$out/md"
	"$top/tools/board/minidump" "$out" -o "$out/md"
}

# Make a core of its files.
assemble_minidump()
{
	rm -f "$out/minidump.elf"
	"$csdump" assemble "$out/md" -o "$out/minidump.elf"
}

# Exit status 3: something is missing, as in most scenarios.
complete_or_partial()
{
	csdump_status=0
	"$@" || csdump_status=$?
	[ $csdump_status -eq 0 ] || [ $csdump_status -eq 3 ]
}

# The kernel's pages have $1 bytes, and addresses really $2 bits.
uses_memory()
{
	t1sz=$(printf '%#x' $((64 - $2)))
	grep -axF "PAGESIZE=$1" "$out/dump.elf" &&
		grep -axF "NUMBER(TCR_EL1_T1SZ)=$t1sz" "$out/dump.elf"
}

# What the variant is for is really so.
check_memory()
{
	case $variant in
	64k) check 'pages of 64 KiB, 52 bits of address' uses_memory 65536 52 ;;
	max) check 'pages of 4 KiB, 52 bits of address' uses_memory 4096 52 ;;
	esac
}

# The text to decode with is that in RAM.
dump_trace()
{
	rm -rf "$out/out"
	complete_or_partial "$csdump" -k "$linux/vmlinux" \
		-m "$out/ram.img@$ram_base" "$out/dump.elf" -o "$out/out"
}

# From the minidump alone and vmlinux: nothing is said of its text.
dump_trace_minidump()
{
	rm -rf "$out/out-minidump"
	complete_or_partial "$csdump" -k "$linux/vmlinux" "$out/dump.elf" \
		-o "$out/out-minidump" 2>"$out/minidump.err"
	cat "$out/minidump.err"
	! grep -F text "$out/minidump.err"
}

# Where the text region is in the minidump: it begins with its magic, on a page.
text_region()
{
	LC_ALL=C grep -abo MITEXT "$out/dump.elf" |
		awk -F : '$1 % 4096 == 0 { print $1; exit }'
}

# Its size; see include/uapi/linux/meminspect_text.h.
text_region_size()
{
	od -An -tu4 -j $(($(text_region) + 12)) -N 4 "$out/dump.elf"
}

# Bytes of the kernel's text. Addresses have no more digits than awk can count.
text_size()
{
	sed -nE 's/^ffff[0-9a-f]{4}([0-9a-f]{8}) . _[se](text)$/0x\1/p' "$linux/System.map" |
		sort | xargs printf '%d\n' | awk 'NR == 1 { from = $1 } END { print $1 - from }'
}

# As if the kernel had died while it wrote both states: they have no number.
tear_text_region()
{
	cp "$out/dump.elf" "$out/torn.elf"
	dd if=/dev/zero of="$out/torn.elf" bs=8 count=6 conv=notrunc \
		seek=$((($(text_region) + 64) / 8)) 2>"$out/dd.log"
}

# Then its text is that of vmlinux, and csdump says so.
dump_torn()
{
	rm -rf "$out/out-torn"
	status=0
	"$csdump" -k "$linux/vmlinux" "$out/torn.elf" -o "$out/out-torn" \
		2>"$out/torn.err" || status=$?
	cat "$out/torn.err"
	[ $status -eq 3 ] && grep -F 'torn: not one of its states is sound' "$out/torn.err" &&
		cmp "$out/out-torn/perf.data/kcore_dir/kcore" \
			"$out/out-vmlinux/perf.data/kcore_dir/kcore"
}

dump_trace_vmlinux_text()
{
	rm -rf "$out/out-vmlinux"
	complete_or_partial "$csdump" -k "$linux/vmlinux" --text vmlinux \
		"$out/dump.elf" -o "$out/out-vmlinux"
}

dump_info()
{
	complete_or_partial "$csdump" info "$out/dump.elf" >"$out/info.tsv"
}

# What csdump info says of CPU $1 in column $2.
info_field()
{
	awk -F '\t' -v cpu="$1" -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
		$1 == cpu { print $column[name] }' "$out/info.tsv"
}

dump_snapshot()
{
	rm -rf "$out/snapshot"
	complete_or_partial "$csdump" snapshot -k "$linux/vmlinux" \
		-m "$out/ram.img@$ram_base" "$out/dump.elf" -o "$out/snapshot"
}

kallsyms()
{
	echo "$out/out/perf.data/kcore_dir/kallsyms"
}

truth()
{
	echo "$out/truth/cpu$1"
}

# What the board printed
console()
{
	tr -d '\r' <"$out/console.log"
}

# What the guest said of $1, in lines "$1: WHAT"
told()
{
	console | sed -n "s/^$1: //p"
}

# check_truth CPU FILE WHAT: the instructions in $out/FILE are those that ran. The
# comparison's first line is in $line.
check_truth()
{
	status=0
	text=$(agree compare "$(truth "$1")" "$out/$2") || status=$?
	line=$(echo "$text" | head -n 1)
	[ $status -eq 0 ] || echo "$text" | sed 's/^/# /'
	result $status "cpu$1: $3: $line"
}

# The debug kinfo record in RAM
read_record()
{
	"$csdump" kinfo "$out/ram.img@$ram_base" >"$out/record"
}

# nothing_untrue WHAT: there is nothing in $out/untrue, or that is what
nothing_untrue()
{
	[ -s "$out/untrue" ] || return 0
	echo "$1:"
	head "$out/untrue"
	return 1
}

# It has what vmlinux says, and where the dump says that it is.
fields_are_true()
{
	"$tests/kinfo-truth" fields "$linux/vmlinux" "$out/dump.elf" | sort >"$out/truth.fields"
	sort "$out/record" | comm -13 - "$out/truth.fields" >"$out/untrue"
	[ -s "$out/truth.fields" ] && nothing_untrue 'the record has not'
}

agree()
{
	if [ -r "$(kallsyms)" ]; then
		"$agree" -k "$(kallsyms)" "$@"
	else
		"$agree" "$@"
	fi
}

# A newer perf than this machine's, if it can be had
newer_perf()
{
	LD_LIBRARY_PATH=$(echo "$build"/perf-newer/usr/lib/*-linux-gnu) \
		"$build/perf-newer/usr/bin/perf" "$@"
}

# Version of perf $1, such as 6.1
perf_version()
{
	"$1" --version | sed -E 's/[^0-9]*([0-9]+\.[0-9]+).*/\1/'
}

# Split the instructions of perf, or of perf $3, into $out/$2.cpuN.
decode_perf()
{
	for cpu in $cpus; do
		: >"$out/$2.cpu$cpu"
	done
	[ -d "$out/$1/perf.data" ] || return 0
	"${3:-perf}" script -i "$out/$1/perf.data" --itrace=i1i -F cpu,ip \
		>"$out/perf.txt" 2>"$out/perf.err" || return 1
	awk -v to="$out/$2.cpu" '{ print $2 > to (substr($1, 2) + 0) }' "$out/perf.txt"
	rm "$out/perf.txt"
}

snapshot_buffers()
{
	sed -n 's/^name=//p' "$out/snapshot/trace.ini"
}

# Split the instructions of OpenCSD's own decoder into $out/opencsd.cpuN.
decode_opencsd()
{
	rm -f "$out"/opencsd.*
	for cpu in $cpus; do
		: >"$out/opencsd.cpu$cpu"
	done
	[ -d "$out/snapshot" ] || return 0
	for buffer in $(snapshot_buffers); do
		trc_pkt_lister -ss_dir "$out/snapshot" -src_name "$buffer" \
			-decode_only -logfilename "$out/opencsd.$buffer" \
			>"$out/opencsd.log" 2>&1 || return 1
	done
	for cpu in $cpus; do
		[ -r "$(truth "$cpu")" ] || continue
		id=$("$agree" id "$(truth "$cpu")")
		sed -nE "s/.*ID:$id;.*INSTR_RANGE\(exec range=(0x[0-9a-f]+):.* num_i\(([0-9]+)\).*/\1 \2/p" \
			"$out"/opencsd.* >"$out/opencsd.cpu$cpu"
	done
}

# Instructions on the crashing CPU from the crash to the stop of its sink.
freeze_count()
{
	agree freeze "$(truth "$crash_cpu")" "$crash_point"
}

# The value that agree's line $2 has for $1.
field()
{
	echo "$2" | sed -nE "s/.*\b$1=([^ ]*).*/\1/p"
}
