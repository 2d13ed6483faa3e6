"""Tests of the harness: a test of a check that claims too little or too much must fail.

Two small programs stand in for clang-tidy and torch-tidy: they warn about each `bad(N)`, add a note, and rewrite
`bad` as `good`; what they do wrong is said by the environment variable STAND_IN.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TEST_FOLDER = Path(__file__).resolve().parent.parent
HARNESS = TEST_FOLDER / "check_torch_tidy.py"

STAND_IN = '''#!{python}
import os, re, sys
from pathlib import Path

arguments = sys.argv[1:]
file = Path(arguments[arguments.index("--") - 1])
is_driver, wrong = {is_driver}, os.environ.get("STAND_IN", "")
text = file.read_text()
if wrong == "crash" and is_driver:
    os.abort()
for number, line in enumerate(text.split("\\n"), 1):
    hit = re.search(r"\\bbad\\(", line)
    if hit:
        extra = " indeed" if wrong == "differ" and is_driver else ""
        print(f"{{file}}:{{number}}:{{hit.start() + 1}}: warning: 'bad' is bad{{extra}} [torch-bad]")
        print(f"{{file}}:{{number}}:{{hit.start() + 1}}: note: 'bad' stands here")
if "--fix" in arguments:
    text = re.sub(r"\\bbad\\(", "good(", text)
    text = re.sub(r".*\\bneedless\\(.*\\n", "", text)
    if wrong == "growing":
        text = re.sub(r"good\\(", "good(1 + ", text)
    if wrong == "broken":
        text = text.replace("good(", "good((")
    if wrong == "other-fix" and is_driver:
        text = text.replace("good(", "good( ")
    if "--unsafe-fixes" in arguments:
        text = text.replace("risky(", "careful(")
    file.write_text(text)
'''

PRELUDE = "using F = int(int); F bad, good, risky, careful, needless;\n"
WARNING = "// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'bad' is bad [torch-bad]\n"
NOTE = "// CHECK-NOTES: :[[@LINE-2]]: note: 'bad' stands here\n"
FIX = "// CHECK-FIXES: int a() { return good(1); }\n"
BAD = "int a() { return bad(1); }\n"


class HarnessTest(unittest.TestCase):
    """Each test is one file and whether the harness should pass it."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="torch-tidy-harness-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name, is_driver in (("plugin", False), ("driver", True)):
            program = self.folder / name
            program.write_text(STAND_IN.format(python=sys.executable, is_driver=is_driver), encoding="utf-8")
            program.chmod(0o755)

    def run_harness(self, source: str, wrong: str = "") -> tuple[int, str]:
        """Exit status of the harness and what it said."""
        test = self.folder / "test.cpp"
        test.write_text(PRELUDE + source, encoding="utf-8")
        clang = shutil.which("clang++-22") or "/usr/lib/llvm-22/bin/clang++"
        done = subprocess.run(
            [sys.executable, str(HARNESS), f"--clang-tidy={self.folder / 'plugin'}", f"--clang={clang}",
             f"--torch-tidy={self.folder / 'driver'}", f"--work={self.folder / 'work'}", str(test), "torch-bad"],
            capture_output=True, text=True, check=False, env={**os.environ, "STAND_IN": wrong})
        return done.returncode, done.stdout + done.stderr

    def assert_passes(self, source: str) -> None:
        """The harness accepts the file."""
        status, said = self.run_harness(source)
        self.assertEqual(status, 0, said)

    def assert_fails(self, source: str, why: str, wrong: str = "") -> None:
        """The harness refuses the file, and says `why`."""
        status, said = self.run_harness(source, wrong)
        self.assertEqual(status, 1, said)
        self.assertIn(why, said)

    def test_everything_claimed(self) -> None:
        self.assert_passes(BAD + WARNING + NOTE + FIX)

    def test_nothing_said_nothing_claimed(self) -> None:
        self.assert_passes("int a() { return good(1); }\n")

    def test_column_may_be_left_out_and_text_be_a_part(self) -> None:
        self.assert_passes(BAD + "// CHECK-MESSAGES: :[[@LINE-1]]: warning: is bad\n" + NOTE + FIX)

    def test_unclaimed_warning(self) -> None:
        self.assert_fails(BAD + NOTE.replace("-2", "-1") + FIX, "nobody claims: ")

    def test_unclaimed_note(self) -> None:
        self.assert_fails(BAD + WARNING + FIX, "note: 'bad' stands here")

    def test_claim_that_is_not_printed(self) -> None:
        self.assert_fails("int a() { return good(1); }\n" + WARNING, "not printed: ")

    def test_wrong_column(self) -> None:
        self.assert_fails(BAD + WARNING.replace(":18:", ":17:") + NOTE + FIX, "not printed: ")

    def test_one_claim_is_not_two_messages(self) -> None:
        both = "int a() { return bad(1) + bad(2); }\nint b() { return bad(3); }\n"
        self.assert_fails(both + "// CHECK-MESSAGES: :[[@LINE-1]]: warning: 'bad' is bad\n"
                          + "// CHECK-MESSAGES: :[[@LINE-2]]: warning: 'bad' is bad\n", "not printed: ")

    def test_mistyped_claim(self) -> None:
        self.assert_fails("// CHECK-MESAGES: :1: warning: x\n", "no such claim")
        self.assert_fails("// CHECK-MESSAGES: warning: x\n", "not 'FILE:LINE:COLUMN: SEVERITY: TEXT'")
        self.assert_fails("// CHECK-FIXES:\n", "claims nothing")

    def test_tools_that_differ(self) -> None:
        claims = WARNING.replace(" [torch-bad]", "") + NOTE + FIX
        self.assert_fails(BAD + claims, "do not print the same", "differ")
        self.assert_fails(BAD + claims.replace("good(1); }", "good("), "do not write the same fixes",
                          "other-fix")

    def test_crash(self) -> None:
        self.assert_fails("int a() { return good(1); }\n", "exit status -6", "crash")

    def test_tool_that_is_not_there(self) -> None:
        (self.folder / "driver").unlink()
        self.assert_fails("int a() { return good(1); }\n", "cannot run ")

    def test_fix_that_nobody_claims(self) -> None:
        self.assert_fails(BAD + WARNING + NOTE, "nobody claims the written line")

    def test_fix_that_is_not_written(self) -> None:
        self.assert_fails(BAD + WARNING + NOTE + FIX + FIX.replace("a()", "b()"),
                          "not written: int b()")

    def test_fix_claimed_where_nothing_is_said(self) -> None:
        self.assert_fails("int a() { return good(1); }\n" + FIX, "nothing is there to be fixed")

    def test_dropped_line(self) -> None:
        source = BAD + WARNING + NOTE + FIX + "int b() {\n  needless(1);\n  return 1; }\n"
        self.assert_fails(source, "nobody claims that lines go away")
        self.assert_passes(source + "// CHECK-FIXES-DROPS: needless(1);\n")
        self.assert_fails(source.replace("needless", "good") + "// CHECK-FIXES-DROPS: good(1);\n", "still there")

    def test_suggested_fix(self) -> None:
        source = BAD + WARNING + NOTE + FIX + "int b() { return risky(1); }\n"
        self.assert_fails(source, "--fix --unsafe-fixes: the file is not what is claimed")
        self.assert_passes(source + "// CHECK-SUGGESTED: int b() { return careful(1); }\n")
        self.assert_fails(source + "// CHECK-FIXES: int b() { return careful(1); }\n",
                          "--fix: the file is not what is claimed")

    def test_fixed_file_does_not_compile(self) -> None:
        claims = WARNING + NOTE + FIX.replace("good(1)", "good((1)")
        self.assert_fails(BAD + claims, "exit status 1", "broken")

    def test_fix_that_never_ends(self) -> None:
        claims = WARNING + NOTE + "// CHECK-FIXES: int a() { return good(1 + 1); }\n"
        self.assert_fails(BAD + claims, "fixing it again changes the file", "growing")

    def test_claims_are_hidden_from_the_tools(self) -> None:
        self.assert_fails("// CHECK-FIXES: bad(1)\n", "nothing is there to be fixed")


if __name__ == "__main__":
    unittest.main()
