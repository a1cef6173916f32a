# SPDX-License-Identifier: GPL-2.0-or-later
"""Anchors, scopes, conditions, and what the parser refuses."""

from world import World, contents, lay


class Anchor(World):
    def place(self, text):
        self.put_hook(f"hook: lib/fruit.c\n{text}\n+\tadded;\n")

    def test_missing(self):
        self.place("after: return 7;")
        self.assertEqual(
            self.refused(),
            "graft: integrate/hooks/20-drink.hook:7: lib/fruit.c: anchor "
            '"return 7;" found 0 times, wanted once\n')

    def test_doubled(self):
        self.place("after: return 0;")
        self.assertIn('lib/fruit.c: anchor "return 0;" found 2 times',
                      self.refused())

    def test_doubled_is_no_reason_to_try_another(self):
        self.place("after: return 0;\nafter: return err;")
        self.assertIn("found 2 times", self.refused())

    def test_once_in_scope(self):
        self.place("in: peel\nbefore: return 0;")
        self.graft()
        self.assertIn("wash(fruit);\n\tadded;\n\treturn 0;",
                      self.read("lib/fruit.c"))

    def test_scope_ends_with_the_function(self):
        self.place("in: peel\nbefore: return err;")
        self.assertIn("found 0 times in peel", self.refused())

    def test_type_on_a_line_of_its_own(self):
        self.place("in: eat\nbefore: return 0;")
        self.graft()
        self.assertIn("return err;\n\tadded;\n", self.read("lib/fruit.c"))

    def test_scope_missing(self):
        self.place("in: pee\nbefore: return 0;")
        self.assertIn('function "pee" found 0 times', self.refused())

    def test_one_line_stub_is_no_scope(self):
        self.place("in: core\nbefore: return 0;")
        self.assertIn('function "core" found 0 times', self.refused())

    def test_scope_doubled(self):
        text = self.read("lib/fruit.c")
        lay(self.ksrc, {"lib/fruit.c": text + "int peel(void)\n{\n}\n"})
        self.place("in: peel\nbefore: return 0;")
        self.assertIn('function "peel" found 2 times', self.refused())

    def test_scope_by_line(self):
        self.place("in: struct basket {\nafter: int fruit;")
        self.graft()
        self.assertIn("\tint fruit;\n\tadded;\n};", self.read("lib/fruit.c"))

    def test_scope_in_kconfig(self):
        self.put_hook("hook: lib/Kconfig\nin: config ONE\nafter: default y\n"
                      "+\tselect X\n")
        self.graft()
        self.assertIn("y\n\tselect X\n\nconfig TWO", self.read("lib/Kconfig"))

    def test_scope_in_maintainers(self):
        self.put_hook("hook: MAINTAINERS\nin: APPLES\nafter: S:\tMaintained\n"
                      "+F:\tapples/\n")
        self.graft()
        self.assertIn("F:\tapples/\n\nJUICE\n", self.read("MAINTAINERS"))

    def test_prefix(self):
        self.place("after: #include <linux/...")
        self.graft()
        self.assertIn("kernel.h>\n\tadded;\n", self.read("lib/fruit.c"))

    def test_part_of_a_line_does_not_match(self):
        self.place("after: #include")
        self.assertIn("found 0 times", self.refused())

    def test_alternatives(self):
        self.place("after: from_a_newer_kernel();\nin: gone\nafter: x;\n"
                   "in: peel\nbefore: return 0;")
        self.graft()
        self.assertIn("\tadded;\n\treturn 0;", self.read("lib/fruit.c"))

    def test_no_alternative_found(self):
        self.place("after: a;\nafter: b;\nafter: c;")
        self.assertIn('"a;" found 0 times, wanted once '
                      "(nor is any of 2 alternatives)", self.refused())

    def test_our_own_lines_are_no_anchors(self):
        self.put_hook("hook: kernel/Makefile\nafter: obj-y += one.o\n"
                      "+obj-y += two.o\n", "05-two")
        self.graft()
        self.assertEqual(self.read("kernel/Makefile"),
                         "obj-y += one.o\nobj-y += two.o\n"
                         "obj-y += two.o\nobj-y += juice/\n")

    def test_the_earlier_hook_comes_first(self):
        hook = "hook: kernel/Makefile\nafter: obj-y += one.o\n"
        self.put_hook(f"{hook}+a\n{hook}+b\n"
                      "hook: kernel/Makefile\nbefore: obj-y += two.o\n+c\n")
        self.put_hook(f"{hook}+first\n", "05-first")
        self.graft()
        self.assertIn("one.o\nfirst\na\nb\nc\nobj",
                      self.read("kernel/Makefile"))

    def test_after_a_line_without_newline(self):
        lay(self.ksrc, {"kernel/Makefile": "obj-y += two.o"})
        self.assertIn("without newline", self.refused())


