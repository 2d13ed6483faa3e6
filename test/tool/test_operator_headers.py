"""Headers of operators that a file does not name are left out: the findings are those of a parse with all of them, and the
second parse is only needed where somebody asks for one. Needs the real libtorch."""

from __future__ import annotations

import os
import re
import unittest
from pathlib import Path

from support import ToolTest, libtorch

TORCH = libtorch()
SYSTEM = ["-isystem", "/usr/include/torch/csrc/api/include"] if Path("/usr/include/torch/csrc/api/include").is_dir() else None
UMBRELLAS = ["torch/torch.h", "ATen/ATen.h", "ATen/core/Tensor.h", "torch/script.h"]
BUG = """\
at::Tensor bug(std::vector<float> &v) {
  at::Tensor t = at::from_blob(v.data(), {4}, at::kFloat);
  t.zero_();
  return t.clone();
}
"""
START = "#include <ATen/ATen.h>\n#include <vector>\n"
CUDA = """\
#pragma once
#include <stdlib.h>
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __host__ __attribute__((host))
struct __half;
struct Anything { template <class T> __device__ operator T() const; };
__device__ Anything __ldg(const __half *value);
"""
PASTED = "#define PASTE(a, b) a##b\n"

# What stands in the file, and whether one parse is enough.
CASES = {
    "named": (START + BUG + "at::Tensor f(at::Tensor t) { return at::relu(t).asinh_(); }\n", True),
    "by signs": (START + BUG + "at::Tensor f(at::Tensor a, at::Tensor b) { a += b; a[0] = -b % 3; return (a < b) | ~(a == b) ^ (a >= b); }\n", True),
    "out forms": (START + BUG + "void f(at::Tensor a, at::Tensor b) { at::relu_out(a, b); at::addmm_outf(a, b, b, 1, 1, a); }\n", True),
    "in another namespace": (START + BUG + "at::Tensor f(at::Tensor t) { return at::linalg_vector_norm(t); }\n", True),
    "in a header of the user": ('#include "own.h"\n' + START + BUG + "at::Tensor f(at::Tensor t) { return OWN(t); }\n", True),
    "records": (START + BUG + "at::Tensor f(at::Tensor t) { return at::_ops::asinh::call(t); }\n", True),
    "records, their names pasted": (START + PASTED + BUG + "at::Tensor f(at::Tensor t) { return at::_ops::PASTE(asin, h)::call(t); }\n", False),
    "records of overloads, their names pasted": (START + PASTED + BUG + """\
at::Tensor f(at::Tensor t) { return at::_ops::PASTE(xlo, gy_Tensor)::call(t, t); }
""", False),
    "begins like a record": (START + PASTED + BUG + """\
namespace at::_ops { int PASTE(asi, nh_mode) = 1; }
int f() { return at::_ops::PASTE(asi, nh_mode); }
""", True),
    "pasted": (START + PASTED + BUG + "at::Tensor f(at::Tensor t) { return at::PASTE(asi, nh)(t); }\n", False),
    "pasted, found by the argument": (START + PASTED + BUG + "at::Tensor f(at::Tensor t) { return PASTE(asi, nh)(t); }\n", False),
    "decides an overload": (START + PASTED + """\
template <class T> auto has(int) -> decltype(PASTE(asi, nh)(std::declval<T>()), 1);
template <class T> char has(...);
template <int Size> void g(std::vector<float> &v) {
  if constexpr (Size == sizeof(int)) {
    at::Tensor t = at::from_blob(v.data(), {4}, at::kFloat);
    t.zero_();
  }
}
void f(std::vector<float> &v) { g<sizeof(has<at::Tensor>(0))>(v); }
""", False),
    "hides a function of the user": (START + PASTED + """\
using namespace at;
template <class T> void asinx(T &v) { v.clear(); }
#define asinx PASTE(asi, nh)
template <class T> void asinx(T &v, int) { v.clear(); }
void g(std::vector<float> &v) { asinx(v, 1); }
""" + BUG, False),
    "compile error": (START + BUG + "int broken = at::nothing;\n", False),
}


