"""Tests of tool/gen_docs.py."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tool/gen_docs.py"
TABLE = """// A comment: TORCH_CHECK(Class, "id", Level, FixKind::Kind, "sentence")
#ifndef TORCH_CHECK
#define TORCH_CHECK(Class, Id, Level, Fix, \\
                    Sentence)
#endif
TORCH_CHECK(SharedMemoryWrite, "shared-memory-write", Recommended, FixKind::Safe,
            "a \\"write\\" | "
            "that clears a buffer")
TORCH_PYTHON_CHECK("shared-memory-write", Recommended, FixKind::Safe, "the same")
#undef TORCH_CHECK
"""
README = ("# x\n<!-- checks: written by tool/gen_docs.py -->\n<!-- end of checks -->\nthe end\n")


class GenDocsTest(unittest.TestCase):
    """Runs the script on a small project."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="torch-tidy-docs-"))
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "checks").mkdir()
        (self.root / "checks/Checks.def").write_text(TABLE, encoding="utf-8")
        (self.root / "README.md").write_text(README, encoding="utf-8")

    def run_script(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Runs gen_docs.py there."""
        return subprocess.run([sys.executable, str(SCRIPT), f"--root={self.root}", *options],
                              capture_output=True, text=True, check=False)

    def test_writes_and_then_agrees(self) -> None:
        self.assertEqual(self.run_script("--check").returncode, 1)
        self.assertEqual(self.run_script().returncode, 0)
        readme = (self.root / "README.md").read_text(encoding="utf-8")
        row = ('| [torch-shared-memory-write](docs/checks/shared-memory-write.md) '
               '| a "write" \\| that clears a buffer | C++, Python | recommended | safe |\n')
        self.assertIn(row, readme)
        self.assertTrue(readme.endswith("the end\n"))
        self.assertIn("no page in docs/checks for: torch-shared-memory-write", self.run_script("--check").stdout)
        (self.root / "docs/checks/shared-memory-write.md").write_text("x", encoding="utf-8")
        self.assertEqual(self.run_script("--check").returncode, 0)

    def test_bad_row_and_missing_markers(self) -> None:
        (self.root / "README.md").write_text("# x\n", encoding="utf-8")
        self.assertIn("needs the lines", self.run_script().stderr)
        (self.root / "checks/Checks.def").write_text(TABLE + "TORCH_CHECK(A, b)\n", encoding="utf-8")
        self.assertIn("has a row that is not", self.run_script().stderr)


if __name__ == "__main__":
    unittest.main()
