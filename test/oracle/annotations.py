#!/usr/bin/env python3
"""Holds what checks/api says of operators against what they do.

`schema-dump --effects` prints, for every operator in libtorch's headers, the effect as the model has it after its hand
corrections: which tensor arguments are written, and of which ones the result is a view, must be one, or is none. Every
operator is then called on small inputs of many kinds. Compared are the bytes of each argument's storage before and
after, and the storages of the results with those of the arguments. Differences are:

    written   an argument changed that the model says is not written (or only its shape is)
    unwritten a fill (`zero_`) that never changed its argument
    shares    a result shares the storage of an argument of which the model says it does not
    copies    a result shares nothing with an argument of which the model says it always does

Operators crash on some inputs, so children do the calls, and a new one goes on where one died. Prints
`ops N run, writes checked W, views checked V, differences D` and each difference; the status is 0 if there is none.
Usage: annotations.py [-v] [--attempts N] [OPERATOR...]   with the Python of .deps/venv; SCHEMA_DUMP names the tool.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import torch
from inputs import Argument, Inputs, Operator

ROOT = Path(__file__).resolve().parent.parent.parent
CHILDREN = 2
ATTEMPTS = 90
ENOUGH_RUNS = 12
SECONDS_FOR_AN_OPERATOR = 8
MEMORY = 6 << 30
MINIMUM_RUN = 1500

# (operator without overload, kind of difference, argument): reason. Seen on 2.13.0. Patterns are allowed.
EXEMPT: dict[tuple[str, str, str], str] = {
    ("_test_*", "shares", "*"): "made for libtorch's own tests",
    ("_foobar", "shares", "*"): "made for libtorch's own tests",
    ("set_", "written", "source"): "no element is written: the storage grows to hold the sizes asked for",
    ("_add_relu", "copies", "out"): "where out has another dtype, its handle is set to a new tensor: a bug there",
}
# Not called: they write files, wait, or stop the process.
SKIPPED = ("from_file", "_cuda", "cudnn", "miopen", "mkldnn_rnn", "_nccl", "hspmm")


@dataclass
class Seen:
    """What calls of an operator did."""

    runs: int = 0
    crashed: bool = False
    changed: Counter[str] = field(default_factory=Counter)
    shared: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    error: str = ""


def split(text: str) -> list[str]:
    """The parts between commas that stand outside of brackets and quotes."""
    parts, depth, quoted = [""], 0, False
    for c in text:
        quoted ^= c == "'"
        if not quoted:
            depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += c
    return [part.strip() for part in parts if part.strip()]


def parse(line: str) -> Operator:
    """One line of `schema-dump --effects`."""
    schema, writes, result, sources = line.rstrip("\n").split("\t")
    head, rest = schema.split("(", 1)
    arguments, keyword = [], False
    for part in split(rest[:rest.rindex(") -> ")]):
        if part == "*":
            keyword = True
            continue
        # The default is the last `=`: alias annotations have none, and quoted defaults hold none.
        declared, _, default = part.partition("=")
        kind, name = declared.rsplit(" ", 1)
        arguments.append(Argument(re.sub(r"\([^)]*\)", "", kind), name, default or None, keyword, "!" in kind))
    name, _, overload = head.partition(".")
    pairs = [dict(word.split("=") for word in text.split()) for text in (writes, sources)]
    return Operator(name, overload, arguments, pairs[0], result, pairs[1])


def storages(value: Any) -> list[torch.UntypedStorage]:
    """The storages of a tensor, whatever its layout, or of the tensors in a list."""
    if isinstance(value, (list, tuple)):
        return [storage for element in value for storage in storages(element)]
    if not isinstance(value, torch.Tensor):
        return []
    if value.layout == torch.sparse_coo:
        return storages([value._indices(), value._values()])
    if value.layout in (torch.sparse_csr, torch.sparse_bsr):
        return storages([value.crow_indices(), value.col_indices(), value.values()])
    if value.layout in (torch.sparse_csc, torch.sparse_bsc):
        return storages([value.ccol_indices(), value.row_indices(), value.values()])
    try:
        return [value.untyped_storage()]
    except (RuntimeError, NotImplementedError):
        return []


def contents(storage: torch.UntypedStorage) -> bytes:
    """The bytes of a storage."""
    return torch.empty(0, dtype=torch.uint8).set_(storage).numpy().tobytes()


def share(one: list[torch.UntypedStorage], other: list[torch.UntypedStorage]) -> bool:
    """Whether two tensors have memory in common."""
    return any(a._cdata == b._cdata or (a.data_ptr() and a.data_ptr() == b.data_ptr()) for a in one for b in other)


def call(op: Operator, function: Any, attempt: int) -> dict[str, Any]:
    """Calls the operator once and says what it did; or raises what it raises."""
    positional, keywords = Inputs(op, attempt).all()
    given = dict(zip((a.name for a in op.arguments), positional)) | keywords
    before = {name: [(s, contents(s)) for s in storages(value)] for name, value in given.items()}
    torch.manual_seed(attempt)
    result = function(*positional, **keywords)
    seen: dict[str, Any] = {"changed": [], "resized": [], "shared": [], "apart": []}
    results = storages(result)
    for name, old in before.items():
        if not old:
            continue
        after = [(bytes_before, contents(s)) for s, bytes_before in old]
        if any(a[:len(b)] != b[:len(a)] for a, b in after):
            seen["changed"].append(name)
        elif any(len(a) != len(b) for a, b in after):
            seen["resized"].append(name)
        if share(results, [s for s, _ in old] + storages(given[name])):
            seen["shared"].append(name)
        elif results:
            seen["apart"].append(name)
    return seen


def child(operators: list[Operator], first: int, attempts: int, pipe: int) -> None:
    """Calls all operators from `first` on; writes a line for the beginning of each and for every call that succeeds."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(pipe, "w", encoding="utf-8") as out:
        for i in range(first, len(operators)):
            op = operators[i]
            print(json.dumps({"begin": i}), file=out, flush=True)
            function = getattr(getattr(torch.ops.aten, op.name, None), op.overload or "default", None)
            if not function or op.name.startswith(SKIPPED):
                print(json.dumps({"error": "skipped" if function else "not registered"}), file=out, flush=True)
                continue
            signal.alarm(SECONDS_FOR_AN_OPERATOR)
            runs, error = 0, ""
            for attempt in range(attempts):
                try:
                    print(json.dumps(call(op, function, attempt)), file=out, flush=True)
                    runs += 1
                except Exception as e:  # pylint: disable=broad-exception-caught  # whatever it does not like about them
                    error = str(e).split("\n", maxsplit=1)[0]
                if runs >= ENOUGH_RUNS:
                    break
            if not runs:
                print(json.dumps({"error": error}), file=out, flush=True)
        signal.alarm(0)


