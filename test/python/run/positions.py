#!/usr/bin/env python3
"""Places of calls in the parser's tree, held against CPython's `ast`: bytes, lines and columns.

    positions.py --unit BIN [--count N] FILE|FOLDER...

BIN is unit_python, which prints what the parser sees: of the whole file, and without the parts that cannot matter. Every call of
the whole file must be one of `ast`'s and the other way round; those of the shortened file must be among them. Files that CPython
refuses, that are not in UTF-8, or whose lines end otherwise than with a line feed are counted and left out, and so are calls in f-strings, whose
places CPython knows only since 3.12. The last line is "N files, N calls (N of torch), N in shortened files, N differ".
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tokenize
import warnings
from collections import defaultdict
from pathlib import Path

Place = tuple[int, int, int, int]  # first byte, end, line, column


class Calls(ast.NodeVisitor):
    """The calls of a file, and how many of them are of torch."""

    def __init__(self, text: bytes) -> None:
        self.starts = [0]
        for line in text.split(b"\n")[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.places: set[Place] = set()
        self.torch = 0

    def visit_JoinedStr(self, _: ast.JoinedStr) -> None:  # pylint: disable=invalid-name
        """Not looked into."""

    def visit_Call(self, node: ast.Call) -> None:  # pylint: disable=invalid-name
        """Notes its place."""
        begin = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        self.places.add((begin, end, node.lineno, node.col_offset + 1))
        root = node.func
        while isinstance(root, ast.Attribute):
            root = root.value
        self.torch += isinstance(root, ast.Name) and root.id == "torch"
        self.generic_visit(node)


def calls(file: Path) -> Calls | None:
    """What CPython sees; None where it refuses the file, or counts its lines in another way."""
    text = file.read_bytes()
    with file.open("rb") as stream:
        try:
            encoding, _ = tokenize.detect_encoding(stream.readline)
        except (SyntaxError, UnicodeDecodeError):
            return None
    if encoding != "utf-8" or b"\r" in text.replace(b"\r\n", b""):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = Calls(text)
    found.visit(tree)
    return found


def main() -> int:
    """Compares, prints what differs, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unit", required=True, metavar="BIN")
    parser.add_argument("--count", type=int, default=5000, help="at most so many files")
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    options = parser.parse_args()
    files = [file for path in options.paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    files = files[:options.count]
    sys.setrecursionlimit(20000)
    total = torch = shortened = differ = refused = 0
    for first in range(0, len(files), 500):
        part = files[first:first + 500]
        done = subprocess.run([options.unit, "--calls", *map(str, part)], capture_output=True, text=True, check=True)
        seen: dict[tuple[str, str], set[Place]] = defaultdict(set)
        for line in done.stdout.splitlines():
            how, name, *numbers = line.split("\t")
            seen[how, name].add(tuple(map(int, numbers)))
        for file in part:
            wanted = calls(file)
            if wanted is None:
                refused += 1
                continue
            whole, parts = seen["whole", str(file)], seen["parts", str(file)]
            wrong = sorted((whole ^ wanted.places) | (parts - wanted.places))
            for place in wrong[:3]:
                print(f"{file}:{place[2]}:{place[3]}: bytes {place[0]} to {place[1]}, "
                      f"{'not in the tree' if place in wanted.places else 'not in ast'}")
            differ += len(wrong)
            total += len(wanted.places)
            torch += wanted.torch
            shortened += len(parts)
    print(f"{len(files) - refused} files, {total} calls ({torch} of torch), {shortened} in shortened files, {differ} differ; "
          f"{refused} files left out")
    return differ != 0


if __name__ == "__main__":
    raise SystemExit(main())
