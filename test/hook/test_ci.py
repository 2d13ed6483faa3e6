"""Reviews: the script of the action and the snippets of docs/ci.md, with the variables of the runners faked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unittest

from repository import RepositoryTest, find
from support import BUG, CALLER, INCLUDE, ROOT, TIMEOUT_SECONDS, Ended, program
from test_hooks import snippet

SCRIPT = ROOT / "tool" / "ci" / "review.sh"


class Reviews(RepositoryTest):
    """A request with one new finding, in a clone with a remote."""

    def setUp(self) -> None:
        super().setUp()
        self.write("src/old.cpp", INCLUDE + BUG.format(name="old"))
        self.commit()
        self.git("checkout", "-q", "-b", "work")
        self.write("src/new.cpp", INCLUDE + BUG.format(name="fresh"))
        self.commit()
        self.clone = self.folder / "libtorch" / "clone"
        self.git("clone", "-q", f"file://{self.folder}", str(self.clone))
        for name in ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY"):
            self.environment.pop(name, None)
        self.environment["PATH"] = f"{program().parent}:{self.environment['PATH']}"

    def bash(self, script: str, **variables: str) -> Ended:
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=self.clone, capture_output=True, text=True,
                              check=False, timeout=TIMEOUT_SECONDS, env={**self.environment, **variables})
        return Ended(done.returncode, done.stdout, done.stderr)

    def test_github(self) -> None:
        summary = self.folder / "libtorch" / "summary.md"
        ended = self.bash(str(SCRIPT), GITHUB_ACTIONS="true", GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(summary))
        self.assert_status(ended, 1)
        self.assertEqual([line.split(",")[1] for line in ended.out.splitlines()], ["file=src/new.cpp"])
        self.assertIn("1 finding\n", summary.read_text())
        results = json.loads((self.clone / "torch-tidy.sarif").read_text())["runs"][0]["results"]
        self.assertEqual(len(results), 1)

    def test_github_push(self) -> None:
        ended = self.bash(str(SCRIPT), GITHUB_ACTIONS="true", TORCH_TIDY_ARGUMENTS="--quiet\n--fail-on=never\n",
                          TORCH_TIDY_FILES="src\n", TORCH_TIDY_REPORT="r.sarif")
        self.assert_status(ended, 0)
        self.assertEqual(ended.out.count("::warning"), 2)
        self.assertTrue((self.clone / "r.sarif").exists())

    def test_gitlab(self) -> None:
        base = self.git("rev-parse", "main").strip()
        ended = self.bash(str(SCRIPT), GITLAB_CI="true", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        self.assert_status(ended, 1)
        issues = json.loads((self.clone / "gl-code-quality-report.json").read_text())
        self.assertEqual([issue["location"]["path"] for issue in issues], ["src/new.cpp"])

    def test_anything_else(self) -> None:
        ended = self.bash(snippet("ci.md", "Anything else").replace("-p build ", ""))
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["src/new.cpp:5"])
        self.assertTrue((self.clone / "torch-tidy.xml").exists())

    def test_baseline(self) -> None:
        ended = self.bash(snippet("ci.md", "A project that has").replace("-p build ", ""))
        self.assert_status(ended, 0)
        self.assertIn("2 known from before", ended.err)

    def test_shards(self) -> None:
        for i in range(9):
            (self.clone / f"src/more{i}.cpp").write_text(INCLUDE + '#include "h.h"\n' + CALLER.format(name=f"more{i}")
                                                         + "// filler\n" * i)
        (self.clone / "src/h.h").write_text("#pragma once\n" + INCLUDE + CALLER.replace(
            "at::Tensor {name}", "inline at::Tensor {name}").format(name="h"))
        whole = self.bash("torch-tidy --format=json .")
        parts, merge = snippet("ci.md", "Large").replace("-p build ", "").replace(" .\n", " --fail-on=never .\n").rsplit("\n", 2)[:2]
        self.assert_status(self.bash(parts), 0)
        files = [json.loads((self.clone / f"part{i}.json").read_text())["files"] for i in (1, 2)]
        self.assertEqual(sorted(len(part) for part in files), [5, 6])
        self.assertEqual(set(files[0]) & set(files[1]), set())
        self.assert_status(self.bash(merge), 1)
        merged = self.bash("torch-tidy merge part1.json part2.json --format=json")
        self.assertEqual(json.loads(merged.out)["findings"], json.loads(whole.out)["findings"])
        for bad in ("0/2", "3/2", "2", "a/b", "1/0"):
            self.assert_status(self.bash(f"torch-tidy --shard={bad} ."), 2)

    def test_workflow_files_are_yaml(self) -> None:
        python = os.path.join(os.path.dirname(find("pre-commit")), "python")
        texts = [snippet("ci.md", "GitHub"), snippet("ci.md", "GitLab"), (ROOT / "action.yml").read_text()]
        for text in texts:
            done = subprocess.run([python, "-c", "import sys, yaml; print(len(yaml.safe_load(sys.stdin)))"], input=text,
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_hermetic(self) -> None:
        other = self.folder / "libtorch" / "other"
        shutil.copytree(self.clone, other)
        reports = [self.run_raw(f"--format={form}", "src/new.cpp", cwd=where, env=self.environment).out
                   for form in ("sarif", "json", "gitlab", "rdjson") for where in (self.clone, other)]
        self.assertEqual(reports[::2], reports[1::2])


if __name__ == "__main__":
    unittest.main()
