"""One file that crashes, hangs or takes too much is one line; the others are answered. Ctrl-C ends everything at once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import unittest
from pathlib import Path

from support import INCLUDE, ToolTest, program

# Seconds of work for the compiler: each assertion is as long a computation as it does without complaint.
SLOW = INCLUDE + """\
at::Tensor slow();
template <int N> constexpr int count() {
  int sum = N;
  for (int i = 0; i < 100000; ++i)
    sum ^= i;
  return sum;
}
""" + "".join(f"static_assert(count<{n}>() != -1, \"\");\n" for n in range(400))
# Hundreds of megabytes.
LARGE = INCLUDE + "at::Tensor large();\n" + "".join(
    f"int f{i}(int x) {{ return x * {i} + f{i - 1}(x); }}\n" if i else "int f0(int x) { return x; }\n" for i in range(60000))
WAIT_SECONDS = 60


def children(pid: int) -> list[int]:
    """The processes that a process has started and that live."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def has_ended(pid: int) -> bool:
    """Whether a process ends soon; one that nobody has asked about its end counts."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


# Clang alone takes half a minute for the longer one.
TERMS = 40_000 if os.environ.get("TORCH_TIDY_QUICK") == "1" else 200_000


class Workers(ToolTest):
    """What happens to one file happens to it alone."""

    def setUp(self) -> None:
        super().setUp()
        self.bug()

    def assert_one_lost(self, status: int, out: str, err: str, file: str, *parts: str) -> None:
        """One line about `file` and status 2; the finding in a.cpp is there."""
        lines = [line for line in err.splitlines() if line.startswith("torch-tidy: ")]
        self.assertEqual((status, len(lines)), (2, 1), out + err)
        for part in (file, *parts):
            self.assertIn(part, lines[0])
        self.assertEqual(out.count(": warning: "), 1, out)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A run in a group of its own, as a shell starts one in the foreground: Ctrl-C is not ignored."""
        return subprocess.Popen([str(program()), "--no-cache", *arguments, "--", *self.flags], cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def worker(self, run: subprocess.Popen[str]) -> int:
        """A process of the run that works."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            if found := children(run.pid):
                return found[0]
            time.sleep(0.005)
        self.fail("no worker was started")

    def test_memory(self) -> None:
        self.write("large.cpp", LARGE)
        ended = self.tidy("--no-cache", "--memory-limit=40", "large.cpp", "a.cpp")
        self.assert_one_lost(ended.status, ended.out, ended.err, "large.cpp", "memory")

    def test_time(self) -> None:
        self.write("slow.cpp", SLOW)
        ended = self.tidy("--no-cache", "--time-limit=1", "slow.cpp", "a.cpp")
        self.assert_one_lost(ended.status, ended.out, ended.err, "slow.cpp", "too long")

    def test_crash(self) -> None:
        self.write("slow.cpp", SLOW)
        for sent, said in ((signal.SIGSEGV, "Segmentation fault"), (signal.SIGKILL, "Killed"), (signal.SIGABRT, "Aborted")):
            with self.subTest(said), self.start("-j1", "slow.cpp", "a.cpp") as run:  # the largest comes first
                worker = self.worker(run)
                time.sleep(0.2)
                os.kill(worker, sent)
                out, err = run.communicate(timeout=WAIT_SECONDS)
                self.assert_one_lost(run.returncode, out, err, "slow.cpp", "crashed", said)

    def test_stack_overflow(self) -> None:
        deep = "".join(f"int g{i}() {{ return {'(' * 200}1{')' * 200}; }}\n" for i in range(3))
        self.write("deep.cpp", INCLUDE + "at::Tensor deep();\nint f(int x) { return x" + " + x" * TERMS + "; }\n" + deep)
        ended = self.tidy("--no-cache", "deep.cpp", "a.cpp")
        self.assertIn(ended.status, (1, 2), str(ended))
        self.assertEqual(ended.out.count("whose memory 't' shares"), 1, str(ended))

    def test_control_c(self) -> None:
        self.write("slow.cpp", SLOW)
        with self.start("-j2", "slow.cpp", "a.cpp") as run:
            worker = self.worker(run)
            time.sleep(0.2)
            start = time.monotonic()
            os.killpg(run.pid, signal.SIGINT)
            run.communicate(timeout=WAIT_SECONDS)
        self.assertLess(time.monotonic() - start, 5)
        self.assertIn(run.returncode, (-signal.SIGINT, 130))
        self.assertTrue(has_ended(worker))

    def test_killed_parent(self) -> None:
        self.write("slow.cpp", SLOW)
        with self.start("-j1", "slow.cpp") as run:
            worker = self.worker(run)
            run.kill()
        self.assertTrue(has_ended(worker))


if __name__ == "__main__":
    unittest.main()
