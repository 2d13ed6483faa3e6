"""Tests of tool/setup.sh: its virtual environments. Nothing is downloaded: the lists of packages are empty."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 300
PROGRAMS = ["bash", "chmod", "cmp", "cp", "dirname", "env", "grep", "head", "mkdir", "mktemp", "realpath", "rm"]
# Environments with the pip of the system: that of their own takes seconds. As pip does, its program names their folder.
PYTHON = """\
#!/bin/bash
if [[ $2 != venv ]]; then exec '{python}' "$@"; fi
'{python}' -m venv --clear --without-pip --system-site-packages "$4"
printf '#!/bin/sh\\nexec "%s/bin/python" -m pip "$@"\\n' "$4" >"$4/bin/pip"
chmod +x "$4/bin/pip"
"""


class SetupTest(unittest.TestCase):
    """A checkout in a folder of its own, on a machine with neither apt nor npm."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="torch-tidy-setup-")).resolve()
        self.addCleanup(shutil.rmtree, self.folder)
        programs = self.folder / "programs"
        programs.mkdir()
        for name in PROGRAMS:
            found = shutil.which(name)
            self.assertIsNotNone(found, name)
            (programs / name).symlink_to(str(found))
        (programs / "python3").write_text(PYTHON.format(python=shutil.which("python3")), encoding="utf-8")
        (programs / "python3").chmod(0o755)
        self.root = self.folder / "a checkout"
        (self.root / "tool").mkdir(parents=True)
        for folder in ("reports", "editors"):
            (self.root / "test" / folder).mkdir(parents=True)
        shutil.copy(ROOT / "tool" / "setup.sh", self.root / "tool")
        for name in ("tool", "test/reports", "test/editors"):
            (self.root / name / "requirements.txt").write_text("# nothing\n", encoding="utf-8")

    def install(self) -> list[str]:
        """The environments that a run made."""
        done = subprocess.run([self.root / "tool" / "setup.sh"], capture_output=True, text=True, check=False,
                              env={"PATH": str(self.folder / "programs"), "HOME": str(self.folder)},
                              timeout=TIMEOUT_SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.rsplit("/", 1)[1] for line in done.stderr.splitlines() if line.startswith("setup: installing")]

    def works(self, name: str) -> bool:
        """Whether a program of the environment starts."""
        return subprocess.run([self.root / ".deps" / name / "bin" / "pip", "--version"], capture_output=True, check=False,
                              timeout=TIMEOUT_SECONDS).returncode == 0

    def test_environments(self) -> None:
        self.assertEqual(self.install(), ["venv", "judges", "editors"])
        self.assertEqual(self.install(), [])
        # A checkout that was moved, and one whose Python is gone.
        self.root = self.root.rename(self.folder / "elsewhere")
        (self.root / ".deps" / "venv" / "bin" / "python").unlink()
        self.assertFalse(self.works("judges"))
        self.assertEqual(self.install(), ["venv", "judges", "editors"])
        self.assertTrue(self.works("judges"))
        # Two checkouts may share them by a link.
        other = self.folder / "other"
        shutil.copytree(self.root, other, ignore=shutil.ignore_patterns(".deps"))
        (other / ".deps").symlink_to(self.root / ".deps")
        self.root = other
        self.assertEqual(self.install(), [])


if __name__ == "__main__":
    unittest.main()
