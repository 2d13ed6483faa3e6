#!/usr/bin/env python3
"""Prints the speed of torch-tidy as ratios against stock clang-tidy with the plugin, medians of rounds in which all take turns.

    test/bench/ratios.py --isystem DIR [--isystem DIR ...] [-n 7] [--files 100] [--short] [--json FILE] [--write]

The folders are libtorch's. One row per situation: the ratio of the wall times, that of the peak memory (of the largest process),
and the seconds behind them, which say little on a busy machine. --write puts the table between the markers in
README.md and docs/speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measure import Sample, measure

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs" / "speed.md"]
BEGIN, END = "<!-- numbers: written by test/bench/ratios.py -->", "<!-- end of numbers -->"
UMBRELLAS = ["torch/torch.h", "torch/types.h", "ATen/ATen.h", "torch/script.h"]
FILES_PER_HEADER = 10
BODY = """\
float f{i}(std::vector<float> &v, int n) {{
  at::Tensor t = torch::from_blob(v.data(), {{4}}, at::kFloat);
  t.{write};
  return t.sum().item<float>() + helper{h}(n);
}}
"""


def project(folder: Path, count: int) -> list[Path]:
    """`count` files with headers of their own and different includes; ten share a header."""
    files = []
    for i in range(count):
        header = folder / f"own{i // FILES_PER_HEADER}.h"
        header.write_text(f"#pragma once\ninline int helper{i // FILES_PER_HEADER}(int n) {{ return n + 1; }}\n", encoding="utf-8")
        umbrella = UMBRELLAS[i % len(UMBRELLAS)]
        api = "" if umbrella.startswith("torch/") else "#include <torch/types.h>\n"
        text = f'#include <vector>\n#include "{header.name}"\n#include <{umbrella}>\n{api}' + BODY.format(
            i=i, h=i // FILES_PER_HEADER, write=("zero_()", "add_(1)")[i % 2])
        files.append(folder / f"f{i}.cpp")
        files[-1].write_text(text, encoding="utf-8")
    return files


class Bench:
    """The two programs on the same files."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder, self.cache = options, folder, folder / "cache"
        self.flags = ["--", "-std=c++17", *(x for d in options.isystem for x in ("-isystem", d))]
        self.samples: dict[str, list[tuple[Sample, Sample]]] = {}

    def own(self, files: list[Path]) -> Sample:
        """torch-tidy with the cache of this run."""
        return measure([self.options.torch_tidy, "--isolated", f"--cache-dir={self.cache}", *map(str, files), *self.flags])

    def stock(self, file: Path) -> Sample:
        """clang-tidy with the plugin on one file."""
        return measure([self.options.clang_tidy, f"--load={self.options.module}", "--checks=-*,torch-*", str(file), *self.flags])

    def stock_all(self, files: list[Path]) -> Sample:
        """run-clang-tidy on all."""
        commands = [{"directory": str(self.folder), "file": str(f), "arguments": ["clang++", *self.flags[1:], str(f)]} for f in files]
        (self.folder / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
        return measure([self.options.run_clang_tidy, "-quiet", "-j2", "-p", str(self.folder), f"-load={self.options.module}",
                        f"-clang-tidy-binary={shutil.which(self.options.clang_tidy)}", "-checks=-*,torch-*"])

    def row(self, name: str, own: Sample, stock: Sample) -> None:
        """One measurement."""
        self.samples.setdefault(name, []).append((own, stock))

    def settle(self) -> None:
        """Waits until what a run makes beside is made, and until times of files say something."""
        deadline = time.monotonic() + 300
        while not any((self.cache / "pchfacts").rglob("*")) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(3)

    def one_file(self) -> None:
        """Cold, with the header cache, unchanged."""
        file = self.folder / "one.cpp"
        shutil.copyfile(self.options.file, file)
        stock = self.stock(file)
        shutil.rmtree(self.cache, ignore_errors=True)
        self.row("one file, nothing cached", self.own([file]), stock)
        self.settle()
        file.write_text(file.read_text(encoding="utf-8") + "\n// edited\n", encoding="utf-8")
        self.row("edited, header cache", self.own([file]), stock)
        time.sleep(3)
        self.own([file])
        self.row("unchanged", self.own([file]), stock)

    def many_files(self, count: int) -> None:
        """A project: first run, second, after an edit."""
        folder = self.folder / "many"
        folder.mkdir(exist_ok=True)
        files = project(folder, count)
        stock = self.stock_all(files)
        shutil.rmtree(self.cache, ignore_errors=True)
        self.row(f"{count} files, nothing cached", self.own(files), stock)
        time.sleep(3)
        self.own(files)
        self.row(f"{count} files, unchanged", self.own(files), stock)
        files[0].write_text(files[0].read_text(encoding="utf-8") + "\n// edited\n", encoding="utf-8")
        self.row(f"{count} files, one edited", self.own(files), stock)
        header = folder / "own0.h"
        header.write_text(header.read_text(encoding="utf-8") + "\n// edited\n", encoding="utf-8")
        self.row(f"{count} files, a header of {FILES_PER_HEADER} edited", self.own(files), stock)

    def table(self) -> tuple[str, list[dict]]:
        """The medians, as Markdown and as values."""
        lines = ["| situation | time | memory | torch-tidy s | clang-tidy s | rounds |", "|---|---|---|---|---|---|"]
        rows = []
        for name, samples in self.samples.items():
            time_ratio = statistics.median(own[0] / stock[0] for own, stock in samples)
            memory_ratio = statistics.median(own[2] / stock[2] for own, stock in samples)
            seconds = [statistics.median(pair[side][0] for pair in samples) for side in (0, 1)]
            lines.append(f"| {name} | {time_ratio:.3f} | {memory_ratio:.2f} | {seconds[0]:.2f} | {seconds[1]:.1f} |")
            lines[-1] += f" {len(samples)} |"
            rows.append({"situation": name, "time": time_ratio, "memory": memory_ratio, "rounds": len(samples)})
        return "\n".join(lines), rows


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(ROOT / "build/release/bin/torch-tidy"))
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--run-clang-tidy", default="run-clang-tidy-22")
    parser.add_argument("--module", default=str(ROOT / "build/release/lib/TorchTidyModule.so"))
    parser.add_argument("--file", default=str(ROOT / "example/zero_tensors.cpp"))
    parser.add_argument("--isystem", action="append", required=True, metavar="DIR")
    parser.add_argument("-n", type=int, default=7, help="rounds with one file; with many files there is one for seven")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="one round, few files")
    parser.add_argument("--json", help="file for the ratios")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.n, options.files = 1, 6
    with tempfile.TemporaryDirectory(prefix="torch-tidy-bench-") as name:
        bench = Bench(options, Path(name))
        for _ in range(options.n):
            bench.one_file()
        for _ in range(max(1, options.n // 7)):
            bench.many_files(options.files)
        text, rows = bench.table()
    print(text)
    if options.write:
        for page in PAGES:
            before, after = page.read_text(encoding="utf-8").split(BEGIN)[0], page.read_text(encoding="utf-8").split(END)[1]
            page.write_text(f"{before}{BEGIN}\n{os.cpu_count()} cores:\n\n{text}\n{END}{after}", encoding="utf-8")
    if options.json:
        Path(options.json).write_text(json.dumps({"cores": os.cpu_count(), "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
