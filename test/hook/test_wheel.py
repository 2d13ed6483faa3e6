"""The program as a Python package. TORCH_TIDY_WHEEL is a wheel that `pip wheel --no-deps .` made; without it nothing runs."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

from repository import RepositoryTest
from support import BUG, INCLUDE

WHEEL = os.environ.get("TORCH_TIDY_WHEEL")


@unittest.skipUnless(WHEEL, "TORCH_TIDY_WHEEL names no wheel")
class Wheel(RepositoryTest):
    """Installed into an empty environment."""

    def test_installed(self) -> None:
        venv = self.folder / "libtorch" / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(venv / "bin" / "pip"), "install", "-q", "--no-index", str(Path(WHEEL or "").resolve())],
                       check=True)
        # The compiler's headers come along.
        self.assertTrue(list(venv.glob("lib/clang/*/include/stddef.h")))
        self.write("a.cpp", "#include <stddef.h>\n" + INCLUDE + BUG.format(name="f"))
        ended = self.run_raw("a.cpp", name=str(venv / "bin" / "torch-tidy"), env={"PATH": "/usr/bin:/bin"})
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["a.cpp:6"])


if __name__ == "__main__":
    unittest.main()
