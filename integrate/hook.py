# SPDX-License-Identifier: GPL-2.0-or-later
"""Hook files: one patch each. README.md describes the format."""

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from problem import Problem, where


@dataclass
class Place:
    """One candidate spot: above or below an anchor line, perhaps in a scope.
    A cut has an end, which is another place."""
    below: bool
    anchor: str
    scope: str
    at: str
    end: "Place" = None


@dataclass
class Probe:
    """A question to the pristine tree."""
    path: str
    text: str
    wanted: bool


@dataclass
class Hook:
    path: str
    at: str
    probes: list = field(default_factory=list)
    places: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    @property
    def cuts(self):
        """Does it cut lines, whichever of its places is found?"""
        return bool(self.places) and all(place.end for place in self.places)


@dataclass
class Patch:
    name: str
    message: str = ""
    adds: list = field(default_factory=list)
    hooks: list = field(default_factory=list)

    @property
    def subject(self):
        return self.message.split("\n", 1)[0]


class Parser:
    """Reads one hook file, line by line."""

    def __init__(self, name, label):
        self.patch = Patch(name)
        self.label = label
        self.line = 0
        self.hook = None
        self.scope = ""
        self.open_cut = None

    def fail(self, why):
        raise Problem(f"{where(self.label, self.line)}: {why}")

    def parse(self, text):
        lines = text.split("\n")
        rest = self.parse_message(lines)
        for self.line in range(rest + 1, len(lines) + 1):
            self.parse_line(lines[self.line - 1])
        self.end_hook()
        if not self.patch.adds and not self.patch.hooks:
            self.fail("neither an add nor a hook")
        return self.patch

    def parse_message(self, lines):
        start = 0
        while start < len(lines) and lines[start].startswith("#"):
            start += 1
        if "---" not in lines:
            self.line = len(lines)
            self.fail("no --- line ends the commit message")
        end = lines.index("---")
        message = [line.rstrip() for line in lines[start:end]]
        self.line = start + 1
        if not message or not message[0]:
            self.fail("no subject")
        if len(message) < 3 or message[1] or not message[2]:
            self.fail("a commit message is a subject, an empty line and a body")
        self.patch.message = "\n".join(message).strip() + "\n"
        return end + 1

    def parse_line(self, line):
        if line.startswith("+"):
            self.added(line[1:])
            return
        line = line.strip()
        if not line or line.startswith("#"):
            return
        word, colon, value = line.partition(":")
        verb = self.VERBS.get(word)
        if not verb or not colon:
            self.fail(f"not a directive: {line}")
        if not value.strip():
            self.fail(f"{word}: needs a value")
        verb(self, word, value.strip())

    def tree_path(self, path):
        if path != posixpath.normpath(path) or path.startswith(("/", "..")):
            self.fail(f"not a path inside the kernel tree: {path}")
        return path

    def add(self, _, pattern):
        self.end_hook()
        self.patch.adds.append((self.tree_path(pattern),
                                where(self.label, self.line)))

    def start_hook(self, _, path):
        self.end_hook()
        self.hook = Hook(self.tree_path(path), where(self.label, self.line))
        self.scope = ""

    def open_hook(self, word):
        if not self.hook:
            self.fail(f"{word} outside of a hook")
        if self.hook.lines:
            self.fail(f"{word} after the added lines; start another hook")
        return self.hook

    def probe(self, word, value):
        path, _, text = value.partition(":")
        self.open_hook(word).probes.append(
            Probe(self.tree_path(path.strip()), text.strip(), word == "if-has"))

    def scoped(self, word, value):
        self.open_hook(word)
        self.scope = value

    def at(self, below, value):
        return Place(below, value, self.scope, where(self.label, self.line))

    def place(self, word, value):
        places = self.open_hook(word).places
        places.append(self.at(word == "after", value))

    def cut(self, word, value):
        self.place(word, value)
        self.hook.places[-1].end = self.at(True, value)
        self.open_cut = self.hook.places[-1]

    def cut_end(self, word, value):
        places = self.open_hook(word).places
        if not places or places[-1] is not self.open_cut:
            self.fail(f"{word} without a cut before it")
        self.open_cut.end = self.at(word == "through", value)
        self.open_cut = None

    def added(self, line):
        if not self.hook or not self.hook.places:
            self.fail("added lines without an anchor")
        self.hook.lines.append(line + "\n")

    def end_hook(self):
        if self.hook and not self.hook.lines and not self.hook.cuts:
            raise Problem(f"{self.hook.at}: the hook adds no lines")
        if self.hook:
            self.patch.hooks.append(self.hook)
        self.hook = None

    VERBS = {"add": add, "hook": start_hook, "if-has": probe,
             "if-lacks": probe, "in": scoped, "before": place, "after": place,
             "cut": cut, "through": cut_end, "until": cut_end}


def load(repo):
    """All patches of a repository, in the order of their file names."""
    folder = Path(repo) / "integrate" / "hooks"
    patches = []
    for path in sorted(folder.glob("*.hook")):
        label = str(path.relative_to(repo))
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        patches.append(Parser(path.stem, label).parse(text))
    if not patches:
        raise Problem(f"{folder}: no hook files")
    return patches
