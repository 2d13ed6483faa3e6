#!/usr/bin/env python3
"""Puts each fault of checks/flow/Fault.h into the analysis, and looks whether random programs find it.

    faults.py [--programs N] [--seed S] [--work DIR] [FAULT...]

The programs are built and run once; only what is claimed of them differs. Prints the first program that tells, for each,
and "found N of M"; the status is 0 if all are found.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from compare import compare
from generate import Generator
from toolchain import ROOT, Toolchain


def names() -> list[str]:
    """The faults, from the header."""
    text = (ROOT / "checks/flow/Fault.h").read_text(encoding="utf-8")
    return [n for n in re.findall(r"^  (\w+),", text, re.MULTILINE) if n != "None"]


def main() -> int:
    """Batch after batch, until each fault is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", default="faults")
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--work", type=Path)
    parser.add_argument("faults", nargs="*")
    options = parser.parse_args()
    tools = Toolchain(options.work)
    left = options.faults or names()
    wanted = len(left)
    for first in range(0, options.programs, options.batch):
        programs = [Generator(f"{options.seed}/{n}", n).make() for n in range(first, first + options.batch)]
        happened, claims, where = tools.run(programs, "faults")
        sound = compare(happened, claims, where).failed
        for fault in list(left):
            tools.fault = fault
            result = compare(happened, tools.claims(tools.work / "faults.cpp"), where)
            told = [line for line, number in zip(result.disagreements, result.failed) if number not in sound]
            if told:
                print(f"{fault}: {len(told)} of {first + len(programs)} programs; {told[0]}", flush=True)
                left.remove(fault)
        tools.fault = ""
        if not left:
            break
    for fault in left:
        print(f"{fault}: not found")
    print(f"found {wanted - len(left)} of {wanted}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