class Cut(World):
    def place(self, text):
        self.put_hook(f"hook: lib/fruit.c\n{text}\n")

    def test_one_line(self):
        self.place("cut: return wash(fruit);")
        self.graft()
        self.assertIn("\tif (fruit)\n\treturn 0;\n", self.read("lib/fruit.c"))

    def test_one_line_replaced(self):
        self.place("cut: return wash(fruit);\n+\t\treturn 1;\n+\telse")
        self.graft()
        self.assertIn("\tif (fruit)\n\t\treturn 1;\n\telse\n\treturn 0;\n",
                      self.read("lib/fruit.c"))

    def test_through(self):
        self.place("cut: if (fruit)\nin: peel\nthrough: return 0;\n+\tx;")
        self.graft()
        self.assertIn("int fruit)\n{\n\tx;\n}\n\nint\neat",
                      self.read("lib/fruit.c"))

    def test_until(self):
        self.place("cut: static int peel(int fruit);\nuntil: int")
        self.graft()
        self.assertTrue(self.read("lib/fruit.c").startswith(
            "#include <linux/kernel.h>\n\nint\neat(int fruit)\n"))

    def test_end_above(self):
        self.place("in: struct basket {\ncut: int fruit;\n"
                   "until: struct basket {")
        self.assertIn("20-drink.hook:8: lib/fruit.c: the cut ends before it "
                      'begins, at "struct basket {"', self.refused())

    def test_empty(self):
        self.place("in: peel\ncut: return 0;\nuntil: return 0;")
        self.assertIn("the cut ends before it begins", self.refused())

    def test_end_missing(self):
        self.place("cut: if (fruit)\nthrough: gone();")
        self.assertEqual(
            self.refused(),
            "graft: integrate/hooks/20-drink.hook:8: lib/fruit.c: anchor "
            '"gone();" found 0 times, wanted once\n')

    def test_end_doubled(self):
        self.place("cut: if (fruit)\nthrough: return 0;")
        self.assertIn('20-drink.hook:8: lib/fruit.c: anchor "return 0;" found '
                      "2 times", self.refused())

    def test_alternatives(self):
        self.place("cut: if (fruit)\nthrough: gone();\n"
                   "cut: gone();\nuntil: return wash(fruit);\n"
                   "cut: struct basket {\nthrough: int fruit;\n+union u {")
        self.graft()
        self.assertIn("}\n\nunion u {\n};\n", self.read("lib/fruit.c"))

    def test_last_line_without_newline(self):
        lay(self.ksrc, {"lib/fruit.c": "one\ntwo"})
        self.place("cut: two")
        self.assertIn("without newline", self.refused())

    def test_beside_other_hooks(self):
        hook = "hook: kernel/Makefile\n"
        self.put_hook(f"{hook}cut: obj-y += one.o\n+cut one\n"
                      f"{hook}before: obj-y += two.o\n+before two\n")
        self.put_hook(f"{hook}cut: # comment\n+cut comment\n", "15-cut")
        lay(self.ksrc, {"kernel/Makefile": "# comment\n" +
                        self.read("kernel/Makefile")})
        before = contents(self.ksrc)
        self.graft()
        self.assertEqual(self.read("kernel/Makefile"),
                         "cut comment\ncut one\nbefore two\n"
                         "obj-y += two.o\nobj-y += juice/\n")
        self.graft("--undo")
        self.assertEqual(contents(self.ksrc, skip=()), before)

    def test_takes_no_anchor_of_another(self):
        self.put_hook("hook: kernel/Makefile\ncut: obj-y += one.o\n"
                      "through: obj-y += two.o\n")
        self.assertEqual(
            self.refused(),
            "graft: integrate/hooks/20-drink.hook:6: kernel/Makefile: cuts "
            "line 2, an anchor of integrate/hooks/10-juice.hook:10\n")

    def test_taken_anchor_in_a_later_hook(self):
        self.put_hook("hook: kernel/Makefile\ncut: obj-y += two.o\n", "05-cut")
        self.assertIn("05-cut.hook:6: kernel/Makefile: cuts line 2, an anchor "
                      "of integrate/hooks/10-juice.hook:10", self.refused())

    def test_cuts_nothing_twice(self):
        cut = "hook: lib/fruit.c\ncut: struct basket {\nthrough: "
        self.put_hook(f"{cut}int fruit;\n{cut}int fruit;\n")
        self.assertIn("cuts line 23, an anchor of", self.refused())

    def test_our_own_file(self):
        self.put_hook("hook: include/linux/juice.h\ncut: /* juice */\n+one\n")
        self.graft()
        self.assertEqual(self.read("include/linux/juice.h"), "one\n")

    def test_end_without_a_cut(self):
        for text in ("after: x\nthrough: y", "cut: x\nafter: z\nuntil: y"):
            self.place(text)
            self.assertIn(" without a cut before it", self.refused())

    def test_two_ends(self):
        self.place("cut: x\nuntil: y\nthrough: z")
        self.assertEqual(self.refused(),
                         "graft: integrate/hooks/20-drink.hook:9: through "
                         "without a cut before it\n")

    def test_alternative_that_does_nothing(self):
        self.place("cut: x\nafter: y")
        self.assertIn("the hook adds no lines", self.refused())


