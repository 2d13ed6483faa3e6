"""Editors and builds run for real: Neovim's language client on torch-clangd, CMake on a link named clang-tidy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tool"))
from support import BUG, INCLUDE, ToolTest, program  # noqa: E402

CHECK = "torch-shared-memory-write"
PATIENCE_SECONDS = 300


def torch_clangd() -> Path:
    """The torch-clangd under test: beside torch-tidy."""
    return program().with_name("torch-clangd")


@unittest.skipUnless(shutil.which("nvim"), "no Neovim")
@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
class Neovim(ToolTest):
    """Debian's Neovim, without any configuration of its own."""

    def test_finding_and_fix(self) -> None:
        """The finding is in the editor's own list; the preferred entry of its menu changes the buffer as --fix would."""
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + BUG.format(name="g"))
        self.database(["a.cpp"])
        result = self.folder / "result.json"
        done = subprocess.run(["nvim", "--headless", "--clean", "-n", "a.cpp", "-S", str(HERE / "neovim.lua")],
                              cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
                              env={**os.environ, "TORCH_CLANGD": str(torch_clangd()), "RESULT": str(result),
                                   "XDG_CONFIG_HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state")})
        self.assertTrue(result.exists(), done.stderr)
        seen = json.loads(result.read_text(encoding="utf-8"))
        self.assertEqual([(d["line"], d["column"], d["code"], d["source"]) for d in seen["before"]],
                         [(5, 5, CHECK, "torch-tidy"), (11, 5, CHECK, "torch-tidy")])
        self.assertEqual(seen["before"][0]["message"], "'zero_' overwrites 'values', whose memory 't' shares")
        self.assertRegex(seen["before"][0]["page"], r"/shared-memory-write\.md$")
        self.assertEqual(seen["menu"][:3], ["fix: make a tensor of its own: use 'at::zeros'",
                                            "fix all safe torch findings in this file (2)", f"silence with NOLINT({CHECK})"])
        self.assertEqual(seen["preferred"], seen["menu"][0])
        self.assertEqual([(d["line"], d["column"]) for d in seen["after"]], [(10, 5)])
        fixed = BUG.format(name="f").replace("from_blob(values, {4}, at::kFloat32);\n  t.zero_();", "zeros({4}, at::kFloat32);")
        self.assertEqual(seen["text"], INCLUDE + fixed + BUG.format(name="g"))


@unittest.skipUnless(shutil.which("cmake"), "no CMake")
class CMake(ToolTest):
    """CMAKE_CXX_CLANG_TIDY: the link runs along with the compiler."""

    def test_finding(self) -> None:
        """The finding is in the output of the build, which goes on."""
        link = self.folder / "bin" / "clang-tidy"
        link.parent.mkdir()
        link.symlink_to(program())
        self.bug("a.cpp", text=BUG)
        self.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(p LANGUAGES CXX)\n"
                   "add_library(a OBJECT a.cpp)\ntarget_include_directories(a SYSTEM PRIVATE libtorch/include)\n")
        for command in (["cmake", "-S", ".", "-B", "build", f"-DCMAKE_CXX_CLANG_TIDY={link}"], ["cmake", "--build", "build"]):
            done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
        self.assertIn(f"[{CHECK}]", done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
