"""The formats: text, JSON, YAML, several in one run."""

from __future__ import annotations

import json
import os
import subprocess
import unittest

from support import BUG, CALLER, INCLUDE, ToolTest, program


class Formats(ToolTest):
    """Each format says the same."""

    def test_json(self) -> None:
        path = self.write("a.cpp", "// ä\n" + INCLUDE + BUG.format(name="f") + CALLER.format(name="g"))
        ended = self.tidy("--format=json", "a.cpp")
        self.assert_status(ended, 1)
        report = json.loads(ended.out)
        self.assertEqual(report["version"], 1)
        first, second = report["findings"]
        self.assertEqual((first["file"], first["line"], first["column"], first["check"], first["severity"]),
                         ("a.cpp", 6, 5, "torch-shared-memory-write", "warning"))
        self.assertTrue(path.read_bytes()[first["offset"]:].startswith(b"zero_()"))
        self.assertTrue(first["fix"])
        self.assertNotIn("fix", second)
        self.assertTrue([note for note in second["notes"] if note.get("suggestion")])

    def test_no_findings_is_a_report_too(self) -> None:
        self.write("a.cpp", "int x;\n")
        self.assertEqual(json.loads(self.tidy("--format=json", "a.cpp").out)["findings"], [])

    def test_several(self) -> None:
        self.bug()
        ended = self.tidy("--format=text", "--format=json:out.json", "--format=yaml:out.yaml", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(len(ended.headlines), 1)
        self.assertEqual(len(json.loads(self.read("out.json"))["findings"]), 1)
        self.assertIn("DiagnosticName:  torch-shared-memory-write", self.read("out.yaml"))

    def test_file_only(self) -> None:
        self.bug()
        self.assertEqual(self.tidy("--format=json:out.json", "a.cpp").out, "")

    def test_unwritable_report(self) -> None:
        self.bug()
        self.assert_one_line_error(self.tidy("--format=json:nowhere/out.json", "a.cpp"), "nowhere/out.json")

    def test_full_disk(self) -> None:
        self.bug()
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        self.assert_one_line_error(self.tidy("--format=json:/dev/full", "a.cpp"), "/dev/full")

    def test_colour(self) -> None:
        self.bug()
        self.assertNotIn("\x1b[", self.tidy("a.cpp").out)
        for argument in ("--use-color", "--use-color=true"):
            self.assertIn("\x1b[", self.tidy(argument, "a.cpp").out)
        self.assertNotIn("\x1b[", self.tidy("--use-color=false", "a.cpp").out)

    def test_text_is_that_of_clang_tidy(self) -> None:
        path = self.write("a.cpp", INCLUDE + BUG.format(name="f") + CALLER.format(name="g")
                          + "#define CLEAR(t) t.zero_()\n" + BUG.format(name="m").replace("t.zero_()", "CLEAR(t)"))
        ours = self.tidy(str(path))
        link = self.folder / "clang-tidy"
        os.symlink(program(), link)
        theirs = subprocess.run([str(link), "--quiet", "--checks=-*,torch-*", str(path), "--", *self.flags],
                                capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(ours.out, theirs.stdout)


if __name__ == "__main__":
    unittest.main()
