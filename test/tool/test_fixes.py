"""--fix, --diff, --unsafe-fixes, --export-fixes: what is written, and what never is."""

from __future__ import annotations

import os
import stat
import subprocess
import unittest

from support import BUG, CALLER, INCLUDE, ToolTest, program

FIXED = """\
at::Tensor f_a() {
  float values[4];
  at::Tensor t = at::zeros({4}, at::kFloat32);
  return t.clone();
}
"""


class Fix(ToolTest):
    """The file itself is changed."""

    def test_safe_fix(self) -> None:
        self.bug()
        ended = self.tidy("--fix", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(self.read("a.cpp"), INCLUDE + FIXED)
        again = self.tidy("--fix", "a.cpp")
        self.assert_status(again, 0)
        self.assertEqual(self.read("a.cpp"), INCLUDE + FIXED)

    def test_exit_zero_if_fixed(self) -> None:
        self.bug()
        self.assert_status(self.tidy("--fix", "--exit-zero-if-fixed", "a.cpp"), 0)
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + CALLER.format(name="g"))
        self.assert_status(self.tidy("--fix", "--exit-zero-if-fixed", "a.cpp"), 1)

    def test_suggestions_only_when_asked_for(self) -> None:
        before = self.bug(text=CALLER).read_text(encoding="utf-8")
        self.assert_status(self.tidy("--fix", "a.cpp"), 1)
        self.assertEqual(self.read("a.cpp"), before)
        self.assert_status(self.tidy("--fix", "--unsafe-fixes", "a.cpp"), 1)
        self.assertNotEqual(self.read("a.cpp"), before)
        self.assert_status(self.tidy("a.cpp"), 0)

    def test_header_is_fixed_once(self) -> None:
        self.write("shared.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="f_a"))
        for name in ("a.cpp", "b.cpp"):
            self.write(name, '#include "shared.h"\n')
        self.tidy("--fix", "a.cpp", "b.cpp")
        self.assertEqual(self.read("shared.h"), "#pragma once\n" + INCLUDE + "inline " + FIXED)

    def test_a_fix_that_is_safe_for_one_of_two_files(self) -> None:
        text = ("#pragma once\n" + INCLUDE + "inline " + BUG.format(name="f_a").replace("float", "ELEMENT")
                .replace(", at::kELEMENT32", ""))
        self.write("shared.h", text.replace(", at::kFloat32", ""))
        before = self.read("shared.h")
        for name, element in (("a", "float"), ("b", "double")):
            self.write(f"{name}.cpp", f'#define ELEMENT {element}\n#include "shared.h"\n')
        for files in (["a.cpp", "b.cpp"], ["b.cpp", "a.cpp"], ["b.cpp"]):
            ended = self.tidy("--fix", *files)
            self.assert_status(ended, 1)
            self.assertEqual(len(ended.headlines), 1)
            self.assertEqual(self.read("shared.h"), before)
            self.assertEqual(ended.err.count("shared.h:6:5: not fixed: the files that include it ask for different edits."),
                             int(len(files) == 2), ended.err)
        self.tidy("--fix", "a.cpp")
        self.assertNotEqual(self.read("shared.h"), before)

    def test_fix_notes(self) -> None:
        self.bug(text=CALLER)
        ended = self.tidy("--fix-notes", "a.cpp")
        self.assert_status(ended, 1)
        self.assertIn("Fixed 1 in 1 file", ended.err)
        self.assertIn("at::zeros", self.read("a.cpp"))

    def test_mode_and_links_are_kept(self) -> None:
        path = self.bug("real.cpp")
        path.chmod(0o754)
        os.symlink(path, self.folder / "link.cpp")
        self.assert_status(self.tidy("--fix", "link.cpp"), 1)
        self.assertTrue((self.folder / "link.cpp").is_symlink())
        self.assertIn("at::zeros", path.read_text(encoding="utf-8"))
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o754)

    def test_line_ends_and_missing_last_newline(self) -> None:
        path = self.folder / "a.cpp"
        path.write_bytes((INCLUDE + BUG.format(name="f_a")).rstrip("\n").replace("\n", "\r\n").encode())
        self.assert_status(self.tidy("--fix", "a.cpp"), 1)
        self.assertEqual(path.read_bytes(), (INCLUDE + FIXED).rstrip("\n").replace("\n", "\r\n").encode())

    def test_byte_order_mark(self) -> None:
        path = self.folder / "a.cpp"
        path.write_bytes(b"\xef\xbb\xbf" + (INCLUDE + BUG.format(name="f_a")).encode())
        self.assert_status(self.tidy("--fix", "a.cpp"), 1)
        self.assertEqual(path.read_bytes(), b"\xef\xbb\xbf" + (INCLUDE + FIXED).encode())

    def test_changed_is_status_1(self) -> None:
        for limit, status in (("error", 1), ("never", 0)):
            self.bug()
            self.assert_status(self.tidy("--fix", f"--fail-on={limit}", "a.cpp"), status)
        self.bug()
        self.assert_status(self.tidy("--fix", "--fail-on=error", "--exit-zero-if-fixed", "a.cpp"), 0)

    def test_format_style(self) -> None:
        text = BUG.format(name="f_a").replace("at::from_blob(values, {4}, at::kFloat32)",
                                              "at::from_blob(\n      values,\n      {4},\n      at::kFloat32)")
        self.write(".clang-format", "BasedOnStyle: LLVM\n")
        self.write("a.cpp", INCLUDE + text)
        self.tidy("--fix", "a.cpp")
        self.assertNotIn("at::zeros({4}, at::kFloat32)", self.read("a.cpp"))  # as it was laid out
        for option in ("--format-style=file", "--format-style=LLVM"):
            self.write("a.cpp", INCLUDE + text)
            self.tidy("--fix", option, "a.cpp")
            self.assertEqual(self.read("a.cpp"), INCLUDE + FIXED)
        self.write(".clang-tidy", "FormatStyle: file\n")
        self.write("a.cpp", INCLUDE + text)
        self.tidy("--fix", "a.cpp")
        self.assertEqual(self.read("a.cpp"), INCLUDE + FIXED)

    def test_nothing_where_code_is_broken(self) -> None:
        text = INCLUDE + "int broken() { return nothing; }\n" + BUG.format(name="f_a")
        self.write("a.cpp", text)
        ended = self.tidy("--fix", "a.cpp")
        self.assert_status(ended, 2)
        self.assertEqual(self.read("a.cpp"), text)
        self.assertIn("--fix-errors", ended.err)
        self.assert_status(self.tidy("--fix-errors", "a.cpp"), 2)
        self.assertIn("at::zeros", self.read("a.cpp"))

    def test_a_broken_file_does_not_hold_up_a_sound_one(self) -> None:
        self.bug()
        self.write("broken.cpp", INCLUDE + "at::Tensor t;\nint broken() { return nothing; }\n")
        self.assert_status(self.tidy("--fix", "a.cpp", "broken.cpp"), 2)
        self.assertIn("at::zeros", self.read("a.cpp"))

    @unittest.skipIf(os.geteuid() == 0, "root writes everywhere")
    def test_unwritable_file(self) -> None:
        path = self.bug()
        before = path.read_text(encoding="utf-8")
        path.chmod(0o444)
        ended = self.tidy("--fix", "a.cpp")
        self.assert_status(ended, 2)
        self.assertIn("cannot be written", ended.err)
        self.assertEqual(path.read_text(encoding="utf-8"), before)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.cpp", "libtorch", "xdg"])

    def test_a_file_that_changed_meanwhile_is_left_alone(self) -> None:
        self.bug()
        os.mkfifo(self.folder / "slow.h")
        self.write("b.cpp", '#include "slow.h"\n')
        run = subprocess.Popen([str(program()), "--fix", "-j1", "a.cpp", "b.cpp", "--", *self.flags],
                               cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        with run:
            with open(self.folder / "slow.h", "w", encoding="utf-8") as slow:  # open when b.cpp is read, a.cpp done
                edited = "// a line more\n" + self.read("a.cpp")
                self.write("a.cpp", edited)
                slow.write("int slow;\n")
            _, errors = run.communicate(timeout=60)
        self.assertEqual(self.read("a.cpp"), edited)
        self.assertEqual(run.returncode, 2, errors)
        self.assertIn("a.cpp: has changed since it was analysed", errors)

    def test_files_outside_the_repository_are_left_alone(self) -> None:
        for folder in ("inside", "outside"):
            self.write(f"{folder}/h.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name=f"f_{folder}"))
        self.write("inside/a.cpp", '#include "h.h"\n#include "../outside/h.h"\n#include "link.h"\n')
        os.symlink(self.folder / "outside" / "h.h", self.folder / "inside" / "link.h")
        (self.folder / "inside" / ".git").mkdir()
        outside = self.read("outside/h.h")
        ended = self.run_raw("--fix", "a.cpp", "--", *self.flags, cwd=self.folder / "inside")
        self.assert_status(ended, 2)
        self.assertIn("outside/h.h: is outside the repository; not fixed", ended.err)
        self.assertEqual(self.read("outside/h.h"), outside)
        self.assertIn("at::zeros", self.read("inside/h.h"))

    def test_no_temporary_files_are_left(self) -> None:
        self.bug()
        self.tidy("--fix", "a.cpp")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.cpp", "libtorch", "xdg"])


class Diff(ToolTest):
    """--diff writes nothing, and git applies what it prints."""

    def git_apply(self, diff: str) -> None:
        done = subprocess.run(["git", "apply", "-"], cwd=self.folder, input=diff, text=True, capture_output=True,
                              check=False, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr + diff)

    def test_diff_is_what_fix_writes(self) -> None:
        filler = "".join(f"int filler{i};\n" for i in range(12))
        text = INCLUDE + "".join(BUG.format(name=f"f{i}") + (filler if i % 2 else "").replace("filler", f"filler{i}_")
                                 for i in range(5))
        for name, body in (("a.cpp", text), ("folder/b.cpp", text.rstrip("\n")), ("c.cpp", text.replace("\n", "\r\n"))):
            with self.subTest(name):
                path = self.write(name, "")
                path.write_bytes(body.encode())
                diff = self.tidy("--diff", "--quiet", name)
                self.assert_status(diff, 1)
                self.assertEqual(path.read_bytes(), body.encode())
                done = subprocess.run(["git", "apply", "-"], cwd=self.folder, input=self.raw_diff(name),
                                      capture_output=True, check=False, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr.decode() + diff.out)
                applied = path.read_bytes()
                path.write_bytes(body.encode())
                self.tidy("--fix", name)
                self.assertEqual(path.read_bytes(), applied)

    def raw_diff(self, name: str) -> bytes:
        """The diff as bytes: text mode would lose line ends."""
        return subprocess.run([str(program()), "--diff", "--quiet", name, "--", *self.flags], cwd=self.folder,
                              capture_output=True, check=False, timeout=60).stdout

    def test_clean_file_has_no_diff(self) -> None:
        self.write("a.cpp", "int x;\n")
        ended = self.tidy("--diff", "a.cpp")
        self.assert_status(ended, 0)
        self.assertEqual(ended.out, "")

    def test_unsafe(self) -> None:
        self.bug(text=CALLER)
        self.assertEqual(self.tidy("--diff", "a.cpp").out, "")
        self.git_apply(self.tidy("--diff", "--unsafe-fixes", "a.cpp").out)
        self.assert_status(self.tidy("a.cpp"), 0)

    def test_fix_and_diff_writes_nothing(self) -> None:
        before = self.bug().read_text(encoding="utf-8")
        self.assertIn("+++ b/a.cpp", self.tidy("--fix", "--diff", "a.cpp").out)
        self.assertEqual(self.read("a.cpp"), before)


class Export(ToolTest):
    """--export-fixes and --format=yaml: what clang-apply-replacements takes."""

    def test_clang_apply_replacements(self) -> None:
        self.bug()
        self.assert_status(self.tidy("--export-fixes=fixes/a.yaml", "a.cpp"), 2)  # the folder is not there
        (self.folder / "fixes").mkdir()
        self.assert_status(self.tidy("--export-fixes=fixes/a.yaml", "a.cpp"), 1)
        tool = "/usr/lib/llvm-22/bin/clang-apply-replacements"
        if not os.access(tool, os.X_OK):
            self.skipTest(f"no {tool}")
        subprocess.run([tool, str(self.folder / "fixes")], check=True, timeout=60)
        self.assertEqual(self.read("a.cpp"), INCLUDE + FIXED)


if __name__ == "__main__":
    unittest.main()
