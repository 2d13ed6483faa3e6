#!/usr/bin/env python3
"""Holds what torch-tidy knows of operators against torch itself. Run by a Python that has torch.

    operators.py --program TORCH_TIDY --table OpTable.inc

1. The table that the build wrote from the headers has the operators of `torch._C._jit_get_all_schemas()`, and says the
   same of what they write, of `out=` and of aliases.
2. Every method of torch.Tensor and every function of torch that can be called on a small tensor is called: what is
   written and what shares memory is what `torch-tidy explain --summaries` says of a function that does the same.

The last line is "N names, N called, N disagreements".
"""

from __future__ import annotations

import argparse
import collections
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch

# Schemas that the headers do not have (2.13.0).
NOT_IN_HEADERS = {"get_gradients", "quantized_gru", "quantized_lstm"}
# Names that do something to the process, wait for input, or need more than a small tensor.
LEFT_OUT = {"set_num_threads", "set_default_device", "set_default_dtype", "set_default_tensor_type", "manual_seed", "seed",
            "set_printoptions", "use_deterministic_algorithms", "set_warn_always", "set_flush_denormal", "save", "load",
            "register_hook", "register_post_accumulate_grad_hook", "backward", "share_memory_", "compile", "set_autocast_enabled",
            "set_deterministic_debug_mode", "set_float32_matmul_precision", "set_grad_enabled", "set_num_interop_threads",
            "import_ir_module", "import_ir_module_from_buffer", "classproperty", "typename", "vmap", "cond", "while_loop",
            "set_anomaly_enabled", "prepare_multiprocessing_environment", "autocast_increment_nesting", "set_data", "data",
            "autocast_decrement_nesting", "clear_autocast_cache", "fork", "wait", "init_num_threads", "to_dlpack", "module_load"}
ARGUMENTS = ["", "1", "0", "0, 1", "t.clone()", "(4,)", "2, 2", "torch.float64", "1.5", "t.clone(), t.clone()", "0, 0",
             "[0, 1]", "1, 1, 1", "0, 0, 1", "0, torch.tensor([0, 1])", "0, torch.tensor([0, 1]), 1.0",
             "0, torch.zeros(2, 2, dtype=torch.int64)", "0, torch.zeros(2, 2, dtype=torch.int64), t.clone()",
             "0, torch.tensor([0, 1]), t.clone()", "t > 0", "t > 0, 1.0", "t > 0, t.clone()", "(2, 2), (2, 1)", "0, 1, 0, 1",
             "'ij,ij->ij', t.clone()", "0.1, 0.2", "[t.clone()]", "1, 0", "-1", "(2, 2)", "0.5, False", "t.clone(), 0.5",
             "t.clone(), t.clone(), t.clone()", "torch.tensor([0, 1])", "t.clone()[0]", "t.clone()[0], t.clone()[0]"]


def parse_table(path: Path) -> dict[str, set[str]]:
    """The rows of the generated table."""
    rows = re.findall(r'\{"([^"]+)", ([^}]*)\}', path.read_text(encoding="utf-8"))
    return {name: set(flags.split(" | ")) - {"0"} for name, flags in rows}


def schemas() -> dict[str, dict[str, bool]]:
    """What torch's own schemas say, by name."""
    real = set(torch._C._dispatch_get_all_op_names())
    said: dict[str, dict[str, bool]] = collections.defaultdict(lambda: {"Writes": False, "Out": False, "Alias": False})
    for schema in torch._C._jit_get_all_schemas():
        full = schema.name + ("." + schema.overload_name if schema.overload_name else "")
        if not schema.name.startswith("aten::") or full not in real:
            continue
        row = said[schema.name.removeprefix("aten::")]
        if any(a.kwarg_only and a.alias_info and a.alias_info.is_write for a in schema.arguments):
            row["Out"] = True
            continue
        first = next((a for a in schema.arguments if not a.kwarg_only), None)
        if first and str(first.type) in ("Tensor", "List[Tensor]"):
            alias = first.alias_info
            row["Writes"] |= bool(alias and alias.is_write)
            row["Alias"] |= bool(alias and any(r.alias_info and "Tensor" in str(r.type) for r in schema.returns))
    return said


