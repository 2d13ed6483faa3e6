#!/usr/bin/env python3
"""Writes the tables of checks from checks/Checks.def: in README.md between its markers, and docs/checks/index.md.

    tool/gen_docs.py            write them
    tool/gen_docs.py --check    write nothing, fail where a file is not what would be written
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- checks: written by tool/gen_docs.py -->"
END = "<!-- end of checks -->"
FIXES = {"None": "none", "Safe": "safe", "Suggested": "suggested", "SafeOrSuggested": "safe or suggested"}
STRING = r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*'
ENTRY = re.compile(
    rf"TORCH_(?:PYTHON_CHECK\(|CHECK\(\s*(?P<cls>\w+)\s*,)\s*(?P<id>{STRING})\s*,\s*(?P<level>\w+)\s*,\s*"
    rf"(?:FixKind::)?(?P<fix>\w+)\s*,\s*(?P<sentence>{STRING})\s*\)")


@dataclass(frozen=True)
class Check:
    """One row of Checks.def."""

    page: str
    level: str
    fix: str
    sentence: str
    languages: str

    @property
    def id(self) -> str:
        """The name that users see."""
        return "torch-" + self.page


def unquote(literals: str) -> str:
    """The text of adjacent C++ string literals."""
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', literals)
    return re.sub(r"\\(.)", r"\1", "".join(parts))


def read_checks(text: str) -> list[Check]:
    """The rows of Checks.def, in its order; a row that cannot be read is an error."""
    code = re.sub(r"^\s*(//|#).*(?:\\\n.*)*$", "", text, flags=re.MULTILINE)
    checks: dict[str, Check] = {}
    rows = 0
    for match in ENTRY.finditer(code):
        page = unquote(match["id"]).removeprefix("torch-")
        fix = FIXES.get(match["fix"])
        if fix is None:
            raise SystemExit(f"gen_docs.py: {page}: unknown kind of fix '{match['fix']}'")
        rows += 1
        if page in checks:  # one check for both languages has a row for each
            checks[page] = replace(checks[page], languages="C++, Python")
        else:
            checks[page] = Check(page, match["level"].lower(), fix, unquote(match["sentence"]),
                                 "C++" if match["cls"] else "Python")
    if rows != code.count("TORCH_CHECK(") + code.count("TORCH_PYTHON_CHECK("):
        raise SystemExit("gen_docs.py: checks/Checks.def has a row that is not "
                         'TORCH_CHECK(Class, "id", Level, FixKind::Kind, "sentence")')
    return list(checks.values())


def table(checks: list[Check], folder: str) -> str:
    """The checks as a Markdown table whose links go to pages in `folder`."""
    def cell(text: str) -> str:
        return text.replace("|", "\\|")

    rows = ["| check | what it finds | in | level | fix |", "|---|---|---|---|---|"]
    rows += [f"| [{c.id}]({folder}{c.page}.md) | {cell(c.sentence)} | {c.languages} | {c.level} | {c.fix} |"
             for c in checks]
    return "\n".join(rows) + "\n"


def readme(old: str, checks: list[Check]) -> str:
    """README.md with a fresh table between its markers."""
    if old.count(BEGIN) != 1 or old.count(END) != 1 or old.index(BEGIN) > old.index(END):
        raise SystemExit(f"gen_docs.py: README.md needs the lines '{BEGIN}' and '{END}', once each")
    head, rest = old.split(BEGIN)
    return f"{head}{BEGIN}\n{table(checks, 'docs/checks/')}{END}{rest.split(END)[1]}"


def index(checks: list[Check]) -> str:
    """docs/checks/index.md."""
    return ("# The checks\n\n"
            "Written by `tool/gen_docs.py` from `checks/Checks.def`. *recommended* is on by default, *strict* with "
            "`--level=strict`.\nA *safe* fix is applied by `--fix`, a *suggested* one only by `--unsafe-fixes`.\n\n"
            + table(checks, ""))


def main() -> int:
    """Writes or compares; with --check also says which check has no page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    root: Path = options.root
    checks = read_checks((root / "checks/Checks.def").read_text(encoding="utf-8"))
    page = root / "docs/checks/index.md"
    front = root / "README.md"
    wanted = {front: readme(front.read_text(encoding="utf-8"), checks), page: index(checks)}
    stale = False
    for path, text in wanted.items():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == text:
            continue
        stale = True
        if options.check:
            name = str(path.relative_to(root))
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), name,
                                                       name + " (by tool/gen_docs.py)"))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    pageless = [check.id for check in checks if not (root / f"docs/checks/{check.page}.md").exists()]
    if options.check and pageless:
        print("no page in docs/checks for: " + ", ".join(pageless))
    return 1 if options.check and (stale or pageless) else 0


if __name__ == "__main__":
    sys.exit(main())
