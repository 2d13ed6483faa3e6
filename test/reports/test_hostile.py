"""Texts that break careless writers, in every format. The findings come from a report that `merge` reads."""

from __future__ import annotations

import json
import os
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from judges import HERE, NODE_MODULES, OWN_SCHEMA, JudgedTest, find, node, run

MESSAGES = [
    "quotes \" ' ` and \\ backslash",
    "two\nlines\r\nand\rmore\n",
    "]]> <![CDATA[ </failure> <b> & &amp; &#0;",
    "% %0A %25 %s %n ::error::stop ::set-output name=x::y",
    "äöü 日本語 𐐀😀 \u202e right to left \u2028 line",
    "control \x01\x1b[31m\x7f\x00 \ufffe\uffff tab\t",
    "| a | table | <script>alert(1)</script> [link](x) **b** `c`",
    "- yaml: 'x' # no\n---\n...\n%TAG !\n? {a: [b]}",
    "{\"json\": [\"]}\", ${{ secrets.X }} $(id) `id`",
    "",
]
NAMES = ["a b.cpp", "quote'\".cpp", "hash#percent%20?.cpp", "ünïcödé日.cpp", "colon:comma,.cpp", "<&>.cpp", "back\\slash.cpp"]
TEXT = "int first; /* ä𐐀 */ int second;\nint third;\n"
FORMATS = ["text", "sarif", "json", "github", "gitlab", "rdjson", "junit", "checkstyle", "lintrunner", "yaml"]


def finding(file: str, message: str, number: int, **more: object) -> dict:
    """A finding at `second` of TEXT."""
    return {"check": "torch-shared-memory-write", "severity": "warning", "file": file, "line": 1, "column": 29,
            "offset": 28, "message": message, "notes": [], "fingerprint": f"{number:032x}", **more}


