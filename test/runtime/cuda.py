#!/usr/bin/env python3
"""The fixtures about devices: what libtorch does with them on a GPU, and what the checker says of them.

    cuda.py                         judges the checker by cuda/facts.json
    cuda.py --run [--write]         compiles and links them where CUDA's toolkit is, calls them where a GPU and a libtorch for CUDA
                                    are too, then judges
    cuda.py --run --facts FILE      the same, and only writes what came of it, for a machine without torch-tidy

A function is wrong if libtorch throws or the process ends when its tensor is read: then torch-from-blob-device must speak of it,
and of no other. One that has not run on a GPU is not judged. A file for nvcc is read with the declarations of cuda_api.h; with
--run, where the toolkit is, also with its headers: the findings must be the same.

The last line is "N fixtures, N facts, N disagreements", and ", N skipped" of those that have no facts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from checker import HERE, checks, findings, finish, includes, libtorch

CUDA = HERE / "cuda"
SOURCES = [CUDA / "devices.cpp", CUDA / "kernels.cu"]
FACTS = CUDA / "facts.json"
CHECK = "torch-from-blob-device"


def names(source: Path) -> list[str]:
    """The fixtures of a file."""
    return re.findall(r"^torch::Tensor (\w+)\(\) \{", source.read_text(encoding="utf-8"), re.MULTILINE)


def digest(source: Path) -> str:
    """Of the fixtures: facts of others are worth nothing."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def toolkit() -> Path | None:
    """CUDA's, with its compiler and its headers."""
    places = [os.environ.get("CUDA_HOME"), os.environ.get("CUDA_PATH"), "/usr/local/cuda", *sorted(Path("/usr/local").glob("cuda-*"))]
    if found := shutil.which("nvcc"):
        places.append(Path(found).resolve().parents[1])
    return next((Path(p) for p in places if p and Path(p, "bin/nvcc").is_file() and Path(p, "include/cuda_runtime.h").is_file()), None)


class Libtorch:
    """One to link with: that of this Python where it can use a GPU, or the project's own."""

    def __init__(self) -> None:
        self.device = self.version = ""
        self.abi = 1
        try:
            import torch
        except ImportError:
            torch = None
        if torch and torch.cuda.is_available():
            self.folder = Path(torch.__file__).parent
            self.version, self.device = torch.__version__, torch.cuda.get_device_name(0)
            self.abi = int(torch.compiled_with_cxx11_abi())
        else:
            self.folder = libtorch()

    def program(self, source: Path, tools: Path, folder: Path) -> Path:
        """Compiled and linked, with calls of all fixtures."""
        (folder / "fixtures.inc").write_text("".join(f"FIXTURE({name})\n" for name in names(source)), encoding="utf-8")
        library, binary = self.folder / "lib", folder / source.stem
        flags = ["-std=c++17", "-O0", "-w", f"-D_GLIBCXX_USE_CXX11_ABI={self.abi}", f'-DFIXTURES="{source.name}"', f"-I{folder}", f"-I{CUDA}",
                 *includes(self.folder)[1:], "-isystem", str(tools / "include")]
        libraries = [f"-L{library}", "-ltorch", *(["-ltorch_cuda", "-lc10_cuda"] if self.device else []), "-ltorch_cpu", "-lc10"]
        if source.suffix == ".cu":
            compiler = [str(tools / "bin/nvcc"), "-x", "cu"]
            linker = ["-Xlinker", f"--no-as-needed,-rpath,{library}"]
        else:
            runtime = [*tools.glob("lib64/libcudart.so*"), *Path(sys.prefix).glob("lib/python3*/site-packages/nvidia/**/libcudart.so*")]
            compiler = ["g++"]
            linker = [f"-Wl,--no-as-needed,-rpath,{library},-rpath,{runtime[0].parent}", str(runtime[0])]
        subprocess.run([*compiler, *flags, str(CUDA / "main.cpp"), "-o", str(binary), *linker, *libraries], check=True)
        return binary


