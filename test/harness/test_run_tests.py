"""Tests of the counting in run_tests.py."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from run_tests import Counts, Tests, count_corpus, count_google_test, count_lit, count_unittest  # noqa: E402


class CountingTest(unittest.TestCase):
    """What the parts say is what is counted."""

    def test_google_test(self) -> None:
        text = """{"testsuites": [{"testsuite": [
            {"status": "RUN", "result": "COMPLETED"}, {"status": "RUN", "result": "SKIPPED"},
            {"status": "NOTRUN", "result": "SUPPRESSED"},
            {"status": "RUN", "result": "COMPLETED", "failures": [{"failure": "x"}]}]}]}"""
        self.assertEqual(count_google_test(text), Counts(1, 1, 2))

    def test_lit(self) -> None:
        codes = ("PASS", "PASS", "FAIL", "UNRESOLVED", "TIMEOUT", "XPASS", "XFAIL", "UNSUPPORTED")
        text = '{"tests": [' + ", ".join(f'{{"code": "{code}"}}' for code in codes) + "]}"
        self.assertEqual(count_lit(text), Counts(2, 4, 2))

    def test_unittest(self) -> None:
        self.assertEqual(count_unittest("..\nRan 2 tests in 0.1s\n\nOK\n"), Counts(2))
        self.assertEqual(count_unittest("Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=3, "
                                        "expected failures=1, unexpected successes=1)\n"), Counts(1, 4, 4))
        self.assertEqual(count_unittest("Ran 0 tests in 0.0s\n\nOK\n"), Counts())
        self.assertIsNone(count_unittest("Segmentation fault\n"))

    def test_corpus(self) -> None:
        """Fixtures that could not run are skipped tests."""
        self.assertEqual(count_corpus("\n26 fixtures, 26 facts, 1 disagreements, 14 skipped\n"), Counts(25, 1, 14))
        self.assertEqual(count_corpus("libtorch 2.13.0: 9 fixtures, 70 facts, 0 disagreements; safe fixes 1"), Counts(9))
        self.assertIsNone(count_corpus("no libtorch\n"))

    def test_parts(self) -> None:
        cases = [("good", "exit 0", Counts(1), Counts(1)),
                 ("crashed", "exit 3", None, Counts(failed=1)),
                 ("nothing ran", "exit 0", Counts(), Counts(failed=1)),
                 ("bad end", "exit 3", Counts(2), Counts(2, 1)),
                 ("failed", "exit 1", Counts(2, 1), Counts(2, 1))]
        for name, command, said, wanted in cases:
            with self.subTest(name), contextlib.redirect_stdout(io.StringIO()):
                tests = Tests(Path(tempfile.gettempdir()))
                tests.part(name, ["bash", "-c", command], lambda _, said=said: said)
                self.assertEqual(tests.sum, wanted)

    def test_program_that_is_not_there(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            tests = Tests(Path(tempfile.gettempdir()))
            tests.google_test(Path("/nowhere/unit_x"))
            tests.script("x", ["/nowhere/script"])
        self.assertEqual(tests.sum, Counts(failed=2))

    def test_last_line(self) -> None:
        self.assertEqual(str(Counts(3, 1)), "3 passed, 1 failed")
        self.assertEqual(str(Counts(3, 0, 2)), "3 passed, 0 failed, 2 skipped")


if __name__ == "__main__":
    unittest.main()
