# SPDX-License-Identifier: GPL-2.0-or-later
"""What the grafted files look like, computed in memory from pristine ones."""

import os
from dataclasses import dataclass, field

import anchor
import overlay
from hook import Hook
from manifest import Manifest, checksum, split
from problem import Problem


@dataclass
class Edit:
    """Lines of a hook, in the place of a span of lines that may be empty."""
    span: anchor.Span
    patch: int
    hook: Hook

    def cuts(self, other):
        """The number of a line that hangs the other's hook, if this cuts it."""
        return next((number for number in other.span.anchors
                     if self.span.start <= number < self.span.end), None)


@dataclass
class File:
    """One touched file. original is None for a file we add."""
    original: str
    base: list
    mode: int
    patch: int = -1
    edits: list = field(default_factory=list)

    def render(self, last=None):
        """Lines after patches up to last, and the ranges that were changed."""
        lines, ranges, done = [], [], 0
        edits = [e for e in self.edits if last is None or e.patch <= last]
        for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
            span, added = edit.span, edit.hook.lines
            lines += self.base[done:span.start]
            done = span.end
            cut = self.base[span.start:span.end]
            ranges.append([len(lines), len(added), *cut])
            lines += added
        return lines + self.base[done:], ranges

    def edit(self, edit):
        """What one hook cuts, no other may hang on."""
        for other in self.edits:
            for one, two in ((edit, other), (other, edit)):
                number = one.cuts(two)
                if number is not None:
                    raise Problem(
                        f"{one.hook.at}: {one.hook.path}: cuts line "
                        f"{number + 1}, an anchor of {two.hook.at}")
        self.edits.append(edit)

    def text(self, last=None):
        return "".join(self.render(last)[0])

    def touched_by(self, patch):
        return self.patch == patch or any(
            edit.patch == patch for edit in self.edits)


class Plan:
    """The patches applied to the pristine state of a tree."""

    def __init__(self, repo, patches, tree, manifest):
        self.patches = patches
        self.tree = tree
        self.manifest = manifest
        self.files = {}
        for path, number in overlay.assign(repo, patches).items():
            self.add(repo, path, number)
        for number, patch in enumerate(patches):
            for hook in patch.hooks:
                self.apply(hook, number)

    def pristine(self, path):
        return self.manifest.pristine(self.tree, path)

    def add(self, repo, path, number):
        if path not in self.manifest.added and self.tree.exists(path):
            raise Problem(f"{self.tree.root / path}: exists and is not ours; "
                          f"{self.patches[number].name} would overwrite it")
        text, mode = overlay.read(repo, path)
        self.files[path] = File(None, split(text), mode, number)

    def applies(self, hook):
        for probe in hook.probes:
            text = self.pristine(probe.path)
            has = text is not None and (
                anchor.squeeze(probe.text) in anchor.squeeze(text))
            if has != probe.wanted:
                return False
        return True

    def open(self, hook, number):
        """The file a hook changes, read once."""
        path = hook.path
        if path not in self.files:
            text = self.pristine(path)
            if text is None:
                raise Problem(f"{hook.at}: {path}: no such file in the tree")
            self.files[path] = File(text, split(text), self.tree.mode(path))
        if self.files[path].patch > number:
            raise Problem(f"{hook.at}: {path} is added only by a later patch")
        return self.files[path]

    def apply(self, hook, number):
        """Anchors are sought in the base text, never in lines we add."""
        if not self.applies(hook):
            return
        file = self.open(hook, number)
        span = anchor.locate_first(file.base, hook)
        file.edit(Edit(span, number, hook))

    def record(self):
        """The manifest of the tree once this plan is in place."""
        manifest = Manifest()
        for path, file in sorted(self.files.items()):
            text = file.text()
            if file.original is None:
                manifest.added[path] = checksum(text)
            else:
                manifest.hooked[path] = {
                    "original": checksum(file.original),
                    "grafted": checksum(text),
                    "ranges": file.render()[1]}
        manifest.folders = self.new_folders(manifest.added)
        return manifest

    def new_folders(self, added):
        """Folders that are there only for our files."""
        folders = set()
        for path in added:
            folder = os.path.dirname(path)
            while folder and (folder in self.manifest.folders
                              or not self.tree.exists(folder)):
                folders.add(folder)
                folder = os.path.dirname(folder)
        return sorted(folders)
