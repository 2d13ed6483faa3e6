"""Programs as C++ text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from program import Program, Statement
from vocabulary import Tensor


@dataclass
class Where:
    """What stands where in the text of one program."""

    number: int
    first: int = 0
    points: dict[int, Statement] = field(default_factory=dict)      # point -> statement
    lines: dict[int, int] = field(default_factory=dict)             # line -> point
    lambdas: set[int] = field(default_factory=set)                  # lines with bodies of lambdas
    storages: dict[str, int] = field(default_factory=dict)          # claimed name -> bit
    text: list[str] = field(default_factory=list)


class _Writer:
    def __init__(self, lines: list[str], where: Where, looked: bool) -> None:
        self.lines, self.where, self.looked = lines, where, looked

    def put(self, text: str, depth: int) -> int:
        """A line; its number."""
        self.lines.append("  " * depth + text)
        return len(self.lines)

    def statement(self, s: Statement, depth: int) -> None:
        """A statement, and a look at what it did."""
        if s.blocks:
            for head, block in zip(s.heads, s.blocks):
                self.put(head, depth)
                for inner in block:
                    self.statement(inner, depth + 1)
            self.put(s.heads[-1], depth)
            return
        line = self.put(s.text, depth)
        if s.lambda_body:
            self.where.lambdas.add(line)
        for claim, bit in list(self.where.storages.items()):
            if claim.startswith("memory:line@|") and claim.split("|")[1] in s.defines:
                self.where.storages[f"memory:line{line}"] = bit
        if not s.leaf or not self.looked:
            return
        point = len(self.where.points)
        self.where.points[point] = s
        self.where.lines[line] = point
        self.put(f"AT({point})" + "".join(f" SEE({point}, {i}, {t.text})" for i, t in enumerate(s.sees)), depth)


def text_of(name: str, where: Where, flags: int) -> str:
    """A program to keep: its text, and above it what its storages are called."""
    storages = " ".join(f"{claim}={bit}" for claim, bit in where.storages.items() if "@" not in claim)
    body = [line.replace(f"namespace p{where.number} ", "namespace PROGRAM ") for line in where.text]
    return f"// {name}\n// flags {flags}; storages {storages}\n" + "\n".join(body) + "\n"


def read(texts: list[str]) -> tuple[str, dict[int, Where], dict[int, int]]:
    """Kept programs as one translation unit; where things stand in it, and how many flags each asks."""
    lines = ['#include "Program.h"']
    wheres: dict[int, Where] = {}
    flags: dict[int, int] = {}
    for number, text in enumerate(texts):
        where = wheres[number] = Where(number, len(lines) + 1)
        head = re.search(r"^// flags (\d+); storages (.*)$", text, re.MULTILINE)
        flags[number] = int(head[1])
        where.storages = {claim: int(bit) for claim, bit in (word.rsplit("=", 1) for word in head[2].split())}
        for line in text.replace("namespace PROGRAM ", f"namespace p{number} ").splitlines():
            if point := re.match(r"\s*AT\((\d+)\)", line):
                sees = [Tensor(t.strip(), ()) for t in re.findall(r"SEE\(\d+, \d+, (.*?)\)(?= SEE|$)", line)]
                before = lines[-1]
                where.points[int(point[1])] = Statement(before.strip(), sees=sees, lambda_body="mutable" in before)
                where.lines[len(lines)] = int(point[1])
                if "mutable" in before:
                    where.lambdas.add(len(lines))
            lines.append(line)
            for storage in [s for s in where.storages if s.startswith("memory:line")]:
                if re.search(rf"OWN\({where.storages[storage]},", line):  # an allocation is called by its line
                    bit = where.storages.pop(storage)
                    where.storages[f"memory:line{len(lines)}"] = bit
        where.text = lines[where.first - 1:]
    return "\n".join(lines + runner(flags)) + "\n", wheres, flags


def runner(flags: dict[int, int]) -> list[str]:
    """The function that runs all programs."""
    return ["#ifdef TORCH_TIDY_RUN", '#include "Runtime.h"', "void run::all() {",
            *(f"  run::program({number}, p{number}::start, {bits});" for number, bits in flags.items()), "}", "#endif"]


def render(programs: list[Program]) -> tuple[str, dict[int, Where]]:
    """One translation unit."""
    lines = ['#include "Program.h"']
    wheres = {}
    for p in programs:
        where = wheres[p.number] = Where(p.number, len(lines) + 1)
        for claim, bit in p.storages.items():
            where.storages[claim if "line@" in claim else claim.split("|")[0]] = bit
        lines.append(f"namespace p{p.number} {{")
        for helper in p.helpers:
            _Writer(lines, where, False).statement(helper, 0)
        parameters = ", ".join(["const Path &c"] + [f"{kind} {name}" for kind, name, _ in p.parameters])
        lines.append(f"void f({parameters}) {{")
        writer = _Writer(lines, where, True)
        for s in p.body:
            writer.statement(s, 1)
        lines += ["}", "#ifdef TORCH_TIDY_RUN", "void start(const Path &c) {"]
        lines += ["  " + made for _, _, made in p.parameters]
        lines += [f"  f({', '.join(['c'] + [name for _, name, _ in p.parameters])});", "}", "#endif", "}"]
        where.text = lines[where.first - 1:]
    lines += runner({p.number: p.flags for p in programs})
    return "\n".join(lines) + "\n", wheres
