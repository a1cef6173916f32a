# SPDX-License-Identifier: GPL-2.0-or-later
"""The real overlay on real kernels, those whose source has been unpacked."""

import os
import shutil
from pathlib import Path

import hook
import manifest
from tree import MANIFEST, Tree
from world import INTEGRATE, World, contents

REPO = INTEGRATE.parent
SOURCES = Path(os.environ.get("BUILD", REPO / "build")) / "src"


class OnKernel:
    """Works on a copy of the files that the hooks are about."""

    def setUp(self):
        if not (self.source / "MAINTAINERS").is_file():
            self.skipTest(f"no {self.source}")
        super().setUp()
        shutil.rmtree(self.ksrc)
        self.repo = REPO
        tree = Tree(self.source)
        paths = {"Kconfig", "Makefile"}
        for patch in hook.load(REPO):
            for one in patch.hooks:
                paths |= {one.path, *(probe.path for probe in one.probes)}
        done = manifest.load(tree)
        paths |= {*done.added, *done.hooked, MANIFEST}
        for path in filter(tree.exists, paths):
            (self.ksrc / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.source / path, self.ksrc / path)
        self.graft("--undo")

    def series(self):
        out = self.top / "out"
        code, said = self.run_tool("series", self.ksrc, out)
        self.assertEqual(code, 0, said)
        return out

    def test_graft_and_undo(self):
        before = contents(self.ksrc, skip=())
        self.graft()
        self.assertIn("0 files changed", self.graft())
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), before)

    def test_series_equals_the_graft(self):
        out = self.series()
        self.git(self.ksrc, "init", "-q")
        self.git(self.ksrc, "add", "-Af")
        self.git(self.ksrc, "commit", "-qm", "pristine")
        patches = sorted(map(str, out.glob("*.patch")))[1:]
        self.git(self.ksrc, "am", "-q", *patches)
        applied = contents(self.ksrc)
        self.git(self.ksrc, "reset", "-q", "--hard", f"HEAD~{len(patches)}")
        self.graft()
        self.assertEqual(contents(self.ksrc), applied)

    def test_series_passes_checkpatch(self):
        code, said = self.run_tool("checkpatch", self.source, self.series())
        self.assertEqual(code, 0, said)


class Kernel(OnKernel, World):
    source = SOURCES / "linux-source-6.12"


class Mainline(OnKernel, World):
    source = SOURCES / "mainline"