def run(wrong: list[str]) -> dict[str, dict]:
    """Compiles and links all that can be, and calls what can be called: the facts by file."""
    tools = toolkit()
    count = sum(len(names(source)) for source in SOURCES)
    if not tools:
        print(f"no CUDA toolkit: {count} fixtures are neither compiled nor run")
        return {}
    torch = Libtorch()
    told = {}
    built = 0
    with tempfile.TemporaryDirectory(prefix="torch-tidy-cuda.") as folder:
        for source in SOURCES:
            try:
                program = torch.program(source, tools, Path(folder))
            except subprocess.CalledProcessError as error:
                wrong.append(f"{source.name} does not compile and link: status {error.returncode}")
                continue
            built += len(names(source))
            if torch.device:
                out = subprocess.run([str(program)], text=True, capture_output=True, check=True).stdout
                told[source.name] = {"fixtures": digest(source), "torch": torch.version, "device": torch.device,
                                     "facts": {row["name"]: row["what"] for row in map(json.loads, out.splitlines())}}
    print(f"{built} fixtures compiled and linked with {tools.name}" + ("" if torch.device else
          f"; no GPU, or no libtorch for CUDA: their run is skipped, all {count}"))
    return told


def readings(source: Path, tools: Path | None, folder: Path) -> list[list[str]]:
    """The flags to read a file with: with our own declarations of CUDA, and with the toolkit's."""
    flags = includes(libtorch())
    if source.suffix != ".cu":
        return [flags]
    out = [[*flags, "-nocudainc"]]
    if tools:
        (folder / "curand_mtgp32_kernel.h").touch()  # Clang includes it, and it is not in all toolkits
        out.append([*flags, f"--cuda-path={tools}", "-isystem", f"{tools}/include", "-isystem", f"{tools}/include/cccl", "-isystem", str(folder),
                    *(f"-D__CUDA_NO_{of}__" for of in ("HALF_OPERATORS", "HALF_CONVERSIONS", "HALF2_OPERATORS", "BFLOAT16_CONVERSIONS"))])
    return out


def judge(source: Path, facts: dict[str, str], tools: Path | None, wrong: list[str]) -> None:
    """What the checker says of a file, against what happened."""
    with tempfile.TemporaryDirectory(prefix="torch-tidy-cuda.") as folder:
        said, *others = [findings(source, flags) for flags in readings(source, tools, Path(folder))]
    for name in names(source):
        if any(checks(other[name]) != checks(said[name]) for other in others):
            wrong.append(f"{name}: with CUDA's own headers the checker says something else")
        what = facts.get(name, "was not called")
        if facts and (not what.endswith("read")) != (CHECK in checks(said[name])):
            wrong.append(f"{name}: it {what}; the checker says {', '.join(sorted(checks(said[name]))) or 'nothing'}")


def story() -> str:
    """What has run where, for docs/corpus.md."""
    told = json.loads(FACTS.read_text(encoding="utf-8"))
    parts = [f"{source.name}, {len(names(source))} fixtures, " +
             (f"on {told[source.name]['device']} with libtorch {told[source.name]['torch']}" if source.name in told else
              "which have not run on a GPU and count for nothing") for source in SOURCES]
    return "Devices (`test/runtime/cuda.py`): " + "; ".join(parts) + "."


def main() -> int:
    """Runs, judges, or both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep what came of it")
    parser.add_argument("--facts", type=Path)
    options = parser.parse_args()
    wrong: list[str] = []
    told = json.loads(FACTS.read_text(encoding="utf-8"))
    if options.run:
        now = run(wrong)
        told |= now
        if now and (options.facts or options.write):
            (options.facts or FACTS).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        if options.facts:
            print("\n".join(wrong))
            return 1 if wrong else 0
    judged = skipped = 0
    for source in SOURCES:
        facts = told.get(source.name, {})
        if facts and facts["fixtures"] != digest(source):
            wrong.append(f"cuda/facts.json is of another {source.name}: run `cuda.py --run --write` where a GPU is")
        judge(source, facts.get("facts", {}), toolkit() if options.run else None, wrong)
        if facts:
            judged += len(names(source))
        else:
            skipped += len(names(source))
            print(f"{source.name}: {len(names(source))} fixtures skipped, which have not run on a GPU")
    return finish(judged, sum(len(facts["facts"]) for facts in told.values()), wrong, skipped)


if __name__ == "__main__":
    sys.exit(main())
