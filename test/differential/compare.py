"""Holds the claims of the analysis against what happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from render import Where


@dataclass
class Claim:
    """What is said of a tensor's memory, or of what a statement writes: bits of storages."""

    must: int = 0
    may: int = 0
    unknown: bool = False
    facts: dict[str, int] = field(default_factory=dict)

    def also(self, other: Claim) -> Claim:
        """Both hold at one point: it is passed more than once."""
        return Claim(self.must & other.must, self.may | other.may, self.unknown or other.unknown,
                     {k: v for k, v in self.facts.items() if other.facts.get(k) == v})


@dataclass
class Result:
    """Sums over programs."""

    programs: int = 0
    claims: int = 0
    disagreements: list[str] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    silent: int = 0
    runs: int = 0
    crashed: list[int] = field(default_factory=list)
    thrown: int = 0
    known: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def __add__(self, other: Result) -> Result:
        known = defaultdict(Counter, {k: Counter(v) for k, v in self.known.items()})
        for construct, counts in other.known.items():
            known[construct].update(counts)
        return Result(self.programs + other.programs, self.claims + other.claims, self.disagreements + other.disagreements,
                      self.failed | other.failed, self.silent + other.silent, self.runs + other.runs, self.crashed + other.crashed, self.thrown + other.thrown, known)

    def table(self) -> str:
        """How much is known of what each construct makes."""
        rows = [f"{'construct':28} {'made':>7} {'exact':>7} {'may':>7} {'unknown':>7}"]
        for construct, n in sorted(self.known.items(), key=lambda kv: -kv[1]["unknown"] / sum(kv[1].values())):
            total = sum(n.values())
            rows.append(f"{construct:28} {total:7} " + " ".join(f"{100 * n[k] / total:6.1f}%" for k in ("exact", "may", "unknown")))
        return "\n".join(rows)

    def __str__(self) -> str:
        return (f"programs {self.programs}, claims {self.claims}, disagreements {len(self.disagreements)}, "
                f"silent because of caps {self.silent} (runs {self.runs}, of which {self.thrown} ended with an exception; crashed: {self.crashed or 0})")


def _storages(text: str, where: Where) -> Claim:
    """`memory:v1! fresh? param:p2?` as bits."""
    claim = Claim()
    for word in text.split():
        name, sure = word[:-1], word[-1] == "!"
        if name == "fresh":
            continue
        bit = where.storages.get(name)
        if bit is None:
            claim.unknown = True  # memory that the runtime does not watch
            continue
        claim.may |= 1 << bit
        claim.must |= sure << bit
    return claim


@dataclass
class _Claims:
    """The claims of one program."""

    sees: dict[tuple[int, int], Claim] = field(default_factory=dict)
    writes: dict[int, Claim] = field(default_factory=dict)
    given_up: bool = True


def _read(lines: list[str], wheres: dict[int, Where]) -> dict[int, _Claims]:
    """The output of claim-dump, by program."""
    out: dict[int, _Claims] = defaultdict(_Claims)
    where, events = None, []

    def finish() -> None:
        if where:
            _attribute(out[where.number], where, events)

    for line in lines:
        head, _, rest = line.partition(" ")
        if head == "function":
            finish()
            scope, _, name = rest.rpartition("::")
            where = wheres.get(int(scope[1:])) if name == "f" and scope[1:].isdigit() else None
            events = []
            if where:
                out[where.number].given_up = False
        elif where and head in ("see", "write", "flow"):
            events.append((head, rest))
    finish()
    return out


def _attribute(claims: _Claims, where: Where, events: list[tuple[str, str]]) -> None:
    """Gives every write to the statement that it belongs to: that of its line, or the next one that is looked at."""
    points: dict[int, list[tuple[int, int]]] = defaultdict(list)  # block -> (index, point)
    blocks: dict[int, set[int]] = defaultdict(set)
    for head, rest in events:
        if head == "see":
            numbers, storages, facts = (part.strip() for part in rest.split("|"))
            point, number, block, index = map(int, numbers.split())
            claim = _storages(storages, where)
            claim.unknown |= "unknown" in storages
            claim.facts = {k: int(v) for k, v in (f.split("=") for f in facts.split())}
            key = (point, number)
            claims.sees[key] = claims.sees[key].also(claim) if key in claims.sees else claim
            points[block].append((index, point))
            blocks[point].add(block)
    flow = {block: after for head, rest in events if head == "flow" for block, *after in [list(map(int, rest.split()))]}
    for head, rest in events:
        if head != "write":
            continue
        numbers, storages = (part.strip() for part in rest.split("|"))
        line, block, index, how, _ = numbers.split(" ", 4)
        claim = _storages(storages, where)
        point = where.lines.get(int(line))
        if point is None or int(line) in where.lambdas:
            point = _next(points, flow, int(block), int(index))
        if point is None:
            continue
        # On one side of a `?:`, or in the body of a lambda that is only made here.
        if how == "may" or int(block) not in blocks[point] or where.points[point].lambda_body:
            claim.must = 0
        old = claims.writes.get(point, Claim())
        claims.writes[point] = Claim(old.must | claim.must, old.may | claim.may, old.unknown or claim.unknown)


