# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The functions that were on the stack at the crash, innermost first, one a
# line: as the console printed them, and as each reader of the dump shows them.
# Needs $out, where what they printed is.

# What the compiler appends to the name of a function that it made another of.
plain_names()
{
	sed -E 's/\.(constprop|isra|part|cold)(\.[0-9]+)*//g'
}

console_messages()
{
	console | grep -E '^\[ *[0-9]+\.[0-9]{6}\] '
}

# The report of the crash: that of the last "CPU:" line, to its trace's end.
console_report()
{
	console_messages | sed -E 's/^\[ *[0-9.]+\] //' | awk '
		/^CPU: [0-9]+ / { report = ""; ended = traced = 0 }
		traced && !/^ / { ended = 1 }
		/^Call trace:/ { traced = 1 }
		!ended { report = report $0 "\n" }
		END { printf "%s", report }'
}

# console_number NAME: a number of the report's first line, as of "CPU: 0".
console_number()
{
	console_report | sed -nE "1s/.*\b$1: ([0-9]+).*/\1/p"
}

console_comm()
{
	console_report | sed -nE '1s/.* Comm: ([^ ]+) .*/\1/p'
}

# The function that the report names as register $1, if it is a fault's.
console_register()
{
	console_report | sed -nE "s/^$1 : ([^+ ]+)\+.*/\1/p" | plain_names
}

# From the crash on down: from panic's caller, or from the fault.
console_frames()
{
	console_report | sed -nE '/^Call trace:/,$s/^ ([^+ ]+)\+.*/\1/p' | plain_names |
		awk '{ line[NR] = $1 }
			$1 == "panic" { first = NR }
			END { while (++first <= NR) print line[first] }'
}

# crash_frames FILE: of the first task in crash's "bt".
crash_frames()
{
	awk '/^PID:/ { tasks++ }
		tasks == 1 && $1 ~ /^#[0-9]+$/ { print $3 }' "$1" | plain_names
}

# gdb prints the address of a frame first, then the functions that are inlined
# there from the inside out. The last of them is the one that has the frame.
gdb_frames()
{
	awk '
		!/^#[0-9]+ / { next }
		$2 ~ /^0x/ && function_name != "" { print function_name }
		{ function_name = $2 ~ /^0x/ ? $4 : $2 }
		END { print function_name }' "$1" | plain_names
}

drgn_frames()
{
	awk -F '\t' '$1 == "frame" { print $2 }' "$1" | plain_names
}

# Do the frames on stdin, from where the crash was, equal the console's? A
# function without a frame of its own may fault: then only those who read the
# debug information know its caller, which is in the link register.
equal_console_frames()
{
	console_frames >"$out/frames.console"
	awk -v caller="$(console_register lr)" '
		FNR == NR { wanted[++n] = $1; next }
		!found && $1 != wanted[1] { next }
		!found { found = i = 1; next }
		$1 == wanted[i + 1] { i++; next }
		i == 1 && $1 == caller { next }
		{
			different = 1
			print "frame " i ": " $1 ", on the console: " wanted[i + 1]
			exit
		}
		END {
			if (different || !n || i != n) {
				print i + 0 " of " n + 0 " frames equal the console'\''s"
				exit 1
			}
		}' "$out/frames.console" -
}
