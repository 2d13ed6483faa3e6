"""Editors and builds run for real: Neovim, Emacs and Vim on torch-clangd, Vim and CMake on a link named clang-tidy."""

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


def eglot_is_there() -> bool:
    """Emacs with Eglot, which is part of it from 29 on."""
    found = shutil.which("emacs") and subprocess.run(
        ["emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"],
        capture_output=True, check=False, timeout=PATIENCE_SECONDS)
    return bool(found) and found.returncode == 0


@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
@unittest.skipUnless(eglot_is_there(), "no Emacs with Eglot")
class Emacs(ToolTest):
    """Eglot, with the one setting that names the server."""

    def test_finding_and_fix(self) -> None:
        """The finding is in the editor's own list; the default entry of its menu is the safe fix, and mends the buffer."""
        path = self.write("a.cpp", INCLUDE + BUG.format(name="f") + BUG.format(name="g"))
        self.database(["a.cpp"])
        result = self.folder / "result.json"
        done = subprocess.run(["emacs", "--batch", "-l", str(HERE / "eglot.el")], cwd=self.folder, capture_output=True,
                              text=True, check=False, timeout=PATIENCE_SECONDS,
                              env={**os.environ, "FILE": str(path), "TORCH_CLANGD": str(torch_clangd()), "RESULT": str(result),
                                   "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)})
        self.assertTrue(result.exists(), done.stderr)
        seen = json.loads(result.read_text(encoding="utf-8"))
        text = f"torch-tidy [{CHECK}]: 'zero_' overwrites 'values', whose memory 't' shares"
        self.assertEqual(seen["before"], [{"line": 5, "text": text}, {"line": 11, "text": text}])
        self.assertEqual(seen["chosen"], "fix: make a tensor of its own: use 'at::zeros'")
        self.assertEqual(seen["menu"][:3], [seen["chosen"], "fix all safe torch findings in this file (2)",
                                            f"silence with NOLINT({CHECK})"])
        self.assertEqual(seen["after"], [{"line": 10, "text": text}])
        self.assertIn("at::Tensor t = at::zeros({4}, at::kFloat32);\n  return t.clone();", seen["text"])


ALE = Path("/usr/share/vim-ale")  # where Debian puts it


@unittest.skipUnless(shutil.which("vim") and ALE.exists(), "no Vim with ALE")
class Ale(ToolTest):
    """Vim's ALE, with its settings for the programs."""

    def list_of(self, settings: str) -> list[dict]:
        """What ALE puts into Vim's list of places."""
        self.bug()
        self.database(["a.cpp"])
        result = self.folder / "result.json"
        script = self.write("ale.vim", f"set nocompatible\nset runtimepath^={ALE}\nfiletype plugin on\n{settings}\nruntime plugin/ale.vim\n")
        drive = self.write("drive.vim", f"""
ALELint
let rounds = 0
while rounds < 2400 && empty(getloclist(0))
  sleep 100m
  let rounds += 1
endwhile
call writefile([json_encode(getloclist(0))], '{result}')
qa!
""")
        done = subprocess.run(["vim", "-n", "-i", "NONE", "-T", "dumb", "--not-a-term", "-u", str(script), "a.cpp", "-S", str(drive)],
                              cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
                              stdin=subprocess.DEVNULL, env={**os.environ, "XDG_CONFIG_HOME": str(self.folder)})
        self.assertTrue(result.exists(), done.stdout + done.stderr)
        return json.loads(result.read_text(encoding="utf-8"))

    def test_link(self) -> None:
        """As the linter clangtidy."""
        link = self.folder / "bin" / "clang-tidy"
        link.parent.mkdir()
        link.symlink_to(program())
        (found,) = self.list_of(f"let g:ale_linters = {{'cpp': ['clangtidy']}}\nlet g:ale_cpp_clangtidy_executable = '{link}'\n"
                                "let g:ale_cpp_clangtidy_checks = []")
        self.assertEqual((found["lnum"], found["col"], found["type"]), (5, 5, "W"))
        self.assertIn(f"[{CHECK}]", found["text"])

    @unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
    def test_language_server(self) -> None:
        """As the linter clangd."""
        found = self.list_of(f"let g:ale_linters = {{'cpp': ['clangd']}}\nlet g:ale_cpp_clangd_executable = '{torch_clangd()}'")
        self.assertIn((5, 5, "W"), [(entry["lnum"], entry["col"], entry["type"]) for entry in found])
        self.assertTrue(any("'zero_' overwrites 'values'" in entry["text"] for entry in found), found)


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
