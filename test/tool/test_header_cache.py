"""The header cache: the findings are those of a plain parse, and it is used where it can be. Needs the real libtorch."""

from __future__ import annotations

import os
import shutil
import subprocess
import unittest

from support import ToolTest, libtorch, program

TORCH = libtorch()
BUG = """\
#include <vector>
at::Tensor {name}(std::vector<float> &v) {{
  at::Tensor t = torch::from_blob(v.data(), {{4}}, torch::kFloat32);
  t.zero_();
  return t.clone();
}}
"""
INCLUDE = "#include <torch/types.h>\n"

# What stands in the file, and whether the precompiled header may stand for a plain parse.
CASES = {
    "nothing special": (INCLUDE + BUG, True),
    "other headers first": ("#include <iostream>\n#include <map>\n" + INCLUDE + BUG, True),
    "own header with code first": ('#include "own.h"\n' + INCLUDE + BUG, True),
    "a macro of a system header": ("#include <before.h>\n" + INCLUDE + BUG, True),
    "a system header under a condition": ("#ifdef NOT_DEFINED\n#include <before.h>\n#endif\n" + INCLUDE + BUG, False),
    "a macro of no concern": ("#define MY_OWN_VERY_SPECIAL_MACRO 1\n" + INCLUDE + BUG, True),
    "a macro that the headers test": ("#define NDEBUG\n" + INCLUDE + BUG, False),
    "a macro that is a word of theirs": ("#define kInvalidHandle kInvalidHandle_\n#define numel numel_\n" + INCLUDE + BUG, False),
    "a macro of theirs before": ("#ifdef TORCH_CHECK\nint early;\n#endif\n" + INCLUDE + BUG, False),
    "a declaration of theirs before": ('#include "early.h"\n' + INCLUDE + BUG, False),
    "under a condition": ("#if 0\n" + INCLUDE + "#endif\n#include <ATen/core/Tensor.h>\nint f(at::Tensor t) { return 1; }\n", False),
    "a macro redefined between two of theirs": (
        "#include <c10/util/Exception.h>\n#undef TORCH_CHECK\n#define TORCH_CHECK(...) ((void)0)\n" + INCLUDE + BUG, False),
    "a macro undefined between two of theirs": (
        "#include <c10/util/Exception.h>\n#undef TORCH_CHECK\n" + INCLUDE + "#ifndef TORCH_CHECK\n" + BUG + "#endif\n", False),
    "a guard of theirs defined": ("#define C10_UTIL_EXCEPTION_H_\n" + INCLUDE + BUG, False),
    "a macro of theirs put away and back": (
        INCLUDE + '#pragma push_macro("TORCH_CHECK")\n#undef TORCH_CHECK\n#pragma pop_macro("TORCH_CHECK")\n#ifdef TORCH_CHECK\n'
        + BUG + "#endif\n", True),
    "a macro that the headers test, after them": (INCLUDE + "#include <cassert>\n#define NDEBUG\n#include <cassert>\n" + BUG, True),
    "a namespace of theirs before": ("namespace torch { inline int from_blob(int, int) { return 1; } }\n" + INCLUDE + BUG, True),
    "another name of the file": ('#line 100 "other.cpp"\n' + INCLUDE + BUG, True),
    "a header of theirs twice": (INCLUDE + INCLUDE + BUG + INCLUDE, True),
    "compile error": (INCLUDE + BUG + "int broken = nothing;\n", False),
}


