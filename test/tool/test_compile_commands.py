"""Where the compiler's flags come from, and what is left of them."""

from __future__ import annotations

import json
import os
import subprocess
import unittest

from support import BUG, CLEAN, INCLUDE, NVCC, ToolTest


class Lookup(ToolTest):
    """-p, upwards, build folders, compile_flags.txt, siblings."""

    def assert_finds(self, *arguments: str) -> None:
        """One finding, without trouble."""
        ended = self.run_raw(*arguments)
        self.assert_status(ended, 1)
        self.assertEqual(len(ended.headlines), 1, str(ended))

    def test_without(self) -> None:
        self.bug()
        self.assert_one_line_error(self.run_raw("a.cpp"), "a.cpp", "no compile command", "-p", "--")
        self.assert_status(self.run_raw("--missing-db=skip", "a.cpp"), 0)
        self.assert_one_line_error(self.run_raw("--missing-db=fail", "a.cpp"), "a.cpp")

    def test_build_folder_given(self) -> None:
        self.bug()
        self.database(["a.cpp"], "elsewhere/x")
        self.assert_finds("-p", "elsewhere/x", "a.cpp")
        self.assert_finds("-p=elsewhere/x", "a.cpp")

    def test_build_folders_found(self) -> None:
        for where in (".", "build", "build-release", "out", "cmake-build-debug", "build/release"):
            with self.subTest(where):
                self.bug("src/deep/a.cpp")
                self.database(["src/deep/a.cpp"], where)
                self.assert_finds("src/deep/a.cpp")
                (self.folder / where / "compile_commands.json").unlink()

    def test_compile_flags(self) -> None:
        self.bug("src/a.cpp")
        self.write("compile_flags.txt", "\n".join(self.flags) + "\n")
        self.assert_finds("src/a.cpp")

    def test_sibling(self) -> None:
        self.bug()
        self.write("b.cpp", CLEAN)
        self.database(["b.cpp"])
        self.assert_finds("a.cpp")
        ended = self.run_raw("--missing-db=skip", "a.cpp")
        self.assert_status(ended, 0)
        self.assertIn("skipped", ended.err)
        self.assert_one_line_error(self.run_raw("--missing-db=fail", "a.cpp"), "no compile command")

    def test_broken_database(self) -> None:
        self.bug()
        self.write("compile_commands.json", "[{")
        self.assert_one_line_error(self.run_raw("a.cpp"), "compile_commands.json")

    def test_header_on_its_own(self) -> None:
        self.write("a.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="f"))
        self.write("b.cpp", CLEAN)
        self.database(["b.cpp"])
        ended = self.run_raw("a.h")
        self.assert_status(ended, 1)
        self.assertNotIn("pragma", ended.out)
        self.assert_status(self.tidy("a.h"), 1)

    def test_one_file_in_two_targets(self) -> None:
        self.bug()
        self.database(["a.cpp", "a.cpp"])
        self.assert_finds("a.cpp")

    def test_entry_below_its_directory(self) -> None:
        self.bug("src/a.cpp")
        (self.folder / "obj").mkdir()
        self.write("compile_commands.json", json.dumps([{
            "directory": str(self.folder / "obj"), "file": "../src/a.cpp",
            "command": f"c++ -std=c++17 -isystem ../libtorch/include -c ../src/a.cpp"}]))
        ended = self.run_raw("src/a.cpp")
        self.assert_status(ended, 1)
        self.assertTrue(ended.headlines[0].startswith("src/a.cpp:5:5: "), str(ended))
        self.assert_status(self.run_raw("--fix", "src/a.cpp"), 1)
        self.assertIn("at::zeros", self.read("src/a.cpp"))


class Headers(ToolTest):
    """A header is checked through a file that includes it, else on its own."""

    def setUp(self) -> None:
        super().setUp()
        # It compiles behind the includes of its users only.
        self.write("include/deep.h", "#pragma once\ninline NEEDS " + BUG.format(name="deep"))
        self.write("include/mid.h", "#pragma once\n#include <deep.h>\n")
        self.write("src/user.cpp", INCLUDE + '#define NEEDS\n#include "mid.h"\n' + BUG.format(name="user"))
        self.write("src/other.cpp", '#include "gone.h"\n' + CLEAN)
        self.database(["src/other.cpp", "src/user.cpp"], flags=[*self.flags, "-I", str(self.folder / "include")])

    def found(self, *arguments: str, status: int = 1) -> list[str]:
        """FILE:LINE of what a run finds."""
        ended = self.run_raw(*arguments)
        self.assert_status(ended, status)
        return [":".join(line.split(":")[:2]) for line in ended.headlines]

    def test_through_the_file_that_includes_it(self) -> None:
        self.assertEqual(self.found("include/deep.h"), ["include/deep.h:5"])
        self.assertEqual(self.found("include/mid.h", status=0), [])

    def test_with_the_file(self) -> None:
        self.assertEqual(self.found("include/deep.h", "src/user.cpp"), ["include/deep.h:5", "src/user.cpp:7"])

    def test_rings(self) -> None:
        self.write("include/mid.h", "#pragma once\n#include <ring.h>\n#include <deep.h>\n")
        self.write("include/ring.h", "#pragma once\n#include <mid.h>\n")
        self.assertEqual(self.found("include/deep.h"), ["include/deep.h:5"])

    def test_left_out_by_a_condition(self) -> None:
        text = self.read("include/deep.h").replace("NEEDS ", "")
        self.write("include/deep.h", text.replace("#pragma once\n", "#pragma once\n" + INCLUDE))
        self.write("include/mid.h", "#pragma once\n#if 0\n#include <deep.h>\n#endif\n")
        self.assertEqual(self.found("include/deep.h"), ["include/deep.h:6"])
        self.assertEqual(self.found("include/deep.h", "src/user.cpp"), ["include/deep.h:6", "src/user.cpp:7"])

    def test_the_file_does_not_compile(self) -> None:
        self.write("src/user.cpp", self.read("src/user.cpp") + "int broken = nothing;\n")
        text = self.read("include/deep.h").replace("NEEDS ", "")
        self.write("include/deep.h", text.replace("#pragma once\n", "#pragma once\n" + INCLUDE))
        self.assertEqual(self.found("include/deep.h"), ["include/deep.h:6"])

    def test_explain(self) -> None:
        said = self.run_raw("explain", "include/deep.h:5")
        self.assert_status(said, 0)
        self.assertIn("in 'deep' after line 5", said.out)

    def test_fix(self) -> None:
        before = self.read("src/user.cpp")
        self.assertEqual(self.found("--fix", "include/deep.h"), ["include/deep.h:5"])
        self.assertIn("at::zeros", self.read("include/deep.h"))
        self.assertEqual(self.read("src/user.cpp"), before)

    def test_nothing_is_said_of_the_file(self) -> None:
        self.assertEqual(self.run_raw("baseline", "write", "src/user.cpp").status, 0)
        self.assertEqual(self.found("--baseline=torch-tidy-baseline.json", "--strict-baseline", "include/deep.h", status=0), [])
        self.write("src/user.cpp", self.read("src/user.cpp") + "int x; // NOLINT(torch-other)\n")
        self.assertEqual(self.found("--report-unused-suppressions", "include/deep.h"), ["include/deep.h:5"])

    def test_nobody_includes_it(self) -> None:
        self.write("include/alone.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="alone"))
        self.assertEqual(self.found("include/alone.h"), ["include/alone.h:6"])


class Folders(ToolTest):
    """FOLDER arguments."""

    def test_files_of_the_database(self) -> None:
        self.bug("src/a.cpp")
        self.bug("src/b.cpp")
        self.bug("other/c.cpp")
        self.database(["src/a.cpp", "other/c.cpp"])
        self.assertEqual([line.split(":")[0] for line in self.run_raw("src").headlines], ["src/a.cpp"])
        self.assertEqual([line.split(":")[0] for line in self.run_raw(".").headlines], ["other/c.cpp", "src/a.cpp"])

    def test_files_that_git_knows(self) -> None:
        subprocess.run(["git", "init", "-q"], cwd=self.folder, check=True, timeout=60)
        self.write(".gitignore", "build/\n")
        self.bug("src/a.cpp")
        self.bug("build/generated.cpp")
        self.assertEqual([line.split(":")[0] for line in self.tidy(".").headlines], ["src/a.cpp"])

    def test_what_a_build_has_made(self) -> None:
        subprocess.run(["git", "init", "-q"], cwd=self.folder, check=True, timeout=60)
        self.bug("src/a.cpp")
        self.bug("made/generated.cpp")
        self.write("made/CMakeCache.txt", "")
        self.assertEqual([line.split(":")[0] for line in self.tidy(".").headlines], ["src/a.cpp"])
        self.database(["src/a.cpp", "made/generated.cpp"], "build")
        self.assertEqual([line.split(":")[0] for line in self.run_raw(".").headlines], ["src/a.cpp"])
        self.assertEqual([line.split(":")[0] for line in self.run_raw("made").headlines], ["made/generated.cpp"])
        self.write("made/CMakeLists.txt", "")  # built among the sources
        self.assertEqual([line.split(":")[0] for line in self.run_raw(".").headlines], ["made/generated.cpp", "src/a.cpp"])


class NormalForm(ToolTest):
    """Flags of other compilers and of code generation do no harm."""

    def test_flags(self) -> None:
        self.bug()
        self.write("all.h", "#error never included\n")
        for flags in (["-O3", "-g3", "-fPIC", "-fPIE", "-march=native", "-mtune=generic"],
                      ["-fsanitize=address", "-flto=auto", "-fno-plt", "-fno-semantic-interposition"],
                      ["-Werror", "-Wall", "-Wextra", "-Werror=all"],
                      ["-MD", "-MF", "x.d", "-MT", "x.o", "-MQ", "x.o"],
                      ["-fopt-info-vec", "-fno-var-tracking-assignments", "-fconcepts", "-Wno-no-such-warning"],
                      ["-include-pch", "foreign.pch"], ["-Xclang", "-include-pch", "-Xclang", "foreign.pch"],
                      ["-forward-unknown-to-host-compiler", "--expt-extended-lambda", "-Xcompiler", "-fPIC"],
                      ["--generate-code=arch=compute_80,code=[sm_80]", "-gencode", "arch=compute_80,code=sm_80"],
                      ["-pipe", "-fstack-protector-strong", "-fdiagnostics-color=always", "-no-canonical-prefixes"]):
            with self.subTest(flags):
                self.database(["a.cpp"], flags=[*self.flags, *flags])
                ended = self.run_raw("a.cpp")
                self.assert_status(ended, 1)
                self.assertEqual(len(ended.headlines), 1, str(ended))

    def test_extra_and_removed(self) -> None:
        self.write("a.cpp", INCLUDE + "#ifdef BUGGY\n" + BUG.format(name="f") + "#endif\n")
        self.assert_status(self.tidy("a.cpp"), 0)
        self.assert_status(self.tidy("--extra-arg=-DBUGGY", "a.cpp"), 1)
        self.assert_status(self.tidy("--extra-arg-before=-DBUGGY", "a.cpp"), 1)
        self.flags.append("-DBUGGY")
        self.assert_status(self.tidy("--removed-arg=-DBUGGY", "a.cpp"), 0)
        self.write(".clang-tidy", "RemovedArgs: [-DBUGGY]\n")
        self.assert_status(self.tidy("a.cpp"), 0)
        self.write(".clang-tidy", "ExtraArgs: [-UBUGGY]\n")
        self.assert_status(self.tidy("a.cpp"), 0)

    def test_warnings_of_the_compiler_are_not_ours(self) -> None:
        self.write("a.cpp", "int f() { int unused; }\n")
        self.flags.append("-Wall")
        ended = self.tidy("a.cpp")
        self.assert_status(ended, 0)
        self.assertEqual(ended.out, "")

    def test_warnings_that_are_errors_in_clang_only(self) -> None:
        self.write("a.cpp", "struct Size { long n; };\nSize size(unsigned long n) { return {n}; }\n")
        self.assert_status(self.tidy("a.cpp"), 0)
        self.flags.append("-Wnarrowing")
        self.assert_status(self.tidy("a.cpp"), 0)

    def test_libtorch_by_plain_include_path(self) -> None:
        self.bug()
        self.flags = ["-std=c++17", "-I", str(self.folder / "libtorch" / "include")]
        self.assertEqual(len(self.tidy("a.cpp").headlines), 1)

    def test_vfsoverlay(self) -> None:
        real = self.bug("real.cpp")
        self.write("a.cpp", CLEAN)
        self.write("overlay.yaml", json.dumps({"version": 0, "roots": [{
            "type": "file", "name": str(self.folder / "a.cpp"), "external-contents": str(real)}]}))
        self.assert_status(self.tidy("--vfsoverlay=overlay.yaml", "a.cpp"), 1)


class Cuda(ToolTest):
    """CUDA sources are read as nvcc's host pass reads them; these need no CUDA toolkit."""

    ATTRIBUTES = "#define __global__ __attribute__((global))\n#define __device__ __attribute__((device))\n"

    def setUp(self) -> None:
        super().setUp()
        self.flags.append("-nocudainc")

    PARSED = INCLUDE + "at::Tensor *parsed;\n"  # without it there would be nothing to find

    def test_finding(self) -> None:
        self.bug("a.cu")
        self.assertEqual(len(self.tidy("a.cu").headlines), 1)

    def test_min_and_max_of_the_host(self) -> None:
        self.write("a.cu", self.PARSED + "unsigned blocks(int n, unsigned m) { return max(min(n, 1024), 1) + min(n, m); }\n"
                           "double limit(float a, double b) { return max(a, b) + min(a, 1.0f); }\n")
        self.assert_status(self.tidy("a.cu"), 0)
        self.write("a.cu", self.PARSED + "int blocks(int n) { return max(n, nullptr); }\n")
        self.assert_status(self.tidy("a.cu"), 2)

    def test_bodies_of_the_device(self) -> None:
        self.write("a.cu", self.PARSED + self.ATTRIBUTES + """\
            template <class T> __global__ void kernel(T *p) { only_with_cuda_arch(p); }
            __device__ int helper() { return only_with_cuda_arch(1); }
            auto *pointer = &kernel<float>;
            """)
        self.assert_status(self.tidy("a.cu"), 0)
        self.write("a.cu", self.PARSED + self.ATTRIBUTES + "__attribute__((host)) __device__ int both() { return no_such(1); }\n")
        self.assert_status(self.tidy("a.cu"), 2)

    def test_commands_of_nvcc(self) -> None:
        """The finding, and nothing of flags."""
        self.write("options.txt", f"-isystem={self.folder}/libtorch/include -nocudainc\n")
        self.bug("a.cu")
        for name, command in NVCC.items():
            with self.subTest(name):
                words = command.replace("INCLUDE", f"{self.folder}/libtorch/include").replace("FILE", f"{self.folder}/a.cu")
                self.write("compile_commands.json", json.dumps([{
                    "directory": str(self.folder), "file": "a.cu", "command": words}]))
                ended = self.run_raw("--no-cache", "a.cu")
                self.assert_status(ended, 1)
                self.assertEqual(len(ended.headlines), 1, str(ended))
                self.assertNotIn("error", ended.err)

    def test_what_the_host_compiler_is_told(self) -> None:
        """Macros go through; what decides nothing in the text does not."""
        self.bug("a.cu", text="#ifdef FOLDER\n" + BUG + "#endif\n")
        command = NVCC["macros of the host's compiler"].replace("INCLUDE", f"{self.folder}/libtorch/include")
        for words, finds in ((command, 1), (command.replace("-DFOLDER", "-DOTHER"), 0)):
            self.write("compile_commands.json", json.dumps([{
                "directory": str(self.folder), "file": "a.cu", "command": words.replace("FILE", "a.cu")}]))
            self.assertEqual(len(self.run_raw("--no-cache", "a.cu").headlines), finds)


if __name__ == "__main__":
    unittest.main()
