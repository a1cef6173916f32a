# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the one line a hook hangs on."""

import re

from problem import Problem


class Missing(Problem):
    """The anchor or its scope is not there; another one may be."""


def squeeze(line):
    return " ".join(line.split())


def same(line, wanted):
    """Whole lines match, whatever their white space. "..." ends a prefix."""
    line, wanted = squeeze(line), squeeze(wanted)
    if wanted.endswith("..."):
        return line.startswith(wanted[:-3].rstrip())
    return line == wanted


def only(found, what, text, rest=""):
    if len(found) == 1:
        return found[0]
    kind = Problem if found else Missing
    raise kind(f'{what} "{text}" found {len(found)} times{rest}, wanted once')


def defines(lines, number, name):
    """Does a function definition with a body of its own start here?"""
    line = lines[number]
    if not re.match(r"[A-Za-z_]", line):
        return False
    if not re.search(rf"(?<!\w){re.escape(name)}\s*\(", line):
        return False
    for line in lines[number:]:
        line = line.rstrip()
        if "{" in line:
            return not line.endswith("}")
        if line.endswith(";") or not line:
            return False
    return False


def scope_end(lines, start, path):
    """Where the function, the Kconfig entry or the paragraph ends."""
    if path.endswith((".c", ".h", ".S")):
        ends = re.compile(r"\}")
    elif "Kconfig" in path.rsplit("/", 1)[-1]:
        ends = re.compile(r"[^\s#]")
    else:
        ends = re.compile(r"\s*$")
    for number in range(start + 1, len(lines)):
        if ends.match(lines[number]):
            return number
    return len(lines)


def find_scope(lines, scope, path):
    if re.fullmatch(r"\w+", scope) and path.endswith((".c", ".h", ".S")):
        found = [n for n in range(len(lines)) if defines(lines, n, scope)]
        start = only(found, "function", scope)
    else:
        found = [n for n, line in enumerate(lines) if same(line, scope)]
        start = only(found, "scope", scope)
    return start, scope_end(lines, start, path)


def locate(lines, place, path):
    """The index in lines before which the added lines go."""
    first, last, rest = 0, len(lines), ""
    if place.scope:
        first, last = find_scope(lines, place.scope, path)
        rest = f" in {place.scope}"
    found = [n for n in range(first, last) if same(lines[n], place.anchor)]
    number = only(found, "anchor", place.anchor, rest)
    if place.side == "before":
        return number
    if not lines[number].endswith("\n"):
        raise Problem(f'anchor "{place.anchor}" is a last line without newline')
    return number + 1


def locate_first(lines, hook):
    """Try the places of a hook in turn. A doubled anchor ends the search."""
    missing = []
    for place in hook.places:
        try:
            return locate(lines, place, hook.path)
        except Missing as err:
            missing.append(f"{place.at}: {hook.path}: {err}")
        except Problem as err:
            raise Problem(f"{place.at}: {hook.path}: {err}") from None
    others = len(missing) - 1
    more = f" (nor is any of {others} alternatives)" if others else ""
    raise Problem(missing[0] + more)
