#!/usr/bin/env python3
"""Prints the speed of torch-tidy as ratios against stock clang-tidy with the plugin, medians of rounds in which all take turns.

    test/bench/ratios.py --isystem DIR [--isystem DIR ...] [-n 7] [--files 100] [--project NAME=FOLDER ...] [--only PART ...]
                         [--short] [--json FILE] [--write]

The folders are libtorch's; those of a project hold its compile_commands.json (test/real/run.py writes one). One row per situation:
the ratio of the wall times, that of the peak memory (of the largest process), and the seconds behind them, which say little on a
busy machine. A run in which not every file was analysed, or found other things than the run beside it, ends the measurement.
--write puts the table between the markers in README.md (without the projects) and docs/speed.md.
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

import projects
from measure import Sample
from programs import ROOT, Programs, Run, same

PAGES = {ROOT / "README.md": False, ROOT / "docs" / "speed.md": True}  # whether with the projects
BEGIN, END = "<!-- numbers: written by test/bench/ratios.py -->", "<!-- end of numbers -->"
PARTS = ["one", "cuda", "many", "projects"]


class Bench:
    """The two programs on the same files."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder, self.programs = options, folder, Programs(options, folder)
        self.flags = ["-std=c++17", *(x for d in options.isystem for x in ("-isystem", d))]
        self.samples: dict[str, list[tuple[Sample, Sample]]] = {}

    def row(self, name: str, own: Run, stock: Run) -> None:
        """One measurement."""
        same(own, stock, name)
        self.samples.setdefault(name, []).append((own.sample, stock.sample))
        print(f"{name}: {own.sample[0]:.2f} s, {stock.sample[0]:.1f} s", file=sys.stderr, flush=True)

    def forget(self) -> None:
        """Empties the cache."""
        shutil.rmtree(self.programs.cache, ignore_errors=True)

    def one_file(self, name: str, file: Path, flags: list[str]) -> None:
        """Cold, with the header cache, unchanged."""
        stock = self.programs.stock(file, flags)
        self.forget()
        self.row(f"{name}, nothing cached", self.programs.own([file], flags=flags), stock)
        if "parsed with the header cache: 1" not in (said := self.programs.settle([file], flags=flags)):
            raise SystemExit(f"{name}: the header cache is not used\n{said}")
        projects.edit(file)
        self.row(f"{name}, edited, header cache", self.programs.own([file], flags=flags), stock)
        time.sleep(3)
        self.programs.own([file], flags=flags)
        self.row(f"{name}, unchanged", self.programs.own([file], flags=flags), stock)

    def one(self) -> None:
        """One C++ file."""
        file = self.folder / "one.cpp"
        shutil.copyfile(self.options.file, file)
        self.one_file("one file", file, self.flags)

    def cuda(self) -> None:
        """One CUDA file."""
        file, flags = projects.cuda(self.folder)
        self.one_file("one .cu file", file, [*self.flags, *flags])

    def many(self) -> None:
        """A generated project: first run, second, after an edit."""
        folder, count = self.folder / "many", self.options.files
        files = projects.generated(folder, count)
        stock = self.programs.stock_all([{"directory": str(folder), "file": str(f), "arguments": ["clang++", *self.flags, "-c", str(f)]}
                                         for f in files])
        if len(stock.findings) != projects.findings(count):
            raise SystemExit(f"run-clang-tidy: {len(stock.findings)} findings instead of {projects.findings(count)} in {count} files")
        for _ in range(self.options.n):
            self.forget()
            self.row(f"{count} files, nothing cached", self.programs.own(files, flags=self.flags), stock)
            time.sleep(3)
            self.programs.own(files, flags=self.flags)
            self.row(f"{count} files, unchanged", self.programs.own(files, flags=self.flags), stock)
            projects.edit(files[0])
            self.row(f"{count} files, one edited", self.programs.own(files, flags=self.flags), stock)
            projects.edit(folder / "own0.h")
            self.row(f"{count} files, a header of {projects.FILES_PER_HEADER} edited", self.programs.own(files, flags=self.flags), stock)

    def project(self, name: str, folder: Path) -> None:
        """A real one: first run, with the header cache alone, second run."""
        commands, files = projects.database(folder)
        stock = self.programs.stock_all(commands)
        name = f"{name}, {len(files)} files"
        for _ in range(self.options.n):
            self.forget()
            self.row(f"{name}, nothing cached", self.programs.own(files, f"-p={folder}"), stock)
            self.programs.settle(files, f"-p={folder}")
            self.row(f"{name}, header cache", self.programs.own(files, f"-p={folder}", "--no-result-cache"), stock)
            time.sleep(3)
            self.programs.own(files, f"-p={folder}")
            self.row(f"{name}, unchanged", self.programs.own(files, f"-p={folder}"), stock)

    def measure(self) -> None:
        """All that is asked for; with many files stock clang-tidy, which takes minutes, runs once for all rounds."""
        parts = self.options.only or PARTS
        for _ in range(self.options.n):
            for part in ("one", "cuda"):
                if part in parts:
                    getattr(self, part)()
        if "many" in parts:
            self.many()
        for name, folder in self.options.project if "projects" in parts else []:
            self.project(name, folder)

    def table(self, with_projects: bool = True) -> tuple[str, list[dict]]:
        """The medians, as Markdown and as values."""
        lines = ["| situation | time | memory | torch-tidy s | clang-tidy s | rounds |", "|---|---|---|---|---|---|"]
        rows = []
        left_out = tuple(f"{name}, " for name, _ in self.options.project)
        for name, samples in self.samples.items():
            if name.startswith(left_out) and not with_projects:
                continue
            time_ratio = statistics.median(own[0] / stock[0] for own, stock in samples)
            memory_ratio = statistics.median(own[2] / stock[2] for own, stock in samples)
            seconds = [statistics.median(pair[side][0] for pair in samples) for side in (0, 1)]
            lines.append(f"| {name} | {time_ratio:.3f} | {memory_ratio:.2f} | {seconds[0]:.2f} | {seconds[1]:.1f} |")
            lines[-1] += f" {len(samples)} |"
            rows.append({"situation": name, "time": time_ratio, "memory": memory_ratio, "rounds": len(samples)})
        return "\n".join(lines), rows


