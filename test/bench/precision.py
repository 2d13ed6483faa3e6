#!/usr/bin/env python3
"""How much of what happens to tensors the analysis knows: of the tensors that are read, the share whose storage is known,
may be one of several, or is unknown, and what makes the unknown ones most often.

    test/bench/precision.py --tidy build/release/bin/torch-tidy FILE... -- FLAGS

FLAGS are the compiler's; a precompiled header goes in as two words --extra-arg=-include-pch --extra-arg=FILE before `--`.
"""

from __future__ import annotations

import argparse
import collections
import re
import subprocess
import sys

LINE = re.compile(r"tensors read: (\d+) known, (\d+) may, (\d+) unknown(?: \(made by (.*)\))?")


def main() -> int:
    arguments, flags = sys.argv[1:], []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, flags = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--extra-arg", action="append", default=[])
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    totals, makers, failed = [0, 0, 0], collections.Counter(), 0
    for file in options.files:
        done = subprocess.run([options.tidy, "--isolated", "--no-cache", "--statistics",
                               *(f"--extra-arg={arg}" for arg in options.extra_arg), file, "--", *flags],
                              capture_output=True, text=True, errors="replace", check=False)
        found = LINE.search(done.stdout + done.stderr)
        if not found:
            failed += 1
            continue
        totals = [old + int(new) for old, new in zip(totals, found.groups())]
        for name, count in re.findall(r"(\S.*?) (\d+)(?:, |$)", found[4] or ""):
            makers[name] += int(count)
    all_reads = sum(totals) or 1
    print(f"{len(options.files) - failed} files, {failed} without statistics; tensors read: {sum(totals)}")
    for word, count in zip(("known", "may", "unknown"), totals):
        print(f"{word:8} {count:6} {100 * count / all_reads:5.1f} %")
    for name, count in makers.most_common(10):
        print(f"  unknown from {name}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
