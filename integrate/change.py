# SPDX-License-Identifier: GPL-2.0-or-later
"""The difference between a tree and how it should be."""

import manifest as manifests
from tree import MANIFEST


class Change:
    def __init__(self, tree, old, new, texts):
        """old and new are manifests; texts is {path: (text, mode)} wanted."""
        self.tree = tree
        self.writes = {}
        self.removes = []
        self.verbs = []
        old.refuse_edits(tree, {p: text for p, (text, _) in texts.items()})
        for path, (text, mode) in sorted(texts.items()):
            self.want(path, text, mode)
        for path in sorted(set(old.hooked) - set(new.hooked)):
            self.want(path, old.pristine(tree, path), tree.mode(path))
        for path in sorted(set(old.added) - set(texts)):
            self.drop(path)
        self.prune = sorted(set(old.folders) - set(new.folders))
        self.keep(new)

    def want(self, path, text, mode):
        now = self.tree.read(path)
        if now == text and self.tree.mode(path) & 0o111 == mode & 0o111:
            return
        self.writes[path] = (text, mode)
        self.verbs.append(("add" if now is None else "change", path))

    def drop(self, path):
        if self.tree.exists(path):
            self.removes.append(path)
            self.verbs.append(("remove", path))

    def keep(self, new):
        """The manifest changes with the files."""
        text = new.text() if new.added or new.hooked else None
        now = self.tree.read(MANIFEST)
        if text is None and now is not None:
            self.removes.append(MANIFEST)
        elif text != now:
            self.writes[MANIFEST] = (text, 0o644)

    def __bool__(self):
        return bool(self.writes or self.removes or self.prune)

    def make(self):
        if self:
            self.tree.change(self.writes, self.removes, self.prune)

    def report(self):
        return "".join(f"{verb:<7} {path}\n" for verb, path in self.verbs)


def to_graft(plan):
    texts = {path: (file.text(), file.mode)
             for path, file in plan.files.items()}
    return Change(plan.tree, plan.manifest, plan.record(), texts)


def to_pristine(tree, old):
    return Change(tree, old, manifests.Manifest(), {})
