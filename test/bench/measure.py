#!/usr/bin/env python3
"""Measures torch-tidy against stock clang-tidy with the plugin: time and peak memory of one file, medians.

    test/bench/measure.py --isystem DIR [--isystem DIR ...] [-n 5] [--write]

The folders are libtorch's; every command runs with them as -isystem and as -I, the two programs in turn. --write
puts the table between the markers in README.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "<!-- numbers: written by test/bench/measure.py -->"
END = "<!-- end of numbers -->"
Sample = tuple[float, float, float]


def measure(command: list[str]) -> Sample:
    """Wall seconds, user seconds and peak memory in MB of one run."""
    start = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit status {process.returncode}: {' '.join(command)}")
    return time.monotonic() - start, usage.ru_utime, usage.ru_maxrss / 1024


def table(options: argparse.Namespace) -> str:
    """Runs everything and returns the table in Markdown."""
    lines = ["| libtorch by | program | wall s | user s | peak MB |", "|---|---|---|---|---|"]
    for how in ("-isystem", "-I"):
        flags = ["--", "-std=c++17", *(x for folder in options.isystem for x in (how, folder))]
        stock = [options.clang_tidy, f"--load={options.module}", "--checks=-*,torch-*", options.file, *flags]
        own = [options.torch_tidy, "--checks=-*,torch-*", "--isolated", "--no-cache", options.file, *flags]
        samples: dict[str, list[Sample]] = {"clang-tidy": [], "torch-tidy": []}
        for _ in range(options.n):
            samples["clang-tidy"].append(measure(stock))
            samples["torch-tidy"].append(measure(own))
        medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in samples.items()}
        for name, (wall, user, memory) in medians.items():
            lines.append(f"| `{how}` | {name} | {wall:.1f} | {user:.1f} | {memory:.0f} |")
        ratios = [own / stock for own, stock in zip(medians["torch-tidy"], medians["clang-tidy"])]
        lines.append(f"| `{how}` | ratio | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    return "\n".join(lines)


def main() -> int:
    """Measures, prints, and writes where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(ROOT / "build/release/bin/torch-tidy"))
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--module", default=str(ROOT / "build/release/lib/TorchTidyModule.so"))
    parser.add_argument("--file", default=str(ROOT / "example/zero_tensors.cpp"))
    parser.add_argument("--isystem", action="append", required=True, metavar="DIR")
    parser.add_argument("-n", type=int, default=5, help="runs of each program")
    parser.add_argument("--write", action="store_true", help="write the table into README.md")
    options = parser.parse_args()
    text = table(options)
    print(text)
    if options.write:
        readme = ROOT / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
        _, end, after = rest.partition(END)
        if not end:
            raise SystemExit("README.md: the markers are not there")
        intro = f"One file that includes `torch/torch.h`, medians of {options.n} runs, nothing cached:"
        readme.write_text(f"{before}{BEGIN}\n{intro}\n\n{text}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
