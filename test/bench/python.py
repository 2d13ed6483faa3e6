#!/usr/bin/env python3
"""Measures torch-tidy over Python sources against `ruff check` with its default rules: seconds of one core and peak memory.

    test/bench/python.py --ruff BIN --files LIST [--torch-tidy BIN ...] [-n 3] [--two-cores]

LIST is a file with the path of a source on each line. The programs run in turn, each on one core, with nothing cached and no
configuration; of the runs of each the fastest counts, since all that disturbs one makes it slower.

--two-cores also measures each program with two, as a share of its time with one, and what the machine allows: two runs side by
side, each over half of the files on a core of its own. Cores that share their parts with each other give less than twice one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from pathlib import Path

from measure import measure

ROOT = Path(__file__).resolve().parents[2]


def side_by_side(commands: list[list[str]]) -> float:
    """The seconds of all of them at once, each on a core of its own."""
    start = time.monotonic()
    cores = sorted(os.sched_getaffinity(0))
    running = [subprocess.Popen(["taskset", "-c", str(core), *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL) for core, command in zip(cores, commands)]
    if any(process.wait() not in (0, 1) for process in running):
        raise SystemExit("a run failed")
    return time.monotonic() - start


def two_cores(commands: dict[str, list[str]], files: list[str], rounds: int) -> None:
    """Prints the times with two cores, and of two runs beside each other, as shares of the time with one."""
    print("| program | one core, s | two cores | two runs, half of the files each |\n|---|---|---|---|")
    for name, command in commands.items():
        options = command[:len(command) - len(files)]
        both = [option.replace("-j1", "-j2") for option in options]
        one = min(measure(command, one_core=True)[0] for _ in range(rounds))
        two = min(measure([*both, *files])[0] for _ in range(rounds))
        halves = min(side_by_side([[*options, *files[::2]], [*options, *files[1::2]]]) for _ in range(rounds))
        print(f"| {name} | {one:.2f} | {two / one:.2f} | {halves / one:.2f} |")


def main() -> int:
    """Measures and prints a row for each program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", action="append", metavar="BIN", help="again for another build")
    parser.add_argument("--ruff", required=True, metavar="BIN")
    parser.add_argument("--files", required=True, type=Path, metavar="LIST")
    parser.add_argument("-n", type=int, default=3, help="runs of each program")
    parser.add_argument("--two-cores", action="store_true")
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
    if options.two_cores:
        two_cores(commands, files, options.n)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
