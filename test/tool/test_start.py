"""Getting started: doctor, init, completions, names that are nearly right."""

from __future__ import annotations

import shutil
import subprocess
import unittest

from support import CLEAN, INCLUDE, ToolTest, program


class Start(ToolTest):
    """The commands around the check."""

    def test_doctor(self) -> None:
        subprocess.run(["git", "init", "-q"], cwd=self.folder, check=True)
        self.write("a.cpp", INCLUDE + CLEAN)
        said = self.run_raw("doctor", "a.cpp")
        self.assert_status(said, 1)
        self.assertIn("MISSING  compile commands: 1 of 1 file have none, such as a.cpp", said.out)
        self.assertIn("CMAKE_EXPORT_COMPILE_COMMANDS", said.out)
        self.database(["a.cpp"], flags=["-std=c++17"])
        said = self.run_raw("doctor")
        self.assertIn("ok       compile commands: 1 file", said.out)
        self.assertIn("MISSING  libtorch", said.out)
        self.database(["a.cpp"])
        said = self.run_raw("doctor")
        self.assert_status(said, 0)
        self.assertIn(f"ok       libtorch: in {self.folder}/libtorch/include".replace("libtorch: in", "libtorch: in"), said.out)
        self.assertEqual(said.out.count("ok "), 5, said.out)

    def test_doctor_outside_git(self) -> None:
        self.database(["a.cpp"])
        self.write("a.cpp", CLEAN)
        said = self.run_raw("doctor")
        self.assert_status(said, 1)
        self.assertIn("MISSING  git: ", said.out)

    def test_init(self) -> None:
        self.write(".clang-tidy", "Checks: mine\n")
        said = self.run_raw("init")  # nobody answers
        self.assert_status(said, 0)
        self.assertFalse((self.folder / ".pre-commit-config.yaml").exists())
        said = self.run_raw("init", "--yes")
        self.assert_status(said, 0)
        self.assertEqual(self.read(".clang-tidy"), "Checks: mine\n")
        self.assertIn(".clang-tidy is there already", said.out)
        self.assertIn("torch-tidy --staged", self.read(".pre-commit-config.yaml"))

    def test_init_where_the_code_is_hosted(self) -> None:
        github, gitlab = ".github/workflows/torch-tidy.yml", ".gitlab-ci.yml"
        for host, written, other in (("github.example", github, gitlab), ("gitlab.example", gitlab, github)):
            with self.subTest(host):
                subprocess.run(["git", "init", "-q", host], cwd=self.folder, check=True)
                subprocess.run(["git", "remote", "add", "origin", f"https://{host}/a/b"], cwd=self.folder / host, check=True)
                said = self.run_raw("init", "--yes", cwd=self.folder / host)
                self.assert_status(said, 0)
                self.assertIn(f"wrote {written}", said.out)
                self.assertIn("torch-tidy -p build --since=", self.read(f"{host}/{written}"))
                self.assertFalse((self.folder / host / other).exists())

    def test_installed(self) -> None:
        build = program().parent.parent
        if not all((build / name).exists() for name in ("lib/TorchTidyModule.so", "bin/torch-clangd")):
            self.skipTest("not everything is built")
        there = self.folder / "there"
        done = subprocess.run(["cmake", "--install", build, "--prefix", there], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("lib/TorchTidyModule.so", "bin/torch-clangd", "share/doc/torch-tidy/README.md",
                     "share/doc/torch-tidy/docs/checks/index.md",
                     "share/torch-tidy/.pre-commit-hooks.yaml", "share/torch-tidy/tool/ci/review.sh"):
            self.assertTrue((there / name).is_file(), name)
        self.bug()
        ended = self.run_raw("a.cpp", "--", *self.flags, name=str(there / "bin" / "torch-tidy"))
        self.assert_status(ended, 1)
        # The link for editors is clang-tidy, and no search for programs meets it.
        self.assertEqual([path.relative_to(there).as_posix() for path in there.rglob("clang-tidy")], ["libexec/torch-tidy/clang-tidy"])
        there.rename(self.folder / "moved")
        link = self.folder / "moved/libexec/torch-tidy/clang-tidy"
        self.assertIn("LLVM version 22", self.run_raw("--version", name=str(link)).out)
        ended = self.run_raw("a.cpp", "--", *self.flags, name=str(link))
        self.assert_status(ended, 0)
        self.assertEqual(len(ended.headlines), 1)

    def test_what_init_writes_is_valid(self) -> None:
        self.run_raw("init", "--yes")
        self.assert_status(self.run_raw("--verify-config"), 0)

    def test_completions(self) -> None:
        bash = self.run_raw("completions", "bash")
        self.assert_status(bash, 0)
        script = (bash.out + "\nCOMP_WORDS=(torch-tidy --unsa); COMP_CWORD=1; _torch_tidy 2>/dev/null; echo \"${COMPREPLY[*]}\"\n"
                  "COMP_WORDS=(torch-tidy base); COMP_CWORD=1; _torch_tidy 2>/dev/null; echo \"${COMPREPLY[*]}\"\n")
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=self.folder)
        self.assertEqual(done.stdout.splitlines(), ["--unsafe-fixes", "baseline"], done.stderr)
        for shell in ("zsh", "fish"):
            script = self.run_raw("completions", shell).out
            self.assertIn("unsafe-fixes", script)
            if shutil.which(shell):
                done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_one_line_error(self.run_raw("completions", "tcsh"), "bash, zsh or fish")

    def test_a_check_that_is_nearly_right(self) -> None:
        self.write("a.cpp", CLEAN)
        said = self.tidy("--checks=torch-shared-memory-wirte,torch-*,-bugprone-x", "a.cpp")
        self.assertIn("no check 'torch-shared-memory-wirte'; did you mean 'torch-shared-memory-write'?", said.err)
        self.assertEqual(said.err.count("no check"), 1)


if __name__ == "__main__":
    unittest.main()
