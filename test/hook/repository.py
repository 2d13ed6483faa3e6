"""A scratch git repository with code that uses the small libtorch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("tool", "reports")]
from judges import find  # noqa: E402, F401
from support import TIMEOUT_SECONDS, Ended, ToolTest  # noqa: E402

IDENTITY = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "t",
            "GIT_COMMITTER_EMAIL": "t@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_ALLOW_PROTOCOL": "file"}


class RepositoryTest(ToolTest):
    """Each test has a repository in its folder; the small libtorch is ignored there."""

    def setUp(self) -> None:
        super().setUp()
        self.environment = {**os.environ, **IDENTITY}
        self.git("init", "-q", "-b", "main")
        self.write(".gitignore", "libtorch/\n*.json\n*.sarif\n")
        self.write("compile_flags.txt", "\n".join(self.flags) + "\n")
        self.commit("first")

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """Runs git, which must succeed."""
        done = subprocess.run(["git", *arguments], cwd=cwd or self.folder, capture_output=True, text=True, check=False,
                              timeout=TIMEOUT_SECONDS, env=self.environment)
        self.assertEqual(done.returncode, 0, f"git {arguments}\n{done.stdout}{done.stderr}")
        return done.stdout

    def commit(self, message: str = "more", cwd: Path | None = None) -> None:
        """Commits everything there is."""
        self.git("add", "-A", cwd=cwd)
        self.git("commit", "-q", "-m", message, cwd=cwd)

    def check(self, *arguments: str, cwd: Path | None = None) -> Ended:
        """torch-tidy with the compile flags of the repository."""
        return self.run_raw(*arguments, cwd=cwd, env=self.environment)

    def places(self, ended: Ended) -> list[str]:
        """FILE:LINE of each finding."""
        return [":".join(line.split(":")[:2]) for line in ended.headlines]
