#!/usr/bin/env python3
"""The fixtures that are a Python extension: compiled, loaded, called with real NumPy arrays, and judged by what became of these.

    extension.py

An array that has become a constant calls for torch-shared-memory-write; a tensor that reads other numbers than the array holds, for
torch-from-blob-dtype. The last line is "N fixtures, N facts, N disagreements".
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from checker import CLANG, HERE, ROOT, checks, findings, finish, includes, libtorch

SOURCE = HERE / "extension" / "arrays.cpp"
PYTHON = ROOT / ".deps/venv/bin/python"
WRITE, DTYPE = "torch-shared-memory-write", "torch-from-blob-dtype"
HEAD = re.compile(r"^(?:torch::Tensor|void) (\w+)\((.*?)\) \{")
# Runs in the interpreter that has torch and NumPy: arguments by the types of the parameters, facts as JSON.
CALLS = """
import json, sys
import numpy as np, torch, arrays
kinds = {"float": np.float32, "FloatArray": np.float32, "double": np.float64, "int32_t": np.int32, "py::buffer": np.float32}
for name, parameters in json.loads(sys.argv[1]):
    given = []
    for kind in parameters:
        if kind == "tensor":
            given.append(torch.arange(24, dtype=torch.float32))
        elif kind == "number":
            given.append(0.5)
        else:
            given.append((np.arange(24) + 1.25).astype(kinds[kind]))
    before = [g.copy() for g in given if isinstance(g, np.ndarray)]
    result = getattr(arrays, name)(*given)
    after = [g for g in given if isinstance(g, np.ndarray)]
    fact = {"changed": any(not np.array_equal(b, a) for b, a in zip(before, after)),
            "constant": any(not np.array_equal(b, a) and np.all(a == a.flat[0]) for b, a in zip(before, after)),
            "reads": True}
    if after and isinstance(result, torch.Tensor) and not fact["changed"]:
        numbers = set(np.asarray(result.double()).ravel().tolist())
        fact["reads"] = numbers <= {0.0} or numbers <= set(after[0].astype(np.float64).ravel().tolist())
    print(json.dumps([name, fact]))
"""


def kind(parameter: str) -> str:
    """Of an argument, by the type of its parameter."""
    if "Tensor" in parameter:
        return "tensor"
    if array := re.match(r"py::array_t<(\w+)>", parameter):
        return array[1]
    return parameter.split()[0] if parameter.startswith(("FloatArray", "py::buffer")) else "number"


def main() -> int:
    """Compiles, calls, judges."""
    heads = filter(None, map(HEAD.match, SOURCE.read_text(encoding="utf-8").splitlines()))
    fixtures = {head[1]: [kind(p.strip()) for p in head[2].split(",") if p.strip()] for head in heads}
    torch = libtorch()
    python = sysconfig.get_paths()["include"]
    flags = [*includes(torch), "-isystem", python if Path(python, "Python.h").is_file() else "/usr/include/python3.11"]
    said = findings(SOURCE, flags)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "fixtures.inc").write_text("".join(f"FIXTURE({name})\n" for name in fixtures), encoding="utf-8")
        library = torch / "lib"
        subprocess.run([CLANG, *flags, f"-I{folder}", "-DTORCH_TIDY_RUN", "-O0", "-g0", "-w", "-fPIC", "-shared", str(SOURCE), "-o",
                        f"{folder}/arrays.so", f"-L{library}", f"-Wl,-rpath,{library}", "-ltorch", "-ltorch_cpu", "-ltorch_python", "-lc10"],
                       check=True)
        calls = json.dumps(list(fixtures.items()))
        out = subprocess.run([str(PYTHON), "-c", CALLS, calls], cwd=folder, text=True, capture_output=True, check=False)
    told = dict(json.loads(line) for line in out.stdout.splitlines())
    wrong = [f"'{name}' was not called: {out.stderr[-1500:]}" for name in list(fixtures.keys() - told.keys())[:1]]
    for name, fact in told.items():
        expected = {check for check, wrong_so in ((WRITE, fact["constant"]), (DTYPE, not fact["reads"])) if wrong_so}
        if expected != checks(said[name]):
            wrong.append(f"{name}: {fact} calls for {sorted(expected)}; the checker says {sorted(checks(said[name]))}")
    return finish(len(fixtures), sum(map(len, told.values())), wrong)


if __name__ == "__main__":
    sys.exit(main())
