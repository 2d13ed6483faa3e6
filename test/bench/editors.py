#!/usr/bin/env python3
"""torch-clangd against stock clangd on one file, in the same run: first open, edit to diagnostics, memory.

    .deps/editors/bin/python test/bench/editors.py [--file FILE] [--edits N] [--rounds N] [-- compiler flags]

Times are medians: wall clock, and the CPU time of the server, which does not see what else the machine does. The share of
the checks comes from clangd's own trace (CLANGD_TRACE). Without a file, example/zero_tensors.cpp is taken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test/editors"), str(ROOT / "test/tool")]
from editor import Editor, torch_clangd  # noqa: E402
from support import libtorch  # noqa: E402

STOCK = Path("/usr/bin/clangd-22")


@dataclass
class Times:
    """What was measured of one server."""

    open_wall: list[float] = field(default_factory=list)
    open_cpu: list[float] = field(default_factory=list)
    edit_wall: list[float] = field(default_factory=list)
    edit_cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    tidy: list[float] = field(default_factory=list)   # milliseconds in clang-tidy's checks per rebuild
    build: list[float] = field(default_factory=list)  # milliseconds of a rebuild
    findings: int = 0


def cpu(pid: int) -> float:
    """CPU seconds of a process, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_trace(path: Path, into: Times) -> None:
    """Durations of the spans of clangd's trace that are about a rebuild."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        events = json.loads(text)["traceEvents"]
    except ValueError:  # the last events are cut off
        events = [json.loads(line.strip().rstrip(",")) for line in text.splitlines()
                  if line.strip().startswith("{\"args") or line.strip().startswith("{\"cat")]
    for event in events:
        if event.get("name") == "ClangTidyMatch":
            into.tidy.append(event.get("dur", 0) / 1000)
        elif event.get("name") == "BuildAST":
            into.build.append(event.get("dur", 0) / 1000)


async def measure(server: Path, text: str, flags: list[str], edits: int, into: Times) -> None:
    """One session: open the file, edit it."""
    with tempfile.TemporaryDirectory(prefix="torch-tidy-bench-") as name:
        folder = Path(name).resolve()
        path, trace = folder / "file.cpp", folder / "trace.json"
        path.write_text(text, encoding="utf-8")
        (folder / "compile_commands.json").write_text(json.dumps([{
            "directory": name, "file": str(path), "arguments": ["c++", *flags, "-c", str(path)]}]), encoding="utf-8")
        editor = Editor(folder, "--background-index=0", server=server, environment={"CLANGD_TRACE": str(trace)})
        async with editor:
            wall, used = time.monotonic(), cpu(editor.process.pid)
            document = editor.open(path)
            found = await document.diagnostics()
            into.open_wall.append(time.monotonic() - wall)
            into.open_cpu.append(cpu(editor.process.pid) - used)
            into.findings = len([d for d in found if str(d.code).startswith("torch-")])
            # The index of what was included is made in the background.
            last = -1.0
            while cpu(editor.process.pid) - last > 0.02:
                last = cpu(editor.process.pid)
                await asyncio.sleep(1)
            at = text.rindex("}")
            for number in range(edits):
                wall, used = time.monotonic(), cpu(editor.process.pid)
                document.replace(at, at, f"int edit{number} = {number};\n")
                await document.diagnostics()
                into.edit_wall.append(time.monotonic() - wall)
                await asyncio.sleep(0.2)  # clangd's threads finish
                into.edit_cpu.append(cpu(editor.process.pid) - used)
            into.memory.append(editor.memory() / 2**20)
        read_trace(trace, into)


def row(name: str, ours: list[float], theirs: list[float], unit: str, digits: int = 2) -> str:
    """One line of the table."""
    a, b = statistics.median(theirs), statistics.median(ours)
    return f"| {name} | {a:.{digits}f} {unit} | {b:.{digits}f} {unit} | {b / a if a else 0:.2f} |"


async def main() -> None:
    """Both servers, in turns."""
    arguments = sys.argv[1:]
    flags = ["-std=c++17", *(libtorch() or [])]
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=ROOT / "example/zero_tensors.cpp")
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    text = options.file.read_text(encoding="utf-8")
    stock, ours = Times(), Times()
    for _ in range(options.rounds):
        await measure(STOCK, text, flags, options.edits, stock)
        await measure(torch_clangd(), text, flags, options.edits, ours)
    print(f"{options.file.name}: {text.count(chr(10))} lines, {ours.findings} torch findings; {options.rounds} rounds of {options.edits} edits; "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| | clangd 22 | torch-clangd | ratio |\n|---|---|---|---|")
    print(row("first open, wall", ours.open_wall, stock.open_wall, "s"))
    print(row("first open, CPU", ours.open_cpu, stock.open_cpu, "s"))
    print(row("edit to diagnostics, wall", ours.edit_wall, stock.edit_wall, "s"))
    print(row("edit to diagnostics, CPU", ours.edit_cpu, stock.edit_cpu, "s"))
    print(row("memory", ours.memory, stock.memory, "MB", 0))
    if ours.tidy and stock.tidy and ours.build:
        print(f"\nOf a rebuild ({statistics.median(ours.build):.0f} ms) all clang-tidy checks take {statistics.median(ours.tidy):.1f} ms, "
              f"those of stock clangd {statistics.median(stock.tidy):.1f} ms.")


if __name__ == "__main__":
    asyncio.run(main())
