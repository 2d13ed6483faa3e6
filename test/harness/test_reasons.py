"""The table of reasons is what the tests say."""

import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import reasons  # noqa: E402

SCRIPT = Path(reasons.__file__)


class Reasons(unittest.TestCase):
    def test_table_is_up_to_date(self):
        result = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_cases_are_definitions_with_code(self):
        lines = ["void declared(int n);", "template <class T> int f(T t) { return t; }", "namespace n {",
                 "struct Plain { int n = 1; };", "struct A {", "  void f() {}", "  void g() { if (x) { } }", "};",
                 "} // namespace n", "int table[] = {1, 2};", "#define M(x) { x }", "int g() { return 1; } // }"]
        self.assertEqual([start for start, has_code in reasons.definitions(lines) if has_code], [1, 4, 11])

    def test_group_that_lies_is_told(self):
        self.assertEqual(len(reasons.wrong_cases(Path("a.cpp"), "speaks", [(1, 1), (2, 0)])), 1)
        self.assertEqual(len(reasons.wrong_cases(Path("a.cpp"), "silent", [(1, 1), (2, 0)])), 1)


if __name__ == "__main__":
    unittest.main()
