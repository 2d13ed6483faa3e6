#!/usr/bin/env python3
"""Random programs, run and held against the verdict of torch-tidy.

Each program is a function f(a, c) that makes tensors over the array `a`, views, copies and aliases of them, and writes.
It runs on all of its paths: each branch asks a flag of its own. What `torch-tidy explain --summaries` says of it must agree with what happened:

  "writes 'a'"      `a` changed on one of the paths
  "may write 'a'"   anything
  nothing           `a` changed on none

    programs.py --program TORCH_TIDY [--count N] [--seed S]     run by a Python that has torch

The last line is "N programs, N disagreements".
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

PRELUDE = """\
import numpy as np
import torch
from torch import nn


def clear(t):
    t.zero_()


def bump(t, by=1):
    t += by
    return t


def same(t):
    return t


def half(t):
    return t.view(-1)[-1:]


def fresh(t):
    return t.clone()


def over(x):
    return torch.from_numpy(x)


class Holder:
    def __init__(self, x):
        self.t = torch.from_numpy(x)

    def wipe(self):
        self.t.zero_()


"""

BORROWS = ["torch.from_numpy({x})", "torch.as_tensor({x})", "torch.asarray({x})", "torch.from_dlpack({x})",
           "torch.as_tensor({x}, dtype=torch.float64)", "torch.as_tensor({x}, dtype=torch.float32)", "torch.tensor({x})",
           "over({x})", "torch.from_numpy({x}).double()", "torch.from_numpy({x}).float()", "torch.DoubleTensor({x})",
           "torch.from_numpy({x}).clone()", "torch.asarray({x}, copy=True)", "torch.FloatTensor({x})"]
VIEWS = ["{t}", "{t}.view(-1)", "{t}.reshape(-1)", "{t}[0]", "{t}[..., 0]", "{t}[:]", "{t}[-1:]", "{t}.T", "{t}.flatten()",
         "{t}.detach()", "{t}.data", "{t}.clone()", "{t} + 1", "{t} * 2", "-{t}", "{t}.to(torch.float64)",
         "{t}.to(torch.float32)", "{t}.float()", "{t}.double()", "{t}.contiguous()", "{t}.cpu()", "{t}[[0, 1]]",
         "{t}[{t} > 0]", "{t}.unsqueeze(0)", "{t}.squeeze()", "{t}.expand_as({t})", "{t}.chunk(2)[0]", "list({t})[0]",
         "{t}.type_as({t})", "{t}.select(0, 0)", "{t}.narrow(0, 0, 1)", "torch.transpose({t}, 0, -1)", "{t}.abs()",
         "torch.flatten({t})", "same({t})", "half({t})", "fresh({t})", "bump({t})", "({t} if FLAG else {t}.clone())",
         "[{t}, 1][0]", "{{'k': {t}}}['k']", "tuple([{t}])[0]", "{t}.requires_grad_(False)", "torch.squeeze({t})",
         "{t}.movedim(0, -1)", "{t}.split(1)[0]", "{t}.unbind()[0]", "torch.from_numpy({t}.numpy())", "{t}.ravel()",
         "nn.Parameter({t}, requires_grad=False)", "(lambda: {t})()", "{t}.view_as({t})", "{t}.diagonal()", "{t}.mT",
         "torch.atleast_2d({t})", "{t}.positive()", "{t}.to('cpu')", "{t}.type(torch.float64)", "torch.ones_like({t})"]
ARRAYS = ["{x}", "{x}.copy()", "{x}.T", "{x}.reshape(-1)", "{x}[0]", "{x}[-1:]", "{x} + 1", "np.asarray({x})", "np.array({x})",
          "{x}.astype(np.float64)", "{x}.astype(np.float32)", "{x}.astype(np.float64, copy=False)", "{x}.ravel()",
          "{x}.flatten()", "np.ascontiguousarray({x})", "{x}[[0]]", "{x}.squeeze()", "np.atleast_2d({x})",
          "np.expand_dims({x}, 0)", "np.stack([{x}])", "np.reshape({x}, -1)", "{x}.view()", "{x}.swapaxes(0, -1)"]
WRITES = ["{t}.zero_()", "{t}.add_(1)", "{t} += 1", "{t} *= 3", "{t}[0] = 50", "{t}[:] = 0", "{t}[...] = {t} + 1",
          "{t}.fill_(7)", "nn.init.constant_({t}, 4)", "torch.add({t}, 1, out={t})", "{t}.copy_({t} + 1)", "clear({t})",
          "bump({t})", "{t} -= 2.625", "{t}.view(-1)[0] = 90", "{t}[{t} > -1000] = 33", "torch.fill_({t}, 8)",
          "{t}.mul_(0)", "for row in {t}:\n    row += 1", "{t}.numpy()[...] = 3", "np.copyto({t}.numpy(), 11)",
          "({t} + 1).zero_()", "{t}.clone().fill_(2)", "{t}[[0]].add_(1)", "{t} = {t} + 1", "{t}.sub(1)", "{t}.unsqueeze_(-1)",
          "[row.add_(1) for row in {t}]", "for i, row in enumerate({t}):\n    row += 1", "d = {{'k': {t}}}\nd['k'] += 1",
          "for r, n in zip({t}, range(9)):\n    r.mul_(2.5)", "d = {{}}\nd['k'] = {t}\nd['k'].add_(1)",
          "l = []\nl.append({t})\nfor u in l:\n    u.add_(1)", "(u := {t}).add_(1)", "u, *v = {t}\nu.add_(1)",
          "try:\n    u = {t}\n    raise ValueError\nexcept ValueError:\n    u.add_(1)", "u = v = {t}\nv.add_(1)",
          "u = {t}\ndel u", "(lambda u: u.add_(1))({t})", "g = lambda u: u.view(-1)\ng({t}).add_(1)",
          "match 1:\n    case 1:\n        {t}.add_(1)", "for u in ({t}, {t} + 1):\n    u.sub_(0.3)",
          "for v in {{'k': {t}}}.values():\n    v.add_(1)", "u = {t}\nu = u.clone()\nu.zero_()",
          "torch._foreach_add_([{t}], 1)", "torch.Tensor.add_({t}, 1)", "torch.ops.aten.add_({t}, 1)", "{t}.apply_(lambda e: e + 1)",
          "u = {t}.numpy()\nu += 1", "u = np.asarray({t})\nu[...] = 3", "u = {t}.numpy().copy()\nu += 1", "{t}.index_fill_(0, torch.tensor([0]), 5)",
          "u = torch.empty_like({t})\nu.copy_({t})\nu += 1", "torch.nn.functional.threshold({t}, 1000.0, -3.0, inplace=True)",
          "if isinstance({t}, torch.Tensor) and {t}.add_(1) is not None:\n    pass", "u = {t} if {t} is not None else None\nu.add_(1)",
          "{t}.data.add_(1)", "torch.nn.functional.relu({t} - 1000, inplace=True)", "torch.exp_({t})", "{t}.detach().zero_()"]


def program(rng: random.Random, name: str) -> str:
    """One function: statements over tensors t0.. and arrays a, x0.."""
    lines: list[str] = []
    tensors: list[str] = []
    arrays = ["a"]

    def statement(depth: int) -> list[str]:
        kind = rng.random()
        if not tensors or kind < 0.18:
            new = f"t{len(tensors)}"
            made = rng.choice(BORROWS).format(x=rng.choice(arrays))
            if depth == 0:
                tensors.append(new)
                return [f"{new} = {made}"]
            return [f"{rng.choice(tensors)} = {made}"] if tensors else ["pass"]
        if kind < 0.30:
            made = rng.choice(ARRAYS).format(x=rng.choice(arrays))
            if depth == 0:
                new = f"x{len(arrays)}"
                arrays.append(new)
                return [f"{new} = {made}"]
            return [f"{rng.choice(arrays[1:])} = {made}"] if len(arrays) > 1 else ["pass"]
        if kind < 0.62:
            made = rng.choice(VIEWS).format(t=rng.choice(tensors))
            if depth == 0:
                new = f"t{len(tensors)}"
                tensors.append(new)
                return [f"{new} = {made}"]
            return [f"{rng.choice(tensors)} = {made}"]
        if kind < 0.85 or depth >= 2:
            return rng.choice(WRITES).format(t=rng.choice(tensors)).split("\n")
        body = [line for _ in range(rng.randint(1, 2)) for line in statement(depth + 1)]
        shapes = ["for i in range(2 if FLAG else 0):", "while True:", "with torch.no_grad():", "try:"]
        shape = rng.choice(shapes + ["if FLAG:", "if not FLAG:"])
        out = [shape] + ["    " + line for line in body]
        if shape == "while True:":
            out.append("    break")
        elif shape == "try:":
            out += ["finally:", "    pass"]
        elif shape.startswith("if") and rng.random() < 0.5:
            out += ["else:"] + ["    " + line for line in statement(depth + 1)]
        return out

    for _ in range(rng.randint(3, 8)):
        lines += statement(0)
    text = "".join(f"    {line}\n" for line in lines)
    flags = 0
    while "FLAG" in text:  # one for each branch: no path contradicts itself
        text = text.replace("FLAG", f"c[{flags}]", 1)
        flags += 1
    return f"def {name}(a: np.ndarray, c):\n{text}\n\n"


class Flags:
    """The answers of the branches. In a loop a branch is asked in each round: the same again, or each time the other one."""

    def __init__(self, first: tuple[bool, ...], turns: bool) -> None:
        self.next, self.turns = list(first), turns

    def __getitem__(self, number: int) -> bool:
        answer = self.next[number]
        if self.turns:
            self.next[number] = not answer
        return answer


def changed(function, flags: Flags) -> bool | None:
    """Whether the array was changed; None where the program raises."""
    array = np.arange(1.0, 5.0).reshape(2, 2) + 0.25
    before = array.copy()
    try:
        function(array, flags)
    except Exception:  # the program is no good, not the checker
        return None
    return not np.array_equal(array, before)


def verdicts(program_path: str, source: Path) -> dict[str, set[str]]:
    """Function -> what is said of the writes to its parameter `a`."""
    done = subprocess.run([program_path, "explain", "--summaries", "--isolated", str(source)], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    said: dict[str, set[str]] = {}
    function = ""
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            function = line.split(" ")[0]
            said[function] = set()
        elif line.startswith("  writes 'a' "):
            said[function].add("must")
        elif line.startswith("  may write 'a' "):
            said[function].add("may")
    return said


def batch(program_path: str, rng: random.Random, count: int, folder: Path) -> tuple[int, int]:
    """Programs that ran, and disagreements, which are printed."""
    texts = [program(rng, f"f{i}") for i in range(count)]
    source = folder / "programs.py"
    source.write_text(PRELUDE + "".join(texts), encoding="utf-8")
    namespace: dict = {}
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), namespace)  # what we wrote ourselves
    said = verdicts(program_path, source)
    ran = wrong = 0
    for i, text in enumerate(texts):
        paths = list(itertools.product((True, False), repeat=min(text.count("c["), 5)))
        facts = [changed(namespace[f"f{i}"], Flags(path, turns))
                 for path in paths for turns in ((False, True) if "for i in range" in text else (False,))]
        if None in facts:
            continue
        ran += 1
        verdict = said[f"f{i}"]
        if ("must" in verdict and not any(facts)) or (not verdict and any(facts)):
            wrong += 1
            print(f"changed {facts}, said {sorted(verdict) or 'nothing'}:\n{text}")
    return ran, wrong


def main() -> int:
    """Runs batches of programs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stop", type=int, default=5, help="stop after so many disagreements")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(options.seed)
    ran = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        while ran < options.count and wrong < options.stop:
            more, bad = batch(options.program, rng, 1000, Path(folder))
            ran, wrong = ran + more, wrong + bad
    print(f"{ran} programs, {wrong} disagreements")
    return 1 if wrong or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
