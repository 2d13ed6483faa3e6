#!/usr/bin/env python3
"""The examples of README.md and docs/checks/*.md, run: code that a page calls wrong must give the warning that the page
shows, the fix must be what the page shows, and what a page recommends instead must be silent."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release"))
PCH = BUILD / "test/docs.pch"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRELUDE = "#include <torch/torch.h>\n#include <algorithm>\n#include <vector>\nstd::vector<float> record();\n"
# Names that examples use without showing where they come from.
CONTEXT = "std::vector<float> pixels(480 * 640); std::vector<float> samples(6);"


def torch_flags() -> list[str]:
    """Include flags of the libtorch in .deps."""
    include = next(ROOT.glob(".deps/venv/lib/python3*/site-packages/torch/include"))
    return ["-std=c++17", "-isystem", str(include), "-isystem", str(include / "torch/csrc/api/include")]


def program(block: str) -> str:
    """A translation unit around an example: statements go into a function."""
    head, body = [], []
    depth = 0
    for line in block.splitlines():
        starts_function = depth == 0 and re.match(r"^(void|float|torch::Tensor|struct|template)\b.*[{]", line)
        if starts_function or depth:
            head.append(line)
            depth += line.count("{") - line.count("}")
        else:
            body.append(line)
    declared = CONTEXT
    if re.search(r"> samples\b", block):
        declared = declared.replace("std::vector<float> samples(6);", "")
    return PRELUDE + "\n".join(head) + "\nvoid example() {\n" + declared + "\n" + "\n".join(body) + "\n}\n"


def lint(code: str, *options: str) -> str:
    """Output of torch-tidy over a program."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "example.cpp"
        source.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [str(BUILD / "bin/torch-tidy"), "--isolated", "--quiet", *options, "--extra-arg=-include-pch",
             f"--extra-arg={PCH}", str(source), "--", *torch_flags()], text=True, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit status {done.returncode}: {done.stderr}\n{code}")
        return done.stdout


class Examples(unittest.TestCase):
    """One test per page."""

    @classmethod
    def setUpClass(cls) -> None:
        header = PCH.with_suffix(".h")
        header.parent.mkdir(parents=True, exist_ok=True)
        if not header.exists() or not PCH.exists():
            header.write_text("#include <torch/torch.h>\n", encoding="utf-8")
            subprocess.run(["clang++-22", "-x", "c++-header", "-Xclang", "-skip-function-bodies", *torch_flags(),
                            str(header), "-o", str(PCH)], check=True)

    def check_page(self, page: Path) -> int:
        """Each block of C++ that a block of output follows gives that output. Returns how many there were."""
        text = page.read_text(encoding="utf-8")
        level = ["--level=strict"] if "\nLevel: strict" in text else []
        blocks = BLOCK.findall(text)
        checked = 0
        for (language, code), (after, output) in zip(blocks, blocks[1:]):
            if language != "cpp" or after or "warning:" not in output:
                continue
            found = lint(program(code), *level)
            fixed = lint(program(code), "--diff", *level)
            for line in output.strip().splitlines():
                if line.startswith("fix:"):
                    self.assertIn("+" + line.removeprefix("fix:").strip(), fixed.replace("+  ", "+"), page.name)
                else:
                    self.assertIn(line, found, page.name)
            checked += 1
        return checked

    def test_readme(self) -> None:
        self.assertEqual(self.check_page(ROOT / "README.md"), 3)

    def test_check_pages(self) -> None:
        for page in sorted((ROOT / "docs/checks").glob("*.md")):
            if page.name == "index.md" or "| Languages: Python |" in page.read_text(encoding="utf-8"):
                continue  # test_python_examples.py runs those of Python
            with self.subTest(page=page.name):
                self.assertGreater(self.check_page(page), 0)
                instead = page.read_text(encoding="utf-8").split("## What to write instead")[1]
                self.assertEqual(lint(program(BLOCK.findall(instead)[0][1])), "")


if __name__ == "__main__":
    unittest.main()
