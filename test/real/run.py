#!/usr/bin/env python3
"""Runs torch-tidy on every source of real projects: does it parse, crash, hang; what does it find?

    test/real/run.py --level strict --project DIR [--project DIR ...] [--flags-file F] [--json OUT] [--prefixes N]

Each .cpp, .cc, .cxx and .cu file below a project is run by itself. One row per project: how many parse without an
error, how many crash or hang, the findings of each check ("4 (1)": four, one of them at the default level too), the
median of the seconds. --prefixes N also runs the N beginnings of each file that end after an evenly spread line: code
that somebody is typing. They must not crash or hang, and may have errors.

The flags file has words for the compiler, quoted as in a shell; '#' begins a comment, $NAME is a variable of the
environment, $PROJECT the project's folder. A line that begins with ".cu:" or another ending is for such files only:

    -std=c++17 -I$PROJECT/include -isystem "$LIBTORCH/include"
    .cu: --cuda-path=/usr/local/cuda -D__CUDA_NO_HALF_OPERATORS__

--database FOLDER writes FOLDER/PROJECT/compile_commands.json, for test/bench/ratios.py: the files that parse without an error.

A word --extra-arg=FLAG goes to torch-tidy itself, which keeps such flags where it drops a compiler's: a precompiled
header (--extra-arg=-include-pch --extra-arg=FILE) saves most of the time.

Status 1 if anything crashed or hung, else 0: errors and findings are what is to be looked at.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import os
import re
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = {".cpp", ".cc", ".cxx", ".cu"}
AT_ONCE = 2  # a run takes up to 1 GB


@dataclasses.dataclass
class Outcome:
    """One run of torch-tidy on one file or a beginning of it; seconds of wall time."""
    file: str
    lines: int  # 0: all of them
    state: str  # clean, errors, crash, hang, failed
    seconds: float
    first_error: str
    findings: list[dict]
    detail: str = ""  # the end of the error output, where something went wrong


def flags_for(file: Path, project: Path, flags_file: Path | None) -> list[str]:
    """The words of the flags file that are meant for this file."""
    words: list[str] = []
    os.environ["PROJECT"] = str(project)
    for line in flags_file.read_text(encoding="utf-8").splitlines() if flags_file else []:
        ending = re.match(r"\s*(\.\w+):", line)
        if ending and ending.group(1) != file.suffix:
            continue
        text = line[ending.end():] if ending else line
        words += [os.path.expandvars(word) for word in shlex.split(text, comments=True)]
    return words


def beginnings(file: Path, count: int) -> list[tuple[int, str]]:
    """Beginnings of the file that end after evenly spread lines: number of lines, text."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    ends = sorted({round(len(lines) * (i + 1) / (count + 1)) for i in range(count)} - {0, len(lines)})
    return [(end, "".join(lines[:end])) for end in ends]


class Runner:
    """Runs torch-tidy; holds what is the same for all files."""
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options

    def command(self, level: str, report: Path, overlay: list[str], file: Path, project: Path) -> list[str]:
        """The command line that writes its findings into the report."""
        flags = flags_for(file, project, self.options.flags_file)
        own = [flag for flag in flags if flag.startswith("--extra-arg=")]
        return [self.options.tidy, "--isolated", "--no-cache", f"--level={level}", f"--format=json:{report}", *overlay,
                *own, str(file), "--", *(flag for flag in flags if flag not in own)]

    def run(self, file: Path, project: Path, level: str, beginning: tuple[int, str] = (0, "")) -> Outcome:
        """One run; a beginning of the file is laid over it, so that the project's folder stays as it is."""
        with tempfile.TemporaryDirectory() as folder:
            report, overlay = Path(folder) / "report.json", []
            if beginning[0]:
                text = Path(folder) / "text"
                text.write_text(beginning[1], encoding="utf-8")
                entry = {"type": "file", "name": str(file), "external-contents": str(text)}
                layer = Path(folder) / "overlay.yaml"
                layer.write_text(json.dumps({"version": 0, "use-external-names": False, "roots": [entry]}),
                                 encoding="utf-8")
                overlay = [f"--vfsoverlay={layer}"]
            start = time.monotonic()
            with subprocess.Popen(self.command(level, report, overlay, file, project), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
                                  start_new_session=True) as process:
                try:
                    errors, hung = process.communicate(timeout=self.options.timeout)[1], False
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    errors, hung = process.communicate()[1], True
            seconds = time.monotonic() - start
            found = json.loads(report.read_text(encoding="utf-8"))["findings"] if report.exists() else []
        compile_errors = [f for f in found if f["check"] == "clang-diagnostic-error"]
        if hung:
            state = "hang"
        elif process.returncode < 0 or "Stack dump:" in errors:
            state = "crash"
        elif compile_errors or " compile error" in errors:
            state = "errors"
        else:
            state = "clean" if process.returncode in (0, 1) else "failed"
        first = next((f"{f['file']}:{f['line']}: {f['message']}" for f in compile_errors), "")
        return Outcome(str(file), beginning[0], state, seconds, first, [f for f in found if f not in compile_errors],
                       errors[-3000:] if state not in ("clean", "errors") else "")

    def all_of(self, job: tuple[Path, Path]) -> list[Outcome]:
        """The whole file, at both levels where it has findings, then its beginnings."""
        file, project = job
        whole = self.run(file, project, self.options.level)
        if whole.findings and self.options.level == "strict":
            default = {(f["check"], f["file"], f["offset"])
                       for f in self.run(file, project, "recommended").findings}
            for finding in whole.findings:
                finding["level"] = ("recommended" if (finding["check"], finding["file"], finding["offset"]) in default
                                    else "strict")
        parts = beginnings(file, self.options.prefixes)
        return [whole] + [self.run(file, project, self.options.level, part) for part in parts]


