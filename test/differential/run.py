#!/usr/bin/env python3
"""Random C++ programs: what the analysis claims of them, statement by statement, against what happens when they run.

    run.py --programs N [--from FIRST] [--seed S] [--batch N] [--jobs N] [--work DIR]

First come the programs of regressions/, which once disagreed; what is printed of a failing program can be kept there.
Every program is built with libtorch and run on all its paths; `claim-dump` reads the same text. At each point:

  a tensor that MUST share a storage does so on every run, and shares none that is not at least MAY
  a statement that MUST write a storage changes it on every run, and changes none that is not at least MAY
  a dtype, device or contiguity that is claimed is the one that it has

Prints each disagreement, and `programs N, claims M, disagreements D, silent because of caps K`; the status is 0 if D is 0.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from compare import Result, compare
from generate import Generator
from program import Program
from render import read, render, text_of
from shrink import shrink
from toolchain import HERE, Toolchain


def groups(options: argparse.Namespace) -> Iterator[list[Program]]:
    """The programs, those that catch and the others apart: they are compiled in two ways."""
    waiting: dict[bool, list[Program]] = {False: [], True: []}
    for n in range(options.first, options.first + options.programs):
        program = Generator(f"{options.seed}/{n}", n).make()
        waiting[program.catches].append(program)
        if len(waiting[program.catches]) == options.batch:
            yield waiting[program.catches]
            waiting[program.catches] = []
    yield from filter(None, waiting.values())


def judged(programs: list[Program], tools: Toolchain) -> tuple[list[Program], Result]:
    """One batch, and what came of it."""
    return programs, compare(*tools.run(programs, f"batch{programs[0].number}"), {p.number for p in programs if not p.flags})


def batches(options: argparse.Namespace, tools: Toolchain) -> Iterator[tuple[list[Program], Result]]:
    """All of them, in order, so many at a time as there are jobs."""
    with ThreadPoolExecutor(options.jobs) as pool:
        running: deque[Future[tuple[list[Program], Result]]] = deque()
        for group in groups(options):
            running.append(pool.submit(judged, group, tools))
            if len(running) > options.jobs:
                yield running.popleft().result()
        yield from (future.result() for future in running)


def main() -> int:
    """Batch after batch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the number of the first program; each follows from its number")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--batch", type=int, default=1000, help="programs in one translation unit")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--shrink", type=int, default=6, metavar="N", help="so many failing programs of a batch")
    parser.add_argument("--stop", action="store_true", help="at the first batch with a disagreement")
    parser.add_argument("--constructs", action="store_true", help="how much is known of each construct")
    options = parser.parse_args()
    tools = Toolchain(options.work)
    total = Result()
    start = time.monotonic()
    kept = sorted((HERE / "regressions").glob("*.cpp"))
    text, where, flags = read([path.read_text(encoding="utf-8") for path in kept])
    total += compare(*tools.run_text(text, list(flags), "regressions"), where)
    print("\n".join(total.disagreements) or f"regressions {total.programs}, disagreements 0", flush=True)
    for programs, result in batches(options, tools):
        total += result
        for line in result.disagreements:
            print(line)
        numbers = list(result.failed)[:options.shrink]
        failed = {p.number: p for p in programs if p.number in numbers}
        for number, small in (shrink(failed, result.failed, tools) if failed else {}).items():
            where = render([small])[1][small.number]
            print(text_of(f"seed {options.seed}, program {number}: {result.failed[number]}", where, small.flags))
        print(f"  {total.programs} programs, {total.claims} claims, {len(total.disagreements)} disagreements, "
              f"{time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        if result.disagreements and options.stop:
            break
    if options.constructs:
        print(total.table())
    print(total)
    return 1 if total.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
