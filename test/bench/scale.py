#!/usr/bin/env python3
"""Prints how the time of torch-tidy grows with the size of one generated file, against a bare compile of it, and with the number
of files in which there is nothing to find.

    test/bench/scale.py --isystem DIR [--isystem DIR ...] [--pch FILE] [--only WORD]

Every row of the first table is one generated file. `compile` is `clang++ -fsyntax-only` on the same precompiled header; `growth`
is the extra time of the analysis over that of the row before, divided by the growth of the size: more than about 1.5 is
super-linear (empty under 0.3 s, where it would be noise). The last column is what --statistics says: functions that hit a cap,
and steps of the flow analysis. Without --pch, one of torch/torch.h is made.

Every row of the second table is a run over so many generated files, with nothing cached and once more; there `growth` is that of
the first run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 1200


def function(body: list[str]) -> str:
    """One function with a borrow, and a body that uses it."""
    head = ["void f(float *p, int n) {", "  torch::Tensor t = torch::from_blob(p, {4}), u = t;"]
    return "\n".join(["#include <torch/torch.h>", *head, *body, "}", ""])


def branches(size: int) -> str:
    """`size` branches one after another; each rebinds a handle."""
    return function([f"  if (n > {i}) u = t; else u = torch::zeros({{4}});" for i in range(size)])


def statements(size: int) -> str:
    """`size` statements in a straight line."""
    return function([("  u = t + 1;", "  t.add_(u);", "  u = t.view({2, 2});")[i % 3] for i in range(size)])


def nested(size: int) -> str:
    """`size` loops and branches in each other."""
    opens = [f"  {'while' if i % 2 else 'if'} (n-- > {i}) {{ u = t[0];" for i in range(size)]
    return function([*opens, "  t.zero_();", "  " + "}" * size])


def tensors(size: int) -> str:
    """`size` tensors of one function, each a view of the one before, and a branch for each."""
    lines = ["  torch::Tensor t0 = t;"]
    for i in range(1, size):
        lines += [f"  torch::Tensor t{i} = t{i - 1}.view({{4}});", f"  if (n == {i}) t{i} = t0;"]
    return function(lines)


def calls(size: int) -> str:
    """`size` small functions; each calls the one before and the first."""
    lines = ["#include <torch/torch.h>", "void f0(torch::Tensor t) { t.zero_(); }"]
    lines += [f"void f{i}(torch::Tensor t) {{ f{i - 1}(t); f0(t.view({{4}})); }}" for i in range(1, size)]
    return "\n".join([*lines, ""])


def factories(size: int) -> str:
    """`size` tensors that take a size of an argument, and `size` borrows of the same buffer."""
    lines = ["#include <torch/torch.h>", "void use(torch::Tensor t);", "void f(const torch::Tensor &x, float *p, int n) {"]
    lines += [f"  auto t{i} = torch::zeros({{x.size(0), n}}); auto b{i} = torch::from_blob(p + {i}, {{4}}); b{i}.mul_(2); use(t{i});"
              for i in range(size)]
    return "\n".join([*lines, "}", ""])


def clean(number: int) -> str:
    """A C++ file without a finding: two of four without libtorch, one that need not be parsed, one that has to be."""
    head = f'#include <string>\n#include "own{number // FILES_PER_HEADER}.h"\n'
    tail = f"std::string f{number}(int n) {{ return std::to_string(helper{number // FILES_PER_HEADER}(n)); }}\n"
    if number % 4 == 2:
        return f"{head}#include <torch/torch.h>\n{tail}"
    if number % 4 == 3:
        return f"{head}#include <torch/torch.h>\n{tail}at::Tensor g{number}(const at::Tensor &t) {{ return t.add(1).view({{4}}); }}\n"
    return head + tail


def clean_python(number: int) -> str:
    """A Python file without a finding: one of two has a tensor that is an array."""
    head, tail = "import json\n\n", f"\ndef f{number}(text):\n    return [x + {number} for x in json.loads(text)]\n"
    if number % 2:
        return f"{head}import numpy as np\nimport torch\n\n{tail}\n\ndef g{number}(a: np.ndarray):\n    return torch.from_numpy(a) + 1\n"
    return head + tail


def folder_of(folder: Path, ending: str, count: int) -> list[Path]:
    """So many files, and the headers of the C++ ones."""
    folder.mkdir()
    files = [folder / f"f{i}{ending}" for i in range(count)]
    for i, file in enumerate(files):
        file.write_text(clean(i) if ending == ".cpp" else clean_python(i), encoding="utf-8")
        if ending == ".cpp" and i % FILES_PER_HEADER == 0:
            text = f"#pragma once\ninline int helper{i // FILES_PER_HEADER}(int n) {{ return n + 1; }}\n"
            (folder / f"own{i // FILES_PER_HEADER}.h").write_text(text, encoding="utf-8")
    return files


FILES_PER_HEADER = 10
FOLDERS = [("C++ files", ".cpp"), ("Python files", ".py")]
COUNTS = [500, 1000, 2500, 5000]
SERIES = [("branches", branches, [500, 1000, 2000, 4000]), ("statements", statements, [1000, 5000, 20000]),
          ("nested", nested, [50, 100, 200]), ("tensors", tensors, [75, 150, 300]),
          ("calls", calls, [500, 1000, 2000]), ("factories", factories, [500, 1000, 2000])]


def timed(command: list[str]) -> tuple[float, str, int]:
    """Seconds, output and exit status of a command; infinity when it does not end."""
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False,
                              timeout=TIMEOUT_SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return float("inf"), "", 0
    return time.monotonic() - start, done.stdout + done.stderr, done.returncode


class Scale:
    """The tables."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder, self.failed = options, folder, False
        self.flags = ["-std=c++17", "-fbracket-depth=1024", *(x for d in options.isystem for x in ("-isystem", d))]

    def pch(self) -> list[str]:
        """The flags for the precompiled header."""
        if not self.options.pch:
            self.options.pch = str(self.folder / "torch.pch")
            header = self.folder / "torch.h"
            header.write_text("#include <torch/torch.h>\n", encoding="utf-8")
            _, output, status = timed([self.options.clang, *self.flags, "-x", "c++-header", "-fpch-instantiate-templates", str(header), "-o", self.options.pch])
            if status != 0:
                raise SystemExit(f"no precompiled header\n{output}")
        return ["-include-pch", self.options.pch]

    def one_file(self, name: str, generate: Callable[[int], str], sizes: list[int]) -> None:
        """Rows of one series, a file each."""
        pch, last = self.pch(), (0, 0.0)
        for size in sizes:
            file = self.folder / f"{name}{size}.cpp"
            file.write_text(generate(size), encoding="utf-8")
            base, _, status = timed([self.options.clang, "-fsyntax-only", "-w", *self.flags, *pch, str(file)])
            self.failed |= status != 0
            spent, output, status = timed(
                [self.options.torch_tidy, "--checks=-*,torch-*", "--isolated", "--no-cache", "--statistics",
                 *(f"--extra-arg={flag}" for flag in pch), str(file), "--", *self.flags])
            self.failed |= status not in (0, 1) or spent == float("inf")
            extra = max(spent - base, 0.01)
            growth = f"{extra / last[1] / (size / last[0]):.1f}" if min(extra, last[1]) >= 0.3 else ""
            caps = re.findall(r"(\d+) given up on, (\d+) steps", output)
            print(f"| {name} | {size} | {base:.2f} | {spent:.2f} | {growth} | "
                  f"{output.count('warning: ')} | {'; '.join(' / '.join(pair) for pair in caps)} |", flush=True)
            last = (size, extra)

    def files(self, name: str, ending: str) -> None:
        """Rows of one series, a folder each."""
        last = (0, 0.0)
        for count in COUNTS:
            files = folder_of(self.folder / f"{name}{count}", ending, count)
            command = [self.options.torch_tidy, "--isolated", f"--cache-dir={self.folder}/cache{name}{count}", *map(str, files),
                       "--", *self.flags]
            first, output, status = timed(command)
            time.sleep(3)  # until times of files say something
            timed(command)
            second, again, other = timed(command)
            if (status, other) != (0, 0) or f"{count} files in" not in output or f"{count} from the cache" not in again:
                self.failed = True
                print(f"status {status} and {other}\n{output[-1000:]}{again[-1000:]}", file=sys.stderr)
            growth = f"{first / last[1] / (count / last[0]):.1f}" if last[1] else ""
            print(f"| {name} | {count} | {first:.2f} | {1000 * first / count:.1f} | {second:.2f} | {growth} |", flush=True)
            last = (count, first)


def main() -> int:
    """Makes the files, runs both programs, prints the tables."""
    build = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(build / "bin/torch-tidy"))
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--pch")
    parser.add_argument("--isystem", action="append", default=[])
    parser.add_argument("--only", default="", help="only the series with this word in the name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="torch-tidy-scale-") as folder:
        scale = Scale(options, Path(folder))
        if series := [one for one in SERIES if options.only in one[0]]:
            print("| series | size | compile s | torch-tidy s | growth | warnings | given up / steps |\n|---|---|---|---|---|---|---|")
            for one in series:
                scale.one_file(*one)
        if folders := [one for one in FOLDERS if options.only in one[0]]:
            print("\n| series | files | first run s | ms a file | unchanged s | growth |\n|---|---|---|---|---|---|")
            for one in folders:
                scale.files(*one)
    return 1 if scale.failed else 0


if __name__ == "__main__":
    sys.exit(main())