def compare_table(table: dict[str, set[str]]) -> list[str]:
    """Disagreements between the table and torch."""
    wrong = []
    said = schemas()
    for name, row in sorted(said.items()):
        if name in NOT_IN_HEADERS or name.startswith("quantized_"):
            continue
        if name not in table:
            wrong.append(f"{name}: not in the table")
            continue
        for flag, value in row.items():
            if (flag in table[name]) != value:
                wrong.append(f"{name}: {flag} is {value} in torch")
    wrong += [f"{name}: no operator of torch" for name in table if name not in said]
    return wrong


def storages(value) -> set[int]:
    """Where the tensors in a result lie."""
    if isinstance(value, torch.Tensor):
        try:
            return {value.untyped_storage().data_ptr()}
        except (RuntimeError, NotImplementedError):
            return set()
    if isinstance(value, (list, tuple)):
        return {s for item in value for s in storages(item)}
    return set()


def call(text: str) -> tuple[bool, bool, bool] | None:
    """Whether the call wrote its tensor, and whether the result shares its memory, and is one tensor; None: it raises."""
    tensor = torch.tensor([[0.25, 0.5], [0.75, 0.125]])
    before, version, where = tensor.clone(), tensor._version, storages(tensor)
    try:
        result = eval(text, {"torch": torch, "t": tensor})  # texts of our own
    except Exception:  # any error: these arguments are not for it
        return None
    wrote = tensor._version != version or tensor.shape != before.shape or not torch.equal(tensor, before)
    return wrote, bool(storages(result) & where), isinstance(result, torch.Tensor)


def calls() -> dict[str, tuple[bool, bool, bool]]:
    """Calls that work, and what they did."""
    done = {}
    names = [f"t.{name}" for name in dir(torch.Tensor) if not name.startswith("_")]
    names += [f"torch.{name}" for name in dir(torch) if not name.startswith("_")]
    for name in names:
        short = name.split(".")[1]
        owner = torch.Tensor if name.startswith("t.") else torch
        if short in LEFT_OUT or not callable(getattr(owner, short, None)) or isinstance(getattr(owner, short), type):
            continue
        for arguments in ARGUMENTS:
            if name.startswith("torch."):
                arguments = "t, " + arguments if arguments else "t"
            fact = call(f"{name}({arguments})")
            if fact is not None:
                done[f"{name}({arguments})"] = fact
    return done


def verdicts(program: str, texts: list[str]) -> list[tuple[set[str], str]]:
    """For each call: "writes" and "may write", and what is said of the result."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "calls.py"
        source.write_text("import torch\n\n" + "".join(f"def f{i}(t: torch.Tensor):\n    return {text}\n\n"
                                                         for i, text in enumerate(texts)), encoding="utf-8")
        done = subprocess.run([program, "explain", "--summaries", "--isolated", str(source)], capture_output=True, text=True,
                              check=True)
    said: list[tuple[set[str], str]] = []
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            said.append((set(), ""))
        elif " write" in line:
            said[-1][0].add("may" if "may write" in line else "must")
        else:
            said[-1] = (said[-1][0], line.strip())
    return said


def compare_calls(program: str, done: dict[str, tuple[bool, bool, bool]]) -> list[str]:
    """Disagreements between what calls did and what is said of them."""
    wrong = []
    texts = list(done)
    for text, (writes, result) in zip(texts, verdicts(program, texts), strict=True):
        wrote, shares, tensor = done[text]
        metadata = text.split("(")[0].endswith("_")
        if wrote and not writes and not metadata:
            wrong.append(f"{text}: writes, and nothing is said of it")
        if not wrote and "must" in writes and "dropout_" not in text:  # it does nothing with train=False
            wrong.append(f"{text}: said to write, and does not")
        if shares and "share" not in result:
            wrong.append(f"{text}: shares memory, said: {result or 'nothing'}")
        if tensor and not shares and ", shares the memory" in result:
            wrong.append(f"{text}: said to share memory, and does not")
        if not tensor and result.startswith("returns a tensor"):
            wrong.append(f"{text}: said to return a tensor, and does not")
    return wrong


def main() -> int:
    """Both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--table", type=Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    table = parse_table(options.table)
    wrong = compare_table(table)
    done = calls()
    wrong += compare_calls(options.program, done)
    print("\n".join(wrong))
    names = {text.split("(")[0] for text in done}
    print(f"{len(table)} names, {len(names)} called, {len(wrong)} disagreements")
    return 1 if wrong or len(names) < 800 else 0


if __name__ == "__main__":
    sys.exit(main())