def observe(operators: list[Operator], attempts: int) -> list[Seen]:
    """Runs the operators, each child a part of them."""
    seen = [Seen() for _ in operators]
    parts = [list(range(n, len(operators), CHILDREN)) for n in range(CHILDREN)]
    open_pipes: dict[int, tuple[int, int, list[int]]] = {}

    def start(part: list[int]) -> None:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                silence = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silence, 1)
                os.dup2(silence, 2)
                child([operators[i] for i in part], 0, attempts, write)
                status = 0
            finally:
                os._exit(status)
        os.close(write)
        open_pipes[read] = (pid, -1, part)

    for part in parts:
        start(part)
    buffers: dict[int, bytes] = {}
    while open_pipes:
        for pipe in select.select(list(open_pipes), [], [])[0]:
            pid, current, part = open_pipes[pipe]
            data = os.read(pipe, 1 << 16)
            lines = (buffers.pop(pipe, b"") + data).split(b"\n")
            buffers[pipe] = lines.pop()
            for line in lines:
                message = json.loads(line)
                if "begin" in message:
                    current = message["begin"]
                elif "error" in message:
                    seen[part[current]].error = message["error"]
                else:
                    one = seen[part[current]]
                    one.runs += 1
                    one.changed.update(message["changed"])
                    one.changed.update("resized " + name for name in message["resized"])
                    one.shared.update(message["shared"])
                    one.apart.update(message["apart"])
            open_pipes[pipe] = (pid, current, part)
            if data:
                continue
            status = os.waitpid(pid, 0)[1]
            os.close(pipe)
            del open_pipes[pipe], buffers[pipe]
            if status and current >= 0:
                seen[part[current]].crashed = True
                if part[current + 1:]:
                    start(part[current + 1:])
    return seen


