"""The end of the scripts that make a table from marks in the tests: write it, or see that it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path


def finish(target: Path, lines: list[str], wrong: list[str], counted: str) -> int:
    """With --write puts the lines into the target, else finds it wrong where it differs. Prints what is wrong, or what was
    counted; returns the exit status."""
    text = "\n".join(lines) + "\n"
    if "--write" in sys.argv[1:]:
        target.write_text(text)
    elif not target.exists() or target.read_text() != text:
        wrong.append(f"{target} is not up to date: run test/{Path(sys.argv[0]).name} --write")
    print("\n".join(wrong) if wrong else counted)
    return 1 if wrong else 0