def named_folder(text: str) -> tuple[str, Path]:
    """NAME=FOLDER, where the folder has a compile database."""
    name, _, folder = text.partition("=")
    if not name or not (Path(folder) / "compile_commands.json").is_file():
        raise argparse.ArgumentTypeError(f"NAME=FOLDER with a compile_commands.json, not '{text}'")
    return name, Path(folder).resolve()


def main() -> int:
    """Measures and prints."""
    build = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release")).resolve()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(build / "bin/torch-tidy"))
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--run-clang-tidy", default="run-clang-tidy-22")
    parser.add_argument("--module", default=str(build / "lib/TorchTidyModule.so"))
    parser.add_argument("--file", default=str(ROOT / "example/zero_tensors.cpp"))
    parser.add_argument("--isystem", action="append", required=True, metavar="DIR")
    parser.add_argument("-n", type=int, default=7, help="rounds; with many files clang-tidy runs once for all")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--project", action="append", default=[], type=named_folder, metavar="NAME=FOLDER")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--short", action="store_true", help="one round, few files")
    parser.add_argument("--json", help="file for the ratios")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write and (options.only or options.short):
        parser.error("--write needs all parts, in full")
    options.isystem = [str(Path(folder).resolve()) for folder in options.isystem]
    if options.short:
        options.n, options.files = 1, 6
    with tempfile.TemporaryDirectory(prefix="torch-tidy-bench-") as name:
        bench = Bench(options, Path(name).resolve())
        try:
            bench.measure()
        except SystemExit:
            print(bench.table()[0])
            raise
        text, rows = bench.table()
    print(text)
    if options.write:
        for page, with_projects in PAGES.items():
            before, after = page.read_text(encoding="utf-8").split(BEGIN)[0], page.read_text(encoding="utf-8").split(END)[1]
            page.write_text(f"{before}{BEGIN}\n{os.cpu_count()} cores:\n\n{bench.table(with_projects)[0]}\n{END}{after}", encoding="utf-8")
    if options.json:
        Path(options.json).write_text(json.dumps({"cores": os.cpu_count(), "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
