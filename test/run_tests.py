#!/usr/bin/env python3
"""Runs all tests of a build and counts them; test/run.sh calls it.

Every part writes or prints its own totals, and these are what is counted. A part that ends without totals, or
with an exit status that they do not explain, counts as one more failure; so does a part in which nothing ran.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIT = "/usr/lib/llvm-22/bin/lit"
TIMEOUT_SECONDS = 1800


@dataclass(frozen=True)
class Ended:
    """A part that ran: what it printed, its exit status, and what it wrote into its file of totals."""

    output: str
    status: int
    totals: str


@dataclass
class Counts:
    """How many tests did what."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def count_google_test(text: str) -> Counts:
    """The totals of a GoogleTest program, from its JSON."""
    counts = Counts()
    for suite in json.loads(text)["testsuites"]:
        for test in suite["testsuite"]:
            if test.get("failures"):
                counts.failed += 1
            elif test["status"] == "NOTRUN" or test["result"] == "SKIPPED":
                counts.skipped += 1
            else:
                counts.passed += 1
    return counts


def count_lit(text: str) -> Counts:
    """The totals of lit, from its JSON."""
    counts = Counts()
    for test in json.loads(text)["tests"]:
        if test["code"] in ("PASS", "FLAKYPASS"):
            counts.passed += 1
        elif test["code"] in ("UNSUPPORTED", "SKIPPED", "EXCLUDED", "XFAIL"):
            counts.skipped += 1
        else:
            counts.failed += 1
    return counts


def count_unittest(output: str) -> Counts | None:
    """The totals of Python's unittest, from the end of its output."""
    ran = re.search(r"^Ran (\d+) tests? in ", output, re.MULTILINE)
    end = re.search(r"^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?\s*\Z", output, re.MULTILINE)
    if not ran or not end:
        return None
    numbers = {key.strip(): int(number) for key, number in re.findall(r"([a-z ]+)=(\d+)", end[1] or "")}
    failed = sum(numbers.get(key, 0) for key in ("failures", "errors", "unexpected successes"))
    skipped = numbers.get("skipped", 0) + numbers.get("expected failures", 0)
    # A class or module that cannot be set up is an error, but no test that ran.
    return Counts(max(0, int(ran[1]) - failed - skipped), failed, skipped)


def count_corpus(output: str) -> Counts | None:
    """The totals of the runtime corpus: a fixture is a test, and so is every disagreement."""
    end = re.search(r"^(?:libtorch [\d.]+: )?(\d+) fixtures, \d+ facts, (\d+) disagreements(?:, (\d+) skipped)?", output, re.MULTILINE)
    return Counts(max(0, int(end[1]) - int(end[2])), int(end[2]), int(end[3] or 0)) if end else None


