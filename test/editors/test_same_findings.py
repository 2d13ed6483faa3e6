"""torch-clangd and torch-tidy find the same: on every file of test/checks, of test/runtime and of example, and on files with
helpers in user headers.

TORCH_TIDY_FIXTURES, a regular expression, chooses among the files.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tool")]
import check_torch_tidy  # noqa: E402
from editor import Document, Editor, offset, quiet, torch_clangd  # noqa: E402
from lsprotocol import types  # noqa: E402
from support import ROOT, libtorch, program  # noqa: E402

TORCH = libtorch()
PYTHON = next((folder for folder in (sysconfig.get_paths()["include"], "/usr/include/python3.11")
               if Path(folder, "Python.h").is_file()), None)
MAIN = "the open file"
INCLUDE = re.compile(r"^#include <[^>]+>.*$", re.MULTILINE)


HELPER = """#pragma once
#include <torch/torch.h>
#include <algorithm>
#include <vector>
inline void clear(torch::Tensor t) { t.zero_(); }
struct Clear {
  void operator()(torch::Tensor &t) const { t.zero_(); }
};
struct Holder {
  explicit Holder(std::vector<float> &v) : t(torch::from_blob(v.data(), {4}, torch::kFloat32)) {}
  torch::Tensor t;
};
"""
HELPED = """#include "helper.h"
float helper() {
  std::vector<float> a(4);
  auto t = torch::from_blob(a.data(), {4}, torch::kFloat32);
  clear(t);
  return t.sum().item<float>() + a[0];
}
float callable() {
  std::vector<float> b(4);
  std::vector<torch::Tensor> ts{torch::from_blob(b.data(), {4}, torch::kFloat32)};
  std::for_each(ts.begin(), ts.end(), Clear());
  return ts[0].sum().item<float>() + b[0];
}
float holder() {
  std::vector<float> c(4);
  Holder h(c);
  h.t.zero_();
  return h.t.sum().item<float>() + c[0];
}
"""


@dataclass(frozen=True)
class Fixture:
    """A file of test/checks with its includes brought to the front, so that files share clangd's preamble."""

    name: str
    level: str
    flags: tuple[str, ...]
    includes: frozenset[str]
    body: str

    def text(self, prefix: str) -> str:
        """The file behind a preamble."""
        return prefix + self.body


def fixture(path: Path) -> Fixture:
    """Reads one."""
    text = path.read_text(encoding="utf-8")
    run = re.search(r"// RUN: %check_torch_tidy %s (.*)$", text, re.MULTILINE)
    assert run, path
    options, _, flags = run[1].partition(" -- ")
    source = check_torch_tidy.parse_claims(text, path.name).source
    includes = frozenset(match[0].split("//")[0].strip() for match in INCLUDE.finditer(source))
    return Fixture(f"{path.parent.name}/{path.name}", "strict" if "--level=strict" in options else "recommended",
                   tuple(word.replace("%python", PYTHON or word) for word in shlex.split(flags)), includes, INCLUDE.sub("", source))


def fixtures() -> list[Fixture]:
    """All of test/checks."""
    found = [fixture(path) for path in sorted((ROOT / "test/checks").rglob("*.cpp")) if "Inputs" not in path.parts]
    chosen = re.compile(os.environ.get("TORCH_TIDY_FIXTURES", ""))
    return [f for f in found if chosen.search(f.name) and (PYTHON or "%python" not in f.flags)]


@dataclass(frozen=True, order=True)
class Said:
    """One finding, in what both say of it."""

    line: int
    column: int
    check: str
    message: str
    notes: tuple[tuple[str, int, int, str], ...]
    fixed: str             # the text after the safe fix, "" without one
    suggested: tuple[tuple[str, str], ...]  # titles, and the text after each


def capital(text: str) -> str:
    """As clangd begins its messages."""
    return text[:1].upper() + text[1:]


def edited(text: str, edits: list[dict]) -> str:
    """The text after the edits of a JSON report; offsets count bytes."""
    raw = text.encode()
    for edit in sorted(edits, key=lambda e: (e["offset"], e["length"]), reverse=True):
        raw = raw[:edit["offset"]] + edit["text"].encode() + raw[edit["offset"] + edit["length"]:]
    return raw.decode()


