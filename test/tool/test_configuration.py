"""Which checks run: .clang-tidy, --checks, --config, --level; headers and lines."""

from __future__ import annotations

import unittest

from support import BUG, CALLER, INCLUDE, ROOT, ToolTest

CATCH = "void g() { try { f_a(); } catch (...) {} }\n"


class Checks(ToolTest):
    """The rule of the contract: the level decides unless a torch check is named."""

    def setUp(self) -> None:
        super().setUp()
        self.write("a.cpp", INCLUDE + BUG.format(name="f_a") + CATCH)

    def found(self, *arguments: str) -> list[str]:
        """The names of the checks that spoke."""
        return [line.rsplit("[", 1)[1].rstrip("]") for line in self.tidy(*arguments, "a.cpp").headlines]

    def test_no_configuration(self) -> None:
        self.assertEqual(self.found(), ["torch-shared-memory-write"])

    def test_minus_star_of_a_project(self) -> None:
        self.write(".clang-tidy", "Checks: '-*,bugprone-*'\n")
        self.assertEqual(self.found(), ["torch-shared-memory-write"])

    def test_minus_torch(self) -> None:
        for text in ("-torch-*", "-*,bugprone-*,-torch-*", "-torch-shared-memory-write"):
            with self.subTest(text):
                self.write(".clang-tidy", f"Checks: '{text}'\n")
                ended = self.tidy("a.cpp")
                self.assertEqual(ended.headlines, [])
        self.write(".clang-tidy", "Checks: '-torch-*'\n")
        ended = self.tidy("a.cpp")
        self.assertEqual(len([line for line in ended.err.splitlines() if "check" in line]), 1, str(ended))
        self.assert_status(self.tidy("--allow-no-checks", "a.cpp"), 0)

    def test_named_by_the_project(self) -> None:
        self.write(".clang-tidy", "Checks: '-*,torch-shared-*'\n")
        self.assertEqual(self.found(), ["torch-shared-memory-write"])
        self.write(".clang-tidy", "Checks: '-*,torch-nothing-*'\n")
        self.assertEqual(self.found(), [])

    def test_stock_checks_only_by_name(self) -> None:
        self.assertEqual(self.found("--checks=bugprone-empty-catch"),
                         ["torch-shared-memory-write", "bugprone-empty-catch"])
        self.assertEqual(self.found("--checks=-*,bugprone-empty-catch"), ["bugprone-empty-catch"])
        self.assertEqual(self.found("--checks=-*,torch-*"), ["torch-shared-memory-write"])

    def test_stock_checks_see_all_bodies(self) -> None:
        self.write("libtorch/include/thrower.h", "inline void thrower() { throw 1; }\n")
        self.write("a.cpp", "#include <thrower.h>\nvoid f() noexcept { thrower(); }\n")
        self.assertEqual(self.found("--checks=bugprone-exception-escape"), ["bugprone-exception-escape"])

    def test_config_and_isolated(self) -> None:
        self.write(".clang-tidy", "Checks: '-torch-*'\n")
        self.assertEqual(self.found("--isolated"), ["torch-shared-memory-write"])
        self.assertEqual(self.found("--config={Checks: 'torch-*'}"), ["torch-shared-memory-write"])
        self.write("other.yaml", "Checks: 'torch-*'\nWarningsAsErrors: 'torch-*'\n")
        self.assertEqual(self.found("--config-file=other.yaml"), ["torch-shared-memory-write,-warnings-as-errors"])
        self.write(".clang-tidy", "Checks: 'torch-*'\n")
        self.assertEqual(self.found("--config={Checks: '-torch-*'}"), [])

    def test_command_line_over_file(self) -> None:
        self.write(".clang-tidy", "Checks: '-torch-*'\n")
        self.assertEqual(self.found("--checks=torch-*"), ["torch-shared-memory-write"])
        self.write(".clang-tidy", "Checks: 'torch-*'\n")
        self.assertEqual(self.found("--checks=-torch-*"), [])

    def test_level(self) -> None:
        write = "--checks=-*,torch-shared-memory-write"  # strict has checks of its own, too
        # An output write into the caller's memory: strict alone speaks of it.
        self.write("a.cpp", INCLUDE + CALLER.format(name="f").replace("zero_", "relu_"))
        self.assertEqual(self.found(write), [])
        self.assertEqual(self.found(write, "--level=recommended"), [])
        self.assertEqual(self.found(write, "--level=strict"), ["torch-shared-memory-write"])
        self.assertEqual(self.found(write, "--strict"), ["torch-shared-memory-write"])
        self.write(".clang-tidy", "CheckOptions: {torch-tidy.Level: strict}\n")
        self.assertEqual(self.found(write), ["torch-shared-memory-write"])
        self.assertEqual(self.found(write, "--level=recommended"), [])
        self.assertEqual(self.found(write, "--isolated"), [])


