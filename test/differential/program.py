"""What a random program is made of: statements, helper functions, and what can be named at a point.

A program is a tree of statements. Each knows what it defines and uses, so that a part can be taken out again and the
rest still compiles (see shrink.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vocabulary import Tensor

SHAPES = [(12,), (3, 4), (2, 6), (2, 3, 2), (4, 3)]
FLAGS = 4


@dataclass
class Statement:
    """One line, or a head with blocks. `leaf` statements are looked at after they ran."""

    text: str
    constructs: tuple[str, ...] = ()
    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    blocks: list[list[Statement]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # text before each block, and one after the last
    sees: list[Tensor] = field(default_factory=list)  # what can be named after it
    leaf: bool = True
    assigned: str = ""                              # the tensor that takes a value
    lambda_body: bool = False                       # it holds the body of a lambda, which is not run here


@dataclass
class Program:
    """A program and what its storages are called in claims."""

    number: int
    helpers: list[Statement]
    body: list[Statement]
    storages: dict[str, int]
    flags: int
    parameters: list[tuple[str, str, str]]  # (type, name, how the caller makes it)
    catches: bool = False  # somewhere in it a `try`


@dataclass
class Helper:
    """A function of the program's own that the main function may call."""

    name: str
    takes: list[tuple[str, tuple[int, ...]]]  # kind of parameter, shape
    gives: Tensor | None                      # shape and dtype of the result
    by_reference: bool = False


@dataclass
class Scope:
    """What can be named at a point."""

    tensors: list[Tensor] = field(default_factory=list)
    buffers: list[tuple[str, str, str]] = field(default_factory=list)  # dtype, pointer expression, the name it hangs on
    options: list[tuple[str, str, str]] = field(default_factory=list)  # kind, name, dtype or ""
    lambdas: list[tuple[str, tuple[int, ...] | None, Tensor | None]] = field(default_factory=list)
    boxes: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)  # kind, name, shape of the elements

    def inner(self) -> Scope:
        """A scope inside this one."""
        return Scope(list(self.tensors), list(self.buffers), list(self.options), list(self.lambdas), list(self.boxes))
