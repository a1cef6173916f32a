# SPDX-License-Identifier: GPL-2.0-or-later
"""The life of a grafted tree: graft, again, upgrade, undo, refuse."""

import json

from tree import JOURNAL, STAGE, Tree
from world import World, contents, lay, state


class Graft(World):
    def test_adds_files_and_lines(self):
        self.graft()
        self.assertEqual(self.read("kernel/juice/juice.c"), "int juice;\n")
        self.assertEqual(self.read("kernel/Makefile"),
                         "obj-y += one.o\nobj-y += two.o\nobj-y += juice/\n")
        self.assertIn("\t\treturn err;\n\tdrink();\n\treturn 0;\n",
                      self.read("lib/fruit.c"))
        self.assertIn("\n\nJUICE\nS:\tMaintained\n\nPEARS\n",
                      self.read("MAINTAINERS"))

    def test_leaves_out_what_is_not_for_the_kernel(self):
        self.graft()
        self.assertFalse((self.ksrc / "Documentation").exists())
        self.assertFalse((self.ksrc / "kernel/juice/juice.c~").exists())

    def test_twice_changes_nothing(self):
        self.graft()
        before = state(self.ksrc)
        self.assertIn("0 files changed", self.graft())
        self.assertEqual(state(self.ksrc), before)

    def test_check_changes_nothing(self):
        before = state(self.ksrc)
        said = self.graft("--check")
        self.assertIn("pristine\n", said)
        self.assertIn("add     kernel/juice/juice.c\n", said)
        self.assertEqual(state(self.ksrc), before)
        self.graft()
        self.assertEqual(self.graft("--check"),
                         "grafted\n0 files would change\n")

    def test_keeps_modes(self):
        (self.ksrc / "kernel/Makefile").chmod(0o755)
        self.graft()
        mode = (self.ksrc / "kernel/Makefile").stat().st_mode
        self.assertEqual(mode & 0o777, 0o755)

    def test_refuses_what_is_no_kernel_tree(self):
        (self.ksrc / "Kconfig").unlink()
        self.assertIn("not a kernel source tree", self.refused())


class Undo(World):
    def test_gives_the_pristine_tree_back(self):
        before = contents(self.ksrc)
        self.graft()
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), before)

    def test_of_a_pristine_tree_changes_nothing(self):
        before = state(self.ksrc)
        self.graft("--undo")
        self.assertEqual(state(self.ksrc), before)

    def test_brings_back_what_was_cut(self):
        odd = b"int a;\r\n\xff\f\x00\n\rint b;\nint c;\nno newline"
        (self.ksrc / "lib/fruit.c").write_bytes(odd)
        before = contents(self.ksrc)
        self.put_hook("hook: lib/fruit.c\ncut: int a;\nthrough: int b;\n"
                      "hook: lib/fruit.c\nbefore: no newline\n+int d;\n"
                      "hook: lib/fruit.c\ncut: int c;\n+int e;\n+int f;\n")
        self.graft()
        self.assertEqual(self.read("lib/fruit.c"),
                         "int e;\nint f;\nint d;\nno newline")
        self.assertIn("0 files changed", self.graft())
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), before)

    def test_needs_no_hooks(self):
        before = contents(self.ksrc)
        self.graft()
        for path in (self.repo / "integrate/hooks").iterdir():
            path.unlink()
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc), before)

    def test_keeps_bytes_that_are_not_text(self):
        odd = b"obj-y += two.o\r\n\xff\f\x00\n\robj-y += two.o \nno newline"
        (self.ksrc / "kernel/Makefile").write_bytes(odd.replace(b"two.o\r", b""))
        before = contents(self.ksrc)
        self.graft()
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc), before)

    def test_refuses_an_edited_hooked_file(self):
        self.graft()
        lay(self.ksrc, {"lib/fruit.c": self.read("lib/fruit.c") + "\n"})
        said = self.refused("--undo")
        self.assertIn("lib/fruit.c: edited since it was grafted", said)
        self.assertIn("lib/fruit.c: edited since it was grafted",
                      self.refused())

    def test_refuses_an_edit_beside_a_cut(self):
        self.put_hook("hook: lib/fruit.c\ncut: return wash(fruit);\n")
        self.graft()
        lay(self.ksrc, {"lib/fruit.c": self.read("lib/fruit.c").replace(
            "if (fruit)\n", "if (fruit)\n\t\treturn 2;\n")})
        for verb in ((), ("--undo",)):
            self.assertIn("lib/fruit.c: edited since it was grafted",
                          self.refused(*verb))

    def test_refuses_an_edited_added_file(self):
        self.graft()
        lay(self.ksrc, {"kernel/juice/juice.c": "int mine;\n"})
        self.assertIn("juice.c: edited", self.refused("--undo"))
        self.assertIn("juice.c: edited", self.refused())

    def test_leaves_what_a_build_made(self):
        self.graft()
        lay(self.ksrc, {"kernel/juice/juice.o": "object"})
        self.graft("--undo")
        self.assertEqual(self.read("kernel/juice/juice.o"), "object")


