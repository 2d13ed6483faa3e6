"""Each format on real findings: what it says, and what programs of others say about it."""

from __future__ import annotations

import json
import os
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from judges import HERE, NODE_MODULES, OWN_SCHEMA, JudgedTest, find, node, run
from support import BUG, CALLER, INCLUDE, program

CHECK = "torch-shared-memory-write"
# A safe fix; a suggestion behind characters of two and four bytes; a finding in a header, seen from two files.
FIRST = "// ä\n" + INCLUDE + '#include "h.h"\n' + BUG.format(name="f")
SECOND = INCLUDE + '#include "h.h"\n' + CALLER.format(name="g").replace("  t.zero_", "  /* ä𐐀 */ t.zero_")
HEADER = "#pragma once\nnamespace n {\nstruct S {\n" + CALLER.format(name="h") + "};\n}\n"


class Formats(JudgedTest):
    """Three findings in three files below a folder of a repository."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        self.write("src/a b.cpp", FIRST)
        self.write("src/c.cpp", SECOND)
        self.write("src/h.h", INCLUDE + HEADER)
        self.write("src/clean.cpp", "int clean;\n")

    def report(self, form: str, *arguments: str, status: int = 1) -> Path:
        """The file of a report, made in the folder src."""
        file = self.folder / f"out.{form}"
        ended = self.run_raw(f"--format={form}:{file}", "--format=text", *arguments, "a b.cpp", "c.cpp", "clean.cpp", "--",
                             *self.flags, cwd=self.folder / "src")
        self.assert_status(ended, status)
        return file

    def loaded(self, form: str, *arguments: str, status: int = 1) -> dict:
        return json.loads(self.report(form, *arguments, status=status).read_text(encoding="utf-8"))

    def test_sarif(self) -> None:
        file = self.report("sarif")
        log = json.loads(file.read_text(encoding="utf-8"))
        [ours] = log["runs"]
        rules = ours["tool"]["driver"]["rules"]
        self.assertEqual({rule["id"] for rule in rules},
                         {row["check"] for row in json.loads(self.run_raw("rules", "--format=json").out)})
        [rule] = [rule for rule in rules if rule["id"] == CHECK]
        self.assertEqual({result["ruleIndex"] for result in ours["results"]}, {rules.index(rule)})
        self.assertEqual(rule["properties"]["precision"], "high")
        self.assertIn("## When it stays silent", rule["help"]["markdown"])
        self.assertEqual({taxon["id"] for taxon in ours["taxonomies"][0]["taxa"]},
                         {relation["target"]["id"] for one in rules for relation in one.get("relationships", [])})
        first, second, header = ours["results"]
        places = [result["locations"][0]["physicalLocation"] for result in ours["results"]]
        self.assertEqual([place["artifactLocation"]["uri"] for place in places],
                         ["src/a%20b.cpp", "src/c.cpp", "src/h.h"])
        # UTF-16: two blanks, "/* ä", a surrogate pair, " */ ", "t."
        self.assertEqual(places[1]["region"], {"startLine": 5, "startColumn": 15, "endLine": 5, "endColumn": 20})
        self.assertEqual(header["locations"][0]["logicalLocations"], [{"fullyQualifiedName": "n::S::h"}])
        self.assertEqual([fix["properties"]["applicability"] for fix in first["fixes"]], ["safe"])
        self.assertEqual({fix["properties"]["applicability"] for fix in second["fixes"]}, {"unsafe"})
        steps = first["codeFlows"][0]["threadFlows"][0]["locations"]
        self.assertEqual([step["location"]["message"]["text"] for step in steps],
                         ["'t' borrows the memory of 'values' here", first["message"]["text"]])
        self.assertEqual([place["message"]["text"] for place in first["relatedLocations"]],
                         ["'t' borrows the memory of 'values' here"])
        self.assertEqual(len({result["partialFingerprints"]["torchTidy/v1"] for result in ours["results"]}), 3)
        self.assertEqual((ours["columnKind"], ours["invocations"][0]["executionSuccessful"]), ("utf16CodeUnits", True))
        self.assertNotIn(str(self.folder), file.read_text(encoding="utf-8"))
        self.assert_sarif(file)

    def test_sarif_edits_are_the_fix(self) -> None:
        [ours] = self.loaded("sarif")["runs"]
        lines = FIRST.split("\n")
        for edit in sorted(ours["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"],
                           key=lambda edit: -edit["deletedRegion"]["startColumn"]):
            region = edit["deletedRegion"]
            text = "\n".join(lines[region["startLine"] - 1:region["endLine"]])
            head = lines[region["startLine"] - 1][:region["startColumn"] - 1]
            tail = lines[region["endLine"] - 1][region["endColumn"] - 1:]
            self.assertTrue(text.startswith(head))
            lines[region["startLine"] - 1:region["endLine"]] = (head + edit["insertedContent"]["text"] + tail).split("\n")
        self.run_raw("--fix", "a b.cpp", "--", *self.flags, cwd=self.folder / "src")
        self.assertEqual("\n".join(lines), self.read("src/a b.cpp"))

    def test_sarif_of_a_broken_file(self) -> None:
        self.write("src/c.cpp", SECOND + "int broken = nothing;\n")
        file = self.report("sarif", "gone.cpp", status=2)
        [ours] = json.loads(file.read_text(encoding="utf-8"))["runs"]
        self.assertFalse(ours["invocations"][0]["executionSuccessful"])
        told = [note["message"]["text"] for note in ours["invocations"][0]["toolExecutionNotifications"]]
        self.assertEqual(told, ["gone.cpp: no such file", "use of undeclared identifier 'nothing'"])
        self.assertEqual({result["ruleId"] for result in ours["results"]}, {CHECK})
        self.assert_sarif(file)

    def test_sarif_of_what_comments_hide(self) -> None:
        self.write("src/c.cpp", SECOND.replace("zero_();", f"zero_(); // NOLINT({CHECK})") + CALLER.format(name="two")
                   + "#define CLEAR(x) x.zero_()\n"
                   + CALLER.format(name="three").replace("  t.zero_()", f"  // NOLINTNEXTLINE({CHECK})\n  CLEAR(t)"))
        file = self.report("sarif")
        [ours] = json.loads(file.read_text(encoding="utf-8"))["runs"]
        told = [(result["locations"][0]["physicalLocation"]["region"]["startLine"],
                 [one["kind"] for one in result["suppressions"]], result["locations"][0]["logicalLocations"])
                for result in ours["results"] if result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/c.cpp"]
        self.assertEqual(told, [(10, [], [{"fullyQualifiedName": "two"}]), (5, ["inSource"], [{"fullyQualifiedName": "g"}]),
                                (17, ["inSource"], [{"fullyQualifiedName": "three"}])])
        self.assertEqual({result["message"]["text"] for result in ours["results"] if result["suppressions"]},
                         {"'zero_' overwrites 'values', whose memory 't' shares"})
        self.assertEqual(len({result["partialFingerprints"]["torchTidy/v1"] for result in ours["results"]}), 5)
        self.assert_sarif(file)
        # The same by way of the JSON of shards.
        parts = self.run_raw("--format=json:part.json", "a b.cpp", "c.cpp", "--", *self.flags, cwd=self.folder / "src")
        self.assert_status(parts, 1)
        self.assert_schema(OWN_SCHEMA, self.folder / "src/part.json", closed=True)
        merged = self.run_raw("merge", "part.json", "--format=sarif", cwd=self.folder / "src")
        self.assertEqual(json.loads(merged.out)["runs"][0]["results"], ours["results"])

    def test_json(self) -> None:
        file = self.report("json", "gone.cpp", status=2)
        self.assertEqual([finding["enclosing"] for finding in json.loads(file.read_text())["findings"]],
                         ["f", "g", "n::S::h"])
        self.assert_schema(OWN_SCHEMA, file, closed=True)

    def test_the_schema_judges(self) -> None:
        bad = self.loaded("json")
        bad["findings"][0]["line"] = "5"
        file = self.write("bad.json", json.dumps(bad))
        with self.assertRaises(AssertionError):
            self.assert_schema(OWN_SCHEMA, file)

    def test_the_other_judges_judge(self) -> None:
        issues = self.loaded("gitlab")
        for change in ({"severity": "bad"}, {"categories": "Bug Risk"}, {"line": 1}):
            with self.subTest(change), self.assertRaises(AssertionError):
                self.assert_code_climate(self.write("bad.gitlab", json.dumps([{**issues[0], **change}, *issues[1:]])))
        report = self.loaded("rdjson")
        for change in ({"severity": "BAD"}, {"location": {}}, {"line": 1}):
            with self.subTest(change), self.assertRaises(AssertionError):
                first, *others = report["diagnostics"]
                self.assert_rdformat(self.write("bad.rdjson", json.dumps({**report, "diagnostics": [{**first, **change}, *others]})))

    def test_merge_is_the_whole(self) -> None:
        whole = self.report("json").read_text(encoding="utf-8")
        for part, files in (("one", ["a b.cpp"]), ("two", ["c.cpp", "clean.cpp"])):
            self.run_raw(f"--format=json:{part}.json", *files, "--", *self.flags, cwd=self.folder / "src")
        merged = self.run_raw("merge", "one.json", "two.json", "--format=json", cwd=self.folder / "src")
        self.assert_status(merged, 1)
        self.assertEqual(merged.out, whole)
        self.assert_status(self.run_raw("merge", "one.json", "--fail-on=error", cwd=self.folder / "src"), 0)
        self.assert_one_line_error(self.run_raw("merge", "src/c.cpp"), "src/c.cpp", "no report")
        self.assert_one_line_error(self.run_raw("merge", "--fix", "src/one.json"), "--fix")
        self.write("old.json", json.dumps({**json.loads(whole), "version": 2}))
        self.assert_one_line_error(self.run_raw("merge", "old.json"), "version")

    def test_github(self) -> None:
        summary = self.folder / "summary.md"
        summary.write_text("before\n", encoding="utf-8")
        env = {**os.environ, "GITHUB_STEP_SUMMARY": str(summary)}
        ended = self.run_raw("--format=github", "a b.cpp", "c.cpp", "--", *self.flags, cwd=self.folder / "src", env=env)
        self.assert_status(ended, 1)
        wanted = [{"level": "warning",
                   "message": "'zero_' overwrites 'values', whose memory 't' shares\n"
                              "note: src/a b.cpp:6: 't' borrows the memory of 'values' here",
                   "properties": {"title": CHECK, "file": "src/a b.cpp", "startLine": 7, "endLine": 7, "startColumn": 5,
                                  "endColumn": 10}}]
        file = self.write("wanted.json", json.dumps(wanted))
        said = self.assert_ok(run(node(), HERE / "annotations.js", NODE_MODULES, file))
        self.assertEqual(ended.out.splitlines()[:1], said.splitlines())
        told = summary.read_text(encoding="utf-8")
        self.assertTrue(told.startswith("before\n### torch-tidy\n\n3 findings\n"), told)
        self.assertIn("| src/a b.cpp:7 | warning | torch-shared-memory-write | 'zero\\_' overwrites", told)

    def test_gitlab(self) -> None:
        file = self.report("gitlab")
        issues = json.loads(file.read_text(encoding="utf-8"))
        self.assert_code_climate(file)
        self.assertEqual([(issue["location"]["path"], issue["location"]["lines"]["begin"], issue["severity"])
                          for issue in issues],
                         [("src/a b.cpp", 7, "major"), ("src/c.cpp", 5, "major"), ("src/h.h", 7, "major")])
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), 3)
        for issue in issues:  # the table of fields in GitLab's documentation
            self.assertLessEqual({"description", "check_name", "fingerprint", "severity", "location"}, set(issue))

    def test_rdjson(self) -> None:
        file = self.report("rdjson")
        self.assert_rdformat(file)
        report = json.loads(file.read_text(encoding="utf-8"))
        first, second, _ = report["diagnostics"]
        self.assertEqual(second["location"]["range"], {"start": {"line": 5, "column": 18}, "end": {"line": 5, "column": 23}})
        lines = FIRST.split("\n")
        [suggestion] = first["suggestions"]
        start, end = suggestion["range"]["start"], suggestion["range"]["end"]
        lines[start["line"] - 1:end["line"]] = [lines[start["line"] - 1][:start["column"] - 1] + suggestion["text"]
                                                + lines[end["line"] - 1][end["column"] - 1:]]
        self.run_raw("--fix", "a b.cpp", "--", *self.flags, cwd=self.folder / "src")
        self.assertEqual("\n".join(lines), self.read("src/a b.cpp"))

    def test_reviewdog(self) -> None:
        reviewdog = find("reviewdog")
        for form in ("rdjson", "checkstyle", "sarif"):
            with self.subTest(form), open(self.report(form), "rb") as report:
                done = run("sh", "-c", f"'{reviewdog}' -f={form} -reporter=local -filter-mode=nofilter < {report.name}",
                           cwd=self.folder)
                self.assertEqual(self.assert_ok(done).count("overwrites"), 3)

    def test_checkstyle(self) -> None:
        file = self.report("checkstyle")
        files = ElementTree.parse(file).getroot().findall("file")
        self.assertEqual([(entry.get("name"), len(entry)) for entry in files],
                         [("src/a b.cpp", 1), ("src/c.cpp", 1), ("src/h.h", 1)])
        self.assertEqual(files[0][0].attrib | {"message": ""}, {"line": "7", "column": "5", "severity": "warning",
                                                                "message": "", "source": CHECK})
        self.assert_xml(file)

    def test_junit(self) -> None:
        file = self.report("junit", "gone.cpp", status=2)
        self.assert_xml(file)
        script = ("import sys, junitparser; s = junitparser.JUnitXml.fromfile(sys.argv[1]); "
                  "print(sum(1 for x in s for c in x), s.tests, s.failures, s.errors)")
        done = run(Path(find("junitparser")).parent / "python", "-c", script, file)
        self.assertEqual(self.assert_ok(done).split(), ["5", "5", "3", "1"])

    def test_lintrunner(self) -> None:
        lintrunner = find("lintrunner")
        (self.folder / ".git").rmdir()
        for command in (["init", "-q"], ["add", "."],
                        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"]):
            self.assert_ok(run("git", *command, cwd=self.folder))
        command = [str(program()), "--format=lintrunner", "--fail-on=never", "--quiet", "@{{PATHSFILE}}", "--",
                   *self.flags]
        self.write(".lintrunner.toml", "[[linter]]\ncode = 'TORCHTIDY'\ninclude_patterns = ['src/*.cpp']\n"
                   f"command = {json.dumps(command)}\n")
        done = run(lintrunner, "--all-files", "--output=json", cwd=self.folder)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(sorted((Path(lint["path"]).name, lint["line"], lint["char"]) for lint in found),
                         [("a b.cpp", 7, 5), ("c.cpp", 5, 18), ("h.h", 7, 5)], done.stdout + done.stderr)
        run(lintrunner, "--all-files", "--apply-patches", cwd=self.folder)
        self.assertIn("at::zeros({4}, at::kFloat32)", self.read("src/a b.cpp"))

    def test_yaml(self) -> None:
        (self.folder / "fixes").mkdir()
        self.run_raw("--format=yaml:../fixes/out.yaml", "a b.cpp", "--", *self.flags, cwd=self.folder / "src")
        self.assert_yaml_applies(self.folder / "fixes")
        by_llvm = self.read("src/a b.cpp")
        self.write("src/a b.cpp", FIRST)
        self.run_raw("--fix", "a b.cpp", "--", *self.flags, cwd=self.folder / "src")
        self.assertEqual(by_llvm, self.read("src/a b.cpp"))
        self.assertNotEqual(by_llvm, FIRST)

    def test_one_to_standard_output(self) -> None:
        ended = self.run_raw("--format=sarif:out.sarif,text", "--format=json:-", "src/c.cpp", "--", *self.flags)
        self.assert_one_line_error(ended, "standard output")
        ended = self.run_raw("--format=sarif:out.sarif,gitlab:out.gitlab,checkstyle", "src/c.cpp", "--", *self.flags)
        self.assert_status(ended, 1)
        self.assertIn("<checkstyle", ended.out)
        self.assertEqual(len(json.loads(self.read("out.gitlab"))), 2)

    def test_no_findings(self) -> None:
        for form in ("sarif", "json", "gitlab", "rdjson", "junit", "checkstyle", "lintrunner", "yaml", "github"):
            with self.subTest(form):
                file = self.folder / f"out.{form}"
                self.assert_status(self.run_raw(f"--format={form}:{file}", "src/clean.cpp", "--", *self.flags), 0)
                if form in ("junit", "checkstyle"):
                    self.assert_xml(file)
                elif form == "sarif":
                    self.assert_sarif(file, with_multitool=False)
                elif form in ("json", "gitlab", "rdjson"):
                    json.loads(file.read_text())


if __name__ == "__main__":
    unittest.main()
