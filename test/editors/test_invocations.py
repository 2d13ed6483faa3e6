"""Editors that run a clang-tidy are pointed at a link to torch-tidy: what each sends, and the answers of both.

The command lines stand in the documentation, the source or the log of the editor that is named; FILE, BUILD and the like are the
places that it fills in. Each is given to stock clang-tidy with the plugin, and to the link; what they print, write and
return has to be the same.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unittest
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from support import BUG, INCLUDE, ToolTest, program  # noqa: E402

STOCK = Path("/usr/bin/clang-tidy-22")
MODULE = program().parent.parent / "lib" / "TorchTidyModule.so"
UNSAVED = BUG.format(name="unsaved")


@dataclass(frozen=True)
class Sent:
    """One command line of an editor, without the program."""

    editor: str
    arguments: tuple[str, ...]
    finds: bool = True       # whether a torch finding is in the answer
    changes: bool = False    # whether the file is fixed


TABLE = [
    # microsoft/vscode-cpptools, Extension/package.nls.json: C_Cpp.codeAnalysis.clangTidy.*; compile flags after `--`, or
    # the build path.
    Sent("VS Code, C/C++", ("FILE", "--export-fixes=FIXES", "--quiet", "--", "FLAGS")),
    Sent("VS Code, C/C++, useBuildPath", ("FILE", "-p=BUILD", "--export-fixes=FIXES", "--quiet")),
    Sent("VS Code, C/C++, checks.enabled", ("FILE", "-p=BUILD", "--checks=-*,torch-*", "--header-filter=.*", "--export-fixes=FIXES")),
    # as its log shows them in microsoft/vscode-cpptools, issues 8952 and 9555
    Sent("VS Code, C/C++, log", ("--checks=torch-*", "--header-filter=.*", "--extra-arg=-ferror-limit=0", "--quiet", "FILE", "--",
                                 "FLAGS", "-Wno-pragma-pack")),
    Sent("VS Code, C/C++, log of useBuildPath", ("--header-filter=", "-extra-arg=-Wno-unknown-warning-option",
                                                 "--export-fixes=FIXES", "-p=BUILD", "FILE")),
    # cs128uiuc-dev/vscode-clang-tidy, src/tidy.ts
    Sent("VS Code, Clang-Tidy", ("FILE", "--export-fixes=-", "--checks=torch-*", "--extra-arg=-DX=1", "--extra-arg-before=-DY=1", "-p=BUILD")),
    Sent("VS Code, Clang-Tidy, fixOnSave", ("FILE", "--export-fixes=-", "-p=BUILD", "--fix"), changes=True),
    # mfussenegger/nvim-lint, lua/lint/linters/clangtidy.lua
    Sent("Neovim, nvim-lint", ("--quiet", "FILE")),
    # dense-analysis/ale, ale_linters/cpp/clangtidy.vim and autoload/ale/fixers/clangtidy.vim
    Sent("Vim, ALE", ("-checks=torch-*", "FILE", "-p", "BUILD")),
    Sent("Vim, ALE, options", ("FILE", "--", "FLAGS")),
    Sent("Vim, ALE, fixer", ("-fix", "-fix-errors", "-p", "BUILD", "FILE"), changes=True),
    # qt-creator, src/plugins/clangtools: the capabilities, then one run per file, unsaved buffers by an overlay
    Sent("Qt Creator, capabilities", ("--help",), finds=False),
    Sent("Qt Creator, version", ("--version",), finds=False),
    Sent("Qt Creator, checks", ("-checks=*", "-list-checks"), finds=False),
    Sent("Qt Creator, configuration", ("-dump-config",), finds=False),
    Sent("Qt Creator, file", ("-config={}", "-checks=-*,torch-*", "-export-fixes=FIXES", "FILE", "--", "FLAGS")),
    Sent("Qt Creator, unsaved buffer", ("-export-fixes=FIXES", "--vfsoverlay=OVERLAY", "CLEAN", "--", "FLAGS")),
    # JetBrains publishes no command lines: the options that the documentation of CLion is about
    Sent("CLion, version", ("--version",), finds=False),
    Sent("CLion, checks", ("--list-checks", "--checks=*"), finds=False),
    Sent("CLion, configuration", ("--dump-config", "--checks=-*,torch-*"), finds=False),
    Sent("CLion, file", ("-p=BUILD", "--config={Checks: '-*,torch-*'}", "--export-fixes=FIXES", "FILE")),
    # ch1bo/flycheck-clang-tidy: a copy of the buffer in a folder of its own, and the text of .clang-tidy, where there is one
    Sent("Emacs, flycheck", ("-p", "BUILD", "-extra-arg=-IPROJECT", "-config=Checks: '-*,torch-*'\n", "COPY")),
    Sent("Emacs, flycheck, without .clang-tidy", ("-p", "BUILD", "-extra-arg=-IPROJECT", "-config=", "COPY")),
    Sent("Emacs, a file of its own", ("-p", "BUILD", "--config-file=CONFIG", "FILE")),
    # flymake recipes
    Sent("Emacs, flymake", ("--quiet", "-p=BUILD", "FILE")),
    # cmake.org, CXX_CLANG_TIDY
    Sent("CMake, CXX_CLANG_TIDY", ("--extra-arg-before=--driver-mode=g++", "FILE", "--", "c++", "FLAGS")),
    Sent("CMake, with a build path", ("-p", "BUILD", "FILE")),
    # Ericsson/codechecker
    Sent("CodeChecker, checks", ("-list-checks", "-checks=*"), finds=False),
    Sent("CodeChecker, configuration", ("-dump-config", "-checks=*"), finds=False),
    # what scripts around clang-tidy rely on
    Sent("scripts, only some lines", ("-p", "BUILD", "--line-filter=[{\"name\":\"a.cpp\"}]", "FILE")),
    Sent("scripts, warnings as errors", ("-p", "BUILD", "--warnings-as-errors=torch-*", "FILE")),
    Sent("scripts, verify", ("--verify-config", "--config={Checks: 'torch-*,nonsense'}"), finds=False),
    Sent("scripts, explain", ("--explain-config", "--checks=torch-*", "FILE", "--", "FLAGS"), finds=False),
    Sent("scripts, a file that is not there", ("nowhere.cpp", "--", "FLAGS"), finds=False),
    Sent("scripts, no checks", ("-checks=-*", "FILE", "--", "FLAGS"), finds=False),
    Sent("scripts, unknown option", ("--nonsense", "FILE"), finds=False),
]


@dataclass(frozen=True)
class Answer:
    """What came of one command line."""

    status: int
    out: str
    err: str
    fixes: str
    text: str


@unittest.skipUnless(STOCK.exists(), "no clang-tidy-22 to compare with")
class Invocations(ToolTest):
    """Both programs, each in its own run on the same folder."""

    def setUp(self) -> None:
        super().setUp()
        self.link = self.folder / "bin" / "clang-tidy"
        self.link.parent.mkdir()
        self.link.symlink_to(program())
        self.write("project/clean.cpp", INCLUDE)
        self.file = self.bug("project/a.cpp")
        self.copy = self.bug("flycheck/a.cpp")
        self.database(["project/a.cpp", "project/clean.cpp"], "project/build")
        # Where tools look that are given no folder.
        shutil.copy(self.folder / "project/build/compile_commands.json", self.folder / "project")
        self.write("project/other.clang-tidy", "Checks: '-*,torch-*'\n")
        unsaved = self.write("project/unsaved.txt", INCLUDE + UNSAVED)
        self.write("project/overlay.yaml", json.dumps({"version": 0, "roots": [
            {"name": str(self.folder / "project"), "type": "directory", "contents": [
                {"name": "clean.cpp", "type": "file", "external-contents": str(unsaved)}]}]}))

    def fill_in(self, arguments: tuple[str, ...]) -> list[str]:
        """Puts the test's files where the editor puts its own."""
        project = self.folder / "project"
        places = {"FILE": str(self.file), "CLEAN": str(project / "clean.cpp"), "BUILD": str(project / "build"),
                  "FIXES": str(project / "fixes.yaml"), "OVERLAY": str(project / "overlay.yaml"),
                  "CONFIG": str(project / "other.clang-tidy"), "COPY": str(self.copy), "-IPROJECT": f"-I{project}"}
        out: list[str] = []
        for word in arguments:
            name, equals, value = word.partition("=")
            if word == "FLAGS":
                out += self.flags
            elif equals and value in places:
                out.append(f"{name}={places[value]}")
            else:
                out.append(places.get(word, word))
        return out

    def answer(self, command: list[str], arguments: tuple[str, ...]) -> Answer:
        """Runs one program; the file is as it was afterwards."""
        before = self.file.read_text(encoding="utf-8")
        fixes = self.folder / "project/fixes.yaml"
        fixes.unlink(missing_ok=True)
        done = subprocess.run([*command, *self.fill_in(arguments)], cwd=self.folder / "project", capture_output=True,
                              text=True, check=False, timeout=300)
        text = self.file.read_text(encoding="utf-8")
        self.file.write_text(before, encoding="utf-8")
        # The name of the program is not that of the other.
        words = {str(STOCK): "PROGRAM", str(self.link): "PROGRAM", "clang-tidy-22": "clang-tidy"}
        out, err = done.stdout, done.stderr
        for word, instead in words.items():
            out, err = out.replace(word, instead), err.replace(word, instead)
        return Answer(done.returncode, out, err, fixes.read_text(encoding="utf-8") if fixes.exists() else "", text)

    def test_table(self) -> None:
        """The same output, exported fixes, changed file and status."""
        for sent in TABLE:
            with self.subTest(sent.editor):
                theirs = self.answer([str(STOCK), f"--load={MODULE}"], sent.arguments)
                ours = self.answer([str(self.link)], sent.arguments)
                self.assertEqual(ours, theirs)
                self.assertEqual("[torch-shared-memory-write" in ours.out, sent.finds, str(ours))
                self.assertEqual("at::zeros" in ours.text, sent.changes)
                if "FIXES" in " ".join(sent.arguments):
                    self.assertIn("torch-shared-memory-write", ours.fixes)
        print(f"{len(TABLE)} command lines of {len({s.editor.split(',')[0] for s in TABLE})} programs compared", file=sys.stderr)

    def test_capabilities(self) -> None:
        """What Qt Creator looks for in the help."""
        self.assertIn("vfsoverlay", self.answer([str(self.link)], ("--help",)).out)

    def test_run_clang_tidy(self) -> None:
        """LLVM's scripts run the link as they run clang-tidy."""
        script = Path("/usr/bin/run-clang-tidy-22")
        if not script.exists():
            self.skipTest("no run-clang-tidy-22")
        done = subprocess.run([str(script), f"-clang-tidy-binary={self.link}", "-p", "build", "-quiet", "a.cpp"],
                              cwd=self.folder / "project", capture_output=True, text=True, check=False, timeout=300)
        self.assertIn("[torch-shared-memory-write]", done.stdout, done.stderr)


if __name__ == "__main__":
    unittest.main()
