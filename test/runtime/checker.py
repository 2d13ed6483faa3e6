"""What the parts of the runtime corpus share: where things are, what torch-tidy says of each fixture, how a part ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get("TORCH_TIDY_BUILD", ROOT / "build/release"))
PROGRAM = os.environ.get("TORCH_TIDY", str(BUILD / "bin/torch-tidy"))
CLANG = os.environ.get("TORCH_TIDY_CLANG", "/usr/lib/llvm-22/bin/clang++")


def libtorch() -> Path:
    """The package of the project's own libtorch."""
    torch = next((ROOT / ".deps/venv/lib").glob("python3*/site-packages/torch"), None)
    if not torch:
        raise SystemExit("no libtorch: run tool/setup.sh")
    return torch


def includes(torch: Path) -> list[str]:
    """The flags for the headers of a libtorch: a package's folder, or `/usr` for Debian's."""
    own = [] if torch == Path("/usr") else ["-isystem", str(torch / "include")]
    return ["-std=c++17", *own, "-isystem", str(torch / "include/torch/csrc/api/include")]


def version_of(torch: Path) -> str:
    """The version that its headers state, "2.13.0"."""
    for name in ("torch/headeronly/version.h", "torch/csrc/api/include/torch/version.h"):
        if (header := torch / "include" / name).exists():
            return ".".join(re.findall(r"define TORCH_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header.read_text(encoding="utf-8")))
    return ""


def tidy(file: Path, flags: list[str], *options: str) -> subprocess.CompletedProcess[str]:
    """torch-tidy on a fixture file, from no cache."""
    return subprocess.run([PROGRAM, "--isolated", "--no-cache", "--quiet", *options, str(file), "--", *flags],
                          text=True, capture_output=True, check=False)


def findings(file: Path, flags: list[str], *options: str) -> dict[str, list[dict]]:
    """What it finds, by function."""
    done = tidy(file, flags, "--format=json", *options)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"torch-tidy {file.name}: {done.stderr[:2000]}")
    out: dict[str, list[dict]] = defaultdict(list)
    for finding in json.loads(done.stdout)["findings"]:
        out[re.sub(r"^.*::|\(.*$", "", finding.get("enclosing", ""))].append(finding)
    return out


def checks(found: list[dict]) -> set[str]:
    """The checks that speak."""
    return {finding["check"] for finding in found}


def finish(fixtures: int, facts: int, wrong: list[str], skipped: int = 0) -> int:
    """Prints what is wrong and the totals. The exit status."""
    print("\n".join(wrong))
    print(f"{fixtures} fixtures, {facts} facts, {len(wrong)} disagreements" + (f", {skipped} skipped" if skipped else ""))
    return 1 if wrong else 0
