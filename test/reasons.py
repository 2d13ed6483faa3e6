#!/usr/bin/env python3
"""The table of reasons to speak and to stay silent that the checks are tested on: test/checks/REASONS.md.

    test/reasons.py [--write]

The tests say it themselves. In a file of test/checks/torch-*, a comment in front of one or more definitions

    // speaks: the sizes come from a tensor
    // silent: options are given
    // helpers

names the reason, up to the next such comment. A case is one definition at file or namespace scope that has code: a function,
or a class with functions. Without --write it fails where the table is not up to date, a reason has fewer than two cases, a
case does not say what its group claims, or a check has not more silent cases than speaking ones. The claims themselves are
tested by lit, in clang-tidy and in torch-tidy.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from marked_tables import finish

CHECKS = Path(__file__).resolve().parent / "checks"
MARK = re.compile(r"// (?:(speaks|silent): (.+)|helpers)$")
CLAIM = re.compile(r"// CHECK-MESSAGES:.*\[torch-")
TRANSPARENT = re.compile(r"(?:inline )?namespace\b|extern\s*\"")
CLASS = re.compile(r"(?:template\s*<(?:[^<>]|<[^<>]*>)*>\s*)*(?:struct|class)\b")
LEAST_CASES = 2


def code_of(line: str) -> str:
    """A line without comments, the contents of literals and preprocessor directives."""
    line = re.sub(r'"(?:\\.|[^"\\])*"', '""', line)
    line = re.sub(r"'(?:\\.|[^'\\])'", "' '", line)
    line = re.sub(r"//.*|/\*.*?\*/", "", line)
    return "" if line.lstrip().startswith("#") else line


def definitions(lines: list[str]):
    """(first line, whether it has code) of each definition at file or namespace scope."""
    depth, namespaces, head, start, has_code = 0, 0, "", 0, False
    continued = False
    for number, line in enumerate(lines):
        directive = continued or line.lstrip().startswith("#")
        continued = directive and line.endswith("\\")
        for char in "" if directive else code_of(line):
            if depth == 0 and not head.strip():
                head, start, has_code = "", number, False
            if char == "{" and depth == 0 and TRANSPARENT.match(head.strip()):
                namespaces, head = namespaces + 1, ""
                continue
            if char == "}" and depth == 0 and namespaces:
                namespaces, head = namespaces - 1, ""
                continue
            head += char
            if char == "{":
                depth += 1
                # `) {`, `) const {`, `) -> T {`, `) : a(b) {`: a body; `= {`, `f({`: a list.
                has_code |= bool(re.search(r"\)[^;{}=(,]*\{$|\)\s*:[^;{}]*[)}]\s*\{$", head))
            elif char == "}":
                depth -= 1
            ends = char == ";" or (char == "}" and has_code and not CLASS.match(head.strip()))
            if depth == 0 and head.count("(") == head.count(")") and ends:
                yield start, has_code
                head = ""
        head += " "


def groups(path: Path):
    """(kind, reason, line, claims of each case) for each marked group of a file."""
    lines = path.read_text().splitlines()
    starts = {line for line, has_code in definitions(lines) if has_code}
    group = None
    for number, line in enumerate(lines):
        mark = MARK.match(line.strip())
        if mark:
            if group:
                yield group
            group = (mark[1], mark[2], number + 1, []) if mark[1] else None
        elif group and number in starts:
            group[3].append([number + 1, 0])
        elif group and group[3] and CLAIM.search(line):
            group[3][-1][1] += 1
    if group:
        yield group


def wrong_cases(path: Path, kind: str, cases) -> list[str]:
    """What the cases of a group say against its claim."""
    return [f"{path}:{line}: {kind}, with {claims} warnings" for line, claims in cases
            if (claims > 0) != (kind == "speaks")]


def main() -> int:
    wrong, table = [], {}
    for path in sorted(CHECKS.glob("torch-*/**/*.cpp")):
        check = path.relative_to(CHECKS).parts[0]
        strict = "--level=strict" in path.read_text()
        for kind, reason, _, cases in groups(path):
            wrong += wrong_cases(path, kind, cases)
            says = kind + (" (strict)" if strict and kind == "speaks" else "")
            key = (check, says, reason)
            table[key] = table.get(key, 0) + len(cases)
    wrong += [f"{check}: {says}: {reason}: {cases} cases" for (check, says, reason), cases in table.items()
              if cases < LEAST_CASES]
    out = ["# What the checks speak about, and what not", "",
           "Printed by `test/reasons.py` from the comments of the tests; every case is run by clang-tidy with the plugin and by",
           "torch-tidy.", "", "| check | reason | speaks or silent | cases |", "|---|---|---|---|"]
    for (check, says, reason), cases in sorted(table.items(), key=lambda row: (row[0][0], row[0][1] == "silent", row[0])):
        out.append(f"| {check} | {reason} | {says} | {cases} |")
    out += ["", "| check | cases that speak | silent cases |", "|---|---|---|"]
    for check in sorted(path.name for path in CHECKS.glob("torch-*")):
        speaking, silent = (sum(cases for (of, says, _), cases in table.items()
                                if of == check and says.startswith(kind)) for kind in ("speaks", "silent"))
        out.append(f"| {check} | {speaking} | {silent} |")
        if not 0 < speaking < silent:
            wrong.append(f"{check}: {speaking} cases that speak, {silent} silent ones")
    return finish(CHECKS / "REASONS.md", out, wrong, f"{len(table)} reasons, {sum(table.values())} cases")


if __name__ == "__main__":
    sys.exit(main())
