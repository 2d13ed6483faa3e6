"""Tests of the benchmarks' measurements: a run in which not every file was analysed is none.

Small programs stand in for torch-tidy and run-clang-tidy; what they do wrong is said by the environment variable STAND_IN.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from programs import Programs, is_cuda, same  # noqa: E402

OWN = '''#!{python}
import os, sys
files = [a for a in sys.argv[1:] if a.endswith(".cpp")]
for file in files:
    print(f"{{file}}:3:5: warning: 'zero_' is bad [torch-bad]")
print(f"Found 2 warnings. {{len(files) - (os.environ.get('STAND_IN') == 'forgets')}} files in 0.1 s.")
sys.exit(2 if os.environ.get("STAND_IN") == "errors" else 1 if files else 0)
'''
STOCK = '''#!{python}
import json, os, pathlib, sys
wrong = os.environ.get("STAND_IN", "")
entries = json.loads((pathlib.Path(sys.argv[sys.argv.index("-p") + 1]) / "compile_commands.json").read_text())
for i, entry in enumerate(entries[:1] if wrong == "interrupted" else entries, 1):
    print(f"[{{i}}/{{len(entries)}}][1.2s] clang-tidy-22 -quiet {{entry['file']}}")
    if wrong != "silent":
        print(f"{{entry['file']}}:3:5: warning: 'zero_' is bad [torch-bad]")
if wrong == "no plugin":
    print("Error: no checks enabled.")
sys.exit(1 if wrong == "no plugin" else 0)
'''


class Measurements(unittest.TestCase):
    """Two files in an empty folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        for name, text in (("own", OWN), ("stock", STOCK), ("module", "")):
            (self.folder / name).write_text(text.format(python=sys.executable), encoding="utf-8")
            (self.folder / name).chmod(0o755)
        (self.folder / "work").mkdir()
        options = argparse.Namespace(torch_tidy=str(self.folder / "own"), run_clang_tidy=str(self.folder / "stock"),
                                     clang_tidy=sys.executable, module=str(self.folder / "module"))
        self.programs = Programs(options, self.folder / "work")
        self.files = [self.folder / name for name in ("a.cpp", "b.cpp")]

    def measure(self, wrong: str) -> None:
        """Both programs, and whether they found the same."""
        with mock.patch.dict(os.environ, {"STAND_IN": wrong}):
            commands = [{"directory": str(self.folder), "file": str(f), "arguments": ["c++", str(f)]} for f in self.files]
            same(self.programs.own(self.files, flags=[]), self.programs.stock_all(commands), "two files")

    def test_right(self) -> None:
        self.measure("")

    def test_wrong(self) -> None:
        for wrong, says in (("no plugin", "no checks enabled"), ("interrupted", "1 files not analysed"), ("forgets", "1 files instead of 2"),
                            ("silent", "2 findings of torch-tidy, 0 of clang-tidy"), ("errors", "exit status 2")):
            with self.subTest(wrong), self.assertRaises(SystemExit) as caught:
                self.measure(wrong)
            self.assertIn(says, str(caught.exception))

    def test_cuda_sources(self) -> None:
        """clang-tidy is told what torch-tidy knows by itself."""
        self.assertTrue(is_cuda("a.cu", ["c++", "a.cu"]))
        self.assertTrue(is_cuda("a.cpp", ["c++", "-x", "cuda", "a.cpp"]))
        self.assertFalse(is_cuda("a.cu", ["c++", "-x", "c++", "a.cu"]))
        file = str(self.folder / "a.cu")
        self.programs.stock_all([{"directory": str(self.folder), "file": file, "command": f"c++ -c {file}"}])
        database = json.loads((self.folder / "work/database/compile_commands.json").read_text(encoding="utf-8"))
        self.assertIn("--cuda-host-only", database[0]["arguments"])


if __name__ == "__main__":
    unittest.main()