class Upgrade(World):
    def test_writes_only_what_changed(self):
        self.graft()
        _, before = state(self.ksrc)
        lay(self.repo, {"kernel/juice/juice.c": "int more_juice;\n"})
        self.assertIn("1 files changed", self.graft())
        _, after = state(self.ksrc)
        changed = {path for path in after if before[path] != after[path]}
        self.assertEqual(changed, {
            str(self.ksrc / path) for path in (
                "", "kernel/juice", "kernel/juice/juice.c", ".csdump-graft")})

    def test_equals_a_fresh_graft(self):
        pristine = contents(self.ksrc)
        self.graft()
        (self.repo / "kernel/juice/juice.c").unlink()
        lay(self.repo, {"kernel/juice/deep/new.c": "int fresh;\n"})
        hook = self.repo / "integrate/hooks/10-juice.hook"
        hook.write_text(hook.read_text().replace(
            "add: kernel/juice/*", "add: kernel/juice/Makefile\n"
            "add: kernel/juice/deep/*").replace("+obj-y", "+obj-m"))
        self.put_hook("hook: lib/fruit.c\nin: peel\nbefore: return 0;\n+\tx;\n")
        self.graft()
        upgraded = contents(self.ksrc, skip=())
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), pristine)
        self.graft()
        self.assertEqual(contents(self.ksrc, skip=()), upgraded)

    def test_more_and_less_of_a_cut(self):
        pristine = contents(self.ksrc)
        cut = "hook: lib/fruit.c\nin: peel\ncut: if (fruit)\n"
        self.put_hook(cut)
        self.graft()
        less = contents(self.ksrc, skip=())
        self.put_hook(f"{cut}through: return 0;\n+\tx;\n")
        self.graft()
        self.assertIn("\n{\n\tx;\n}\n", self.read("lib/fruit.c"))
        self.put_hook(cut)
        self.graft()
        self.assertEqual(contents(self.ksrc, skip=()), less)
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), pristine)

    def test_a_hook_less_restores_the_file(self):
        before = self.read("lib/fruit.c")
        self.graft()
        (self.repo / "integrate/hooks/20-drink.hook").unlink()
        self.graft()
        self.assertEqual(self.read("lib/fruit.c"), before)

    def test_an_edit_that_came_home_is_no_edit(self):
        self.graft()
        lay(self.ksrc, {"kernel/juice/juice.c": "int better;\n"})
        lay(self.repo, {"kernel/juice/juice.c": "int better;\n"})
        self.graft()
        self.graft("--undo")

    def test_a_restored_hooked_file_is_grafted_again(self):
        pristine = self.read("lib/fruit.c")
        self.graft()
        grafted = self.read("lib/fruit.c")
        lay(self.ksrc, {"lib/fruit.c": pristine})
        self.graft()
        self.assertEqual(self.read("lib/fruit.c"), grafted)


class Conflict(World):
    def test_with_a_file_of_the_kernels(self):
        lay(self.ksrc, {"kernel/juice/juice.c": "theirs\n"})
        self.assertIn("juice.c: exists and is not ours", self.refused())

    def test_hooked_file_is_a_link(self):
        (self.ksrc / "kernel/Makefile").unlink()
        (self.ksrc / "kernel/Makefile").symlink_to("../Makefile")
        self.assertIn("not a regular file", self.refused())

    def test_hooked_file_is_missing(self):
        (self.ksrc / "lib/fruit.c").unlink()
        self.assertIn("20-drink.hook:6: lib/fruit.c: no such file",
                      self.refused())

    def test_damaged_manifest(self):
        self.graft()
        (self.ksrc / ".csdump-graft").write_text("{")
        self.assertIn(".csdump-graft: damaged", self.refused())


class CutShort(World):
    def stage(self):
        """Seal a change of two files, and leave it at that."""
        Tree(self.ksrc).fill_stage(
            {"kernel/a.c": ("a\n", 0o644), "kernel/b.c": ("b\n", 0o644)},
            ["kernel/Makefile"], [])

    def test_a_sealed_change_is_finished(self):
        self.stage()
        (self.ksrc / STAGE / "0").rename(self.ksrc / "kernel/a.c")
        Tree(self.ksrc).recover()
        self.assertEqual(self.read("kernel/a.c"), "a\n")
        self.assertEqual(self.read("kernel/b.c"), "b\n")
        self.assertFalse((self.ksrc / "kernel/Makefile").exists())
        self.assertFalse((self.ksrc / STAGE).exists())

    def test_an_unsealed_change_is_dropped(self):
        before = contents(self.ksrc)
        self.stage()
        (self.ksrc / STAGE / JOURNAL).unlink()
        Tree(self.ksrc).recover()
        self.assertEqual(contents(self.ksrc, skip=()), before)

    def test_series_waits_for_it(self):
        self.stage()
        code, said = self.run_tool("series", "--repo", self.repo, self.ksrc,
                                   self.top / "out")
        self.assertEqual(code, 1)
        self.assertIn("cut short", said)

    def test_the_journal_is_json(self):
        self.stage()
        journal = json.loads((self.ksrc / STAGE / JOURNAL).read_text())
        self.assertEqual(journal["removes"], ["kernel/Makefile"])
