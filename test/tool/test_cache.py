"""The cache: an unchanged file is answered without looking at it again, anything else is not, and no fault of a disk or of
another process changes a finding."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import unittest
from pathlib import Path

from support import BUG, CALLER, CLEAN, INCLUDE, Ended, ToolTest, program


class Cache(ToolTest):
    """Each test has a cache of its own."""

    def setUp(self) -> None:
        super().setUp()
        self.cache = self.folder / "cache"
        self.bug()
        self.write("mine.h", "#pragma once\n")

    def run_on(self, *files: str, options: tuple[str, ...] = ()) -> tuple[Ended, str]:
        """A run, and its findings as JSON."""
        ended = self.run_raw("--format=json", f"--cache-dir={self.cache}", *options, *files, "--", *self.flags)
        return ended, ended.out

    def cached(self, ended: Ended) -> int:
        """How many files a run answered from the cache."""
        closing = [line for line in ended.err.splitlines() if line.startswith("Found ")]
        self.assertEqual(len(closing), 1, str(ended))
        return int(closing[0].split(" s, ")[1].split()[0]) if " from the cache" in closing[0] else 0

    def entries(self, kind: str = "result") -> list[Path]:
        """The files of one kind in the cache."""
        return [path for path in (self.cache / kind).rglob("*") if path.is_file()] if self.cache.is_dir() else []

    def settle(self) -> None:
        """Lets files become old enough that their times say something."""
        time.sleep(2.6)


class Unchanged(Cache):
    """What a result hangs on."""

    def test_second_run(self) -> None:
        first, findings = self.run_on("a.cpp")
        self.assertEqual(self.cached(first), 0)
        self.assertEqual(len(json.loads(findings)["findings"]), 1)
        second, again = self.run_on("a.cpp")
        self.assertEqual(self.cached(second), 1)
        self.assertEqual(again, findings)
        self.assertEqual(second.status, first.status)

    def test_options_and_text(self) -> None:
        self.run_on("a.cpp")
        for options in (("--level=strict",), ("--checks=-*,torch-from-blob-dtype",), ("--extra-arg=-DX=1",),
                        ("--no-result-cache",), ("--no-cache",)):
            with self.subTest(options):
                self.assertEqual(self.cached(self.run_on("a.cpp", options=options)[0]), 0)
        self.write("a.cpp", self.read("a.cpp").replace("t.zero_();", "/* none */"))
        ended, findings = self.run_on("a.cpp")
        self.assertEqual((self.cached(ended), json.loads(findings)["findings"]), (0, []))

    def test_header(self) -> None:
        self.write("a.cpp", '#include "mine.h"\n' + self.read("a.cpp"))
        _, one = self.run_on("a.cpp")
        self.write("mine.h", "#pragma once\n" + INCLUDE + CALLER.format(name="inline_one").replace("at::Tensor inl", "inline at::Tensor inl"))
        ended, two = self.run_on("a.cpp")
        self.assertEqual(self.cached(ended), 0)
        self.assertEqual(len(json.loads(two)["findings"]), len(json.loads(one)["findings"]) + 1, two)
        # Times that were set back do not hide a change of the same size.
        self.settle()
        self.run_on("a.cpp")
        header = self.folder / "mine.h"
        before = header.stat()
        header.write_text(header.read_text(encoding="utf-8").replace("t.zero_();", "/* none */"), encoding="utf-8")
        os.utime(header, ns=(before.st_atime_ns, before.st_mtime_ns))
        ended, three = self.run_on("a.cpp")
        self.assertEqual(self.cached(ended), 0)
        self.assertEqual(json.loads(three)["findings"], json.loads(one)["findings"])

    def test_touched_is_unchanged(self) -> None:
        self.run_on("a.cpp")
        self.settle()
        self.write("a.cpp", self.read("a.cpp"))
        self.assertEqual(self.cached(self.run_on("a.cpp")[0]), 1)

    def test_shadowing_header(self) -> None:
        self.write("late/mine.h", "#pragma once\n")
        self.write("b.cpp", "#include <mine.h>\n" + INCLUDE + CLEAN)
        (self.folder / "early").mkdir()
        self.flags = [*self.flags, "-Iearly", "-Ilate"]
        self.run_on("b.cpp")
        self.assertEqual(self.cached(self.run_on("b.cpp")[0]), 1)
        self.write("early/mine.h", "#pragma once\n" + INCLUDE + BUG.format(name="shadow").replace("float first", "inline float first"))
        ended, findings = self.run_on("b.cpp")
        self.assertEqual(self.cached(ended), 0)
        self.assertEqual(len(json.loads(findings)["findings"]), 1, findings)

    def test_configuration(self) -> None:
        self.run_on("a.cpp")
        self.write(".clang-tidy", "Checks: '-torch-shared-memory-write'\n")
        ended, findings = self.run_on("a.cpp")
        self.assertEqual((self.cached(ended), json.loads(findings)["findings"]), (0, []))

    def test_stock_checks_are_not_kept(self) -> None:
        for _ in range(2):
            self.assertEqual(self.cached(self.run_on("a.cpp", options=("--checks=torch-*,bugprone-*",))[0]), 0)

    def test_python(self) -> None:
        self.write("p.py", "import numpy as np\nimport torch\n\n\ndef f(a: np.ndarray):\n"
                           "    t = torch.from_numpy(np.ones(3)).zero_()\n    return t\n")
        first, findings = self.run_on("p.py")
        if "no C, C++ or CUDA file" in first.err or first.status == 2:
            self.skipTest("built without Python")
        second, again = self.run_on("p.py")
        self.assertEqual((self.cached(second), again), (1, findings))


class Faults(Cache):
    """The findings are those of a run without cache, whatever happens."""

    def setUp(self) -> None:
        super().setUp()
        _, self.right = self.run_on("a.cpp", options=("--no-cache",))

    def assert_right(self, cached: int | None = None, lines: int = 0) -> Ended:
        """Runs once more: right, and with at most so many lines about the cache."""
        ended, findings = self.run_on("a.cpp")
        self.assertEqual(findings, self.right, str(ended))
        self.assertEqual(ended.status, 1, str(ended))
        said = [line for line in ended.err.splitlines() if line.startswith("torch-tidy: ")]
        self.assertEqual(len(said), lines, str(ended))
        if cached is not None:
            self.assertEqual(self.cached(ended), cached, str(ended))
        return ended

    def test_damaged_entries(self) -> None:
        self.assert_right(0)
        entry = self.entries()[0]
        whole = entry.read_bytes()
        wrecks = {"empty": b"", "cut in the head": whole[:20], "cut": whole[:-1], "longer": whole + b"x",
                  "other": b"x" * len(whole), "another version": whole[:20] + bytes([whole[20] ^ 1]) + whole[21:]}
        for place in range(0, len(whole), max(1, len(whole) // 12)):
            wrecks[f"bit at {place}"] = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1:]
        for name, content in wrecks.items():
            with self.subTest(name):
                entry.write_bytes(content)
                self.assert_right(0)
                self.assert_right(1)

    def test_swapped_entries(self) -> None:
        self.write("b.cpp", INCLUDE + CLEAN)
        self.run_on("a.cpp")
        mine = set(self.entries())
        self.run_on("b.cpp")
        other = (set(self.entries()) - mine).pop()
        shutil.copyfile(other, mine.pop())
        self.assert_right(0)

    def test_permissions(self) -> None:
        self.assert_right(0)
        self.assertEqual(self.cache.stat().st_mode & 0o077, 0)
        entry = self.entries()[0]
        self.assertEqual(entry.stat().st_mode & 0o777, 0o600)
        entry.chmod(0o666)
        self.assert_right(0)
        self.cache.chmod(0o777)
        self.assertIn("others can write", self.assert_right(0, lines=1).err)

    @unittest.skipUnless(hasattr(os, "geteuid") and os.geteuid() == 0, "needs another user")
    def test_foreign_owner(self) -> None:
        self.assert_right(0)
        os.chown(self.entries()[0], 65534, 65534)
        self.assert_right(0)
        os.chown(self.cache, 65534, 65534)
        self.assert_right(0, lines=1)

    def test_a_file_in_its_place(self) -> None:
        self.cache.write_text("", encoding="utf-8")
        self.assert_right(0, lines=1)

    def test_links_are_not_followed(self) -> None:
        self.assert_right(0)
        entry = self.entries()[0]
        moved = self.folder / "elsewhere"
        entry.rename(moved)
        entry.symlink_to(moved)
        self.assert_right(0)

    @unittest.skipUnless(hasattr(os, "geteuid") and os.geteuid() == 0, "needs a file system of its own")
    def test_full_and_read_only_disk(self) -> None:
        self.cache.mkdir(mode=0o700)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,mode=700", "none", str(self.cache)], capture_output=True,
                          check=False).returncode:
            self.skipTest("cannot mount")
        self.addCleanup(subprocess.run, ["umount", str(self.cache)], check=False)
        (self.cache / "filler").write_bytes(b"x" * 4096)
        self.assertIn("No space left", self.assert_right(0, lines=1).err)
        subprocess.run(["mount", "-o", "remount,ro", str(self.cache)], check=True)
        self.assertIn("Read-only", self.assert_right(0, lines=1).err)

    def test_eight_writers(self) -> None:
        command = [str(program()), "--format=json", f"--cache-dir={self.cache}", "a.cpp", "--", *self.flags]
        runs = [subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for _ in range(8)]
        for run in runs:
            out, err = run.communicate(timeout=300)
            self.assertEqual(out, self.right, err)
        self.assert_right(1)
        self.assertFalse([path for path in self.cache.rglob("new-*")])

    def test_killed(self) -> None:
        command = [str(program()), "--format=json", f"--cache-dir={self.cache}", "a.cpp", "--", *self.flags]
        for milliseconds in range(0, 60, 6):
            with subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
                time.sleep(milliseconds / 1000)
                run.kill()
            self.assert_right()

    def test_clock_set_back(self) -> None:
        self.assert_right(0)
        future = time.time() + 10**6
        for path in self.cache.rglob("*"):
            os.utime(path, (future, future))
        self.assert_right(1)
        os.utime(self.folder / "a.cpp", (future, future))
        self.assert_right(1)

    def test_no_home(self) -> None:
        env = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
        ended = self.run_raw("a.cpp", "--", *self.flags, env=env)
        self.assert_status(ended, 1)
        self.assertEqual(ended.err.count("--cache-dir"), 1, str(ended))


if __name__ == "__main__":
    unittest.main()
