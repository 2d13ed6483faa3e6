#!/usr/bin/env python3
"""The findings do not hang on what makes torch-tidy fast: byte for byte the same JSON with every combination of prefilter,
operators by name, body skipping, header cache, result cache and number of jobs.

    test/bench/identity.py --isystem DIR [--isystem DIR ...] [--all] [FILE|FOLDER ...] [-- FLAGS]
    test/bench/identity.py -p BUILD [--all] [FILE|FOLDER ...]

Without files: a sample of the check tests and the runtime fixtures; --all takes all of them. Prints the differences, their
number, and how many files were parsed in full and why. The exit status says whether there were none.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 12  # every twelfth file


@dataclass(frozen=True)
class Way:
    """One way to run: what it is called, its options, whether the cache is emptied first."""

    name: str
    options: tuple[str, ...]
    fresh: bool = False


# The first is what all others are compared with. Body skipping is off in one: it takes long.
PLAIN = Way("plain", ("--no-cache", "--no-prefilter", "--all-operators", "-j2"))
WAYS = [
    Way("prefilter alone", ("--no-cache", "--all-operators", "-j2")),
    Way("operators by name alone", ("--no-cache", "--no-prefilter", "-j2")),
    Way("header cache, first run", ("--no-result-cache", "--no-prefilter", "-j2"), fresh=True),
    Way("header cache", ("--no-result-cache", "-j1")),
    Way("header cache, eight jobs", ("--no-result-cache", "-j8")),
    Way("all, first run", ("-j8",)),
    Way("result cache, one job", ("-j1",)),
    Way("result cache, two jobs", ("-j2",)),
    Way("result cache alone", ("-j2", "--no-header-cache", "--no-prefilter")),
]
FULL = Way("all bodies", ("--no-cache", "--no-prefilter", "--all-operators", "--full-parse", "-j2"))


@dataclass
class Answer:
    """What a run said."""

    output: str
    findings: dict[str, list[str]]
    statistics: list[str]


class Comparison:
    """The program on the same files in different ways."""

    def __init__(self, options: argparse.Namespace, cache: Path) -> None:
        self.options, self.cache = options, cache
        self.flags = [flag for folder in options.isystem for flag in ("-isystem", folder)] + options.flags
        if options.isystem and not any(flag.startswith("-std=") for flag in self.flags):
            self.flags.append("-std=c++17")

    def run(self, way: Way, files: list[Path]) -> Answer:
        """Its findings by file, as texts."""
        command = [self.options.torch_tidy, "--isolated", "--level=strict", "--format=json", "--statistics", "--missing-db=skip",
                   f"--cache-dir={self.cache}", *way.options]
        command += [f"-p={self.options.p}"] if self.options.p else []
        command += [*map(str, files), *(["--", *self.flags] if not self.options.p else [])]
        if way.fresh:
            subprocess.run([self.options.torch_tidy, "cache", "clean", f"--cache-dir={self.cache}"], check=True, capture_output=True)
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            raise SystemExit(f"{way.name}: exit status {done.returncode}, no JSON\n{done.stderr}") from None
        findings: dict[str, list[str]] = {}
        for finding in report["findings"]:
            findings.setdefault(finding["file"], []).append(json.dumps(finding, sort_keys=True))
        return Answer(done.stdout, findings, [line for line in done.stderr.splitlines() if re.match(r"  without|files ", line)])

    def differences(self, files: list[Path]) -> int:
        """Prints and counts them."""
        right = self.run(PLAIN, files)
        total = sum(len(found) for found in right.findings.values())
        print(f"{len(files)} files, {total} findings", flush=True)
        count = 0
        for way in WAYS + ([FULL] if self.options.full else []):
            found = self.run(way, files)
            wrong = [path for path in sorted(right.findings.keys() | found.findings.keys())
                     if right.findings.get(path) != found.findings.get(path)]
            same = found.output == right.output
            count += max(len(wrong), int(not same))
            print(f"{way.name}: {'the same' if same else 'DIFFERENT'}; {'; '.join(found.statistics)}", flush=True)
            for path in wrong:
                print(f"  {path}: {len(right.findings.get(path, []))} and {len(found.findings.get(path, []))} findings")
        return count


def main() -> int:
    """Compares and prints."""
    arguments, flags = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release")) / "bin/torch-tidy"))
    parser.add_argument("--isystem", action="append", default=[], metavar="DIR")
    parser.add_argument("-p", default="", metavar="BUILD")
    parser.add_argument("--all", action="store_true", help="all fixtures")
    parser.add_argument("--full", action="store_true", help="with all function bodies too")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    options.flags = flags
    files = options.files
    if not files:
        files = sorted([*ROOT.glob("test/checks/*/*.cpp"), *ROOT.glob("test/runtime/fixtures/**/*.cpp"), *ROOT.glob("example/*.cpp")])
        files = files if options.all else files[::SAMPLE]
    if not options.isystem and not options.p:
        include = next(ROOT.glob(".deps/venv/lib/python3*/site-packages/torch/include"), None)
        if include is None:
            parser.error("no libtorch: run tool/setup.sh, or give --isystem")
        options.isystem = [str(include), str(include / "torch/csrc/api/include")]
    with tempfile.TemporaryDirectory(prefix="torch-tidy-identity-") as cache:
        count = Comparison(options, Path(cache)).differences(files)
    print(f"{count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
