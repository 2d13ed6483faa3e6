#!/usr/bin/env python3
"""Measures what a commit hook costs: seconds of `git commit` after a change of one line, in a project of many files.

    test/bench/hooks.py --isystem DIR [--isystem DIR ...] [--files 100]

The folders are libtorch's; each file of the project includes torch/torch.h and has a finding that is known already. The first
commit finds an empty cache. Hook managers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """\
#include <torch/torch.h>
torch::Tensor f{number}(float *values) {{
  auto t = torch::from_blob(values, {{4}}, torch::kFloat32);
  t.zero_();
  return t.clone();
}}
"""
PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: torch-tidy
        name: torch-tidy
        entry: torch-tidy --staged
        language: system
        types_or: [c, c++, cuda, python, pyi, jupyter]
        require_serial: true
"""
LEFTHOOK = "pre-commit:\n  commands:\n    torch-tidy:\n      run: torch-tidy --staged {staged_files}\n"
IDENTITY = ["-c", "user.name=t", "-c", "user.email=t@example.org"]


class Project:
    """A repository with a hook."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder = folder / "project"
        programs = folder / "bin"
        for path in (programs, self.folder):
            path.mkdir()
        (programs / "torch-tidy").symlink_to(Path(options.torch_tidy).resolve())
        lefthook = next(ROOT.glob(".deps/node/node_modules/lefthook-*/bin/lefthook"), None)
        own = [str(programs), str(ROOT / ".deps/judges/bin"), *([str(lefthook.parent)] if lefthook else [])]
        self.environment = {**os.environ, "PATH": ":".join([*own, os.environ["PATH"]]),
                            "XDG_CACHE_HOME": str(folder / "cache"), "PRE_COMMIT_HOME": str(folder / "pre-commit")}
        self.run("git", "init", "-q")
        self.write("compile_flags.txt", "-std=c++17\n" + "".join(f"-isystem\n{Path(path).resolve()}\n" for path in options.isystem))
        for number in range(options.files):
            self.write(f"f{number}.cpp", SOURCE.format(number=number))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *command: str) -> None:
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"status {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")

    def has(self, program: str) -> bool:
        return shutil.which(program, path=self.environment["PATH"]) is not None

    def install(self, hook: str) -> None:
        """Puts one kind of hook in place."""
        if hook == "git alone":
            self.write(".git/hooks/pre-commit", "#!/bin/sh\nexec torch-tidy --staged\n")
            (self.folder / ".git/hooks/pre-commit").chmod(0o755)
        elif hook == "pre-commit":
            self.write(".pre-commit-config.yaml", PRE_COMMIT)
            self.run("pre-commit", "install", "--install-hooks")
        elif hook == "lefthook":
            self.write("lefthook.yml", LEFTHOOK)
            self.run("lefthook", "install")

    def commit(self, *more: str) -> float:
        """The seconds of a commit of everything."""
        self.run("git", "add", "-A")
        start = time.monotonic()
        self.run("git", *IDENTITY, "commit", "-q", "-m", "x", *more)
        return time.monotonic() - start


def measure(hook: str, options: argparse.Namespace) -> list[float] | None:
    """Seconds of the first and the second commit; None without the manager."""
    with tempfile.TemporaryDirectory(prefix="torch-tidy-hooks-") as folder:
        project = Project(Path(folder), options)
        if hook in ("pre-commit", "lefthook") and not project.has(hook):
            return None
        project.install(hook)
        project.commit("--no-verify")
        seconds = []
        for _ in range(2):
            with open(project.folder / "f7.cpp", "a", encoding="utf-8") as file:
                file.write("// one line more\n")
            seconds.append(project.commit())
        return seconds


def main() -> int:
    """Measures and prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch-tidy", default=str(ROOT / "build/release/bin/torch-tidy"))
    parser.add_argument("--isystem", action="append", default=[], required=True)
    parser.add_argument("--files", type=int, default=100)
    options = parser.parse_args()
    print("| hook | first commit s | second commit s |\n|---|---|---|")
    for hook in ("none", "git alone", "pre-commit", "lefthook"):
        if seconds := measure(hook, options):
            print(f"| {hook} | " + " | ".join(f"{value:.1f}" for value in seconds) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
