#!/usr/bin/env python3
"""Measures torch-tidy over Python sources against `ruff check` with its default rules: seconds of one core and peak memory.

    test/bench/python.py --ruff BIN --files LIST [--torch-tidy BIN ...] [-n 3]

LIST is a file with the path of a source on each line. The programs run in turn, each on one core, with nothing cached and no
configuration; of the runs of each the fastest counts, since all that disturbs one makes it slower.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from measure import measure

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Measures and prints a row for each program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", action="append", metavar="BIN", help="again for another build")
    parser.add_argument("--ruff", required=True, metavar="BIN")
    parser.add_argument("--files", required=True, type=Path, metavar="LIST")
    parser.add_argument("-n", type=int, default=3, help="runs of each program")
    options = parser.parse_args()
    files = options.files.read_text(encoding="utf-8").split("\n")
    files = [name for name in files if name]
    commands = {options.ruff: [options.ruff, "check", "--quiet", "--no-cache", "--isolated", *files]}
    for program in options.torch_tidy or [str(ROOT / "build/release/bin/torch-tidy")]:
        commands[program] = [program, "-j1", "--quiet", "--no-cache", "--isolated", *files]
    best = {name: (float("inf"), float("inf")) for name in commands}
    for _ in range(options.n):
        for name, command in commands.items():
            best[name] = tuple(map(min, zip(best[name], measure(command, one_core=True)[1:])))
    size = sum(Path(name).stat().st_size for name in files) / 1e6
    print(f"{len(files)} files, {size:.1f} MB, best of {options.n} runs\n| program | s | x ruff | peak MB |\n|---|---|---|---|")
    for name, (seconds, memory) in best.items():
        print(f"| {name} | {seconds:.2f} | {seconds / best[options.ruff][0]:.2f} | {memory:.0f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
