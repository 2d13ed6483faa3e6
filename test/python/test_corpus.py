"""The fixtures in corpus/: what torch-tidy says of them agrees with what happens when they are run, and with its fixes
applied it no longer happens."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release")).resolve()
PROGRAM = os.environ.get("TORCH_TIDY", str(BUILD / "bin/torch-tidy"))
PYTHON = next(iter((ROOT / ".deps/venv/bin").glob("python3")), None)
MARK = re.compile(r"#\s*(?P<word>EXPECT|ALSO|SIZES|MOVED|RAISES|ABORTS|ROUNDS)(?P<nofix>-NO-FIX)?\b|#\s*(?P<policy>policy):")


def tidy(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the program."""
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def facts(files: list[Path]) -> dict[str, dict]:
    """What the functions of the files do, when they are run."""
    done = subprocess.run([str(PYTHON), str(HERE / "run" / "facts.py"), *map(str, files)], capture_output=True, text=True,
                          check=True)
    return json.loads(done.stdout)


class Case:
    """One function of a corpus file, or one class."""

    def __init__(self, node: ast.AST, lines: list[str]) -> None:
        self.name = node.name
        self.marks: dict[int, str] = {}
        self.fixable = True
        self.policy = False
        for number in range(node.lineno, node.end_lineno + 1):
            for match in MARK.finditer(lines[number - 1]):
                self.policy |= bool(match["policy"])
                if match["word"]:
                    self.marks[number] = match["word"]
                    self.fixable &= not match["nofix"]

    @property
    def word(self) -> str:
        """What is expected of it: "" is silence."""
        return next(iter(self.marks.values()), "")


@unittest.skipUnless(PYTHON, "no Python with torch (tool/setup.sh)")
class Corpus(unittest.TestCase):
    """One test per file."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.fixed = Path(folder.name)
        for file in (HERE / "corpus").glob("*.py"):
            copy = cls.fixed / file.name
            shutil.copy(file, copy)
            for _ in range(3):  # edits that touch each other are applied in rounds
                tidy("--isolated", "--quiet", "--fix", "--unsafe-fixes", str(copy))
        cls.facts = facts([*(HERE / "corpus").glob("*.py"), *cls.fixed.glob("*.py")])

    def read(self, name: str) -> tuple[Path, list[Case], set[int]]:
        """The cases of a file, and the lines where the checker speaks."""
        file = HERE / "corpus" / name
        text = file.read_text(encoding="utf-8")
        cases = [Case(node, text.splitlines()) for node in ast.parse(text).body
                 if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
        done = tidy("--isolated", "--quiet", "--format=json", str(file))
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return file, cases, {finding["line"] for finding in json.loads(done.stdout)["findings"]}

    def check(self, name: str, holds) -> None:
        """`holds(case, fact, fixed)` says whether a fact is what the case's mark claims; `fixed` is the fact after the
        fix. The lines with findings are exactly those that are marked."""
        file, cases, spoken = self.read(name)
        marked = {line for case in cases for line in case.marks}
        self.assertEqual(sorted(spoken - marked), [], "findings that no mark expects")
        self.assertEqual(sorted(marked - spoken), [], "marks without a finding")
        copy = self.fixed / name
        before, after = self.facts[str(file)], self.facts[str(copy)]
        fixed_text = copy.read_text(encoding="utf-8")
        ast.parse(fixed_text)
        tidy("--isolated", "--quiet", "--fix", "--unsafe-fixes", str(copy))
        self.assertEqual(copy.read_text(encoding="utf-8"), fixed_text, "a fix that is applied twice changes something")
        wrong = []
        for case in cases:
            if case.name.startswith("_") or case.name not in before or case.policy:
                continue
            fixed = after[case.name] if case.fixable else None
            if not holds(case, before[case.name], fixed):
                wrong.append(f"{case.name}: {case.word or 'silent'}, run: {before[case.name]}, fixed: {fixed}")
        self.assertEqual(wrong, [])

    def test_shared_memory(self) -> None:
        """An array is changed where the checker says so, and not with the fix."""
        def holds(case, fact, fixed):
            expected = case.word == "EXPECT" or case.name in ("attribute", "array_attribute")
            return fact.get("changed") == expected and (not case.word or not fixed or fixed["changed"] is False)

        self.check("shared_memory.py", holds)

    def test_shared_memory_silent(self) -> None:
        """Nothing is said, and no array is changed that somebody still has."""
        self.check("shared_memory_silent.py", lambda case, fact, fixed: not case.word and not fact.get("changed"))

    def test_index_write(self) -> None:
        """A lost write changes nothing; with the fix it does."""
        def holds(case, fact, fixed):
            return fact.get("changed") == (not case.word) and (not case.word or not fixed or fixed["changed"])

        self.check("index_write.py", holds)

    def test_discarded(self) -> None:
        """A dropped result changes nothing; with the fix the variable is another tensor."""
        def holds(case, fact, fixed):
            return not case.word or not fixed or {**fact, "changed": 0} != {**fixed, "changed": 0}

        self.check("discarded.py", holds)

    def test_factories(self) -> None:
        """Sizes of x: another dtype, and with the fix that of x. Moved: with the fix the same tensor."""
        def holds(case, fact, fixed):
            if case.word == "SIZES":
                return fact["dtype"] == "torch.float32" and fixed["dtype"] == "torch.float64"
            if case.word == "MOVED":
                return fact == fixed
            return "raises" not in fact and "aborts" not in fact

        self.check("factories.py", holds)

    def test_raises(self) -> None:
        """Calls that raise, abort or round; with the fix they do not."""
        def holds(case, fact, fixed):
            if case.word == "RAISES":
                return "raises" in fact and (not fixed or "raises" not in fixed)
            if case.word == "ABORTS":
                return "aborts" in fact and "values" in fixed
            if case.word == "ROUNDS":
                return fact["dtype"] == "torch.float32" and fact == fixed
            return "values" in fact

        self.check("raises.py", holds)

    def test_size(self) -> None:
        """There are as many fixtures as promised."""
        count = sum(len(self.read(file.name)[1]) for file in (HERE / "corpus").glob("*.py"))
        self.assertGreaterEqual(count, 120)


if __name__ == "__main__":
    unittest.main()
