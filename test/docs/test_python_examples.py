"""The Python examples of README.md and docs: code that a page calls wrong gives the output that the page shows, and what it
recommends instead is silent."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRELUDE = "import numpy as np\nimport torch\nfrom torch import nn\n\n"


def lint(code: str, *options: str) -> str:
    """Output of torch-tidy over an example."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "example.py"
        source.write_text(PRELUDE + code, encoding="utf-8")
        done = subprocess.run([str(BUILD / "bin/torch-tidy"), "--isolated", "--quiet", *options, str(source)], text=True,
                              capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit status {done.returncode}: {done.stderr}\n{code}")
        return done.stdout


class Examples(unittest.TestCase):
    """One test for all pages."""

    def check_page(self, page: Path) -> int:
        """Each block of Python that a block of output follows gives that output. Returns how many there were."""
        text = page.read_text(encoding="utf-8")
        blocks = BLOCK.findall(text)
        level = "--strict" if "Level: strict" in text else "--level=recommended"
        checked = 0
        for (language, code), (after, output) in zip(blocks, blocks[1:]):
            if language != "python" or after or "warning:" not in output:
                continue
            found = lint(code, level)
            fixed = lint(code, "--diff", "--unsafe-fixes", level)
            for line in output.strip().splitlines():
                if line.startswith("fix:"):
                    self.assertIn("+" + line.removeprefix("fix:").strip(), re.sub(r"^\+ +", "+", fixed, flags=re.MULTILINE),
                                  page.name)
                else:
                    self.assertIn(line, found, page.name)
            checked += 1
        return checked

    def test_pages(self) -> None:
        """All pages that have examples in Python."""
        pages = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
                 if "```python" in page.read_text(encoding="utf-8")]
        self.assertGreater(len(pages), 5)
        for page in pages:
            with self.subTest(page=page.name):
                text = page.read_text(encoding="utf-8")
                self.assertGreater(self.check_page(page), 0)
                if "## What to write instead\n\n```python" in text:
                    instead = text.split("## What to write instead")[1]
                    self.assertEqual(lint(BLOCK.findall(instead)[0][1]), "", page.name)


if __name__ == "__main__":
    unittest.main()
