"""The hooks as people meet them: git commit, with pre-commit and lefthook doing their part."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import unittest
from pathlib import Path

from repository import RepositoryTest, find
from support import BUG, CALLER, INCLUDE, ROOT, TIMEOUT_SECONDS, program

LEFTHOOK = ROOT / ".deps/node/node_modules/lefthook-linux-x64/bin/lefthook"


def snippet(page: str, heading: str, number: int = 0) -> str:
    """A block of code of a page of docs."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    [body] = [part for part in section if part.startswith(heading)]
    return re.findall(r"^```\w+\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)[number]


class Commits(RepositoryTest):
    """What a commit does in a repository with a hook."""

    def setUp(self) -> None:
        super().setUp()
        # The program by its name, as users have it.
        (self.folder / "libtorch" / "bin").mkdir()
        (self.folder / "libtorch" / "bin" / "torch-tidy").symlink_to(program())
        self.environment |= {"PATH": f"{self.folder}/libtorch/bin:{os.environ['PATH']}",
                             "PRE_COMMIT_HOME": str(self.folder / "libtorch" / "pre-commit"),
                             "PRE_COMMIT_COLOR": "never", "NO_COLOR": "1", "LEFTHOOK_QUIET": ""}

    def try_commit(self, add: bool = True) -> tuple[bool, str]:
        """Whether the commit went through, and what the user saw."""
        if add:
            self.git("add", "-A")
        done = subprocess.run(["git", "commit", "-m", "try"], cwd=self.folder, capture_output=True, text=True, check=False,
                              timeout=TIMEOUT_SECONDS, env=self.environment)
        return done.returncode == 0, done.stdout + done.stderr

    def assert_commits(self, add: bool = True) -> str:
        went, said = self.try_commit(add)
        self.assertTrue(went, said)
        return said

    def assert_stopped(self, *parts: str, add: bool = True) -> str:
        went, said = self.try_commit(add)
        self.assertFalse(went, said)
        for part in parts:
            self.assertIn(part, said)
        return said

    def scenarios(self) -> None:
        """What holds for every hook."""
        self.write("clean.cpp", "int clean;\n")
        self.assert_commits()
        self.write("bad.cpp", INCLUDE + BUG.format(name="f"))
        self.assert_stopped("bad.cpp:5:5: warning: 'zero_' overwrites 'values'")
        self.write("bad.cpp", "int better;\n")
        self.assert_commits()
        # Known already, and on a touched line: no reason to stop.
        self.write("old.cpp", INCLUDE + BUG.format(name="f"))
        self.git("add", ".")
        self.git("commit", "-q", "--no-verify", "-m", "old")
        self.write("old.cpp", "// new\n" + INCLUDE + BUG.format(name="f").replace("t.zero_();", "t.zero_(); // here"))
        self.assert_commits()
        # Partly staged: the index counts.
        self.write("part.cpp", INCLUDE + CALLER.format(name="f"))
        self.git("add", "part.cpp")
        self.write("part.cpp", "int repaired_on_disk;\n")
        self.assert_stopped("part.cpp:4", add=False)
        self.assertEqual(self.read("part.cpp"), "int repaired_on_disk;\n")
        self.assert_commits()
        # Only a header, and a name with blanks.
        header = "#pragma once\n" + INCLUDE + CALLER.replace("at::Tensor {name}", "inline at::Tensor {name}").format(name="h")
        self.write("only.h", header)
        self.assert_stopped("only.h:5")
        self.git("rm", "-q", "--cached", "only.h")
        (self.folder / "only.h").unlink()
        self.write("with blanks ü.cpp", INCLUDE + BUG.format(name="f"))
        self.assert_stopped("with blanks ü.cpp:5")
        (self.folder / "with blanks ü.cpp").unlink()
        # Python.
        self.write("p.py", "import numpy as np\nimport torch\n\n\ndef f(values: np.ndarray):\n"
                   "    t = torch.from_numpy(values)\n    t.zero_()\n")
        self.assert_stopped("p.py:7")
        self.write("p.py", "fine = 1\n")
        # A deleted file, and one that is no code.
        self.git("rm", "-q", "clean.cpp")
        self.write("notes.txt", "text\n")
        self.assert_commits()


class PreCommit(Commits):
    """pre-commit with the hooks file of this repository."""

    program = "pre-commit"

    def install(self, hook: str, extra: str = "") -> None:
        hooks = self.folder / "libtorch" / "hooks"
        hooks.mkdir()
        (hooks / ".pre-commit-hooks.yaml").write_text((ROOT / ".pre-commit-hooks.yaml").read_text())
        self.git("init", "-q", cwd=hooks)
        self.commit("hooks", cwd=hooks)
        config = snippet("pre-commit.md", "pre-commit").replace("TORCH_TIDY_REPOSITORY", str(hooks))
        config = config.replace("TORCH_TIDY_RELEASE", self.git("rev-parse", "HEAD", cwd=hooks).strip())
        self.write(".pre-commit-config.yaml", config.replace("- id: torch-tidy\n", f"- id: {hook}\n{extra}"))
        self.set_up()

    def set_up(self) -> None:
        done = subprocess.run([self.command(), "install", "--install-hooks"], cwd=self.folder, capture_output=True,
                              text=True, check=False, env=self.environment, timeout=TIMEOUT_SECONDS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def command(self) -> str:
        return find("pre-commit")

    def test_scenarios(self) -> None:
        self.install("torch-tidy")
        self.scenarios()

    def test_local_hook(self) -> None:
        self.write(".pre-commit-config.yaml", snippet("pre-commit.md", "pre-commit", 1))
        self.set_up()
        self.write("bad.cpp", INCLUDE + BUG.format(name="f"))
        self.assert_stopped("bad.cpp:5")

    def test_fix(self) -> None:
        self.install("torch-tidy-fix")
        self.write("bad.cpp", INCLUDE + BUG.format(name="f"))
        said = self.assert_stopped("bad.cpp:5", "Fixed 1 in 1 file")
        self.assertIn("files were modified by this hook", said)
        self.assertIn("at::zeros", self.read("bad.cpp"))
        self.assert_commits()

    def test_many_files(self) -> None:
        self.install("torch-tidy")
        for i in range(300):
            self.write(f"many/f{i}.cpp", f"int f{i};\n")
        self.write("many/f150.cpp", INCLUDE + BUG.format(name="f"))
        said = self.assert_stopped("many/f150.cpp:5")
        self.assertEqual(said.count("warning:"), 1, said)

    def test_no_compile_commands(self) -> None:
        self.install("torch-tidy")
        self.git("rm", "-q", "compile_flags.txt")
        self.write("bad.cpp", INCLUDE + BUG.format(name="f"))
        said = self.assert_stopped("bad.cpp: no compile command; give a build folder with -p")
        self.assertEqual(said.count("torch-tidy: "), 1, said)

    def test_time(self) -> None:
        self.install("torch-tidy")
        for i in range(100):
            self.write(f"src/f{i}.cpp", INCLUDE + BUG.format(name=f"f{i}"))
        self.git("add", ".")
        self.git("commit", "-q", "--no-verify", "-m", "project")
        for _ in range(2):
            self.write("src/f7.cpp", "// a line\n" + self.read("src/f7.cpp"))
            start = time.monotonic()
            self.assert_commits()
            print(f"\none line in a project of 100 files: {time.monotonic() - start:.2f} s", file=sys.stderr)


class DebianPreCommit(PreCommit):
    """The same with the pre-commit of the system."""

    def command(self) -> str:
        found = Path("/usr/bin/pre-commit")
        if not found.exists():
            raise unittest.SkipTest("the package pre-commit is not installed")
        return str(found)


class Lefthook(Commits):
    """lefthook with the configuration of the page."""

    def test_scenarios(self) -> None:
        if not LEFTHOOK.exists():
            self.skipTest("lefthook is not installed")
        self.write("lefthook.yml", snippet("pre-commit.md", "lefthook"))
        done = subprocess.run([LEFTHOOK, "install"], cwd=self.folder, capture_output=True, text=True, check=False,
                              env=self.environment, timeout=TIMEOUT_SECONDS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.environment["PATH"] = f"{LEFTHOOK.parent}:{self.environment['PATH']}"
        self.scenarios()


class Plain(Commits):
    """The script of the page."""

    def test_scenarios(self) -> None:
        hook = self.write(".git/hooks/pre-commit", snippet("pre-commit.md", "git alone"))
        hook.chmod(0o755)
        self.scenarios()


if __name__ == "__main__":
    unittest.main()
