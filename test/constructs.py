#!/usr/bin/env python3
"""The table of C++ constructs that the flow analysis is tested on: test/checks/CONSTRUCTS.md.

    test/constructs.py [--write]

The tests say it themselves. In a file of test/checks, a comment in front of one or more functions

    // positive: swap and exchange
    // negative: swap and exchange
    // unknown: out-parameters

names the construct and what is expected: a warning in every group of positive code, none in the others (negative: the
analysis knows better; unknown: it cannot know, and is silent). Without --write it fails where the table is not up to date
or a group does not say what it claims; the claims themselves are tested by lit, in clang-tidy and in torch-tidy.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from marked_tables import finish

CHECKS = Path(__file__).resolve().parent / "checks"
KINDS = ("positive", "negative", "unknown")


def groups(path: Path):
    """(kind, construct, line, functions, warnings) for each marked group of a file."""
    found = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        mark = re.match(r"\s*// (positive|negative|unknown): (.+)$", line)
        if mark:
            if found:
                yield found
            found = [mark[1], mark[2], number, 0, 0]
        elif found and "CHECK-MESSAGES" in line:
            found[4] += 1
        elif found and re.match(r"(?!\s*//).*\)[^;]*\{", line):
            found[3] += 1
    if found:
        yield found


def main() -> int:
    wrong, table = [], {}
    for path in sorted(CHECKS.rglob("*.cpp")):
        for kind, construct, line, functions, warnings in groups(path):
            if (warnings > 0) != (kind == "positive"):
                wrong.append(f"{path}:{line}: {kind}, with {warnings} warnings: {construct}")
            row = table.setdefault((str(path.relative_to(CHECKS)), construct), dict.fromkeys(KINDS, 0))
            row[kind] += max(functions, 1)
    out = ["# What the flow analysis is tested on", "",
           "Printed by `test/constructs.py` from the comments of the tests; functions per construct.", "",
           "| file | construct | speaks | silent: knows better | silent: cannot know |", "|---|---|---|---|---|"]
    for (file, construct), row in table.items():
        out.append(f"| {file} | {construct} | " + " | ".join(str(row[kind] or "") for kind in KINDS) + " |")
    totals = [sum(row[kind] for row in table.values()) for kind in KINDS]
    out.append(f"| | {len(table)} constructs | " + " | ".join(map(str, totals)) + " |")
    return finish(CHECKS / "CONSTRUCTS.md", out, wrong, f"{len(table)} constructs, {sum(totals)} functions")


if __name__ == "__main__":
    sys.exit(main())
