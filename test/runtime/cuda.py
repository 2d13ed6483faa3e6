#!/usr/bin/env python3
"""The fixtures about devices: what libtorch does with them on a GPU, and what the checker says of them.

    cuda.py                         judges the checker by cuda/facts.json
    cuda.py --run [--write]         compiles and calls them here (a GPU, CUDA's toolkit and a libtorch for CUDA), then judges
    cuda.py --run --facts FILE      the same, and only writes what came of it, for a machine without torch-tidy

A function is wrong if libtorch throws or the process ends when its tensor is read: then torch-from-blob-device must speak of it,
and of no other. The last line is "N fixtures, N facts, N disagreements"; without a GPU --run says so and counts what was skipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from checker import HERE, checks, findings, finish, includes, libtorch

SOURCE = HERE / "cuda" / "devices.cpp"
FACTS = HERE / "cuda" / "facts.json"
CHECK = "torch-from-blob-device"


def names() -> list[str]:
    """The fixtures."""
    return re.findall(r"^torch::Tensor (\w+)\(\) \{", SOURCE.read_text(encoding="utf-8"), re.MULTILINE)


def digest() -> str:
    """Of the fixtures: facts of others are worth nothing."""
    return hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]


def call_all() -> dict:
    """Compiles and calls them with the libtorch of this Python."""
    try:
        import torch
        from torch.utils import cpp_extension
    except ImportError:
        return {}
    if not torch.cuda.is_available():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "fixtures.inc").write_text("".join(f"FIXTURE({name})\n" for name in names()), encoding="utf-8")
        library = Path(torch.__file__).parent / "lib"
        includes = [f"-I{path}" for path in cpp_extension.include_paths("cuda")]
        toolkit = Path(cpp_extension.CUDA_HOME or "/usr/local/cuda")
        runtime = next((str(p) for p in [*toolkit.glob("lib64/libcudart.so*"), *Path(sys.prefix).glob("lib/python3*/site-packages/nvidia/**/libcudart.so*")]), "")
        command = ["g++", "-std=c++17", "-O0", "-w", f"-D_GLIBCXX_USE_CXX11_ABI={int(torch.compiled_with_cxx11_abi())}", f"-I{folder}",
                   f"-I{HERE / 'cuda'}", *includes, str(HERE / "cuda" / "main.cpp"), "-o", f"{folder}/main", f"-L{library}",
                   f"-Wl,-rpath,{library}", "-Wl,--no-as-needed", "-ltorch", "-ltorch_cuda", "-ltorch_cpu", "-lc10", "-lc10_cuda",
                   runtime, f"-Wl,-rpath,{Path(runtime).parent}"]
        subprocess.run(command, check=True)
        out = subprocess.run([f"{folder}/main"], text=True, capture_output=True, check=True).stdout
    rows = [json.loads(line) for line in out.splitlines()]
    return {"fixtures": digest(), "torch": torch.__version__, "device": torch.cuda.get_device_name(0),
            "facts": {row["name"]: row["what"] for row in rows}}


def main() -> int:
    """Runs, judges, or both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep what came of it")
    parser.add_argument("--facts", type=Path)
    options = parser.parse_args()
    if options.run:
        told = call_all()
        if not told:
            print(f"no GPU, no CUDA toolkit or no libtorch for CUDA: {len(names())} fixtures skipped")
            return 0
        if options.facts or options.write:
            (options.facts or FACTS).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        if options.facts:
            return 0
    else:
        told = json.loads(FACTS.read_text(encoding="utf-8"))
    wrong = [] if told["fixtures"] == digest() else ["cuda/facts.json is of other fixtures: run `cuda.py --run --write` where a GPU is"]
    said = findings(SOURCE, includes(libtorch()))
    for name in names():
        what = told["facts"].get(name, "was not called")
        hazard = not what.endswith("read")
        if hazard != (CHECK in checks(said[name])):
            wrong.append(f"{name}: it {what}; the checker says {', '.join(sorted(checks(said[name]))) or 'nothing'}")
    return finish(len(names()), len(told["facts"]), wrong)


if __name__ == "__main__":
    sys.exit(main())
