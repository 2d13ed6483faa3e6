"""Programs of others that say whether a report is well formed. One that is not installed skips its test.

tool/setup.sh puts them into .deps/node and .deps/judges.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from support import ROOT, TIMEOUT_SECONDS, ToolTest  # noqa: E402

HERE = Path(__file__).resolve().parent
NODE_MODULES = ROOT / ".deps" / "node" / "node_modules"
MULTITOOL = NODE_MODULES / "@microsoft" / "sarif-multitool-linux"
OWN_SCHEMA = ROOT / "docs" / "schema" / "findings-1.json"


def find(name: str) -> str:
    """A program of .deps/judges or of the system; skips the test when there is none."""
    own = ROOT / ".deps" / "judges" / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise unittest.SkipTest(f"{name} is not installed")
    return found


@functools.cache
def node() -> str:
    """Node.js with the packages of package.json."""
    if not (NODE_MODULES / "ajv").is_dir():
        raise unittest.SkipTest("the packages of test/reports/package.json are not installed")
    return find("node")


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, whatever its status."""
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, errors="replace", check=False,
                          cwd=cwd, timeout=TIMEOUT_SECONDS, stdin=subprocess.DEVNULL,
                          env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})


class JudgedTest(ToolTest):
    """A test whose reports are read by programs of others."""

    def assert_ok(self, done: subprocess.CompletedProcess[str]) -> str:
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def assert_schema(self, schema: Path, file: Path, closed: bool = False) -> None:
        """ajv finds nothing wrong."""
        self.assert_ok(run(node(), HERE / "schema.js", *(["--closed"] if closed else []), NODE_MODULES, schema, file))

    def assert_sarif(self, file: Path, with_multitool: bool = True) -> None:
        """The schema of OASIS, and the rules of Microsoft's validator with those of GitHub."""
        schema = MULTITOOL / "sarif-2.1.0.json"
        node()
        if not schema.exists():
            raise unittest.SkipTest("@microsoft/sarif-multitool is not installed")
        self.assert_schema(schema, file)
        if not with_multitool:
            return
        judged = file.with_suffix(".judged.sarif")
        # Its own status is 0 whatever it finds.
        done = run(MULTITOOL / "Sarif.Multitool", "validate", file, "--rule-kind", "Sarif;Gh", "-o", judged, "--log",
                   "ForceOverwrite")
        self.assertTrue(judged.exists(), done.stdout + done.stderr)
        found = json.loads(judged.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        # SARIF2005: the project has no page on the web.
        wrong = [result for result in found if result["ruleId"] != "SARIF2005"]
        self.assertEqual(wrong, [], json.dumps(wrong, indent=1))

    def assert_code_climate(self, file: Path) -> None:
        """TypeScript's compiler finds the report to be a list of `Issue`, the type that others have written down from Code
        Climate's specification, which is the one of GitLab's Code Quality."""
        node()
        program = file.with_suffix(".ts")
        program.write_text('import type { Issue } from "codeclimate-types";\nexport const report: Issue[] = '
                           + file.read_text(encoding="utf-8") + ";\n", encoding="utf-8")
        modules = file.parent / "node_modules"
        if not modules.exists():
            modules.symlink_to(NODE_MODULES)
        self.assert_ok(run(node(), NODE_MODULES / "typescript/bin/tsc", "--noEmit", "--strict", program))

    def assert_rdformat(self, file: Path) -> None:
        """A validator of reviewdog's format finds nothing wrong, no field that the format does not have either."""
        done = run(node(), NODE_MODULES / "@umbrelladocs/rdformat-validator/bin/rdformat-validator.js", "--strict",
                   "--no-extra-fields", file)
        self.assert_ok(done)

    def assert_xml(self, file: Path) -> None:
        """libxml2 parses it."""
        self.assert_ok(run(find("xmllint"), "--noout", "--huge", file))

    def assert_yaml_applies(self, folder: Path) -> None:
        """clang-apply-replacements takes all reports of a folder."""
        self.assert_ok(run(find("clang-apply-replacements-22"), folder))
