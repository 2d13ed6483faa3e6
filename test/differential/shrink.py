"""Makes failing programs small: parts are taken out as long as the same kind of disagreement stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from compare import compare
from program import Program, Statement
from toolchain import Toolchain

MOST_VARIANTS = 250


def _without(body: list[Statement], gone: set[str]) -> list[Statement]:
    """The statements that do not need what is gone. What they define goes with them."""
    out = []
    for s in body:
        if s.uses & gone:
            gone |= s.defines
            continue
        out.append(replace(s, blocks=[_without(b, gone) for b in s.blocks], sees=[t for t in s.sees if not t.uses & gone]))
    return out


def _bodies(body: list[Statement]) -> Iterator[tuple[list[Statement], set[str]]]:
    """The body with one part taken out, and the names that go with it."""
    for i, s in enumerate(body):
        before, after = body[:i], body[i + 1:]
        yield before + after, set(s.defines)
        if s.blocks and not s.heads[0].startswith("static"):
            for block in s.blocks:
                yield before + block + after, set(s.defines)
        for j, block in enumerate(s.blocks):
            for smaller, gone in _bodies(block):
                yield before + [replace(s, blocks=s.blocks[:j] + [smaller] + s.blocks[j + 1:])] + after, gone


def variants(program: Program) -> Iterator[Program]:
    """Programs with one part less."""
    for body, gone in _bodies(program.body):
        yield replace(program, body=_without(body, gone))
    for i, helper in enumerate(program.helpers):
        rest = program.helpers[:i] + program.helpers[i + 1:]
        yield replace(program, helpers=_without(rest, set(helper.defines)), body=_without(program.body, set(helper.defines)))
        for block, gone in _bodies(helper.blocks[0]):
            if block and (block[-1].text.startswith("return ") or not helper.blocks[0][-1].text.startswith("return ")):
                smaller = _without(block, gone)
                if not block[-1].text.startswith("return ") or smaller and smaller[-1].text == block[-1].text:
                    yield replace(program, helpers=program.helpers[:i] + [replace(helper, blocks=[smaller])] + program.helpers[i + 1:])


def size(program: Program) -> int:
    """Number of statements, and of letters where that is the same."""
    def count(body: list[Statement]) -> int:
        return sum(1000 + len(s.text) + sum(count(b) for b in s.blocks) for s in body)

    return count(program.body) + count(program.helpers)


def kind(problem: str) -> str:
    """What disagrees, without the names."""
    return re.sub(r"'[^']*'|(memory|param):\S+|\d+", "_", problem)


def shrink(programs: dict[int, Program], problems: dict[int, str], tools: Toolchain) -> dict[int, Program]:
    """The smallest programs that fail in the same way."""
    best = dict(programs)
    active = set(best)
    rounds = 0
    while active and rounds < 40:
        rounds += 1
        tried: dict[int, tuple[int, Program]] = {}
        for number in sorted(active):
            for variant in variants(best[number]):
                if len(tried) < MOST_VARIANTS * max(1, len(active) // 4) + 20:
                    tried[len(tried)] = (number, replace(variant, number=len(tried)))
        batch = [p for _, p in tried.values()]
        result = compare(*tools.run(batch, "shrink"))
        better: dict[int, Program] = {}
        for index, problem in result.failed.items():
            number, variant = tried[index]
            if kind(problem) == kind(problems[number]) and size(variant) < size(better.get(number, best[number])):
                better[number] = variant
        best |= better
        active = set(better)
    return best
