"""Inputs for operators: small tensors, numbers and lists that fit to the names and types of a schema's arguments."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass
from typing import Any

import torch

WORDS = {
    "reduce": ("sum", "mean", "amax", "amin", "prod"), "reduction": ("sum", "mean"), "mode": ("reduced", "complete"),
    "equation": ("ij,jk->ik", "i,i->i", "ij->ji"), "indexing": ("ij", "xy"), "ord": ("fro", "nuc"), "UPLO": ("L", "U"),
    "pad_mode": ("reflect",), "interpolation": ("linear", "nearest"), "rounding_mode": ("floor", "trunc"),
    "side": ("left", "right"), "padding": ("same", "valid"), "approximate": ("none", "tanh"), "driver": ("gelsd",),
    "norm": ("ortho",), "compute_mode": ("donot_use_mm_for_euclid_dist",)}
INDEX = re.compile(r"ind(ex|ices)|target|offsets|batch_sizes|batches|lengths|pivots|sorter|crow|ccol|segment|bag")
VECTOR = re.compile(r"bias|running|save_|^mean|^rstd|invstd|scale|zero_point|^var|tau|^vec|pos_weight|boundaries")
MASK = re.compile(r"mask|condition|found_inf")
FLOATS = (torch.float32,) * 5 + (torch.float64,)
OTHERS = (torch.int64, torch.bool, torch.complex64, torch.bfloat16, torch.uint8, torch.float16, torch.int32)


@dataclass(frozen=True)
class Argument:
    """One argument of a schema."""

    type: str
    name: str
    default: str | None
    keyword: bool
    written: bool


@dataclass
class Operator:
    """An operator as the model sees it."""

    name: str
    overload: str
    arguments: list[Argument]
    writes: dict[str, str]
    result: str
    sources: dict[str, str]

    @property
    def full(self) -> str:
        """The name with the overload's."""
        return f"{self.name}.{self.overload}" if self.overload else self.name