def write_database(folder: Path, project: Path, outcomes: list[Outcome], flags_file: Path | None) -> None:
    """The compile commands of the files that parse; what is meant for torch-tidy itself is left out."""
    commands = []
    for outcome in outcomes:
        if outcome.state == "clean" and not outcome.lines:
            flags = [flag for flag in flags_for(Path(outcome.file), project, flags_file) if not flag.startswith("--extra-arg=")]
            commands.append({"directory": str(project), "file": outcome.file, "arguments": ["c++", *flags, "-c", outcome.file]})
    (folder / project.name).mkdir(parents=True, exist_ok=True)
    (folder / project.name / "compile_commands.json").write_text(json.dumps(commands, indent=1) + "\n", encoding="utf-8")


def row(project: Path, outcomes: list[Outcome], prefixes: int) -> str:
    """One row of the table."""
    whole = [o for o in outcomes if not o.lines]
    states = collections.Counter(o.state for o in whole)
    # A header's finding comes once per file that includes it.
    found = {(f["check"], f["file"], f["offset"]): f.get("level", "recommended") for o in whole for f in o.findings}
    checks = collections.Counter(check for check, _, _ in found)
    default = collections.Counter(key[0] for key, level in found.items() if level == "recommended")
    text = ", ".join(f"{check}: {n} ({default[check]})" for check, n in sorted(checks.items())) or "none"
    cells = [project.name, len(whole), *(states[s] for s in ("clean", "errors", "failed", "crash", "hang")), text,
             f"{statistics.median(o.seconds for o in whole):.1f}" if whole else "-"]
    if prefixes:
        parts = collections.Counter(o.state for o in outcomes if o.lines)
        cells.append(f"{sum(parts.values())} / {parts['crash']} / {parts['hang']}")
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    """Runs all projects; prints a table, the findings, and with --verbose each file's first error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", default=str(ROOT / "build/release/bin/torch-tidy"), help="the torch-tidy to run")
    parser.add_argument("--level", choices=("recommended", "strict"), default="strict")
    parser.add_argument("--project", action="append", required=True, type=Path, metavar="DIR")
    parser.add_argument("--flags-file", type=Path)
    parser.add_argument("--timeout", type=float, default=120, help="seconds until a run counts as hung")
    parser.add_argument("--prefixes", type=int, default=0, metavar="N")
    parser.add_argument("--match", default="", help="only files whose text this regular expression finds")
    parser.add_argument("--json", type=Path, metavar="OUT", help="every run, with its findings and first error")
    parser.add_argument("--database", type=Path, metavar="FOLDER", help="compile databases of the files that parse")
    parser.add_argument("--verbose", action="store_true", help="the first error of each file")
    options = parser.parse_args()
    runner, everything, wanted = Runner(options), {}, re.compile(options.match)
    for project in (p.resolve() for p in options.project):
        files = sorted(f for f in project.rglob("*") if f.suffix in ENDINGS and f.is_file()
                       and wanted.search(f.read_text(encoding="utf-8", errors="replace")))
        outcomes: list[Outcome] = []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for some in pool.map(runner.all_of, [(f, project) for f in files]):
                outcomes += some
                for o in some:
                    if o.detail or (options.verbose and o.first_error and not o.lines):
                        print(f"{o.state}: {o.file}{f' (first {o.lines} lines)' if o.lines else ''}: "
                              f"{o.detail or o.first_error}", file=sys.stderr, flush=True)
        everything[project] = outcomes
        if options.database:
            write_database(options.database, project, outcomes, options.flags_file)
    print("| project | files | clean | errors | failed | crashes | hangs | findings (at the default level) | median s |"
          + (" prefixes / crashes / hangs |" if options.prefixes else ""))
    print("|---" * (10 if options.prefixes else 9) + "|")
    for project, outcomes in everything.items():
        print(row(project, outcomes, options.prefixes))
    for line in sorted({f"{f['file']}:{f['line']}:{f['column']}: {f.get('level', options.level)}: {f['message']} "
                        f"[{f['check']}]" for os_ in everything.values() for o in os_ if not o.lines
                        for f in o.findings}):
        print(line)
    if options.json:
        text = {str(p): [dataclasses.asdict(o) for o in os_] for p, os_ in everything.items()}
        options.json.write_text(json.dumps(text, indent=1), encoding="utf-8")
    return int(any(o.state in ("crash", "hang") for os_ in everything.values() for o in os_))


if __name__ == "__main__":
    sys.exit(main())
