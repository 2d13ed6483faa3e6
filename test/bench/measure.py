"""Time and memory of a command."""

from __future__ import annotations

import os
import subprocess
import time

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
