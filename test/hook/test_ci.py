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
        template = self.yaml((ROOT / "tool/ci/gitlab.yml").read_text())[".torch-tidy"]
        job = self.yaml(snippet("ci.md", "GitLab"))["torch-tidy"]
        self.assertEqual(job["extends"], ".torch-tidy")
        self.assertEqual(job["variables"], {"TORCH_TIDY_ARGUMENTS": "-p=build"})
        base = self.git("rev-parse", "main").strip()
        self.database(["src/new.cpp", "src/old.cpp"])
        (self.clone / "build").mkdir()
        text = self.read("compile_commands.json").replace(str(self.folder) + "/src", str(self.clone) + "/src")
        (self.clone / "build" / "compile_commands.json").write_text(text)
        ended = self.bash("\n".join(template["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base, **job["variables"])
        self.assert_status(ended, 1)
        [report] = template["artifacts"]["reports"].values()
        issues = json.loads((self.clone / report).read_text())
        self.assertEqual([issue["location"]["path"] for issue in issues], ["src/new.cpp"])
        ended = self.bash("\n".join(template["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base, TORCH_TIDY_FILES="src/old.cpp")
        self.assert_status(ended, 0)

    def test_install(self) -> None:
        path = self.folder / "libtorch" / "path"
        script = f"GITHUB_PATH='{path}' '{ROOT}/tool/ci/install.sh'"
        self.assert_status(self.bash(script), 0)
        self.assertFalse(path.exists())  # it is on the PATH

    def test_what_init_writes(self) -> None:
        for host, file, job in (("github.example", ".github/workflows/torch-tidy.yml", lambda y: y["jobs"]["torch-tidy"]["steps"]),
                                ("gitlab.example", ".gitlab-ci.yml", lambda y: y["torch-tidy"]["script"])):
            self.git("remote", "set-url", "origin", f"https://{host}/x", cwd=self.clone)
            self.bash("torch-tidy init --yes")
            steps = job(self.yaml((self.clone / file).read_text()))
            [line] = [text for step in steps if "torch-tidy" in (text := step if isinstance(step, str) else step.get("run", ""))]
            ended = self.bash(line.replace("-p build ", ""), GITHUB_BASE_REF="main",
                              CI_MERGE_REQUEST_DIFF_BASE_SHA=self.git("rev-parse", "main").strip())
            self.assert_status(ended, 1)
            self.assertIn("src/new.cpp", ended.out)

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
        # A baseline and the exit policy count once, for all parts.
        self.assert_status(self.bash("torch-tidy baseline write ."), 0)
        known = self.bash(merge + " --baseline=torch-tidy-baseline.json --strict-baseline")
        self.assert_status(known, 0)
        self.assertIn("12 known from before", known.err)
        self.assert_status(self.bash(merge + " --fail-on=error"), 0)
        for bad in ("0/2", "3/2", "2", "a/b", "1/0"):
            self.assert_status(self.bash(f"torch-tidy --shard={bad} ."), 2)

    def yaml(self, text: str) -> dict:
        """A file that PyYAML has read."""
        python = os.path.join(os.path.dirname(find("pre-commit")), "python")
        done = subprocess.run([python, "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"],
                              input=text, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_the_action(self) -> None:
        action = self.yaml((ROOT / "action.yml").read_text())
        steps = {step["name"]: step for step in action["runs"]["steps"]}
        check = steps["Check"]
        self.assertEqual(set(check["env"]), {"TORCH_TIDY_FILES", "TORCH_TIDY_SINCE", "TORCH_TIDY_ARGUMENTS", "TORCH_TIDY_REPORT"})
        script = SCRIPT.read_text()
        for name in check["env"]:
            self.assertIn(f"${{{name}:-", script)
        for name in ("Install torch-tidy, unless it is on the PATH", "Check"):
            file = steps[name]["run"].strip('"').replace("$GITHUB_ACTION_PATH", str(ROOT))
            self.assertTrue(os.access(file, os.X_OK), file)
        for text in (snippet("ci.md", "GitHub"), (ROOT / ".github/workflows/torch-tidy.yml").read_text()):
            [job] = self.yaml(text)["jobs"].values()
            [used] = [step for step in job["steps"] if "with" in step and "arguments" in step["with"]]
            self.assertLessEqual(set(used["with"]), set(action["inputs"]))

    def test_hermetic(self) -> None:
        other = self.folder / "libtorch" / "other"
        shutil.copytree(self.clone, other)
        reports = [self.run_raw(f"--format={form}", "src/new.cpp", cwd=where, env=self.environment).out
                   for form in ("sarif", "json", "gitlab", "rdjson") for where in (self.clone, other)]
        self.assertEqual(reports[::2], reports[1::2])


if __name__ == "__main__":
    unittest.main()
