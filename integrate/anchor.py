# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the one line a hook hangs on, or the lines it cuts."""

import re
from dataclasses import dataclass

from problem import Problem


@dataclass
class Span:
    """Lines of a file, from start to before end, and the anchors' numbers."""
    start: int
    end: int
    anchors: list


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


def find_anchor(lines, place, path):
    first, last, rest = 0, len(lines), ""
    if place.scope:
        first, last = find_scope(lines, place.scope, path)
        rest = f" in {place.scope}"
    found = [n for n in range(first, last) if same(lines[n], place.anchor)]
    number = only(found, "anchor", place.anchor, rest)
    if place.below and not lines[number].endswith("\n"):
        raise Problem(f'anchor "{place.anchor}" is a last line without newline')
    return number


def locate(lines, place, path):
    """The number of the anchor, and that of the line before which it points."""
    try:
        number = find_anchor(lines, place, path)
    except Problem as err:
        raise type(err)(f"{place.at}: {path}: {err}") from None
    return number, number + place.below


def locate_span(lines, place, path):
    """Where the added lines go: from the start to before the end is cut."""
    number, start = locate(lines, place, path)
    if not place.end:
        return Span(start, start, [number])
    last, end = locate(lines, place.end, path)
    if end <= start:
        raise Problem(f"{place.at}: {path}: the cut ends before it begins, "
                      f'at "{place.end.anchor}"')
    return Span(start, end, [number, last])


def locate_first(lines, hook):
    """Try the places of a hook in turn. A doubled anchor ends the search."""
    missing = []
    for place in hook.places:
        try:
            return locate_span(lines, place, hook.path)
        except Missing as err:
            missing.append(err)
    others = len(missing) - 1
    more = f" (nor is any of {others} alternatives)" if others else ""
    raise Problem(f"{missing[0]}{more}")