class Inputs:
    """Makes the arguments of one call; which ones depends on the operator and on the attempt."""

    def __init__(self, op: Operator, attempt: int) -> None:
        self.op = op
        self.random = random.Random(zlib.crc32(op.full.encode()) * 1000 + attempt)
        self.torch = torch.Generator().manual_seed(self.random.randrange(1 << 30))
        pick = self.random.choice
        # Sizes are all equal, so that most shapes fit to each other.
        self.size = 1 if self.random.random() < 0.1 else 4 if self.random.random() < 0.15 else 3
        self.dimensions = pick((1, 2, 2, 2, 3, 3, 4, 5))
        self.dtype = pick(FLOATS) if self.random.random() < 0.7 else pick(OTHERS)
        self.values = pick(("unit", "unit", "unit", "normal", "definite", "definite", "large"))
        self.layout = pick(("plain", "plain", "transposed", "sliced"))
        if attempt % 8 == 3:  # what saturates is seen on plain matrices
            self.values, self.layout, self.dimensions, self.dtype = "large", "plain", 2, torch.float32
        self.kind = pick(("plain", "sparse", "csr", "quantized")) if re.search(
            "sparse|coalesce|indices|values|_dense|_nnz|mm|quant|q_|int_repr|int8|fbgemm|dim[IV]", op.full) else "plain"

    def tensor(self, a: Argument) -> torch.Tensor:
        """A tensor for an argument of that name."""
        chance, pick = self.random.random, self.random.choice
        dtype, dimensions, size, values = self.dtype, self.dimensions, self.size, self.values
        if INDEX.search(a.name) and chance() < 0.85:
            dtype = pick((torch.int64, torch.int64, torch.int32))
            dimensions = pick((1, 1, dimensions, dimensions - 1, 2))
        elif MASK.search(a.name) and chance() < 0.8:
            dtype = torch.bool
        elif chance() < (0.85 if VECTOR.search(a.name) else 0.4 if a.name == "weight" else 0):
            dimensions = 1
        elif a.written and a.name != "self" and chance() < 0.4:
            dtype = pick((torch.int64, torch.bool, torch.float32, torch.int32, torch.complex64, torch.float64))
        elif a.name != "self" and chance() < 0.2:
            dimensions = pick((0, 1, 2, 3))
            dtype = pick((dtype, torch.int64))
        if a.name == "self" and chance() < 0.03:
            dimensions = 0
        shape = (size,) * max(dimensions, 0)
        wide = torch.float64
        if values == "normal" and not INDEX.search(a.name):
            t = torch.randn(shape, generator=self.torch, dtype=wide)
        else:
            t = torch.rand(shape, generator=self.torch, dtype=wide)
        if values == "definite" and len(shape) > 1:
            t = t @ t.mT + 3 * torch.eye(size, dtype=wide)
        if values == "large" and not INDEX.search(a.name):
            t = t * 1e6
        if dtype in (torch.int64, torch.int32, torch.uint8):
            t = t.mul(size).abs().clamp(max=127)
        if dtype == torch.bool:
            t = t > 0.4
        t = t.to(dtype)
        if a.name == "self" and self.kind != "plain" and chance() < 0.8:
            return self.special(t)
        if self.layout == "transposed" and len(shape) > 1:
            t = t.mT.contiguous().mT
        elif self.layout == "sliced" and shape:
            t = torch.stack([t, t], -1).select(-1, 1)
        return t

    def special(self, t: torch.Tensor) -> torch.Tensor:
        """The tensor in another layout."""
        if self.kind == "sparse" and t.dim() > 0:
            return t.to_sparse()
        if self.kind == "csr" and t.dim() == 2:
            return t.to_sparse_csr()
        if self.kind == "quantized" and t.dim() > 0 and t.is_floating_point():
            if self.random.random() < 0.5:
                scales, zeros = torch.full((len(t),), 0.1), torch.zeros(len(t))
                return torch.quantize_per_channel(t.float(), scales, zeros, 0, torch.qint8)
            return torch.quantize_per_tensor(t.float(), 0.1, 1, torch.quint8)
        return t

    def integer(self, name: str) -> int:
        """An int for an argument of that name."""
        pick = self.random.choice
        if "dim" in name or "axis" in name:
            return pick((-1, 0, 0, 1, 1))
        if name in ("groups", "dilation", "stride", "step", "num_heads", "blank"):
            return 1
        if "dtype" in name:
            return 6
        return pick((0, 1, 1, 2, 3, self.size))

    def integers(self, name: str, kind: str) -> list[int]:
        """A list of ints for an argument of that name and type."""
        pick, size = self.random.choice, self.size
        fixed = re.search(r"\[(\d+)\]", kind)
        count = int(fixed[1]) if fixed and self.random.random() < 0.8 else pick((1, 2, 2, 3, 3, self.dimensions))
        if "kernel_size" in [other.name for other in self.op.arguments]:
            # One for each dimension in which the window moves.
            count = pick((count, self.dimensions - 2, self.dimensions - 2))
        if re.search("size|shape|sizes", name) and "kernel" not in name:
            return pick(([size] * self.dimensions, [size] * count, [-1], [1] * count, [size ** self.dimensions],
                         [size] * count))
        if re.search("dim|axis|axes|perm", name):
            whole = list(range(self.dimensions))
            return pick(([0], [1], [-1], [0, 1], whole, whole[::-1], [self.integer(name)] * count))
        if "split" in name:
            return pick(([1, 1, 1], [1, 2], [size]))
        if name.startswith(("pad", "output_padding", "storage_offset")):
            return [pick((0, 0, 1))] * pick((count, count, 2, 4))
        return [pick((1, 1, 2, 3, size))] * count

    def value(self, a: Argument) -> Any:
        """A value for the argument."""
        pick = self.random.choice
        base = re.split(r"[\[?]", a.type)[0]
        if a.type.endswith("?") and self.random.random() < 0.45:
            return None
        listed = "[" in a.type
        if base == "Tensor":
            if not listed:
                return self.tensor(a)
            whole = [self.tensor(a) for _ in range(pick((1, 2, 2, 3)))]
            return [t if self.random.random() < 0.7 else None for t in whole] if "?[" in a.type else whole
        if base in ("int", "SymInt", "DeviceIndex"):
            return self.integers(a.name, a.type) if listed else self.integer(a.name)
        if base in ("float", "Scalar"):
            number = pick((0.5, 1.0, 0.1, 2.0)) if base == "float" else pick((1, 2, 0, 0.5, 1.5, True, -1))
            return [number] * pick((1, 2, 2)) if listed else number
        if base == "bool":
            fixed = re.search(r"\[(\d+)\]", a.type)
            return [True] * int(fixed[1] if fixed else 2) if listed else pick((True, False))
        if base == "str":
            return pick(WORDS.get(a.name, ("none", "sum", "mean")))
        constants: dict[str, tuple[Any, ...]] = {
            "ScalarType": (self.dtype, torch.float32, torch.float64, torch.int64), "Layout": (torch.strided,),
            "Device": (torch.device("cpu"),), "MemoryFormat": (torch.contiguous_format, torch.preserve_format,
                                                               torch.channels_last),
            "Generator": (torch.Generator(), None), "Storage": (torch.zeros(9).untyped_storage(),)}
        return pick(constants.get(base, (None,)))

    def all(self) -> tuple[list[Any], dict[str, Any]]:
        """Positional and keyword arguments of a call."""
        positional: list[Any] = []
        keywords: dict[str, Any] = {}
        for a in self.op.arguments:
            if a.default is not None and self.random.random() < 0.5:
                if a.keyword:
                    continue
                # Whatever follows must be given by name.
                keywords["..."] = None
                continue
            if a.keyword or "..." in keywords:
                keywords[a.name] = self.value(a)
            else:
                positional.append(self.value(a))
        keywords.pop("...", None)
        return positional, keywords