def differences(op: Operator, seen: Seen) -> list[tuple[str, str, str]]:
    """Kind of difference, argument, how often."""
    found = []
    for name, says in op.writes.items():
        size, times = seen.changed["resized " + name], seen.changed[name]
        if (says == "none" and size + times) or (says == "metadata" and times):
            found.append(("written", name, f"{size + times} of {seen.runs} calls"))
        if says == "fill" and op.name.endswith("_") and not times and seen.runs:
            found.append(("unwritten", name, f"{seen.runs} calls"))
        source = op.sources.get(name)
        if op.result != "unknown" and not source and seen.shared[name]:
            found.append(("shares", name, f"{seen.shared[name]} of {seen.shared[name] + seen.apart[name]} calls"))
        if op.result in ("view", "same") and source == "must" and seen.apart[name]:
            found.append(("copies", name, f"{seen.apart[name]} of {seen.shared[name] + seen.apart[name]} calls"))
    return found


# What the message of the last error says of why an operator was never run, first match first.
CAUSES = (("left out here", r"^skipped$"), ("not registered under its name", r"^not registered$"),
          ("need another backend", r"Could not run|not linked|CUDA|cuda|MPS|XPU|Vulkan|mkldnn|MKLDNN|ONEDNN|miopen|not compiled|backend"),
          ("need a sparse tensor", r"[Ss]parse|CSR|BSR|CSC|compressed"), ("need a nested tensor", r"[Nn]ested"),
          ("need a quantized tensor", r"[Qq]uant|[Qq]Scheme|[Qq]engine"), ("need names for dimensions", r"[Nn]amed|Dimname"),
          ("need an argument that is not generated", r"expected a value of type|Expected a value of type|missing value|NoneType|Unable to cast"),
          ("not implemented", r"not implemented|NotImplemented|NYI|deprecated|removed"))


def cause(seen: Seen) -> str:
    """Why an operator was never run."""
    if seen.crashed:
        return "end the process"
    return next((why for why, pattern in CAUSES if re.search(pattern, seen.error)), "found no fitting sizes or values")


def dump() -> list[Operator]:
    """What the model says of all operators."""
    include = Path(torch.__file__).parent / "include"
    tool = os.environ.get("SCHEMA_DUMP", str(ROOT / "build/release/bin/schema-dump"))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "all.cpp")
        source.write_text("#include <torch/torch.h>\n", encoding="utf-8")
        flags = [f"-isystem{include}", f"-isystem{include / 'torch/csrc/api/include'}", "-std=c++17"]
        text = subprocess.run([tool, "--skip-bodies", "--effects", str(source), "--", *flags], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
    return [parse(line) for line in text.splitlines()]


def main() -> int:
    """Runs everything and prints what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", action="store_true", help="also what was not run, and writes that were never seen")
    parser.add_argument("--attempts", type=int, default=ATTEMPTS, help="calls tried of each operator")
    parser.add_argument("operators", nargs="*", help="only these (without overload)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    operators = [op for op in dump() if not options.operators or op.name in options.operators]
    seen = observe(operators, options.attempts)
    run = writes = views = bad = 0
    used = set()
    for op, one in zip(operators, seen):
        run += one.runs > 0
        written = [name for name, says in op.writes.items() if says not in ("none", "metadata")]
        writes += sum(1 for name in written if one.changed[name] + one.changed["resized " + name])
        views += sum(1 for name in op.sources if one.shared[name] + one.apart[name])
        for name in written if options.v and one.runs else ():
            if not one.changed[name] + one.changed["resized " + name]:
                print(f"never seen to change: {op.full}: {name} in {one.runs} calls")
        if options.v and not one.runs:
            print(f"not run: {op.full}{' (crashed)' if one.crashed else ''}: {one.error}")
        for kind, name, often in differences(op, one):
            rows = [row for row in EXEMPT if all(map(fnmatchcase, (op.name, kind, name), row))]
            used.update(rows)
            if rows:
                continue
            bad += 1
            print(f"DIFFERENCE {op.full}: {kind} {name} ({often})")
    crashed = sum(one.crashed for one in seen)
    causes = Counter(cause(one) for one in seen if not one.runs)
    print("not run: " + (", ".join(f"{count} {why}" for why, count in causes.most_common()) or "none"))
    if not options.operators:
        for key in EXEMPT.keys() - used:
            print(f"exemption that is not needed: {' '.join(key)}")
        if run < MINIMUM_RUN:
            bad += 1
            print(f"only {run} operators ran, of {len(operators)}; at least {MINIMUM_RUN} must")
    print(f"ops {run} run, writes checked {writes}, views checked {views}, differences {bad} "
          f"(of {len(operators)} operators; {crashed} ended a child)")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