def by_torch_tidy(text: str, main: str, report: list[dict]) -> list[Said]:
    """What torch-tidy's report says of one file."""
    out = []
    for finding in report:
        if Path(finding["file"]).name != main or not finding["check"].startswith("torch-"):
            continue
        plain = tuple((MAIN if Path(n["file"]).name == main else Path(n["file"]).name, n["line"], n["column"], capital(n["message"]))
                      for n in finding["notes"] if not n.get("suggestion")
                      and not n["message"].startswith("expanded from macro "))  # clang-tidy's own
        suggested = tuple((n["message"], edited(text, n["suggestion"])) for n in finding["notes"] if n.get("suggestion"))
        fixed = edited(text, finding["fix"]) if finding.get("fix") else ""
        out.append(Said(finding["line"], finding["column"], finding["check"], capital(finding["message"]), plain, fixed, suggested))
    return sorted(out)


def bytes_before(text: str, at: types.Position) -> int:
    """A column as torch-tidy counts: bytes, from 1."""
    index = offset(text, at)
    return len(text[text.rfind("\n", 0, index) + 1:index].encode()) + 1


def applied(document: Document, action: types.CodeAction) -> str:
    """The text after an action, which is taken back."""
    before = document.text
    assert action.edit and action.edit.document_changes
    sent, document.set = document.set, lambda text: setattr(document, "text", text)  # type: ignore[method-assign]
    document.apply(action)
    after, document.text, document.set = document.text, before, sent  # type: ignore[method-assign]
    return after


async def by_clangd(document: Document) -> list[Said]:
    """What torch-clangd says of an open file."""
    out = []
    for found in await document.torch():
        notes = []
        for note in found.related_information or []:
            path = Path(note.location.uri.removeprefix("file://"))
            text = document.text if path == document.path else path.read_text(encoding="utf-8")
            notes.append((MAIN if path == document.path else path.name, note.location.range.start.line + 1, bytes_before(text, note.location.range.start), note.message))
        fixed, suggested = "", []
        for action in await document.actions(found, only=["quickfix"]):
            if action.title.startswith("fix: "):
                fixed = applied(document, action)
            elif not action.title.startswith(("fix all ", "silence with ")):
                suggested.append((action.title, applied(document, action)))
        out.append(Said(found.range.start.line + 1, bytes_before(document.text, found.range.start), str(found.code),
                        found.message, tuple(notes), fixed, tuple(suggested)))
    return sorted(out)


