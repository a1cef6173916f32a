# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# TAP, and figures, as the tests that crash the board print and leave them.
# Needs $name (of the test), $command (that runs it) and $out (its directory).

number=0
failures=0

# result STATUS DESCRIPTION
result()
{
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $name: $2"
	else
		failures=$((failures + 1))
		echo "not ok $number - $name: $2"
	fi
}

# skip DESCRIPTION REASON
skip()
{
	number=$((number + 1))
	echo "ok $number - $name: $1 # SKIP $2"
}

# Describe and run a step; without it the rest cannot be done.
step()
{
	description=$1
	shift
	if "$@" >"$out/step.log" 2>&1; then
		sed 's/^/# /' "$out/step.log"
		result 0 "$description"
		return
	fi
	sed 's/^/# /' "$out/step.log"
	result 1 "$description"
	echo "# all of this run is in $out"
	echo "1..$number"
	exit 1
}

check()
{
	description=$1
	shift
	if "$@" >"$out/check.log" 2>&1; then
		result 0 "$description"
	else
		sed 's/^/# /' "$out/check.log"
		result 1 "$description"
	fi
}

# figure NAME VALUE UNIT; without a value there is nothing to say
figure()
{
	[ -n "$2" ] || return 0
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$command" >>"$out/figures"
}
