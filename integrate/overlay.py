# SPDX-License-Identifier: GPL-2.0-or-later
"""The whole files of ours that go into the kernel tree."""

import fnmatch
import os
from pathlib import Path

from problem import Problem

FOLDERS = ("Documentation", "arch", "drivers", "include", "kernel", "lib")
NOT_KERNEL = ("Documentation/man/",)
LEFTOVERS = (".*", "*~", "*.orig", "*.rej", "*.o")


def is_ours(path):
    name = os.path.basename(path)
    return not path.startswith(NOT_KERNEL) and not any(
        fnmatch.fnmatchcase(name, pattern) for pattern in LEFTOVERS)


def listing(repo):
    """Every overlay file, as sorted paths relative to the repository."""
    paths = []
    for folder in FOLDERS:
        for here, _, names in os.walk(Path(repo) / folder):
            rel = os.path.relpath(here, repo)
            paths += [f"{rel}/{name}" for name in names]
    return sorted(path for path in paths if is_ours(path))


def matches(path, pattern):
    """Like a shell: * does not cross a slash."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(
        map(fnmatch.fnmatchcase, parts, wanted))


def assign(repo, patches):
    """Who adds what: {path: patch number}. Each file belongs to one patch."""
    paths = listing(repo)
    owner = {}
    for number, patch in enumerate(patches):
        for pattern, at in patch.adds:
            found = [path for path in paths if matches(path, pattern)]
            if not found:
                raise Problem(f"{at}: no overlay file matches {pattern}")
            for path in found:
                if path in owner:
                    raise Problem(f"{at}: {path} is added by "
                                  f"{patches[owner[path]].name} as well")
                owner[path] = number
    orphans = [path for path in paths if path not in owner]
    if orphans:
        raise Problem(f"{orphans[0]}: no hook file adds it")
    return owner


def read(repo, path):
    """Text and mode of one overlay file."""
    full = Path(repo) / path
    mode = 0o755 if os.access(full, os.X_OK) else 0o644
    return full.read_bytes().decode("utf-8", "surrogateescape"), mode