def _next(points: dict[int, list[tuple[int, int]]], flow: dict[int, list[int]], block: int, index: int) -> int | None:
    """The look that comes after an event: in its block, or where the statement's last part ends."""
    seen, front = {block}, [block]
    while front:
        for b in front:
            for i, point in points.get(b, []):
                if b != block or i > index:
                    return point
        front = [after for b in front for after in flow.get(b, []) if after not in seen]
        seen.update(front)
    return None


def _names(bits: int, where: Where) -> str:
    return ", ".join(name for name, bit in where.storages.items() if bits >> bit & 1 and "@" not in name) or "nothing"


def _in_order(happened: list[str]) -> list[list[str]]:
    """The lines of each program by point, what was written before what is shared."""
    out: list[list[str]] = []
    group: list[list[str]] = []
    for words in [line.split() for line in happened] + [["program"]]:
        if words[0] in ("program", "crashed"):
            out += sorted(group, key=lambda w: (int(w[1]), w[0]))
            group = []
            out.append(words)
        else:
            group.append(words)
    return out[:-1]


def compare(happened: list[str], claimed: list[str], wheres: dict[int, Where], straight: set[int] = frozenset()) -> Result:
    """All disagreements of a batch. `straight` are the programs that ask nothing at run time."""
    result = Result(programs=len(wheres))
    claims = _read(claimed, wheres)
    number = -1
    for words in _in_order(happened):
        if words[0] == "crashed":
            result.crashed.append(int(words[1]))
            continue
        if words[0] == "program":
            number = int(words[1])
            result.runs += int(words[2])
            result.thrown += int(words[3])
            result.silent += claims[number].given_up
            continue
        if claims[number].given_up:
            continue
        where = wheres[number]
        problem = _see(words, claims[number], where, result, number in straight) if words[0] == "see" else \
            _at(words, claims[number], where, result)
        if problem and number not in result.failed:  # what comes after follows from it
            result.failed[number] = problem
            result.disagreements.append(f"program {number}: after `{where.points[int(words[1])].text}`: {problem}")
    return result


def _see(words: list[str], claims: _Claims, where: Where, result: Result, straight: bool) -> str:
    """One tensor at one point."""
    point, index, runs, _, every, some, dtype, contiguous, device = map(int, words[1:])
    if not runs:
        return ""
    result.claims += 1
    claim = claims.sees.get((point, index))
    statement = where.points[point]
    name = statement.sees[index].text
    if claim is None:
        if some:
            return f"'{name}' shares {_names(some, where)}; it is said to hold nothing"
        return ""
    if name == statement.assigned:
        kind = "unknown" if claim.unknown else "exact" if claim.must == claim.may else "may"
        for construct in set(statement.constructs):
            result.known[construct + (" (straight)" if straight else "")][kind] += 1
    if missing := claim.must & ~every:
        return f"'{name}' is said to share {_names(missing, where)}, and does not on every run"
    if extra := some & ~claim.may:
        if not claim.unknown:
            return f"'{name}' shares {_names(extra, where)}; only {_names(claim.may, where)} is said"
    for fact, seen in (("dtype", dtype), ("contiguous", contiguous), ("device", device)):
        if fact in claim.facts and claim.facts[fact] & 0xFF != seen & 0xFF:
            return f"'{name}' is said to have {fact} {claim.facts[fact]}, and has {seen}"
    return ""


def _at(words: list[str], claims: _Claims, where: Where, result: Result) -> str:
    """What one statement changed."""
    point, runs, every, some = map(int, words[1:])
    if not runs:
        return ""
    result.claims += 1
    claim = claims.writes.get(point, Claim())
    if missing := claim.must & ~every:
        return f"it is said to write {_names(missing, where)}, and does not on every run"
    extra = some & ~claim.may
    if extra and not claim.unknown:
        return f"it writes {_names(extra, where)}; only {_names(claim.may, where)} is said"
    return ""
