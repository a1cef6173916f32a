# SPDX-License-Identifier: GPL-2.0-or-later
"""A kernel tree on disk: reading files, and changing many of them at once.

A change is staged in full beside the tree's files, sealed by a journal, then
renamed into place. A run that was cut short before the seal left the tree
alone; one cut short after it is finished by the next run.
"""

import fcntl
import json
import os
import shutil
import stat
from pathlib import Path

from problem import Problem

MANIFEST = ".csdump-graft"
STAGE = ".csdump-graft.new"
JOURNAL = "journal"


class Tree:
    def __init__(self, root):
        self.root = Path(root)
        for name in ("Kconfig", "Makefile"):
            if not (self.root / name).is_file():
                raise Problem(f"{root}: not a kernel source tree (no {name})")
        self.stage = self.root / STAGE

    def lock(self):
        """Held until the program ends."""
        self.handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(f"{self.root}: another graft is at work") from None

    def exists(self, path):
        return os.path.lexists(self.root / path)

    def read(self, path):
        """The text of a file, or None where there is none."""
        full = self.root / path
        if not os.path.lexists(full):
            return None
        if not stat.S_ISREG(full.lstat().st_mode):
            raise Problem(f"{full}: not a regular file")
        return full.read_bytes().decode("utf-8", "surrogateescape")

    def mode(self, path):
        return stat.S_IMODE((self.root / path).stat().st_mode)

    def pending(self):
        return (self.stage / JOURNAL).exists()

    def recover(self):
        """Finish a change that was cut short, or drop one never sealed."""
        if self.pending():
            self.replay()
        elif self.stage.exists():
            shutil.rmtree(self.stage)

    def change(self, writes, removes, prune):
        """Write {path: (text, mode)}, remove paths, prune empty folders."""
        try:
            self.fill_stage(writes, removes, prune)
        except OSError:
            shutil.rmtree(self.stage, ignore_errors=True)
            raise
        self.replay()

    def fill_stage(self, writes, removes, prune):
        self.stage.mkdir()
        for number, (path, (text, mode)) in enumerate(writes.items()):
            staged = self.stage / str(number)
            staged.write_bytes(text.encode("utf-8", "surrogateescape"))
            staged.chmod(mode)
        journal = {"writes": list(writes), "removes": list(removes),
                   "prune": sorted(prune, reverse=True)}
        aside = self.stage / (JOURNAL + ".tmp")
        aside.write_text(json.dumps(journal))
        aside.rename(self.stage / JOURNAL)

    def replay(self):
        journal = json.loads((self.stage / JOURNAL).read_text())
        for number, path in enumerate(journal["writes"]):
            staged = self.stage / str(number)
            if staged.exists():
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                staged.rename(self.root / path)
        for path in journal["removes"]:
            (self.root / path).unlink(missing_ok=True)
        for path in journal["prune"]:
            self.prune(self.root / path)
        shutil.rmtree(self.stage)

    @staticmethod
    def prune(folder):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
