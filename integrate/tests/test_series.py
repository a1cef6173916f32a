# SPDX-License-Identifier: GPL-2.0-or-later
"""The patch series: it applies, and it says what the graft does."""

import os

from world import AUTHOR, World, contents, lay, state


class Series(World):
    def series(self, env=None):
        self.out = self.top / "out"
        return self.run_tool("series", "--repo", self.repo, self.ksrc,
                             self.out, env=env)

    def emitted(self):
        code, said = self.series()
        self.assertEqual(code, 0, said)
        return sorted(path.name for path in self.out.iterdir())

    def applied(self):
        """The pristine tree in git, after git am."""
        self.git(self.ksrc, "init", "-q")
        self.git(self.ksrc, "add", "-Af")
        self.git(self.ksrc, "commit", "-qm", "pristine")
        self.git(self.ksrc, "am", "-q",
                 *sorted(map(str, self.out.glob("000[1-9]*.patch"))))
        return contents(self.ksrc)

    def test_applies_and_equals_the_graft(self):
        self.assertEqual(self.emitted(), [
            "0000-cover-letter.patch", "0001-juice-make-it.patch",
            "0002-juice-drink-it-when-eating.patch"])
        applied = self.applied()
        self.git(self.ksrc, "reset", "-q", "--hard", "HEAD~2")
        self.graft()
        self.assertEqual(contents(self.ksrc), applied)

    def test_of_a_grafted_tree_is_the_same(self):
        os.environ["GIT_AUTHOR_DATE"] = "2001-01-01T00:00:00Z"
        os.environ["GIT_COMMITTER_DATE"] = "2001-01-01T00:00:00Z"
        self.addCleanup(os.environ.pop, "GIT_AUTHOR_DATE")
        self.addCleanup(os.environ.pop, "GIT_COMMITTER_DATE")
        self.emitted()
        first = contents(self.out)
        self.graft()
        before = state(self.ksrc)
        self.emitted()
        self.assertEqual(contents(self.out), first)
        self.assertEqual(state(self.ksrc), before)

    def test_messages(self):
        self.emitted()
        cover = (self.out / "0000-cover-letter.patch").read_text()
        self.assertIn("Subject: [PATCH 0/2] juice: make it\n", cover)
        self.assertIn("\nWhy it is made.\n", cover)
        patch = (self.out / "0001-juice-make-it.patch").read_text()
        self.assertIn("From: A Tester <a@example.org>\n", patch)
        self.assertIn("Subject: [PATCH 1/2] juice: make it\n\nBecause it is "
                      "good.\n\nSigned-off-by: A Tester <a@example.org>\n---\n",
                      patch)

    def test_one_file_changed_by_two_patches(self):
        self.put_hook("hook: kernel/Makefile\nafter: obj-y += one.o\n+obj-m\n"
                      "hook: kernel/juice/juice.c\nafter: int juice;\n+int b;\n")
        self.emitted()
        first = (self.out / "0001-juice-make-it.patch").read_text()
        self.assertNotIn("obj-m", first)
        self.assertNotIn("int b", first)
        applied = self.applied()
        self.assertEqual(applied["kernel/juice/juice.c"],
                         b"int juice;\nint b;\n")

    def test_cut_lines(self):
        self.put_hook("hook: lib/fruit.c\nin: peel\ncut: if (fruit)\n"
                      "until: return 0;\n"
                      "hook: kernel/juice/juice.c\ncut: int juice;\n+int b;\n")
        self.emitted()
        second = (self.out / "0002-juice-test.patch").read_text()
        self.assertIn("\n-\tif (fruit)\n-\t\treturn wash(fruit);\n \treturn 0;",
                      second)
        applied = self.applied()
        self.git(self.ksrc, "reset", "-q", "--hard", "HEAD~2")
        self.graft()
        self.assertEqual(contents(self.ksrc), applied)

    def test_a_patch_without_effect_is_left_out(self):
        self.put_hook("hook: kernel/Makefile\nif-has: nowhere\n"
                      "after: obj-y += one.o\n+obj-m\n")
        self.assertEqual(len(self.emitted()), 2)

    def test_needs_an_author(self):
        env = dict(AUTHOR, HOME=str(self.top))
        env = {key: "" if "NAME" in key or "EMAIL" in key else value
               for key, value in env.items()}
        code, said = self.series(env)
        self.assertEqual(code, 1)
        self.assertIn("set git config user.name and user.email", said)
        self.assertEqual(said.count("\n"), 1, said)
        self.assertFalse(self.out.exists())

    def test_replaces_an_earlier_series_only(self):
        self.emitted()
        lay(self.out, {"0009-old.patch": "old\n"})
        self.assertEqual(len(self.emitted()), 3)
        lay(self.out, {"notes": "mine\n"})
        code, said = self.series()
        self.assertEqual(code, 1)
        self.assertIn("not a series of patches", said)
        self.assertTrue((self.out / "notes").exists())

    def test_failure_leaves_the_old_series(self):
        self.emitted()
        before = contents(self.out)
        self.put_hook("hook: kernel/Makefile\nafter: gone\n+x\n")
        code, said = self.series()
        self.assertEqual(code, 1)
        self.assertIn("found 0 times", said)
        self.assertEqual(contents(self.out), before)
        self.assertEqual(sorted(p.name for p in self.top.iterdir()),
                         ["ksrc", "out", "repo"])
