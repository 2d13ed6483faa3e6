"""What the tests of torch-tidy share: the program, a small libtorch of their own, and folders to work in.

The small libtorch is one header that looks to the checks as the real one does; a run on it takes 20 ms. What needs the
real one (test_libtorch.py) finds it in TORCH_INCLUDE or in the project's .deps.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 300

HEADER = """\
#pragma once
#include <initializer_list>
namespace c10 {
template <class T> struct ArrayRef {
  ArrayRef(std::initializer_list<T> values);
};
using IntArrayRef = ArrayRef<long>;
enum class ScalarType { Float, Double };
struct TensorOptions { TensorOptions(); TensorOptions(ScalarType type); };
}
namespace at {
using namespace c10;
class Tensor;
namespace _ops {
struct zero_ {
  static constexpr const char *schema_str = "zero_(Tensor(a!) self) -> Tensor(a!)";
  static Tensor &call(Tensor &self);
};
struct relu_ {
  static constexpr const char *schema_str = "relu_(Tensor(a!) self) -> Tensor(a!)";
  static Tensor &call(Tensor &self);
};
struct clone {
  static constexpr const char *schema_str = "clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor";
  static Tensor call(const Tensor &self);
};
}
class TensorBase {};
class Tensor : public TensorBase {
public:
  Tensor &zero_() const;
  Tensor &relu_() const;
  Tensor clone() const;
};
inline Tensor &Tensor::zero_() const { return at::_ops::zero_::call(const_cast<Tensor &>(*this)); }
inline Tensor &Tensor::relu_() const { return at::_ops::relu_::call(const_cast<Tensor &>(*this)); }
inline Tensor Tensor::clone() const { return at::_ops::clone::call(*this); }
inline Tensor from_blob(void *data, IntArrayRef sizes, const TensorOptions &options = {}) { return Tensor(); }
Tensor zeros(IntArrayRef sizes, TensorOptions options = {});
constexpr ScalarType kFloat = ScalarType::Float, kFloat32 = ScalarType::Float;
}
namespace torch {
using namespace at;
}
"""

# One finding with a safe fix; {name} keeps functions apart.
BUG = """\
at::Tensor {name}() {{
  float values[4];
  at::Tensor t = at::from_blob(values, {{4}}, at::kFloat32);
  t.zero_();
  return t.clone();
}}
"""
# One finding with a suggestion only: the caller's memory.
CALLER = """\
at::Tensor {name}(float *values) {{
  at::Tensor t = at::from_blob(values, {{4}}, at::kFloat32);
  t.zero_();
  return t.clone();
}}
"""
CLEAN = "int answer() { return 42; }\n"
INCLUDE = "#include <ATen/core/TensorBody.h>\n"
FLAGS = ["-std=c++17"]
# How builds call nvcc. INCLUDE is libtorch's folder, FILE the source; options.txt holds what CMake puts into such a file.
NVCC = {
    "CMake": "nvcc -forward-unknown-to-host-compiler -isystem=INCLUDE -nocudainc -O3 -DNDEBUG -std=c++17 "
             "\"--generate-code=arch=compute_80,code=[compute_80,sm_80]\" -Xcompiler=-fPIC -MD -MT a.o -MF a.o.d -x cu -c FILE -o a.o",
    "CMake, Makefiles": "/opt/cuda/bin/nvcc -forward-unknown-to-host-compiler -DX --options-file options.txt -std=c++17 -arch=native "
                        "-x cu -rdc=true -c FILE -o a.o",
    "PyTorch, ninja": "nvcc --generate-dependencies-with-compile --dependency-output a.o.d -isystem INCLUDE -nocudainc "
                      "-D__CUDA_NO_HALF_OPERATORS__ --expt-relaxed-constexpr --compiler-options '-fPIC' "
                      "-gencode=arch=compute_80,code=sm_80 -std=c++17 -c FILE -o a.o",
    "PyTorch, setup.py": "ccache nvcc -isystem INCLUDE -nocudainc --extended-lambda -lineinfo --use_fast_math -Xptxas -v --threads 4 "
                         "-gencode arch=compute_80,code=sm_80 -ccbin g++ -m64 -t 2 -Xcompiler -Wall,-Wextra -std=c++17 -c FILE -o a.o",
    "debugging": "nvcc -g -G -std c++17 -O 0 -Werror all-warnings -odir out --system-include INCLUDE -nocudainc --x cu -dc FILE",
    "macros of the host's compiler": "nvcc -std=c++17 -Xcompiler -DFOLDER,-O2,-IINCLUDE -nocudainc -c FILE",
}


def program() -> Path:
    """The torch-tidy under test."""
    if "TORCH_TIDY" in os.environ:
        return Path(os.environ["TORCH_TIDY"]).resolve()
    return Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build" / "release")).resolve() / "bin" / "torch-tidy"


def libtorch() -> list[str] | None:
    """The flags for the real libtorch, None where there is none."""
    roots = [Path(os.environ["TORCH_INCLUDE"])] if "TORCH_INCLUDE" in os.environ else [
        path / "include" for path in ROOT.glob(".deps/venv/lib/python3*/site-packages/torch")]
    for root in roots:
        if (root / "ATen" / "ATen.h").is_file():
            return ["-isystem", str(root), "-isystem", str(root / "torch" / "csrc" / "api" / "include")]
    return None


@dataclass(frozen=True)
class Ended:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"status {self.status}\n--- stdout\n{self.out}--- stderr\n{self.err}"

    @property
    def headlines(self) -> list[str]:
        """The lines of the warnings and errors."""
        return [line for line in self.out.splitlines() if ": warning: " in line or ": error: " in line]


class ToolTest(unittest.TestCase):
    """Each test has an empty folder, which is also where the program runs."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="torch-tidy-test-")).resolve()
        self.addCleanup(self._remove)
        self.write("libtorch/include/ATen/core/TensorBody.h", HEADER)
        self.flags = [*FLAGS, "-isystem", str(self.folder / "libtorch" / "include")]

    def _remove(self) -> None:
        for path in self.folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(self.folder)

    def write(self, name: str, text: str) -> Path:
        """A file in the test's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        """The text of a file in the test's folder."""
        return (self.folder / name).read_text(encoding="utf-8")

    def bug(self, name: str = "a.cpp", text: str = BUG) -> Path:
        """A file with one finding."""
        return self.write(name, INCLUDE + text.format(name="f_" + Path(name).stem.replace("-", "_")))

    def database(self, files: list[str], where: str = ".", flags: list[str] | None = None) -> None:
        """A compile database for files of the test's folder."""
        flags = self.flags if flags is None else flags
        entries = [{"directory": str(self.folder), "file": str(self.folder / file),
                    "arguments": ["c++", *flags, "-c", str(self.folder / file), "-o", "x.o"]} for file in files]
        self.write(f"{where}/compile_commands.json", json.dumps(entries))

    def run_raw(self, *arguments: str, name: str | None = None, cwd: Path | None = None,
                env: dict[str, str] | None = None, text: str = "") -> Ended:
        """Runs the program with exactly these arguments, and `text` on standard input. Its cache is this test's."""
        env = env or {**os.environ, "XDG_CACHE_HOME": str(self.folder / "xdg")}
        env.pop("CI", None)  # no lines about progress
        done = subprocess.run([name or str(program()), *arguments], cwd=cwd or self.folder, capture_output=True,
                              text=True, errors="replace", check=False, input=text, timeout=TIMEOUT_SECONDS, env=env)
        return Ended(done.returncode, done.stdout, done.stderr)

    def tidy(self, *arguments: str) -> Ended:
        """Runs the program with the flags of the small libtorch."""
        return self.run_raw(*arguments, "--", *self.flags)

    def assert_status(self, ended: Ended, status: int) -> None:
        """Compares the exit status, and shows everything where it differs."""
        self.assertEqual(ended.status, status, str(ended))

    def assert_one_line_error(self, ended: Ended, *parts: str) -> None:
        """Status 2, and one line on standard error that holds all parts."""
        self.assert_status(ended, 2)
        lines = [line for line in ended.err.splitlines() if line.startswith("torch-tidy: ")]
        self.assertEqual(len(lines), 1, str(ended))
        for part in parts:
            self.assertIn(part, lines[0])