@unittest.skipIf(os.environ.get("TORCH_TIDY_QUICK") == "1", "takes minutes")
@unittest.skipUnless(TORCH, "no libtorch")
class HeaderCache(ToolTest):
    """Each file with and without."""

    def setUp(self) -> None:
        super().setUp()
        assert TORCH
        self.write("system/before.h", "#pragma once\n#define _FILE_OFFSET_BITS 64\n#define NDEBUG\nint before();\n")
        self.flags = ["-std=c++17", *TORCH, "-isystem", str(self.folder / "system")]
        self.write("own.h", "#pragma once\n#include <vector>\ninline int own(std::vector<int> &v) { return v.front(); }\n")
        self.write("early.h", "#pragma once\ninline int early(const at::Tensor &t) { return t.dim(); }\n")

    def tidy_json(self, *arguments: str) -> tuple[int, str, str]:
        ended = self.run_raw("--format=json", "--statistics", *arguments, "--", *self.flags)
        return ended.status, ended.out, ended.err

    def test_same_findings(self) -> None:
        names = []
        for number, (text, _) in enumerate(CASES.values()):
            names.append(self.write(f"f{number}.cpp", text.replace("{name}", f"f{number}").replace("{{", "{").replace("}}", "}")).name)
        status, right, _ = self.tidy_json("--no-cache", *names)
        first = self.tidy_json("--no-result-cache", *names)
        self.assertEqual(first[:2], (status, right), first[2])
        for name, (title, (_, fits)) in zip(names, CASES.items()):
            with self.subTest(title):
                err = self.tidy_json("--no-result-cache", name)[2]
                self.assertEqual("parsed with the header cache: 1" in err, fits, err)

    def test_shared(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="a"))
        self.write("b.cpp", INCLUDE + BUG.format(name="b"))
        self.tidy_json("-j1", "a.cpp", "b.cpp")
        (self.folder / "more").mkdir()
        usual = self.flags
        for flags in (["-O3", "-fPIC", "-pthread"], ["-DMY_TARGET_EXPORTS"], ["-Imore"], ["-g", "-march=native"]):
            with self.subTest(flags):
                self.flags = [*flags, *usual]
                err = self.tidy_json("--no-result-cache", "b.cpp")[2]
                self.assertIn("parsed with the header cache: 1", err)
        for flags in (["-DNDEBUG"], ["-std=c++20"]):
            with self.subTest(flags):
                self.flags = [*usual, *flags]
                err = self.tidy_json("--no-result-cache", "-j2", "b.cpp")[2]
                self.assertNotIn("parsed with the header cache: 1", err)

    def test_cuda(self) -> None:
        """What comes before each CUDA source is no header of the project, and nothing that a file would have to include."""
        self.write("system/cuda_runtime.h", "#pragma once\n#include <stdlib.h>\n" + "".join(
            f"#define __{name}__ __attribute__(({name}))\n" for name in ("global", "device", "host")))
        self.flags.append("-nocudainc")
        for name in ("a.cu", "b.cu"):
            self.write(name, "#include <cuda_runtime.h>\n" + INCLUDE + "#define NDEBUG\n__global__ void kernel(float *p) { p[0] = 1; }\n"
                       + BUG.format(name=name[0]))
        _, right, _ = self.tidy_json("--no-cache", "a.cu", "b.cu")
        self.assertEqual(right.count("torch-shared-memory-write"), 2, right)
        self.tidy_json("-j1", "a.cu", "b.cu")
        _, found, err = self.tidy_json("--no-result-cache", "-j1", "a.cu", "b.cu")
        self.assertEqual(found, right, err)
        self.assertIn("parsed with the header cache: 2", err)

    def test_damaged(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="a"))
        self.write("b.cpp", INCLUDE + BUG.format(name="b"))
        _, right, _ = self.tidy_json("-j1", "a.cpp", "b.cpp")
        pch = max(self.folder.glob("xdg/torch-tidy/pch/*/*"), key=lambda path: path.stat().st_size)
        whole = pch.read_bytes()
        for wreck in (whole[:-1], whole[:len(whole) // 2] + b"\0" + whole[len(whole) // 2 + 1:]):
            pch.write_bytes(wreck)
            _, found, err = self.tidy_json("--no-result-cache", "a.cpp", "b.cpp")
            self.assertEqual(found, right, err)
            pch = max(self.folder.glob("xdg/torch-tidy/pch/*/*"), key=lambda path: path.stat().st_mtime_ns)

    @unittest.skipUnless(shutil.which("clang-tidy-22"), "no clang-tidy")
    def test_recipe_for_clang_tidy(self) -> None:
        module = program().parents[1] / "lib" / "TorchTidyModule.so"
        if not module.exists():
            self.skipTest("the module is not built")
        self.write("a.cpp", INCLUDE + BUG.format(name="a"))
        flags = ["-O3", "-fPIC", "-pthread", "-DNDEBUG", "-DMINE=1", *self.flags]
        made = self.run_raw("cache", "pch", "--", *flags)
        self.assert_status(made, 0)
        options = made.out.split()
        self.assertIn("--removed-arg=-O3", options)
        said = []
        for more in ([], options):
            done = subprocess.run(["clang-tidy-22", f"--load={module}", "--checks=-*,torch-*", "--quiet", *more, "a.cpp", "--", *flags],
                                  cwd=self.folder, capture_output=True, text=True, check=False)
            said.append((done.returncode, done.stdout))
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0][1].count("[torch-shared-memory-write]"), 1, said[0][1])
        self.assertIn("removed", self.run_raw("cache", "clean").out)
        self.assertFalse(list(self.folder.glob("xdg/torch-tidy/recipe/*")))

    def test_recipe_without_libtorch(self) -> None:
        ended = self.run_raw("cache", "pch", "--", "-nostdinc", "-nostdinc++")
        self.assert_one_line_error(ended, "no libtorch header", "-isystem")
        self.assert_one_line_error(self.run_raw("cache", "pch"), "after --")


if __name__ == "__main__":
    unittest.main()