class Hostile(JudgedTest):
    """Reports of findings that nobody wants to have."""

    def reports(self, findings: list[dict], forms: list[str], env: dict[str, str] | None = None) -> dict[str, Path]:
        """The files of all formats."""
        self.write("in.json", json.dumps({"version": 1, "tool": "torch-tidy", "findings": findings, "known": [],
                                          "files": [], "problems": []}))
        files = {form: self.folder / f"out.{form}" for form in forms}
        ended = self.run_raw("merge", "in.json", *(f"--format={form}:{file}" for form, file in files.items()), env=env)
        self.assert_status(ended, 1)
        return files

    def judge(self, files: dict[str, Path], count: int, multitool: bool = True) -> dict[str, list[str]]:
        """Every judge is content; what each format says the messages are."""
        said: dict[str, list[str]] = {}

        def load(form: str) -> dict:
            return json.loads(files[form].read_text(encoding="utf-8"))

        self.assert_sarif(files["sarif"], with_multitool=multitool)
        said["sarif"] = [result["message"]["text"] for result in load("sarif")["runs"][0]["results"]]
        self.assert_schema(OWN_SCHEMA, files["json"], closed=True)
        said["json"] = [entry["message"] for entry in load("json")["findings"]]
        self.assert_code_climate(files["gitlab"])
        self.assert_rdformat(files["rdjson"])
        said["gitlab"] = [issue["description"] for issue in load("gitlab")]
        said["rdjson"] = [entry["message"] for entry in load("rdjson")["diagnostics"]]
        said["lintrunner"] = [json.loads(line)["description"]
                              for line in files["lintrunner"].read_text(encoding="utf-8").split("\n")[:-1]]
        self.assert_xml(files["checkstyle"])
        said["checkstyle"] = [error.get("message") or "" for error in ElementTree.parse(files["checkstyle"]).iter("error")]
        self.assert_xml(files["junit"])
        said["junit"] = [failure.get("message") or "" for failure in ElementTree.parse(files["junit"]).iter("failure")]
        for form, messages in said.items():
            self.assertEqual(len(messages), min(count, 25000) if form == "sarif" else count, form)
        return said

    def test_messages(self) -> None:
        self.write("a.cpp", TEXT)
        said = self.judge(self.reports([finding("a.cpp", text, i) for i, text in enumerate(MESSAGES)], FORMATS),
                          len(MESSAGES))
        # Code scanning and reviewdog refuse an empty one.
        messages = [text or "torch-shared-memory-write" for text in MESSAGES]
        for form in ("sarif", "json", "gitlab", "rdjson", "lintrunner"):
            self.assertEqual(sorted(said[form]), sorted(messages), form)
        # XML has no control characters, not even escaped, and no two last ones of the plane.
        clean = ["".join("\ufffd" if ord(c) < 32 and c not in "\t\n\r" or c in "\ufffe\uffff" else c for c in text)
                 for text in messages]
        for form in ("checkstyle", "junit"):
            self.assertEqual(sorted(said[form]), sorted(clean), form)

    def test_github_as_its_own_package(self) -> None:
        self.write("a.cpp", TEXT)
        for i, name in enumerate(NAMES):
            self.write(name, TEXT)
        every = [finding("a.cpp", text, i) for i, text in enumerate(MESSAGES[:-1])]
        every += [finding(name, "m", i, severity="error") for i, name in enumerate(NAMES)]
        file = self.reports(every, ["github"])["github"]
        place = {"startLine": 1, "endLine": 1, "startColumn": 26, "endColumn": 32}
        wanted = [{"level": "warning" if entry["severity"] == "warning" else "error", "message": entry["message"],
                   "properties": {"title": entry["check"], "file": entry["file"], **place}} for entry in every]
        by_them = self.assert_ok(run(node(), HERE / "annotations.js", NODE_MODULES,
                                     self.write("wanted.json", json.dumps(wanted))))
        self.assertEqual(sorted(file.read_text(encoding="utf-8").split("\n")), sorted(by_them.split("\n")))

    def test_file_names(self) -> None:
        for name in NAMES:
            self.write(name, TEXT)
        files = self.reports([finding(name, "m", i, fix=[{"file": name, "offset": 0, "length": 3, "text": "long"}])
                              for i, name in enumerate(NAMES)], FORMATS)
        self.judge(files, len(NAMES))
        names = {entry["location"]["path"] for entry in json.loads(files["gitlab"].read_text(encoding="utf-8"))}
        self.assertEqual(names, set(NAMES))
        self.assertEqual({e.get("name") for e in ElementTree.parse(files["checkstyle"]).iter("file")}, set(NAMES))
        fixes = self.folder / "fixes"
        fixes.mkdir()
        files["yaml"].rename(fixes / "out.yaml")
        self.assert_yaml_applies(fixes)
        for name in NAMES:
            self.assertEqual(self.read(name), TEXT.replace("int first", "long first"), name)

    def test_yaml(self) -> None:
        self.write("a.cpp", TEXT)
        replacement = "\"quotes' \\n\n  - {x: #}\n%d ä𐐀]]>\t\n"
        notes = [{"file": "a.cpp", "line": 1, "column": 1, "offset": 0, "message": text} for text in MESSAGES]
        every = [finding("a.cpp", text, i, notes=notes) for i, text in enumerate(MESSAGES)]
        every[0]["fix"] = [{"file": "a.cpp", "offset": 0, "length": 3, "text": replacement}]
        fixes = self.folder / "fixes"
        fixes.mkdir()
        self.reports(every, ["yaml"])["yaml"].rename(fixes / "out.yaml")
        self.assert_yaml_applies(fixes)
        self.assertEqual(self.read("a.cpp"), replacement + TEXT[3:])

    def test_a_long_message(self) -> None:
        self.write("a.cpp", TEXT)
        long = "ä\"]]>%\n" * (1024 * 1024 // 8)
        summary = self.folder / "summary.md"
        files = self.reports([finding("a.cpp", long, 1)], FORMATS, {**os.environ, "GITHUB_STEP_SUMMARY": str(summary)})
        said = self.judge(files, 1)
        for form, messages in said.items():
            self.assertEqual(messages, [long], form)
        self.assertLess(summary.stat().st_size, 1024 * 1024)
        self.assertLess(files["github"].stat().st_size, 200 * 1024)
        summary.read_text(encoding="utf-8")

    @unittest.skipIf(os.environ.get("TORCH_TIDY_QUICK") == "1", "takes a while")
    def test_many(self) -> None:
        text = "int first; /* ä𐐀 */ int second;\n" * 25001
        self.write("a.cpp", text)
        size = len("int first; /* ä𐐀 */ int second;\n".encode())
        every = [finding("a.cpp", f"m {i}", i, line=i + 1, offset=size * i + 28) for i in range(25001)]
        every[-1]["severity"] = "error"  # the last one, and the one that must not be left out
        summary = self.folder / "summary.md"
        files = self.reports(every, FORMATS, {**os.environ, "GITHUB_STEP_SUMMARY": str(summary)})
        said = self.judge(files, 25001, multitool=False)
        self.assertIn("m 25000", said["sarif"])
        [ours] = json.loads(files["sarif"].read_text(encoding="utf-8"))["runs"]
        self.assertEqual([note["message"]["text"] for note in ours["invocations"][0]["toolExecutionNotifications"]],
                         ["1 more findings are left out of this report"])
        lines = files["github"].read_text(encoding="utf-8").splitlines()
        self.assertEqual([line.split()[0] for line in lines[:11]], ["::warning"] * 10 + ["::error"])
        self.assertEqual(lines[11:], ["24990 more findings, of which GitHub shows no annotation; "
                                      "the summary of the job has them"])
        self.assertLess(summary.stat().st_size, 1024 * 1024)
        self.assertRegex(summary.read_text(encoding="utf-8"), r"\n\d+ more are left out\.\n\Z")


if __name__ == "__main__":
    unittest.main()
