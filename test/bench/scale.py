#!/usr/bin/env python3
"""Prints how the time of torch-tidy grows with the size of one generated file, against a bare compile of it.

    test/bench/scale.py --torch-tidy BIN --pch FILE --isystem DIR [--isystem DIR ...] [--only WORD]

Every row is one generated file. `compile` is `clang++ -fsyntax-only` on the same precompiled header; `growth`
is the extra time of the analysis over that of the row before, divided by the growth of the size: more than
about 1.5 is super-linear (empty under 0.3 s, where it would be noise). the last column is what --statistics says: functions that hit a cap, and steps of the flow analysis.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMEOUT_SECONDS = 120


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


def main() -> int:
    """Makes the files, runs both programs, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", required=True)
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--pch", required=True)
    parser.add_argument("--isystem", action="append", default=[])
    parser.add_argument("--only", default="", help="only the series with this word in the name")
    options = parser.parse_args()
    flags = ["-std=c++17", "-fbracket-depth=1024", *(x for d in options.isystem for x in ("-isystem", d))]
    pch = ["-include-pch", options.pch]
    print("| series | size | compile s | torch-tidy s | growth | warnings | given up / steps |\n|---|---|---|---|---|---|---|")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, generate, sizes in SERIES:
            if options.only not in name:
                continue
            last = (0, 0.0)
            for size in sizes:
                file = Path(folder) / f"{name}{size}.cpp"
                file.write_text(generate(size), encoding="utf-8")
                base, _, status = timed([options.clang, "-fsyntax-only", "-w", *flags, *pch, str(file)])
                failed |= status != 0
                spent, output, status = timed(
                    [options.torch_tidy, "--checks=-*,torch-*", "--isolated", "--no-cache", "--statistics",
                     *(f"--extra-arg={flag}" for flag in pch), str(file), "--", *flags])
                failed |= status not in (0, 1) or spent == float("inf")
                extra = max(spent - base, 0.01)
                growth = f"{extra / last[1] / (size / last[0]):.1f}" if min(extra, last[1]) >= 0.3 else ""
                caps = re.findall(r"(\d+) given up on, (\d+) steps", output)
                print(f"| {name} | {size} | {base:.2f} | {spent:.2f} | {growth} | "
                      f"{output.count('warning: ')} | {'; '.join(' / '.join(pair) for pair in caps)} |", flush=True)
                last = (size, extra)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
