"""The program as a Python package: `pip install .` in an empty environment. TORCH_TIDY_WHEEL says what is installed: a wheel, or
`build` for these sources; without it nothing runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from repository import RepositoryTest
from support import BUG, INCLUDE, ROOT, libtorch

WHEEL = os.environ.get("TORCH_TIDY_WHEEL", "")
BUILD_SECONDS = 3600


@unittest.skipUnless(WHEEL, "TORCH_TIDY_WHEEL names no wheel")
class Wheel(RepositoryTest):
    """Installed into an empty environment."""

    def run_to_its_end(self, *command: str | Path, **variables: str) -> str:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=ROOT,
                              env={**os.environ, **variables}, timeout=BUILD_SECONDS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def install(self, venv: Path) -> None:
        self.run_to_its_end(sys.executable, "-m", "venv", venv)
        pip = [venv / "bin" / "pip", "install", "-q", "--disable-pip-version-check"]
        if WHEEL != "build":
            self.run_to_its_end(*pip, "--no-index", Path(WHEEL).resolve())
            return
        variables = {}
        if shutil.which("clang++-22"):
            variables |= {"CC": "clang-22", "CXX": "clang++-22"}
        if shutil.which("ccache"):
            variables |= {"CMAKE_C_COMPILER_LAUNCHER": "ccache", "CMAKE_CXX_COMPILER_LAUNCHER": "ccache"}
        # As deep in the tree as build/release: the compiler cache knows most of it then.
        self.run_to_its_end(*pip, ".", "-C", "build-dir=build/wheel", **variables)

    def test_installed(self) -> None:
        venv = self.folder / "libtorch" / "venv"
        self.install(venv)
        tool = venv / "bin" / "torch-tidy"
        # LLVM is inside, and the compiler's headers come along.
        needed = self.run_to_its_end("ldd", tool)
        self.assertNotRegex(needed, "libLLVM|libclang|libz3")
        self.assertTrue(list(venv.glob("lib/clang/*/include/stddef.h")))
        size = sum(path.stat().st_size for path in [tool, *venv.glob("lib/clang/**/*")] if path.is_file())
        print(f"\nthe package: {size / 1e6:.0f} MB installed, of which the program {tool.stat().st_size / 1e6:.0f} MB",
              file=sys.stderr)
        self.write("a.cpp", "#include <stddef.h>\n" + INCLUDE + BUG.format(name="f"))
        ended = self.run_raw("a.cpp", name=str(tool), env={"PATH": "/usr/bin:/bin"})
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["a.cpp:6"])
        if flags := libtorch():
            shutil.copy(ROOT / "example" / "zero_tensors.cpp", self.folder / "example.cpp")
            ended = self.run_raw("example.cpp", "--", "-std=c++17", *flags, name=str(tool), env={"PATH": "/usr/bin:/bin"})
            self.assert_status(ended, 1)
            self.assertEqual(len(ended.headlines), 3, str(ended))


if __name__ == "__main__":
    unittest.main()
