"""torch-tidy and stock clang-tidy with the plugin, on the same files. A run counts only where every file was analysed.

run-clang-tidy goes on, and ends early with exit status 1, when the plugin cannot be loaded, a file does not compile or clang-tidy
is killed; when it is interrupted it ends with 0. So each run has to name all files, end without a complaint, and find what the other finds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from measure import Sample, measure

ROOT = Path(__file__).resolve().parents[2]
FINDING = re.compile(r"^(\S.*):(\d+):(\d+): (?:warning|error): .* \[([\w.,-]+)\]$", re.MULTILINE)
CHECKS = "-*,torch-*"
HEADER_SECONDS = 600  # for a precompiled header that is made beside
# What torch-tidy adds by itself to the flags of a CUDA source.
HOST_FLAGS = ["--cuda-host-only", "-nocudalib", "-Wno-unknown-cuda-version", "-include"]


def is_cuda(file: str, arguments: list[str]) -> bool:
    """Whether the compiler takes it for a CUDA source."""
    languages = [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == "-x"]
    return languages[-1] == "cuda" if languages else file.endswith(".cu")


@dataclass(frozen=True)
class Run:
    """One measured run: place and check of each finding, without repetitions, and all that it printed."""

    sample: Sample
    findings: frozenset[tuple[str, int, int, str]]
    printed: str


class Programs:
    """Both programs, with a cache of torch-tidy's that belongs to this run.

    What is measured is a copy: a build beside would put another program, or half of one, in its place.
    """

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder, self.cache = options, folder, folder / "cache"
        self.torch_tidy = shutil.copy(options.torch_tidy, folder)
        self.module = shutil.copy(options.module, folder)
        if not os.access(self.torch_tidy, os.X_OK) or subprocess.run([self.torch_tidy, "--version"], capture_output=True,
                                                                     check=False).returncode:
            raise SystemExit(f"{options.torch_tidy} does not run: is it being built?")
        self.output = folder / "output.txt"
        self.host = folder / "cuda_host.h"
        text = (ROOT / "tool" / "CudaHost.h").read_text(encoding="utf-8")
        self.host.write_text(text.split('R"(')[1].split(')"')[0], encoding="utf-8")

    def run(self, command: list[str], statuses: tuple[int, ...], folder: Path) -> Run:
        """A measured run."""
        sample = measure(command, output=self.output, folder=folder, statuses=statuses)
        printed = self.output.read_text(encoding="utf-8", errors="replace")
        return Run(sample, frozenset((str((folder / path).resolve()), int(line), int(column), check)
                                     for path, line, column, check in FINDING.findall(printed)), printed)

    def own(self, files: list[Path], *options: str, flags: list[str] | None = None) -> Run:
        """torch-tidy on all files."""
        command = [self.torch_tidy, "--isolated", f"--cache-dir={self.cache}", *options, *map(str, files)]
        run = self.run([*command, *(["--", *flags] if flags is not None else [])], (0, 1), self.folder)
        done = re.search(r"(\d+) files? in [\d.]+ s", run.printed)
        if not done or int(done[1]) != len(files):
            raise SystemExit(f"torch-tidy: {done[1] if done else 'no'} files instead of {len(files)}\n{run.printed[-2000:]}")
        return run

    def settle(self, files: list[Path], *options: str, flags: list[str] | None = None) -> str:
        """Waits until the precompiled headers are there that runs make beside; what --statistics then says of their use."""
        deadline = time.monotonic() + HEADER_SECONDS
        while time.monotonic() < deadline:
            said = self.own(files, "--no-result-cache", "--statistics", *options, flags=flags).printed
            if not re.search("is not made yet|another process makes", said):
                return said
            time.sleep(2)
        raise SystemExit(f"precompiled headers are not made after {HEADER_SECONDS} s")

    def stock(self, file: Path, flags: list[str]) -> Run:
        """clang-tidy with the plugin on one file."""
        more = [*HOST_FLAGS, str(self.host)] if is_cuda(str(file), flags) else []
        return self.run([self.options.clang_tidy, f"--load={self.module}", f"--checks={CHECKS}", "--config={}", str(file),
                         "--", *flags, *more], (0,), self.folder)

    def stock_all(self, commands: list[dict]) -> Run:
        """run-clang-tidy on all files of a compile database."""
        entries = []
        for command in commands:
            arguments = command.get("arguments") or shlex.split(command["command"])
            more = [*HOST_FLAGS, str(self.host)] if is_cuda(command["file"], arguments) else []
            entries.append({"directory": command["directory"], "file": command["file"], "arguments": [arguments[0], *more, *arguments[1:]]})
        database = self.folder / "database"
        database.mkdir(exist_ok=True)
        (database / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
        run = self.run([self.options.run_clang_tidy, "-quiet", "-j2", "-p", str(database), f"-load={self.module}",
                        f"-clang-tidy-binary={shutil.which(self.options.clang_tidy)}", f"-checks={CHECKS}", "-config={}"],
                       (0,), self.folder)
        named = {str(Path(name).resolve())
                 for name in re.findall(r"^\[ *\d+/\d+\]\[[\d.]+s\] .* (/\S+)$", run.printed, re.MULTILINE)}
        missing = sorted({str((Path(e["directory"]) / e["file"]).resolve()) for e in entries} - named)
        if missing:
            raise SystemExit(f"run-clang-tidy: {len(missing)} files not analysed: {', '.join(missing[:5])}")
        return run


def same(one: Run, other: Run, what: str) -> None:
    """Two runs on the same files have the same findings, or no ratio of theirs says anything."""
    if one.findings != other.findings:
        lines = [f"  {which}: {':'.join(map(str, place))}" for which, more in (
            ("only torch-tidy", one.findings - other.findings), ("only clang-tidy", other.findings - one.findings))
            for place in sorted(more)[:10]]
        raise SystemExit("\n".join([f"{what}: {len(one.findings)} findings of torch-tidy, {len(other.findings)} of clang-tidy", *lines]))
