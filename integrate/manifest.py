# SPDX-License-Identifier: GPL-2.0-or-later
"""What a graft did to a tree, kept in the tree so that it can be undone."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from problem import Problem
from tree import MANIFEST


def checksum(text):
    data = text.encode("utf-8", "surrogateescape")
    return hashlib.sha256(data).hexdigest()


@dataclass
class Manifest:
    """added: {path: checksum}. hooked: {path: {original, grafted, ranges}},
    where a range is the first line (from 0) and the count of lines added,
    then the lines that were cut there.
    folders: those that the graft made."""
    added: dict = field(default_factory=dict)
    hooked: dict = field(default_factory=dict)
    folders: list = field(default_factory=list)

    def text(self):
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    def pristine(self, tree, path):
        """The text of a file as it was before the graft, None if absent."""
        text = tree.read(path)
        if path in self.added:
            return None
        if path not in self.hooked:
            return text
        record = self.hooked[path]
        if text is not None and checksum(text) == record["original"]:
            return text
        if text is None or checksum(text) != record["grafted"]:
            raise Problem(f"{tree.root / path}: edited since it was grafted")
        text = without(text, record["ranges"])
        if checksum(text) != record["original"]:
            raise Problem(f"{tree.root / MANIFEST}: does not fit {path}")
        return text

    def refuse_edits(self, tree, coming=None):
        """Our files must be as we left them, or as they are about to be."""
        coming = coming or {}
        for path, recorded in self.added.items():
            text = tree.read(path)
            if text in (None, coming.get(path)):
                continue
            if checksum(text) != recorded:
                raise Problem(f"{tree.root / path}: edited since it was grafted")


def without(text, ranges):
    lines = split(text)
    for start, count, *cut in reversed(ranges):
        lines[start:start + count] = cut
    return "".join(lines)


def split(text):
    """Lines with their newline; only a newline ends a line."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def load(tree):
    text = tree.read(MANIFEST)
    if text is None:
        return Manifest()
    try:
        return Manifest(**json.loads(text))
    except (ValueError, TypeError):
        raise Problem(f"{tree.root / MANIFEST}: damaged") from None