@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
@unittest.skipUnless(TORCH, "no libtorch")
class SameFindings(unittest.IsolatedAsyncioTestCase):
    """Both programs on the same text."""

    def setUp(self) -> None:
        assert TORCH
        self.maxDiff = None
        folder = tempfile.TemporaryDirectory(prefix="torch-tidy-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        build = program().parent.parent
        self.pch = build / "test/libtorch2/torch.pch"
        subprocess.run([sys.executable, str(ROOT / "test/check_torch_tidy.py"), "--make-pch", f"--pch={self.pch}",
                        f"--pch-maker={build / 'bin/make_pch'}", *(f"--isystem={folder}" for folder in TORCH[1::2])], check=True)

    def place(self, name: str, text: str, flags: list[str], level: str) -> Path:
        """A file in a folder of its own level, with its compile command."""
        folder = self.folder / level
        folder.mkdir(exist_ok=True)
        (folder / ".clang-tidy").write_text(f"CheckOptions: {{torch-tidy.Level: {level}}}\n", encoding="utf-8")
        path = folder / name
        path.write_text(text, encoding="utf-8")
        database = folder / "compile_commands.json"
        entries = json.loads(database.read_text(encoding="utf-8")) if database.exists() else []
        entries = [e for e in entries if e["file"] != str(path)]
        entries.append({"directory": str(folder), "file": str(path), "arguments": ["c++", *flags, "-c", str(path)]})
        database.write_text(json.dumps(entries), encoding="utf-8")
        return path

    def torch_tidy(self, texts: dict[str, str], folder: Path, flags: list[str]) -> dict[str, list[Said]]:
        """What torch-tidy says of texts; libtorch comes from the precompiled header of the checks' tests where flags allow it."""
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        pch = ["--extra-arg=-include-pch", f"--extra-arg={self.pch}"] if "-std=c++17" in flags else []
        done = subprocess.run([str(program()), "--format=json", "--no-cache", *pch, *texts, "--", *flags],
                              cwd=folder, capture_output=True, text=True, check=False)
        findings = json.loads(done.stdout)["findings"]
        return {name: by_torch_tidy(text, name, findings) for name, text in texts.items()}

    def compare(self, theirs: list[Said], ours: list[Said]) -> None:
        """One by one, part by part: whole files stand in the findings."""
        self.assertEqual([(s.line, s.column, s.check, s.message) for s in ours],
                         [(s.line, s.column, s.check, s.message) for s in theirs])
        for a, b in zip(ours, theirs, strict=True):
            self.assertEqual(a.notes, b.notes, a.message)
            self.assertEqual([title for title, _ in a.suggested], [title for title, _ in b.suggested], a.message)
            # clang-tidy tidies up blanks around what a fix takes away.
            texts = [["".join(text.split()) for text in (s.fixed, *(after for _, after in s.suggested))] for s in (a, b)]
            self.assertTrue(texts[0] == texts[1], f"{a.line}: the fixes of '{a.message}' differ")

    async def test_fixtures(self) -> None:
        """Every file of test/checks."""
        assert TORCH
        quiet()
        groups: dict[tuple[str, tuple[str, ...]], list[Fixture]] = {}
        for one in fixtures():
            groups.setdefault((one.level, one.flags), []).append(one)
        same = total = findings = 0
        for (level, more), members in groups.items():
            flags = [*(["-std=c++17"] if not any(f.startswith("-std=") for f in more) else []), *TORCH, *more]
            prefix = "".join(f"{line}\n" for line in sorted(frozenset().union(*(m.includes for m in members))))
            path = self.place("fixture.cpp", prefix, flags, level)
            texts = {f"f{number}.cpp": one.text(prefix) for number, one in enumerate(members)}
            expected = self.torch_tidy(texts, path.parent, flags)
            async with Editor(path.parent) as editor:
                document = editor.open(path)
                for one, (name, text) in zip(members, texts.items(), strict=True):
                    with self.subTest(one.name):
                        total += 1
                        document.set(text)
                        self.compare(expected[name], await by_clangd(document))
                        same += 1
                        findings += len(expected[name])
        print(f"torch-clangd says what torch-tidy says on {same} of {total} fixtures, {findings} findings", file=sys.stderr)
        if not os.environ.get("TORCH_TIDY_FIXTURES"):
            self.assertGreater(findings, 200)

    async def test_helpers_in_a_header(self) -> None:
        """The findings that need the bodies of a user header, on the real libtorch: from a helper, from a template that the
        library calls, from a class."""
        assert TORCH
        quiet()
        flags = ["-std=c++17", *TORCH]
        path = self.place("main.cpp", HELPED, flags, "recommended")
        (path.parent / "helper.h").write_text(HELPER, encoding="utf-8")
        (expected,) = self.torch_tidy({"main.cpp": HELPED}, path.parent, flags).values()
        self.assertEqual(len(expected), 3)
        async with Editor(path.parent) as editor:
            self.compare(expected, await by_clangd(editor.open(path)))

    async def test_programs(self) -> None:
        """Whole programs: the fixtures that are run, with their header of the user's, and the examples of the README."""
        assert TORCH
        quiet()
        flags = ["-std=c++17", *TORCH, "-I", str(ROOT / "test/runtime")]
        same, findings = 0, 0
        paths = sorted([*(ROOT / "test/runtime/fixtures").glob("*.cpp"), *(ROOT / "example").glob("*.cpp")])
        for source in paths:
            text = source.read_text(encoding="utf-8")
            path = self.place(source.name, text, flags, "recommended")
            (expected,) = self.torch_tidy({path.name: text}, path.parent, flags).values()
            async with Editor(path.parent) as editor:
                with self.subTest(source.name):
                    self.compare(expected, await by_clangd(editor.open(path)))
                    same, findings = same + 1, findings + len(expected)
        print(f"torch-clangd says what torch-tidy says on {same} of {len(paths)} programs, {findings} findings", file=sys.stderr)
        self.assertGreater(findings, 100)


if __name__ == "__main__":
    unittest.main()
