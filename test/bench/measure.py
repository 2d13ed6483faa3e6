"""Time and memory of a command."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

Sample = tuple[float, float, float]


def measure(command: list[str], one_core: bool = False, output: Path | None = None, folder: Path | None = None,
            statuses: tuple[int, ...] = (0, 1)) -> Sample:
    """Wall seconds, seconds of processors and peak memory in MB of one run, in `folder`.

    What it prints goes to `output`. A run with an exit status other than these is no measurement.
    """
    core = (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})) if one_core else None
    with open(output or os.devnull, "wb") as printed:
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT, cwd=folder,
                              preexec_fn=core) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
    if process.returncode not in statuses:
        said = output.read_text(encoding="utf-8", errors="replace").splitlines() if output else []
        raise SystemExit("\n".join([f"exit status {process.returncode}: {' '.join(command[:4])}", *(complaints(said) or said[-10:])]))
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def complaints(lines: list[str]) -> list[str]:
    """The first lines that say what went wrong."""
    words = ("error:", "Error", "Stack dump", "terminated by signal", "Unable to", "Could not")
    return [line for line in lines if any(word in line for word in words)][:10]
