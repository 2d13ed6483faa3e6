"""--baseline: known findings stay silent, whatever happens around them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import unittest

from repository import RepositoryTest, find
from support import BUG, CALLER, INCLUDE

FILE = "torch-tidy-baseline.json"


class Baseline(RepositoryTest):
    """A baseline with two findings."""

    def setUp(self) -> None:
        super().setUp()
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + CALLER.format(name="g"))
        ended = self.check("baseline", "write", "a.cpp")
        self.assert_status(ended, 0)
        self.assertIn(f"Wrote 2 entries to {FILE}", ended.err)

    def test_known_is_silent(self) -> None:
        ended = self.check(f"--baseline={FILE}", "a.cpp")
        self.assert_status(ended, 0)
        self.assertEqual(ended.out, "")
        self.assertIn("Found 0 warnings (2 known from before).", ended.err)

    def test_new_speaks(self) -> None:
        self.write("a.cpp", self.read("a.cpp") + BUG.format(name="h"))
        ended = self.check(f"--baseline={FILE}", "--format=sarif:out.sarif,text", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["a.cpp:16"])
        results = json.loads(self.read("out.sarif"))["runs"][0]["results"]
        self.assertEqual(sorted((result["baselineState"], len(result.get("suppressions", []))) for result in results),
                         [("new", 0), ("unchanged", 1), ("unchanged", 1)])

    def test_the_file(self) -> None:
        stored = self.read(FILE)
        self.assertEqual([(entry["path"], entry["enclosing"]) for entry in json.loads(stored)["entries"]],
                         [("a.cpp", "f"), ("a.cpp", "g")])
        self.assertEqual(len(stored.splitlines()), 4)
        self.assertNotIn(str(self.folder), stored)

    def test_stale(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="f"))
        ended = self.check(f"--baseline={FILE}", "a.cpp")
        self.assert_status(ended, 0)
        self.assertIn("a.cpp: torch-shared-memory-write in 'g' is in the baseline and is no longer found", ended.err)
        self.assert_status(self.check(f"--baseline={FILE}", "--strict-baseline", "a.cpp"), 1)
        pruned = self.check("baseline", "prune", "a.cpp")
        self.assert_status(pruned, 0)
        self.assertIn("Took 1 of 2 entries", pruned.err)
        self.assert_status(self.check(f"--baseline={FILE}", "--strict-baseline", "a.cpp"), 0)

    def test_prune_adds_nothing(self) -> None:
        self.write("a.cpp", self.read("a.cpp") + BUG.format(name="h"))
        self.check("baseline", "prune", "a.cpp")
        self.assertEqual(self.places(self.check(f"--baseline={FILE}", "a.cpp")), ["a.cpp:16"])

    def test_entries_of_files_that_were_not_looked_at_stay(self) -> None:
        self.write("b.cpp", INCLUDE + BUG.format(name="b"))
        ended = self.check("baseline", "write", "b.cpp")
        self.assertIn("Wrote 3 entries", ended.err)
        self.assert_status(self.check(f"--baseline={FILE}", "--strict-baseline", "b.cpp"), 0)
        (self.folder / "a.cpp").unlink()
        self.assert_status(self.check(f"--baseline={FILE}", "--strict-baseline", "b.cpp"), 1)

    def test_a_file_that_does_not_compile_has_no_stale_entries(self) -> None:
        self.write("a.cpp", INCLUDE + "at::Tensor broken = nothing;\n")
        self.assert_status(self.check(f"--baseline={FILE}", "--strict-baseline", "--on-error=warn", "a.cpp"), 0)

    def test_usage(self) -> None:
        self.assert_one_line_error(self.check("--baseline=gone.json", "a.cpp"), "gone.json")
        self.write("bad.json", "{}")
        self.assert_one_line_error(self.check("--baseline=bad.json", "a.cpp"), "bad.json")
        self.assert_one_line_error(self.check("baseline", "a.cpp"), "write", "prune")
        self.assert_one_line_error(self.check("baseline", "write", "--since=main", "a.cpp"), "--since")
        self.write("notes.json", "[]")
        self.assert_one_line_error(self.check("baseline", "write", "--baseline=notes.json", "a.cpp"), "no baseline")

    def test_another_folder_has_the_same_fingerprints(self) -> None:
        other = self.folder / "libtorch" / "elsewhere"
        other.mkdir()
        self.git("init", "-q", cwd=other)
        shutil.copy(self.folder / "a.cpp", other / "a.cpp")
        ended = self.check("baseline", "write", "a.cpp", cwd=other)
        self.assert_status(ended, 0)
        self.assertEqual((other / FILE).read_text(), self.read(FILE))


STYLES = ["LLVM", "Google", "GNU", "WebKit", "Mozilla", "Chromium", "Microsoft",
          "{BasedOnStyle: LLVM, ColumnLimit: 30}", "{BasedOnStyle: LLVM, BreakBeforeBraces: Allman, IndentWidth: 7}"]


TWICE = CALLER.replace("  t.zero_();\n", "  t.zero_();\n  at::Tensor u = at::from_blob(values, {{4}}, at::kFloat32);\n"
                       "  u.zero_();\n")
IN_LAMBDA = "auto {name}() {{\n  return [](float *values) {{\n    at::from_blob(values, {{4}}, at::kFloat32).zero_();\n  }};\n}}\n"
KNOWN = [BUG, CALLER, TWICE, "struct Holder_{name} {{\n" + BUG + "}};\n",
         "template <int N> " + CALLER + "template at::Tensor {name}<1>(float *);\n", IN_LAMBDA]
FILLERS = ["int filler{n};\n", "// t.zero_(); {n}\n", "/* {{ */ int block{n}() {{ return {n}; }}\n", "#define MACRO{n} 1\n", "\n\n\n",
           "struct S{n} {{ int x; }};\n", "#if 1\nint conditional{n};\n#endif\n"]


class Survival(RepositoryTest):
    """Random edits around known findings: none comes back, and no new one is swallowed."""

    EDITS = 50 if os.environ.get("TORCH_TIDY_QUICK") == "1" else 200

    def source(self, functions: list[str]) -> str:
        return INCLUDE + "namespace n {\n" + "\n".join(functions) + "\n}\n"

    def reformatted(self, text: str, style: str) -> str:
        done = subprocess.run([find("clang-format"), f"--style={style}", "--sort-includes=0"], input=text,
                              capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    def edited(self, functions: list[str], dice: random.Random) -> int:
        """Changes one thing; the number of findings that it adds."""
        number = dice.randrange(10**9)
        place = dice.randrange(len(functions))
        text = functions[place]
        kind = dice.choice(["move", "insert", "inside", "comment", "rename neighbour", "delete neighbour", "reformat one", "new"])
        if kind == "move":
            functions.insert(dice.randrange(len(functions)), functions.pop(place))
        elif kind == "insert":
            functions.insert(place, dice.choice(FILLERS).format(n=number))
        elif kind == "inside" and ") {\n" in text:
            functions[place] = text.replace(") {\n", f") {{\n  int local{number} = 0;\n", 1)
        elif kind == "comment":
            functions[place] = text.replace("t.zero_();", "t /* x */ .zero_(); // seen", 1)
        elif kind == "rename neighbour":
            for i, other in enumerate(functions):
                functions[i] = other.replace("neighbour_", f"neighbour_{number}_")
        elif kind == "delete neighbour" and text.startswith("int neighbour"):
            functions.pop(place)
        elif kind == "reformat one":
            functions[place] = self.reformatted(text, dice.choice(STYLES))
        elif kind == "new":
            functions.insert(place, BUG.format(name=f"fresh{number}"))
            return 1
        return 0

    def test_random_edits(self) -> None:
        find("clang-format")
        dice = random.Random(8)
        known = [text.format(name=f"f{i}") for i, text in enumerate(KNOWN)]
        for i in range(3):  # between them
            known.insert(2 * i + 1, f"int neighbour_{i}() {{ return {i}; }}\nint uses_{i} = neighbour_{i}();\n")
        self.write("a.cpp", self.source(known))
        self.assert_status(self.check("baseline", "write", "a.cpp"), 0)
        total = len(json.loads(self.read(FILE))["entries"])
        self.assertEqual(total, 7)
        reappeared = swallowed = 0
        for _ in range(self.EDITS):
            functions = list(known)
            wanted = sum(self.edited(functions, dice) for _ in range(dice.randint(1, 5)))
            text = self.source(functions)
            if dice.random() < 0.5:
                text = self.reformatted(text, dice.choice(STYLES))
            if dice.random() < 0.1:
                text = text.replace("\n", "\r\n")
            (self.folder / "a.cpp").write_bytes(text.encode())
            ended = self.check(f"--baseline={FILE}", "--strict-baseline", "--format=json", "a.cpp")
            report = json.loads(ended.out)
            fresh = [entry for entry in report["findings"] if entry.get("enclosing", "").startswith("n::fresh")]
            back = len(report["findings"]) - len(fresh)
            reappeared += back
            swallowed += wanted - len(fresh)
            self.assertEqual((back, len(fresh), len(report["known"])), (0, wanted, total), text + ended.err)
            self.assert_status(ended, 1 if wanted else 0)
        print(f"\n{self.EDITS} edits: known findings that reappeared {reappeared}, new findings swallowed {swallowed}")


class UnusedSuppressions(RepositoryTest):
    """--report-unused-suppressions."""

    def unused(self, text: str, *arguments: str, status: int = 1) -> list[str]:
        self.write("a.cpp", INCLUDE + text)
        ended = self.check("--report-unused-suppressions", *arguments, "a.cpp")
        self.assert_status(ended, status)
        return [line.split("warning: ")[1] for line in ended.headlines]

    def test_used_and_unused(self) -> None:
        name = "torch-shared-memory-write"
        used = BUG.format(name="f").replace("t.zero_();", f"t.zero_(); // NOLINT({name})")
        self.assertEqual(self.unused(used, status=0), [])
        for comment in (f"NOLINT({name})", "NOLINT(torch-*)", f"NOLINTNEXTLINE({name})"):
            with self.subTest(comment):
                self.assertEqual(self.unused(f"int x; // {comment}\n"),
                                 [f"'{comment}' hides nothing [torch-unused-suppression]"])

    def test_next_line_and_blocks(self) -> None:
        bug = BUG.format(name="f")
        self.assertEqual(self.unused(bug.replace("  t.zero_", "  // NOLINTNEXTLINE(torch-*)\n  t.zero_"), status=0), [])
        block = "// NOLINTBEGIN(torch-*)\n{}// NOLINTEND(torch-*)\n"
        self.assertEqual(self.unused(block.format(bug), status=0), [])
        self.assertEqual(self.unused(block.format("int x;\n")), ["'NOLINTBEGIN(torch-*)' hides nothing [torch-unused-suppression]"])

    def test_those_of_others_are_not_judged(self) -> None:
        self.assertEqual(self.unused("int x; // NOLINT\nint y; // NOLINT(bugprone-x)\nint z; // NOLINT(*)\n"
                                     'const char *s = "NOLINT(torch-x)";\n', status=0), [])

    def test_one_of_a_list(self) -> None:
        text = BUG.format(name="f").replace("t.zero_();", "t.zero_(); // NOLINT(torch-shared-memory-write, torch-other)")
        self.assertEqual(self.unused(text), ["'NOLINT(torch-other)' hides nothing [torch-unused-suppression]"])

    def test_fix(self) -> None:
        self.unused("int x;  // NOLINT(torch-x)\n  // NOLINTNEXTLINE(torch-x)\nint y; // because: NOLINT(torch-x)\nint z;",
                    "--fix")
        self.assertEqual(self.read("a.cpp"), INCLUDE + "int x;\nint y; // because: NOLINT(torch-x)\nint z;")

    def test_in_a_header_that_one_of_two_files_needs(self) -> None:
        self.write("h.h", "#pragma once\n" + INCLUDE + "#ifdef WITH\n"
                   + BUG.replace("at::Tensor {name}", "inline at::Tensor {name}").format(name="h")
                   .replace("t.zero_();", "t.zero_(); // NOLINT(torch-*)") + "#endif\n")
        self.write("b.cpp", '#define WITH\n#include "h.h"\n')
        self.write("c.cpp", '#include "h.h"\n')
        self.assert_status(self.check("--report-unused-suppressions", "b.cpp", "c.cpp"), 0)
        self.assert_status(self.check("--report-unused-suppressions", "c.cpp"), 1)

    def test_without_the_option(self) -> None:
        self.write("a.cpp", "int x; // NOLINT(torch-x)\n")
        self.assert_status(self.check("a.cpp"), 0)


if __name__ == "__main__":
    unittest.main()