class Tests:
    """The parts that ran, and their sum."""

    def __init__(self, build: Path) -> None:
        self.build = build
        self.sum = Counts()
        self.lock = threading.Lock()
        self.environment = {**os.environ, "TORCH_TIDY_BUILD": str(build), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, command: list[str]) -> tuple[str, int]:
        """What a command prints, and its exit status: -1 if it did not end or could not start."""
        try:
            done = subprocess.run(command, cwd=ROOT, env=self.environment, text=True, errors="replace", check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=TIMEOUT_SECONDS)
            return done.stdout, done.returncode
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error), -1

    def counted(self, ended: Ended, count: Callable[[Ended], Counts | None]) -> tuple[Counts, str]:
        """The totals of what ran, and what is wrong with them."""
        counts = None
        try:
            counts = count(ended)
        except (OSError, ValueError, KeyError):
            pass
        if counts is None:
            return Counts(failed=1), f"no totals, exit status {ended.status}"
        if counts.passed + counts.failed + counts.skipped == 0:
            return Counts(failed=1), "nothing ran"
        if ended.status != 0 and counts.failed == 0:
            return counts + Counts(failed=1), f"exit status {ended.status} although nothing failed"
        return counts, ""

    def end(self, name: str, counts: Counts, problem: str, start: float) -> None:
        """Adds the totals of a part, and prints them."""
        with self.lock:
            self.sum += counts
        print(f"{name}: {counts}" + (f" ({problem})" if problem else "") + f" in {time.monotonic() - start:.1f} s",
              flush=True)

    def part(self, name: str, command: list[str], count: Callable[[Ended], Counts | None],
             totals: Path | None = None) -> None:
        """Runs one part; `count` says what its totals are, or None where there are none."""
        print(f"== {name}", flush=True)
        if totals:
            totals.parent.mkdir(parents=True, exist_ok=True)
            totals.unlink(missing_ok=True)
        start = time.monotonic()
        output, status = self.run(command)
        try:
            text = totals.read_text(encoding="utf-8") if totals else ""
        except OSError:
            text = ""
        counts, problem = self.counted(Ended(output, status, text), count)
        if counts.failed:
            print(output.rstrip())
        self.end(name, counts, problem, start)

    def together(self, parts: list[Callable[[], None]]) -> None:
        """Runs parts that take one core each, as many at once as there are cores."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for part in [pool.submit(part) for part in parts]:
                part.result()

    def google_test(self, program: Path) -> None:
        """One GoogleTest program."""
        totals = self.build / "test" / f"{program.name}.json"
        self.part(program.name, [str(program), "--gtest_brief=1", f"--gtest_output=json:{totals}"],
                  lambda ended: count_google_test(ended.totals), totals)

    def lit(self, name: str, parameters: list[str]) -> None:
        """The tests of the checks."""
        totals = self.build / "test" / "lit.json"
        command = [sys.executable, LIT, "-q", "-j", os.environ.get("TORCH_TIDY_JOBS", str(os.cpu_count() or 1)),
                   "--output", str(totals)]
        command += [word for parameter in parameters for word in ("--param", parameter)]
        self.part(name, [*command, str(self.build / "test")], lambda ended: count_lit(ended.totals), totals)

    def python(self, folder: str, files: str = "*.py", interpreter: str = sys.executable) -> None:
        """The unittest files of one folder, as many at once as there are cores."""
        print(f"== {folder}", flush=True)
        start = time.monotonic()
        names = [path.name for path in sorted((ROOT / folder).glob(files)) if path.name.startswith("test_")]
        commands = [[interpreter, "-m", "unittest", "discover", "-s", folder, "-p", name] for name in names]
        counts, problem = (Counts(), "") if names else (Counts(failed=1), "nothing ran")
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for name, (output, status) in zip(names, pool.map(self.run, commands)):
                one, wrong = self.counted(Ended(output, status, ""), lambda ended: count_unittest(ended.output))
                if one.failed:
                    print(output.rstrip())
                counts += one
                problem = problem or (f"{name}: {wrong}" if wrong else "")
        self.end(folder, counts, problem, start)

    def script(self, name: str, command: list[str]) -> None:
        """Something that only says by its exit status whether it is well: one test."""
        self.part(name, command, lambda ended: Counts(int(ended.status == 0), int(ended.status != 0)))


def main() -> int:
    """Runs the parts in the order of their speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--quick", action="store_true", help="one libtorch version, always precompiled, no oracle")
    options = parser.parse_args()
    tests = Tests(options.build.resolve())
    if options.quick:
        tests.environment["TORCH_TIDY_QUICK"] = "1"

    tests.script("documentation is up to date", [sys.executable, "tool/gen_docs.py", "--check"])
    # A folder with sources is a program; it is missing only if the build made nothing of it.
    units = [tests.build / "bin" / f"unit_{folder.name}" for folder in sorted((ROOT / "test/unit").iterdir())
             if folder.is_dir() and list(folder.glob("*.cpp"))]
    tests.together([functools.partial(tests.google_test, unit) for unit in units] +
                   [functools.partial(tests.python, folder) for folder in ("test/harness", "test/docs")])
    checks_python = "built without Python" not in subprocess.run(
        [tests.build / "bin/torch-tidy", "--version"], text=True, check=False, capture_output=True).stdout
    folders = ["test/tool", "test/reports", "test/hook"] + (["test/python"] if checks_python else [])
    fixtures = [("fixtures that run on libtorch", ["test/runtime/run.py", *(["--quick"] if options.quick else [])]),
                ("fixtures about GPUs", ["test/runtime/cuda.py", *([] if options.quick else ["--run"])])]
    # One file of tests or one compiler takes longest in each: the next begins while it ends.
    tests.together([functools.partial(tests.python, folder) for folder in folders] +
                   [functools.partial(tests.part, name, [sys.executable, *command], lambda ended: count_corpus(ended.output))
                    for name, command in fixtures])
    tests.lit("checks on libtorch 2", ["plain=never", "brief=1"] if options.quick else ["plain=sample"])
    editors = ROOT / ".deps/editors/bin/python"
    if not options.quick and (tests.build / "bin/torch-clangd").exists() and editors.exists():
        for files in ("test_clangd.py", "test_cuda.py", "test_editors.py", "test_invocations.py", "test_same_findings.py",
                      "test_fuzz.py"):
            tests.python("test/editors", files, str(editors))
    if not options.quick:
        tests.part("fixtures that are called with NumPy arrays", [sys.executable, "test/runtime/extension.py"],
                   lambda ended: count_corpus(ended.output))
        tests.script("tool/quickstart.sh", ["bash", "tool/quickstart.sh"])
        if shutil.which("ccache"):  # else it compiles everything a second time
            tests.environment["TORCH_TIDY_WHEEL"] = "build"
            tests.python("test/hook", "test_wheel.py")
        tests.lit("checks on libtorch 1", ["libtorch=1", "plain=never"])
        tests.part("fixtures that run on libtorch 1", [sys.executable, "test/runtime/run.py", "--libtorch=/usr"],
                   lambda ended: count_corpus(ended.output))
        if checks_python:
            program, table = tests.build / "bin/torch-tidy", tests.build / "checks/python/include/OpTable.inc"
            run = [".deps/venv/bin/python", "test/python/run"]
            tests.script("what operators do, in Python",
                         [run[0], run[1] + "/operators.py", "--program", str(program), "--table", str(table)])
            tests.script("random programs in Python",
                         [run[0], run[1] + "/programs.py", "--program", str(program), "--count", "100000"])
        tests.script("the same findings whatever makes it fast", [sys.executable, "test/bench/identity.py"])
        include = next(ROOT.glob(".deps/venv/lib/python3*/site-packages/torch/include"), ROOT)
        tests.script("speed", [sys.executable, "test/bench/ratios.py", "--short", f"--json={tests.build}/test/speed.json",
                               f"--isystem={include}", f"--isystem={include}/torch/csrc/api/include"])
        random = [sys.executable, "test/differential/run.py"]
        tests.script("random programs", [*random, "--programs", "3000", "--seed", "1"])
        tests.script("random programs of today", [*random, "--programs", "1000", "--seed", time.strftime("%Y-%m-%d")])
        oracle = ROOT / "test/oracle/run.sh"
        if oracle.exists():
            tests.environment["SCHEMA_DUMP"] = str(tests.build / "bin/schema-dump")
            tests.script("libtorch's own parser, 2.13", ["bash", str(oracle)])
            tests.script("libtorch's own parser, 1.13", ["bash", str(oracle), "/usr/include/torch/csrc/api/include"])
            tests.script("what operators do, 2.13", [".deps/venv/bin/python", "test/oracle/annotations.py"])
    print(tests.sum)
    return 1 if tests.sum.failed or not tests.sum.passed else 0


if __name__ == "__main__":
    sys.exit(main())