class Condition(World):
    def grafted(self, condition):
        self.put_hook(f"hook: lib/fruit.c\n{condition}\nin: eat\n"
                      "before: return 0;\n+\tadded;\n")
        self.graft()
        return "added" in self.read("lib/fruit.c")

    def test_has_text(self):
        self.assertTrue(self.grafted("if-has: lib/fruit.c: peel(int"))
        self.assertFalse(self.grafted("if-has: lib/fruit.c: vpeel(int"))

    def test_has_file(self):
        self.assertTrue(self.grafted("if-has: lib/Kconfig"))
        self.assertFalse(self.grafted("if-has: lib/vegetables.c"))

    def test_lacks(self):
        self.assertTrue(self.grafted("if-lacks: lib/fruit.c: vpeel"))
        self.assertFalse(self.grafted("if-lacks: lib/Kconfig"))

    def test_all_must_hold(self):
        self.assertFalse(self.grafted("if-has: lib/Kconfig\nif-lacks: Kconfig"))

    def test_our_own_files_do_not_count(self):
        self.assertFalse(self.grafted("if-has: include/linux/juice.h"))
        self.assertFalse(self.grafted("if-has: kernel/Makefile: juice"))

    def test_a_hook_in_our_own_file(self):
        self.put_hook("hook: include/linux/juice.h\nafter: /* juice */\n"
                      "+#define HAVE_PEEL\n")
        self.graft()
        self.assertEqual(self.read("include/linux/juice.h"),
                         "/* juice */\n#define HAVE_PEEL\n")
        self.graft("--undo")
        self.assertFalse((self.ksrc / "include").exists())

    def test_our_file_must_be_there_first(self):
        self.put_hook("hook: include/linux/juice.h\nafter: /* juice */\n+x\n",
                      "05-early")
        self.assertIn("added only by a later patch", self.refused())


class Parse(World):
    def fails(self, text, line, why):
        self.put_hook(text)
        self.assertEqual(
            self.refused(),
            f"graft: integrate/hooks/20-drink.hook:{line}: {why}\n")

    def test_unknown_directive(self):
        self.fails("hoook: x", 6, "not a directive: hoook: x")

    def test_directive_without_value(self):
        self.fails("hook:", 6, "hook: needs a value")

    def test_path_outside(self):
        self.fails("hook: ../x", 6, "not a path inside the kernel tree: ../x")

    def test_lines_without_anchor(self):
        self.fails("hook: lib/fruit.c\n+x", 7, "added lines without an anchor")

    def test_hook_without_lines(self):
        self.fails("hook: lib/fruit.c\nafter: x", 6, "the hook adds no lines")

    def test_anchor_outside_a_hook(self):
        self.fails("after: x", 6, "after outside of a hook")

    def test_anchor_after_lines(self):
        self.fails("hook: a\nafter: x\n+y\nbefore: z", 9,
                   "before after the added lines; start another hook")

    def test_nothing_to_do(self):
        self.fails("# nothing", 6, "neither an add nor a hook")

    def test_no_overlay_file(self):
        self.fails("add: lib/*.c", 6, "no overlay file matches lib/*.c")

    def test_file_added_twice(self):
        self.fails("add: kernel/juice/juice.c", 6,
                   "kernel/juice/juice.c is added by 10-juice as well")

    def test_file_added_by_none(self):
        lay(self.repo, {"kernel/orphan.c": "x\n"})
        self.assertIn("kernel/orphan.c: no hook file adds it", self.refused())

    def test_message_without_end(self):
        lay(self.repo, {"integrate/hooks/20-drink.hook": "subject\n\nbody\n"})
        self.assertIn("20-drink.hook:4: no --- line", self.refused())

    def test_message_without_body(self):
        lay(self.repo, {"integrate/hooks/20-drink.hook": "subject\n---\n"})
        self.assertIn("20-drink.hook:1: a commit message is", self.refused())
