"""The sources that the benchmarks measure on: a generated project, a CUDA file, projects with a compile database."""

from __future__ import annotations

import json
from pathlib import Path

UMBRELLAS = ["torch/torch.h", "torch/types.h", "ATen/ATen.h", "torch/script.h"]
FILES_PER_HEADER = 10
WRITES = ["zero_()", "add_(1)"]  # the first is a finding
BODY = """\
float f{i}(std::vector<float> &v, int n) {{
  at::Tensor t = torch::from_blob(v.data(), {{4}}, at::kFloat);
  t.{write};
  return t.sum().item<float>() + helper{h}(n);
}}
"""
# As much of CUDA as a launch and libtorch's headers need, so that no toolkit does.
CUDA_RUNTIME = """\
#pragma once
#include <stddef.h>
#include <stdlib.h>
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __host__ __attribute__((host))
struct dim3 {
  unsigned x, y, z;
  __host__ __device__ dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};
struct uint3 { unsigned x, y, z; };
extern const __device__ uint3 threadIdx, blockIdx, blockDim;
extern "C" unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t shared = 0, void *stream = nullptr);
extern "C" int cudaConfigureCall(dim3 grid, dim3 block, size_t shared = 0, void *stream = nullptr);
struct __half;
struct Anything { template <class T> __device__ operator T() const; };
__device__ Anything __ldg(const __half *value);
"""
CUDA_FLAGS = ["-nocudainc"]
CUDA = """\
#include <cuda_runtime.h>
#include <torch/torch.h>
#include <vector>
template <class T> __global__ void scale(T *values, T by, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    values[i] *= by;
}
torch::Tensor scaled(std::vector<float> &values, float by) {
  int n = static_cast<int>(values.size());
  torch::Tensor t = torch::from_blob(values.data(), {n}, torch::kFloat32).zero_().to(torch::kCUDA);
  scale<float><<<(n + 255) / 256, 256>>>(t.data_ptr<float>(), by, n);
  return t;
}
"""


def generated(folder: Path, count: int) -> list[Path]:
    """`count` files with headers of their own and different includes; ten share a header."""
    folder.mkdir(exist_ok=True)
    files = []
    for i in range(count):
        header = folder / f"own{i // FILES_PER_HEADER}.h"
        header.write_text(f"#pragma once\ninline int helper{i // FILES_PER_HEADER}(int n) {{ return n + 1; }}\n", encoding="utf-8")
        umbrella = UMBRELLAS[i % len(UMBRELLAS)]
        api = "" if umbrella.startswith("torch/") else "#include <torch/types.h>\n"
        text = f'#include <vector>\n#include "{header.name}"\n#include <{umbrella}>\n{api}' + BODY.format(
            i=i, h=i // FILES_PER_HEADER, write=WRITES[i % len(WRITES)])
        files.append(folder / f"f{i}.cpp")
        files[-1].write_text(text, encoding="utf-8")
    return files


def findings(count: int) -> int:
    """How many findings that many files of generated() have."""
    return -(-count // len(WRITES))


def cuda(folder: Path) -> tuple[Path, list[str]]:
    """A file with a kernel, its launch and a finding, and the flags that it needs besides libtorch's."""
    (folder / "toolkit").mkdir(exist_ok=True)
    (folder / "toolkit" / "cuda_runtime.h").write_text(CUDA_RUNTIME, encoding="utf-8")
    file = folder / "kernel.cu"
    file.write_text(CUDA, encoding="utf-8")
    return file, [*CUDA_FLAGS, "-isystem", str(folder / "toolkit")]


def edit(file: Path) -> None:
    """A change of the text that changes no finding."""
    file.write_text(file.read_text(encoding="utf-8") + "\n// edited\n", encoding="utf-8")


def database(folder: Path) -> tuple[list[dict], list[Path]]:
    """The commands of a compile database, and its files, each once."""
    commands = json.loads((folder / "compile_commands.json").read_text(encoding="utf-8"))
    return commands, sorted({(Path(command["directory"]) / command["file"]).resolve() for command in commands})
