# SPDX-License-Identifier: GPL-2.0-or-later
"""A small kernel tree, a small repository of ours, and the commands."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

INTEGRATE = Path(__file__).resolve().parent.parent

AUTHOR = {"GIT_AUTHOR_NAME": "A Tester", "GIT_AUTHOR_EMAIL": "a@example.org",
          "GIT_COMMITTER_NAME": "A Tester",
          "GIT_COMMITTER_EMAIL": "a@example.org",
          "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}

KERNEL = {
    "Kconfig": 'source "lib/Kconfig"\n',
    "Makefile": "all:\n",
    "MAINTAINERS": "APPLES\nS:\tMaintained\n\nPEARS\nS:\tMaintained\n",
    "kernel/Makefile": "obj-y += one.o\nobj-y += two.o\n",
    "lib/Kconfig": "config ONE\n\tbool \"one\"\n\tdefault y\n\n"
                   "config TWO\n\tbool \"two\"\n\tdefault y\n",
    "lib/fruit.c": """\
#include <linux/kernel.h>

static int peel(int fruit);
static inline void core(int fruit) { }

static int peel(int fruit)
{
	if (fruit)
		return wash(fruit);
	return 0;
}

int
eat(int fruit)
{
	int err = peel(fruit);

	if (err)
		return err;
	return 0;
}

struct basket {
	int fruit;
};
""",
}

OVERLAY = {
    "include/linux/juice.h": "/* juice */\n",
    "kernel/juice/juice.c": "int juice;\n",
    "kernel/juice/Makefile": "obj-y += juice.o\n",
    "Documentation/man/juice.1": "not for the kernel\n",
    "kernel/juice/juice.c~": "left by an editor\n",
    "integrate/cover-letter": "juice: make it\n\nWhy it is made.\n",
    "integrate/hooks/10-juice.hook": """\
# SPDX-License-Identifier: GPL-2.0-or-later
juice: make it

Because it is good.

---
add: include/linux/juice.h
add: kernel/juice/*

hook: kernel/Makefile
after: obj-y  +=  two.o
+obj-y += juice/

hook: MAINTAINERS
before: PEARS
+JUICE
+S:	Maintained
+
""",
    "integrate/hooks/20-drink.hook": """\
juice: drink it when eating

Because one is thirsty.

---
hook: lib/fruit.c
after: #include <linux/kernel.h>
+#include <linux/juice.h>

hook: lib/fruit.c
in: eat
before: return 0;
+	drink();
""",
}


def lay(root, files):
    for path, text in files.items():
        full = Path(root) / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text.encode())


def contents(root, skip=(".csdump-graft", ".git")):
    """{path: bytes} of all files and {path: None} of all folders."""
    found = {}
    for path in sorted(Path(root).rglob("*")):
        rel = path.relative_to(root)
        if rel.parts[0] not in skip:
            found[str(rel)] = path.read_bytes() if path.is_file() else None
    return found


def state(root):
    """Contents and times, the manifest's and the folders' included."""
    root = Path(root)
    times = {str(p): p.stat().st_mtime_ns for p in [root, *root.rglob("*")]}
    return contents(root, skip=()), times


class World(unittest.TestCase):
    def setUp(self):
        self.top = Path(tempfile.mkdtemp(prefix="integrate-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.ksrc = self.top / "ksrc"
        self.repo = self.top / "repo"
        lay(self.ksrc, KERNEL)
        lay(self.repo, OVERLAY)

    def run_tool(self, name, *args, env=None):
        done = subprocess.run(
            [INTEGRATE / name, *args], capture_output=True, text=True,
            env={**os.environ, **(AUTHOR if env is None else env)})
        return done.returncode, done.stdout + done.stderr

    def graft(self, *args):
        """Must succeed."""
        code, said = self.run_tool("graft", "--repo", self.repo, *args,
                                   self.ksrc)
        self.assertEqual(code, 0, said)
        return said

    def refused(self, *args):
        """Must fail with one line, and leave the tree alone."""
        before = state(self.ksrc)
        code, said = self.run_tool("graft", "--repo", self.repo, *args,
                                   self.ksrc)
        self.assertEqual(code, 1, said)
        self.assertEqual(said.count("\n"), 1, said)
        self.assertEqual(state(self.ksrc), before)
        return said

    def put_hook(self, text, name="20-drink"):
        message = "juice: test\n\nA body.\n\n---\n"
        lay(self.repo, {f"integrate/hooks/{name}.hook": message + text})

    def read(self, path):
        return (self.ksrc / path).read_text()

    def git(self, folder, *args):
        done = subprocess.run(["git", *args], cwd=folder, capture_output=True,
                              text=True, env={**os.environ, **AUTHOR})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout
