#!/usr/bin/env python3
"""torch-clangd against stock clangd on one file, in the same run: first open, edit to diagnostics, memory.

    .deps/editors/bin/python test/bench/editors.py [--file FILE] [--edits N] [--rounds N] [--write] [-- compiler flags]

Each round opens and edits the file in both servers, one after the other, who begins in turns. Ratios are the medians of those
of the rounds, so that what else the machine does meets both. Times are by the clock, and of the processors that the server used.
What the checks take comes from clangd's own trace. Without a file, example/zero_tensors.cpp is taken. --write puts the table
between the markers in docs/editors.md.
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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test/editors"), str(ROOT / "test/tool")]
from editor import Editor, torch_clangd  # noqa: E402
from support import libtorch  # noqa: E402

STOCK = Path("/usr/bin/clangd-22")


PAGE = ROOT / "docs" / "editors.md"
BEGIN, END = "<!-- numbers: written by test/bench/editors.py -->", "<!-- end of numbers -->"
QUIET_SECONDS = 1.0  # without work of the server, after which it has finished what it does in the background


@dataclass
class Session:
    """What was measured of one server in one round."""

    open_wall: float = 0
    open_cpu: float = 0
    edit_wall: float = 0   # medians of the edits
    edit_cpu: float = 0
    memory: float = 0      # MB that are resident after the edits
    peak: float = 0        # and at most
    checks: float = 0      # milliseconds of a rebuild in clang-tidy's checks
    rebuild: float = 0
    findings: int = 0


ROWS = [("first open", "open_wall", "s", 2), ("first open, processors", "open_cpu", "s", 2),
        ("edit to diagnostics", "edit_wall", "s", 2), ("edit to diagnostics, processors", "edit_cpu", "s", 2),
        ("memory", "memory", "MB", 0), ("memory, peak", "peak", "MB", 0)]


def cpu(pid: int) -> float:
    """CPU seconds of a process, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_trace(path: Path, into: Session) -> None:
    """Durations of the spans of clangd's trace that are about a rebuild, but for the first."""
    events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    spans = {name: [e["dur"] / 1000 for e in events if e.get("name") == name and "dur" in e][1:]
             for name in ("ClangTidyInit", "ClangTidyMatch", "BuildAST")}
    into.rebuild = statistics.median(spans["BuildAST"])
    into.checks = statistics.median(spans["ClangTidyInit"]) + statistics.median(spans["ClangTidyMatch"])


def peak(pid: int) -> float:
    """The most memory that was resident, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


async def until_quiet(pid: int) -> None:
    """Waits until the server has nothing to do; it makes the index of what was included in the background."""
    last = -1.0
    while cpu(pid) - last > 0.02:
        last = cpu(pid)
        await asyncio.sleep(QUIET_SECONDS)


async def measure(server: Path, text: str, flags: list[str], edits: int) -> Session:
    """One session: open the file, edit it."""
    out = Session()
    with tempfile.TemporaryDirectory(prefix="torch-tidy-bench-") as name:
        folder = Path(name).resolve()
        path, trace = folder / "file.cpp", folder / "trace.json"
        path.write_text(text, encoding="utf-8")
        (folder / "compile_commands.json").write_text(json.dumps([{
            "directory": name, "file": str(path), "arguments": ["c++", *flags, "-c", str(path)]}]), encoding="utf-8")
        async with Editor(folder, "--background-index=0", server=server, environment={"CLANGD_TRACE": str(trace)}) as editor:
            pid = editor.process.pid
            wall, used = time.monotonic(), cpu(pid)
            document = editor.open(path)
            found = await document.diagnostics()
            out.open_wall, out.open_cpu = time.monotonic() - wall, cpu(pid) - used
            out.findings = len([d for d in found if str(d.code).startswith("torch-")])
            await until_quiet(pid)
            at = text.rindex("}")
            walls, before = [], cpu(pid)
            for number in range(edits):
                wall = time.monotonic()
                document.replace(at, at, f"int edit{number} = {number};\n")
                await document.diagnostics()
                walls.append(time.monotonic() - wall)
                await asyncio.sleep(0.3)  # clangd's threads finish, and the next edit is one of its own
            await until_quiet(pid)
            out.edit_wall, out.edit_cpu = statistics.median(walls), (cpu(pid) - before) / edits
            out.memory, out.peak = editor.memory() / 2**20, peak(pid)
        read_trace(trace, out)
    return out


def table(pairs: list[tuple[Session, Session]]) -> str:
    """The medians of pairs of stock clangd's session and ours."""
    lines = ["| | ratio | torch-clangd | clangd 22 |", "|---|---|---|---|"]
    for name, key, unit, digits in ROWS:
        ratio = statistics.median(getattr(ours, key) / getattr(stock, key) for stock, ours in pairs)
        stock, ours = (statistics.median(getattr(pair[side], key) for pair in pairs) for side in (0, 1))
        lines.append(f"| {name} | {ratio:.2f} | {ours:.{digits}f} {unit} | {stock:.{digits}f} {unit} |")
    stock, ours = (statistics.median(pair[side].checks / pair[side].rebuild for pair in pairs) for side in (0, 1))
    took = statistics.median(pair[1].checks for pair in pairs)
    lines.append(f"| share of the checks in a rebuild | | {ours:.1%}, {took:.1f} ms | {stock:.1%} |")
    return "\n".join(lines)


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
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    text = options.file.read_text(encoding="utf-8")
    pairs: list[tuple[Session, Session]] = []
    for number in range(options.rounds):
        if number % 2:
            ours = await measure(torch_clangd(), text, flags, options.edits)
            stock = await measure(STOCK, text, flags, options.edits)
        else:
            stock = await measure(STOCK, text, flags, options.edits)
            ours = await measure(torch_clangd(), text, flags, options.edits)
        pairs.append((stock, ours))
    said = (f"{options.file.name}, {pairs[-1][1].findings} findings; {os.cpu_count()} cores; medians of {options.rounds} rounds "
            f"of {options.edits} edits:\n\n{table(pairs)}")
    print(said, f"\nload {os.getloadavg()[0]:.1f}")
    if options.write:
        before, after = PAGE.read_text(encoding="utf-8").split(BEGIN)[0], PAGE.read_text(encoding="utf-8").split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{said}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
