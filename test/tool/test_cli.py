"""The command line: usage, exit status, what goes where, bad input."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import unittest

from support import BUG, CALLER, CLEAN, INCLUDE, ToolTest, program


class Usage(ToolTest):
    """Options and their mistakes."""

    def test_version_and_help(self) -> None:
        for dashes in ("-", "--"):
            version = self.run_raw(dashes + "version")
            self.assert_status(version, 0)
            self.assertRegex(version.out, r"^torch-tidy \d+\.\d+\.\d+ \(LLVM 22\.[0-9.]+, JSON schema 1[);]")
            usage = self.run_raw(dashes + "help")
            self.assert_status(usage, 0)
            self.assertIn("FILE|FOLDER", usage.out)

    def test_every_option_of_the_contract_is_known(self) -> None:
        usage = self.run_raw("--help").out
        for option in ("checks", "warnings-as-errors", "config", "config-file", "dump-config", "verify-config",
                       "list-checks", "explain-config", "header-filter", "exclude-header-filter", "system-headers",
                       "line-filter", "fix", "fix-errors", "fix-notes", "export-fixes", "format-style", "extra-arg",
                       "extra-arg-before", "removed-arg", "quiet", "use-color", "vfsoverlay", "allow-no-checks",
                       "enable-check-profile", "level", "strict", "unsafe-fixes", "diff", "format", "fail-on",
                       "on-error", "missing-db", "statistics", "isolated", "no-cache", "since", "staged", "baseline",
                       "strict-baseline", "report-unused-suppressions", "shard", "stdin-filename", "store-check-profile"):
            with self.subTest(option):
                self.assertRegex(usage, rf"--{option}\b")

    def test_help_has_each_group_once(self) -> None:
        groups = [line for line in self.run_raw("--help").out.splitlines() if line and line[0].isupper() and "." not in line]
        self.assertEqual(len(groups), len(set(groups)), groups)
        self.assertIn("Only what is new", groups)

    def test_unknown_option_names_the_nearest(self) -> None:
        self.assert_one_line_error(self.run_raw("--unsafe-fixs", "a.cpp"), "'--unsafe-fixs'", "'--unsafe-fixes'")
        self.assert_one_line_error(self.run_raw("--xyzzy", "a.cpp"), "'--xyzzy'")

    def test_bad_value(self) -> None:
        for argument in ("--level=high", "--fail-on=hint", "--format=xml", "--missing-db=guess", "--on-error=cry",
                         "-j=none"):
            with self.subTest(argument):
                self.assert_one_line_error(self.run_raw(argument, "a.cpp"), argument.split("=")[1])

    def test_missing_value(self) -> None:
        self.assert_one_line_error(self.run_raw("--checks"), "--checks")

    def test_no_files(self) -> None:
        self.assert_one_line_error(self.run_raw(), "no files")

    def test_one_dash_and_separate_values(self) -> None:
        self.bug()
        self.assert_status(self.tidy("-quiet", "-checks=torch-*", "-level", "recommended", "-j", "2", "-j2", "a.cpp"), 1)

    def test_arguments_from_a_file(self) -> None:
        self.bug()
        self.write("args", "--quiet\n--fail-on=never\n")
        self.assert_status(self.tidy("@args", "a.cpp"), 0)
        self.assert_one_line_error(self.tidy("@nothing", "a.cpp"), "nothing")

    def test_a_path_is_no_command(self) -> None:
        self.bug("rules")
        self.assert_one_line_error(self.tidy("./rules"), "rules", "C++")

    def test_rules(self) -> None:
        rules = self.run_raw("rules")
        self.assert_status(rules, 0)
        self.assertIn("torch-shared-memory-write", rules.out)
        listed = json.loads(self.run_raw("rules", "--format=json").out)
        self.assertIn("torch-shared-memory-write", [row["check"] for row in listed])

    def test_explain_check(self) -> None:
        known = self.run_raw("explain", "torch-shared-memory-write")
        self.assert_status(known, 0)
        self.assertIn("torch-shared-memory-write", known.out)
        self.assert_one_line_error(self.run_raw("explain", "torch-shared-memory-wirte"), "torch-shared-memory-write")
        self.assert_one_line_error(self.run_raw("explain"), "explain")

    def test_explain_line(self) -> None:
        self.bug()
        said = self.tidy("explain", "a.cpp:5")
        self.assert_status(said, 0)
        self.assertIn("zero_", said.out)
        self.assertIn("values", said.out)
        self.assertNotIn("warning:", said.out)

    def test_clang_tidys_own_questions(self) -> None:
        listed = self.run_raw("--list-checks", "--checks=-*,torch-*,bugprone-empty-catch")
        self.assert_status(listed, 0)
        self.assertIn("torch-shared-memory-write", listed.out)
        self.assertIn("bugprone-empty-catch", listed.out)
        self.write(".clang-tidy", "HeaderFilterRegex: mine\n")
        self.assertIn("HeaderFilterRegex: mine", self.run_raw("--dump-config", "a.cpp", "--").out)
        self.assert_status(self.run_raw("--verify-config"), 0)

    def test_the_checks_that_would_run(self) -> None:
        self.write(".clang-tidy", "Checks: '-*,bugprone-empty-catch'\n")
        self.assertIn("torch-shared-memory-write", self.run_raw("--list-checks").out)
        self.assertNotIn("bugprone", self.run_raw("--list-checks").out)
        self.assertIn("bugprone-empty-catch", self.run_raw("--list-checks", "--checks=bugprone-empty-catch", "a.cpp").out)
        self.write(".clang-tidy", "Checks: '-torch-discarded-result'\n")
        self.assertNotIn("torch-discarded-result", self.run_raw("--list-checks", "a.cpp").out)
        self.assertIn("torch-discarded-result", self.run_raw("--list-checks", "--isolated").out)

    def test_explain_config(self) -> None:
        self.write(".clang-tidy", "Checks: 'torch-*'\n")
        said = self.run_raw("--explain-config", "a.cpp", "--")
        self.assert_status(said, 0)
        self.assertRegex(said.out, r"'torch-shared-memory-write' is enabled in the .*\.clang-tidy")

    def test_named_clang_tidy(self) -> None:
        self.bug()
        link = self.folder / "clang-tidy-torch"
        os.symlink(program(), link)
        ended = self.run_raw("--checks=-*,torch-*", "a.cpp", "--", *self.flags, name=str(link))
        self.assert_status(ended, 0)
        self.assertEqual(len(ended.headlines), 1)
        self.assertNotIn("Found", ended.err)
        self.assertIn("LLVM", self.run_raw("--version", name=str(link)).out)


class Status(ToolTest):
    """0, 1 and 2, and which stream says what."""

    def test_clean(self) -> None:
        self.write("a.cpp", CLEAN)
        ended = self.tidy("a.cpp")
        self.assert_status(ended, 0)
        self.assertEqual(ended.out, "")
        self.assertRegex(ended.err, r"^Found 0 warnings\. 1 file in \d+\.\d s\.\n$")

    def test_finding(self) -> None:
        self.bug()
        ended = self.tidy("a.cpp")
        self.assert_status(ended, 1)
        self.assertRegex(ended.out, r"^a\.cpp:5:5: warning: .* \[torch-shared-memory-write\]\n(.*\n){3} +5 \|   t\.zero_\(\);\n")
        self.assertIn("a.cpp:4:18: note: ", ended.out)
        self.assertRegex(ended.err, r"^Found 1 warning in 1 file \(1 fixable with --fix\)\. 1 file in \d+\.\d s\.\n$")

    def test_absolute_paths_stay_absolute(self) -> None:
        path = self.bug()
        self.assertTrue(self.tidy(str(path)).out.startswith(f"{path}:5:5: warning: "))

    def test_quiet_says_findings_only(self) -> None:
        self.bug()
        ended = self.tidy("--quiet", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(ended.err, "")

    def test_suggestions_are_counted_apart(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + CALLER.format(name="g"))
        self.assertRegex(self.tidy("a.cpp").err,
                         r"Found 2 warnings in 1 file \(1 fixable with --fix, 1 more with --unsafe-fixes\)")

    def test_fail_on(self) -> None:
        self.bug()
        for limit, status in (("note", 1), ("warning", 1), ("error", 0), ("never", 0)):
            with self.subTest(limit):
                self.assert_status(self.tidy(f"--fail-on={limit}", "a.cpp"), status)
        self.assert_status(self.tidy("--fail-on=error", "--warnings-as-errors=torch-*", "a.cpp"), 1)

    def test_warnings_as_errors(self) -> None:
        self.bug()
        self.assertIn("[torch-shared-memory-write,-warnings-as-errors]",
                      self.tidy("--warnings-as-errors=*", "a.cpp").headlines[0])

    def test_order_and_repeats(self) -> None:
        self.write("shared.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="header"))
        for name in ("b.cpp", "a.cpp"):
            self.write(name, '#include "shared.h"\n' + BUG.format(name="f_" + name[0]))
        ended = self.tidy("b.cpp", "a.cpp", "b.cpp")
        self.assert_status(ended, 1)
        self.assertEqual([line.split(":")[0] for line in ended.headlines], ["a.cpp", "b.cpp", "shared.h"])
        self.assertIn("Found 3 warnings in 3 files", ended.err)
        self.assertIn(" 2 files in ", ended.err)

    def test_templates_are_reported_once(self) -> None:
        self.write("a.cpp", INCLUDE + "template <int N> " + BUG.format(name="f") + "void g() { f<1>(); f<2>(); }\n")
        self.assertEqual(len(self.tidy("a.cpp").headlines), 1)

    def test_nolint(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="f").replace("zero_();", "zero_(); // NOLINT(torch-*)"))
        self.assert_status(self.tidy("a.cpp"), 0)

    def test_check_profile(self) -> None:
        self.bug()
        self.assertIn("torch-shared-memory-write", self.tidy("--enable-check-profile", "a.cpp").err)
        self.tidy("--enable-check-profile", "--store-check-profile=times", "a.cpp")
        stored, = (self.folder / "times").iterdir()
        self.assertIn("torch-shared-memory-write", stored.read_text(encoding="utf-8"))

    def test_statistics(self) -> None:
        self.bug()
        self.bug("b.cpp", BUG + CALLER.replace("{name}", "{name}_too"))
        said = self.tidy("--statistics", "a.cpp", "b.cpp").err
        self.assertRegex(said, r"a\.cpp: \d+ functions analysed, .* 1 findings")
        self.assertRegex(said, r"b\.cpp: .* 2 findings")
        self.assertIn("torch-shared-memory-write: 3\n", said)

    def test_what_strict_would_add(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + CALLER.format(name="g").replace("zero_", "relu_"))
        self.assertRegex(self.tidy("a.cpp").err, r"\(1 fixable with --fix; [12] more with --strict\)")

    def test_links_in_a_terminal(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="f") + "void g() { try { f(); } catch (...) {} }\n")
        command = [str(program()), "--checks=torch-*,bugprone-empty-catch", "a.cpp", "--", *self.flags]
        link = "\x1b]8;;https://clang.llvm.org/extra/clang-tidy/checks/bugprone/empty-catch.html\x1b\\bugprone-empty-catch\x1b]8;;\x1b\\]"
        for environment, links in (({}, True), ({"NO_COLOR": "1"}, False)):
            said: list[bytes] = []
            here, there = pty.openpty()
            with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=there, stderr=subprocess.DEVNULL,
                                  env={**os.environ, "TERM": "xterm-256color", **environment}):
                os.close(there)
                with contextlib.suppress(OSError):  # the other end is closed
                    while part := os.read(here, 65536):
                        said.append(part)
            os.close(here)
            text = b"".join(said).decode()
            self.assertIn("empty-catch", text)
            self.assertEqual(link in text, links, text)
            self.assertEqual("\x1b[" in text, links, text)


class StandardInput(ToolTest):
    """--stdin-filename: what is in the editor and not on the disk."""

    def test_text_that_is_not_saved(self) -> None:
        self.write("a.cpp", CLEAN)
        self.write("h.h", "#pragma once\n" + INCLUDE)
        text = '#include "h.h"\n' + BUG.format(name="f")
        arguments = ["--stdin-filename=a.cpp", "--", *self.flags]
        ended = self.run_raw(*arguments, text=text)
        self.assert_status(ended, 1)
        self.assertIn("a.cpp:5:5: warning:", ended.out)
        self.assertIn("t.zero_();", ended.out)
        self.assertEqual(self.read("a.cpp"), CLEAN)
        self.assertEqual(len(self.run_raw(*arguments[:1], "a.cpp", *arguments[1:], text=text).headlines), 1)

    def test_a_file_that_is_nowhere(self) -> None:
        ended = self.run_raw("--stdin-filename=new/a.cpp", "--", *self.flags, text=INCLUDE + BUG.format(name="f"))
        self.assert_status(ended, 1)
        self.assertIn("new/a.cpp:5:5", ended.out)

    def test_diff_and_fix(self) -> None:
        text = INCLUDE + BUG.format(name="f")
        ended = self.run_raw("--diff", "--stdin-filename=a.cpp", "--", *self.flags, text=text)
        self.assertIn("+  at::Tensor t = at::zeros", ended.out)
        self.assert_one_line_error(self.run_raw("--fix", "--stdin-filename=a.cpp", "--", *self.flags, text=text), "--diff")


class BadInput(ToolTest):
    """Each mistake: one clear line, status 2, and the rest goes on."""

    def test_missing_file(self) -> None:
        self.bug()
        ended = self.tidy("nothing.cpp", "a.cpp")
        self.assert_one_line_error(ended, "nothing.cpp", "no such file")
        self.assertEqual(len(ended.headlines), 1)

    def test_missing_folder_or_empty_folder(self) -> None:
        (self.folder / "empty").mkdir()
        self.assert_one_line_error(self.tidy("empty"), "no C, C++, CUDA or Python file")

    def test_no_such_build_folder(self) -> None:
        self.bug()
        self.assert_one_line_error(self.run_raw("-p", "nowhere", "a.cpp"), "nowhere")

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_unreadable_file(self) -> None:
        self.bug().chmod(0)
        self.assert_one_line_error(self.tidy("a.cpp"), "a.cpp", "cannot be read")

    def test_not_cpp(self) -> None:
        self.write("notes.md", "# notes\n")
        self.assert_one_line_error(self.tidy("notes.md"), "notes.md", "no C, C++, CUDA or Python file")

    def test_binary_file(self) -> None:
        (self.folder / "a.cpp").write_bytes(bytes(range(256)) * 16)
        self.assert_status(self.tidy("a.cpp"), 2)

    def test_broken_code(self) -> None:
        self.write("a.cpp", INCLUDE + "int broken() { return nothing; }\n" + BUG.format(name="sound"))
        ended = self.tidy("a.cpp")
        self.assert_one_line_error(ended, "a.cpp", "1 compile error", "nothing")
        self.assertIn("[clang-diagnostic-error]", ended.out)
        self.assertIn("[torch-shared-memory-write]", ended.out)
        self.assert_status(self.tidy("--on-error=warn", "a.cpp"), 1)
        self.write("b.cpp", "int broken() { return nothing; }\n")
        self.assert_status(self.tidy("--on-error=warn", "b.cpp"), 0)

    def test_missing_header(self) -> None:
        self.write("a.cpp", "#include <missing/thing.h>\n" + CLEAN)
        self.assert_one_line_error(self.tidy("a.cpp"), "missing/thing.h", "-I")

    def test_missing_libtorch(self) -> None:
        self.write("a.cpp", "#include <torch/torch.h>\n" + CLEAN)
        self.assert_one_line_error(self.tidy("a.cpp"), "torch/torch.h", "-p")

    def test_unknown_compiler_flags_are_no_errors(self) -> None:
        self.bug()
        self.flags += ["-fno-such-flag", "-Werror=no-such-warning", "-mno-such-machine", "--expt-relaxed-constexpr"]
        self.assert_status(self.tidy("a.cpp"), 1)

    def test_bad_configuration(self) -> None:
        self.bug()
        for argument in ("--config={Checks", "--config-file=nothing.yaml", "--line-filter=[oops",
                         "--vfsoverlay=nothing.yaml"):
            with self.subTest(argument):
                ended = self.tidy(argument, "a.cpp")
                self.assert_status(ended, 2)
                self.assertIn("torch-tidy: ", ended.err)


if __name__ == "__main__":
    unittest.main()
