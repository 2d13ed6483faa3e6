#!/usr/bin/env python3
"""Runs the functions of a corpus file and prints what happened, as JSON: run by a Python that has torch.

    facts.py FILE...        {"file": {"function": fact, ...}, ...}

The fact depends on what the functions return or are given:
  an array or tensor that came in, or the second of two that are returned: was it changed?   {"changed": bool}
  a tensor that is returned:                                                 {"dtype": .., "device": .., "values": ..}
  an exception, a signal:                                                    {"raises": ..}, {"aborts": signal}
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import sys
import warnings

import numpy as np
import torch


def inputs() -> dict:
    """Fresh arguments, by the name of the parameter."""
    return {
        "a": np.arange(1.0, 7.0).reshape(2, 3),
        "out": np.arange(1.0, 7.0).reshape(2, 3),
        "sample": {"image": np.arange(1.0, 7.0).reshape(2, 3)},
        "arrays": [np.arange(1.0, 7.0).reshape(2, 3)],
        "tensors": [torch.arange(1.0, 7.0).reshape(2, 3)],
        "t": torch.arange(1.0, 7.0).reshape(2, 3),
        "m": torch.tensor([True, False]),
        "x": torch.arange(1.0, 7.0, dtype=torch.float64).reshape(2, 3),
        "d": "meta",
        "device": "meta",
    }


def leaves(value) -> list:
    """The arrays and tensors in a value."""
    if isinstance(value, (np.ndarray, torch.Tensor)):
        return [value]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves(item)]
    return []


def same(left, right) -> bool:
    """Equal elements; tensors without elements are compared by their shape."""
    if isinstance(left, torch.Tensor):
        return left.shape == right.shape and (left.device.type == "meta" or torch.equal(left, right))
    return np.array_equal(left, right)


def fact(function) -> dict:
    """What one call did."""
    given = inputs()
    chosen = {name: given[name] for name, p in inspect.signature(function).parameters.items() if p.default is p.empty}
    before = [leaf.clone() if isinstance(leaf, torch.Tensor) else leaf.copy() for leaf in leaves(chosen)]
    result = function(**chosen)
    changed = any(not same(old, new) for old, new in zip(before, leaves(chosen)))
    if isinstance(result, tuple) and len(result) == 2 and all(isinstance(r, np.ndarray) for r in result):
        changed = changed or not same(*result)
    found = {"changed": changed}
    if isinstance(result, torch.Tensor):
        values = None if result.device.type == "meta" else torch.nan_to_num(result.detach().double()).tolist()
        found |= {"dtype": str(result.dtype), "device": result.device.type, "shape": list(result.shape), "values": values}
    return found


def in_child(function) -> dict:
    """The fact, with what may end the process kept outside."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            found = fact(function)
        except Exception as error:  # pylint: disable=broad-except  # whatever it is, it is the fact
            found = {"raises": f"{type(error).__name__}: {error}".split("\n")[0]}
        os.write(write, json.dumps(found).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    return {"aborts": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else json.loads(text)


def of_file(path: str) -> dict:
    """Runs all functions of a file that are no helpers."""
    spec = importlib.util.spec_from_file_location("corpus", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    functions = {name: value for name, value in vars(module).items()
                 if inspect.isfunction(value) and value.__module__ == "corpus" and not name.startswith("_")}
    return {name: in_child(function) for name, function in functions.items()}


def main() -> int:
    """Runs the files, one after the other: importing torch takes longer than all of them."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    print(json.dumps({path: of_file(path) for path in sys.argv[1:]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