@unittest.skipIf(os.environ.get("TORCH_TIDY_QUICK") == "1", "takes minutes")
@unittest.skipUnless(TORCH, "no libtorch")
class OperatorHeaders(ToolTest):
    """Each file with and without."""

    def ask(self, name: str, *options: str, flags: list[str] | None = None) -> tuple[int, str, str]:
        """The status, the findings, and the names that made a second parse necessary."""
        ended = self.run_raw("--format=json", "--statistics", "--level=strict", "--no-cache", "--no-prefilter", *options, name,
                             "--", "-std=c++17", *(flags or TORCH or []))
        reason = re.search(r"with operators that they do not name: (.*): 1", ended.err)
        return ended.status, ended.out, reason[1] if reason else ""

    def test_same_findings(self) -> None:
        self.write("own.h", "#define OWN(t) at::asinh(t)\n")
        for number, (title, (text, enough)) in enumerate(CASES.items()):
            with self.subTest(title):
                name = self.write(f"f{number}.cpp", text).name
                status, found, why = self.ask(name)
                self.assertEqual((status, found), self.ask(name, "--all-operators")[:2])
                self.assertIn("torch-shared-memory-write", found)
                self.assertEqual(why == "", enough, why)

    def test_one_parse_is_enough(self) -> None:
        """No header of libtorch asks for an operator whose header is left out: else OperatorHeaders.def lacks a row."""
        for flags in filter(None, (TORCH, SYSTEM)):
            for umbrella in UMBRELLAS:
                with self.subTest(umbrella, flags=flags):
                    # Hardly a word that could be an operator's.
                    name = self.write("one.cpp", f"#include <{umbrella}>\nvoid www(at::Tensor qqq) {{ qqq.zero_(); }}\n").name
                    status, found, why = self.ask(name, flags=flags)
                    self.assertIn(status, (0, 1), found)
                    self.assertNotIn("compile-error", found)
                    self.assertEqual(why, "")

    def test_cuda(self) -> None:
        """A compiler for CUDA looks for names of parameters among libtorch's records: `ceil_mode` is none of `ceil`."""
        system = self.folder / "system"
        system.mkdir()
        self.write("system/cuda_runtime.h", CUDA)
        name = self.write("kernel.cu", "#include <cuda_runtime.h>\n" + START + "__global__ void www(float *p) { p[0] = 1; }\n" + BUG).name
        flags = ["-nocudainc", "-isystem", str(system), *(TORCH or [])]
        status, found, why = self.ask(name, flags=flags)
        self.assertIn("torch-shared-memory-write", found)
        self.assertNotIn("compile-error", found)
        self.assertEqual(why, "")
        self.assertEqual((status, found), self.ask(name, "--all-operators", flags=flags)[:2])

    def test_several_commands(self) -> None:
        """Two commands for one file: each leaves out by itself."""
        self.write("two.cpp", START + "#ifdef TWO\n" + BUG + "at::Tensor f(at::Tensor t) { return at::asinh(t); }\n#endif\n")
        entries = [f'{{"directory": "{self.folder}", "file": "two.cpp", "arguments": ["c++", "-std=c++17", {more}'
                   + ", ".join(f'"{flag}"' for flag in TORCH or []) + ', "-c", "two.cpp"]}' for more in ('"-DTWO", ', "")]
        self.write("compile_commands.json", "[" + ",".join(entries) + "]")
        said = [self.run_raw("--format=json", "--no-prefilter", *options, "-p", ".", "two.cpp")
                for options in (["--no-cache", "--all-operators"], ["--no-cache"], [], [])]
        for other in said[1:]:
            self.assertEqual((said[0].status, said[0].out), (other.status, other.out), other.err)
        self.assertEqual(said[0].out.count('"torch-shared-memory-write"'), 1, said[0].out)


if __name__ == "__main__":
    unittest.main()