class Places(ToolTest):
    """Headers and lines."""

    def setUp(self) -> None:
        super().setUp()
        self.write("mine/shared.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="header"))
        self.write("system/far.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="far"))
        self.write("a.cpp", '#include "mine/shared.h"\n#include <far.h>\n' + BUG.format(name="f") + BUG.format(name="g"))
        self.flags += ["-isystem", str(self.folder / "system")]

    def files(self, *arguments: str) -> list[str]:
        """Where the findings are."""
        return [line.split(" ")[0] for line in self.tidy(*arguments, "a.cpp").headlines]

    def test_user_headers_by_default(self) -> None:
        self.assertEqual(self.files(), ["a.cpp:6:5:", "a.cpp:12:5:", "mine/shared.h:6:5:"])

    def test_header_filter(self) -> None:
        self.assertEqual(self.files("--header-filter=nothing"), ["a.cpp:6:5:", "a.cpp:12:5:"])
        self.assertEqual(self.files("--exclude-header-filter=mine"), ["a.cpp:6:5:", "a.cpp:12:5:"])
        self.write(".clang-tidy", "HeaderFilterRegex: nothing\n")
        self.assertEqual(self.files(), ["a.cpp:6:5:", "a.cpp:12:5:"])

    def test_system_headers(self) -> None:
        self.write("system/old.h", "inline int *nothing() { return 0; }\n")
        self.write("a.cpp", "#include <old.h>\n")
        self.assertEqual(self.files("--checks=-*,modernize-use-nullptr"), [])
        self.assertEqual(self.files("--checks=-*,modernize-use-nullptr", "--system-headers"), ["system/old.h:1:32:"])

    def test_line_filter(self) -> None:
        self.assertEqual(self.files('--line-filter=[{"name":"a.cpp","lines":[[10,20]]}]'), ["a.cpp:12:5:"])
        self.assertEqual(self.files('--line-filter=[{"name":"shared.h"}]'), ["mine/shared.h:6:5:"])


class ReadyMade(ToolTest):
    """The files in config/, which users copy."""

    def setUp(self) -> None:
        super().setUp()
        self.write("a.cpp", INCLUDE + CALLER.format(name="f") +
                   "at::Tensor copy(float *p) { return at::from_blob(p, {4}, at::kFloat32).clone(); }\n")

    def lines(self, name: str) -> list[str]:
        """What is said with one of the files in force."""
        return self.tidy(f"--config-file={ROOT / 'config' / name}", "a.cpp").headlines

    def test_levels(self) -> None:
        self.assertEqual(len(self.lines("recommended.clang-tidy")), 1)
        self.assertGreater(len(self.lines("strict.clang-tidy")), 1)

    def test_suggestions_can_be_left_out(self) -> None:
        said = self.tidy("a.cpp").out
        self.assertIn("note: make a tensor of its own", said)
        self.write(".clang-tidy", "CheckOptions:\n  torch-tidy.Suggestions: false\n")
        said = self.tidy("a.cpp").out
        self.assertIn("torch-shared-memory-write", said)
        self.assertNotIn("note: make a tensor of its own", said)

    def test_options_that_are_neither_true_nor_false(self) -> None:
        self.write(".clang-tidy", "CheckOptions:\n  torch-tidy.Suggestions: maybe\n")
        said = self.tidy("a.cpp").out
        self.assertIn("invalid configuration value 'maybe' for option 'torch-tidy.Suggestions'; expected a bool", said)
        self.assertIn("note: make a tensor of its own", said)


if __name__ == "__main__":
    unittest.main()
