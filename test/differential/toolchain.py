"""Builds and runs programs with libtorch, and asks claim-dump about them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from program import Program
from render import render

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release"))
CLANG = os.environ.get("TORCH_TIDY_CLANG", "/usr/lib/llvm-22/bin/clang++")
CLAIM_DUMP = os.environ.get("CLAIM_DUMP", str(BUILD / "bin/claim-dump"))

# For programs that catch nothing: what they throw goes through them to the runtime without the code that destroys their
# variables on the way, which would be a fifth of what is compiled. They take the precompiled header of the others, which Clang
# calls another language; that it is the header of today is seen where Runtime.cpp is compiled.
NO_CLEANUPS = ["-fno-exceptions", "-Xclang", "-fcxx-exceptions", "-fasynchronous-unwind-tables", "-Xclang", "-fno-validate-pch"]


def torch_folder() -> Path:
    """The libtorch of .deps, or the one that TORCH_ROOT names."""
    found = [Path(os.environ["TORCH_ROOT"])] if "TORCH_ROOT" in os.environ else \
        list((ROOT / ".deps/venv/lib").glob("python3*/site-packages/torch"))
    if not found:
        raise SystemExit("no libtorch: run tool/setup.sh, or point TORCH_ROOT at one")
    return found[0]


class Toolchain:
    """A folder to work in, with the precompiled headers that all batches share."""

    def __init__(self, work: Path | None = None, fault: str = "") -> None:
        self.torch = torch_folder()
        self.fault = fault
        if work is None:
            self.temporary = tempfile.TemporaryDirectory(prefix="torch-tidy-differential.")
            work = Path(self.temporary.name)
        work.mkdir(parents=True, exist_ok=True)
        self.work = work
        include = self.torch / "include"
        self.flags = ["-std=c++17", "-w", f"-I{HERE}", f"-isystem{include}", f"-isystem{include}/torch/csrc/api/include"]
        self.run_pch, self.claim_pch = work / "run.pch", work / "claim.pch"
        self.header(self.run_pch, [*self.run_flags, "-fpch-instantiate-templates"])
        self.runtime = work / "Runtime.o"
        self.call([CLANG, *self.run_flags, "-include-pch", str(self.run_pch), "-c", str(HERE / "Runtime.cpp"), "-o", str(self.runtime)])

    @property
    def run_flags(self) -> list[str]:
        """How programs are compiled: as fast as it goes."""
        return [*self.flags, "-DTORCH_TIDY_RUN", "-O0", "-g0", "-fPIC"]

    @staticmethod
    def call(command: list[str], **more) -> str:
        """Runs a command that must succeed."""
        done = subprocess.run(command, text=True, capture_output=True, check=False, **more)
        if done.returncode:
            raise SystemExit(f"{shlex.join(command)[:400]}\nexit status {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[:4000]}")
        return done.stdout

    def header(self, pch: Path, flags: list[str], maker: list[str] | None = None) -> None:
        """A precompiled Program.h."""
        if pch.exists() and pch.stat().st_mtime > max((HERE / name).stat().st_mtime for name in ("Program.h", "Runtime.h")):
            return
        self.call([*(maker or [CLANG, "-x", "c++-header"]), *flags, str(HERE / "Program.h"), "-o", str(pch)])

    def run(self, programs: list[Program], name: str) -> tuple[list[str], list[str], dict]:
        """What happened, what is claimed, and where things stand in the text."""
        text, where = render(programs)
        happened, claims = self.run_text(text, list(where), name)
        return happened, claims, where

    def run_text(self, text: str, numbers: list[int], name: str) -> tuple[list[str], list[str]]:
        """What happened, and what is claimed, of a translation unit with these programs."""
        source = self.work / f"{name}.cpp"
        source.write_text(text, encoding="utf-8")
        binary = self.work / name
        lib = self.torch / "lib"
        cleanups = [] if re.search(r"\bcatch\b", text) else NO_CLEANUPS
        self.call([CLANG, *self.run_flags, *cleanups, "-include-pch", str(self.run_pch), str(source), str(self.runtime), "-o", str(binary),
                   f"-L{lib}", f"-Wl,-rpath,{lib}", "-ltorch", "-ltorch_cpu", "-lc10"])
        happened: list[str] = []
        done = 0
        while done < len(numbers):
            ran = subprocess.run([str(binary), str(done)], text=True, stdout=subprocess.PIPE, check=False,
                                 env={**os.environ, "OMP_NUM_THREADS": "1"}).stdout.splitlines()
            happened += ran
            done += sum(line.startswith("program ") for line in ran)
            if done < len(numbers):
                happened.append(f"crashed {numbers[done]}")
                done += 1
        binary.unlink()
        return happened, self.claims(source)

    def claims(self, source: Path) -> list[str]:
        """What the analysis says of a file."""
        self.header(self.claim_pch, self.flags, [str(BUILD / "bin/make_pch")])
        command = [CLAIM_DUMP, str(source), *([f"--fault={self.fault}"] if self.fault else []), "--", *self.flags,
                   "-include-pch", str(self.claim_pch)]
        return self.call(command).splitlines()
