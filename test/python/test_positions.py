"""Places in the parser's tree are those of CPython, on the sources of this project."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release")).resolve()
UNIT = BUILD / "bin/unit_python"


@unittest.skipUnless(UNIT.exists(), "unit_python is not built")
class Positions(unittest.TestCase):
    """The short form of run/positions.py."""

    def test_own_sources(self) -> None:
        """Every call stands where `ast` has it, also where the file is parsed in part."""
        done = subprocess.run([sys.executable, str(HERE / "run/positions.py"), "--unit", str(UNIT), str(ROOT / "test"),
                               str(ROOT / "tool"), str(ROOT / "example")], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"[1-9]\d* files, \d{4,} calls \([1-9]\d* of torch\), [1-9]\d* in shortened files, 0 differ")


if __name__ == "__main__":
    unittest.main()
