#!/usr/bin/env python3
"""The runtime corpus: fixtures run on libtorch; what they did says what a right checker says of them.

    run.py [--quick] [--libtorch DIR|/usr] [--docs FILE] [--work DIR] [FILE...]

Every function of fixtures/*.cpp that is not `static` is called, with arguments that its parameters ask for, and probe.h
measures what it did. From the facts follows which checks must speak of it at the level `recommended`:

    torch-from-blob-dangling    a result lies in memory that is freed, or in a frame that has returned
    torch-from-blob-dtype       a result over a buffer that came in reads other numbers than were written, or has another
                                dtype once the default dtype is double
    torch-shared-memory-write   a buffer has become a constant, or was given as const and changed
    torch-from-blob-device      the call threw because host memory is no memory of a device
    torch-factory-options       a new result has the shape of the tensor `x` that came in, and the default dtype, not that of x

What a run cannot tell is marked in the fixture, with a reason: `// EXPECT check` for code that does nothing, or too
much work; `// POLICY check: reason` where the facts call for a warning and the design for silence (or the other way
round). A mark must be needed.

Then the fixes: safe ones; those with the first suggestion of each other finding; and each suggestion by itself. They are
applied, compiled and run. The hazard must be gone, a second run must find nothing to fix, and what the caller keeps must be as it was, where it was sound.

The last line is "libtorch V: N fixtures, F facts, D disagreements; safe fixes S, hazards gone S; with suggestions A, hazards gone A;
suggestions alone B, hazards gone B".
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from checker import BUILD, CLANG, HERE, checks, findings, includes, libtorch, tidy, version_of
from cuda import story

SHORT = {"dangling": "torch-from-blob-dangling", "dtype": "torch-from-blob-dtype", "write": "torch-shared-memory-write",
         "device": "torch-from-blob-device", "factory": "torch-factory-options", "discarded": "torch-discarded-result",
         "index": "torch-index-write-lost"}
HEAD = re.compile(r"^(?=\w)(?!static|struct|class|namespace|template|using|enum|typedef|#|//|\}|inline|extern)[\w:<>,&* ]+?[ &*>](\w+)\((.*)\) \{")
QUICK = 40


@dataclass
class Fixture:
    """One function of a fixture file."""

    name: str
    file: Path
    line: int
    expects: set[str] = field(default_factory=set)
    policy: set[str] = field(default_factory=set)
    facts: dict = field(default_factory=dict)
    double: dict = field(default_factory=dict)

    def judged(self, facts: dict | None = None, double: dict | None = None) -> set[str]:
        """The checks that the facts call for."""
        facts, double = facts or self.facts, double or self.double
        out = set()
        if not facts:
            return out
        results = [r for r in facts["results"] if r["defined"]]
        if any(r.get("dead") for r in results):
            out.add(SHORT["dangling"])
        for i, r in enumerate(results):
            after = double["results"][i] if i < len(double["results"]) else r
            other = after.get("dtype") != r["dtype"]
            borrowed = r.get("shares", -1) >= 0
            if borrowed and not r.get("dead") and (not r["reads"] or other):
                if not any(g["changed"] for g in facts["given"]):
                    out.add(SHORT["dtype"])
            x = facts["tensors"][0] if facts["tensors"] else None
            if x and not borrowed and r.get("shares_tensor", -1) < 0 and other and r["shape"] == x["shape"] and \
                    (r["dtype"] != x["dtype"] or r["device"] != x["device"]):
                out.add(SHORT["factory"])
        buffers = facts["given"] + [w | {"const": False} for w in facts["watched"]]
        if any(b["changed"] and (b["const"] or b["constant"]) for b in buffers):
            out.add(SHORT["write"])
        if re.search(r"Cannot initialize CUDA|not linked with|resides on host memory|PyTorch is not linked|Cannot access data pointer",
                     facts["thrown"]):
            out.add(SHORT["device"])
        return out


def read(file: Path) -> list[Fixture]:
    """The fixtures of a file, with their marks."""
    out: list[Fixture] = []
    marks: list[tuple[str, str]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if mark := re.match(r"// (EXPECT|POLICY) ([\w-]+)", line):
            marks.append((mark[1], SHORT[mark[2]]))
        elif head := HEAD.match(line):
            f = Fixture(head[1], file, number)
            f.expects = {check for word, check in marks if word == "EXPECT"}
            f.policy = {check for word, check in marks if word == "POLICY"}
            out.append(f)
            marks = []
        elif line and not line.startswith("//"):
            marks = []
    return out


class Builder:
    """Compiles and runs fixture files."""

    def __init__(self, torch: Path, work: Path) -> None:
        self.torch, self.work = torch, work
        work.mkdir(parents=True, exist_ok=True)
        self.includes = [*includes(torch), f"-I{HERE}"]
        self.flags = [*self.includes, "-DTORCH_TIDY_RUN", "-O0", "-g0", "-w", "-fPIC"]
        self.pch = work / "probe.pch"
        newest = max((HERE / n).stat().st_mtime for n in ("probe.h", "fixture.h"))
        if not self.pch.exists() or self.pch.stat().st_mtime < newest:
            self.call([CLANG, "-x", "c++-header", *self.flags, "-fpch-instantiate-templates", str(HERE / "probe.h"), "-o", str(self.pch)])
        self.probe = work / "probe.o"
        self.call([CLANG, *self.flags, "-include-pch", str(self.pch), "-c", str(HERE / "probe.cpp"), "-o", str(self.probe)])
        self.tidy_pch = work / "tidy.pch"
        if not self.tidy_pch.exists() or self.tidy_pch.stat().st_mtime < newest:
            self.call([str(BUILD / "bin/make_pch"), *self.includes, str(HERE / "fixture.h"), "-o", str(self.tidy_pch)])

    @staticmethod
    def call(command: list[str]) -> str:
        """Runs a command that must succeed."""
        done = subprocess.run(command, text=True, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:3])} ...: exit status {done.returncode}\n{done.stderr[:3000]}")
        return done.stdout

    def run(self, file: Path, fixtures: list[Fixture]) -> dict[str, dict]:
        """Facts by name. A fixture that ends the process is called again without those before it, and is reported."""
        names = [f.name for f in fixtures]
        source = self.work / f"{file.stem}.main.cpp"
        calls = "\n".join(f'  probe::fixture<&{n}>("{n}");' for n in names)
        source.write_text(f'#include "probe.h"\n#include "{file}"\nvoid fixtures() {{\n{calls}\n}}\n', encoding="utf-8")
        binary = self.work / file.stem
        lib = next(f for f in (self.torch / "lib", self.torch / "lib/x86_64-linux-gnu") if (f / "libtorch.so").exists())
        self.call([CLANG, *self.flags, "-include-pch", str(self.pch), str(source), str(self.probe), "-o", str(binary), f"-L{lib}",
                   f"-Wl,-rpath,{lib}", "-ltorch", "-ltorch_cpu", "-lc10"])
        out = subprocess.run([str(binary)], text=True, capture_output=True, check=False)
        told = {}
        for line in out.stdout.splitlines():
            row = json.loads(line)
            told[row["name"]] = row
        if len(told) < len(names):
            missing = [n for n in names if n not in told]
            raise RuntimeError(f"{file.name}: '{missing[0]}' ended the process (status {out.returncode}): {out.stderr[-500:]}")
        return told

    def tidy_flags(self) -> list[str]:
        """The options for the precompiled header."""
        return ["--extra-arg=-include-pch", f"--extra-arg={self.tidy_pch}"]

    def tidy(self, file: Path, *options: str) -> None:
        """torch-tidy on a fixture file."""
        tidy(file, self.includes, *self.tidy_flags(), *options)

    def findings(self, file: Path) -> dict[str, list[dict]]:
        """Findings by function."""
        return findings(file, self.includes, *self.tidy_flags())


class Corpus:
    """All files, and what came of them."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.wrong: list[str] = []
        self.rows: list[tuple[str, str, str, bool]] = []
        self.facts = 0
        self.fixtures = 0
        self.fixes: Counter[str] = Counter()

    def domain(self, file: Path, limit: int | None) -> None:
        """One fixture file."""
        fixtures = read(file)[:limit]
        self.fixtures += len(fixtures)
        told = self.builder.run(file, fixtures)
        said = self.builder.findings(file)
        for f in fixtures:
            f.facts, f.double = told[f.name]["facts"], told[f.name]["with_default_double"]
            self.facts += sum(len(v) for v in (f.facts["given"], f.facts["watched"])) + \
                sum(len(r) for r in f.facts["results"] + f.facts["tensors"]) + 2
            self.judge(f, said)
        for name in ("fixed", "suggested"):
            self.fix(file, fixtures, said, name)
        if limit is None:
            self.alone(file, fixtures, said)

    def judge(self, f: Fixture, said: dict[str, list[dict]]) -> None:
        """Facts against findings."""
        facts, speaks = f.judged(), checks(said.get(f.name, []))
        for check in f.policy:
            facts ^= {check}
        expected = facts | f.expects
        if f.expects & facts - f.policy:
            self.wrong.append(f"{f.file.name}:{f.line}: {f.name}: a mark that the facts make needless")
        for check in sorted(expected | speaks) or ["silence"]:
            agrees = check in expected and check in speaks or check == "silence"
            what = "hazard" if check in expected else "near miss"
            self.rows.append((check, f.file.stem, what, agrees))
            if not agrees:
                self.wrong.append(f"{f.file.name}:{f.line}: {f.name}: the run says {check if check in expected else 'nothing'}, the "
                                  f"checker {'nothing' if check in expected else check}: {json.dumps(f.facts)[:600]}")

    def fix(self, file: Path, fixtures: list[Fixture], said: dict[str, list[dict]], how: str) -> None:
        """Applies fixes, compiles, runs again."""
        copy = self.builder.work / f"{file.stem}_{how}.cpp"
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        options = ["--fix"] + (["--unsafe-fixes"] if how == "suggested" else [])
        for _ in range(3):  # edits that touch each other go in rounds
            self.builder.tidy(copy, *options)
        text = copy.read_text(encoding="utf-8")
        self.builder.tidy(copy, *options)
        if copy.read_text(encoding="utf-8") != text:
            self.wrong.append(f"{file.name}: a {how} fix that is applied twice changes something")
        left = self.builder.findings(copy)
        fixed = [f for f in fixtures if said.get(f.name) and len(left.get(f.name, [])) < len(said[f.name])]
        try:
            told = self.builder.run(copy, fixtures)
        except RuntimeError as error:
            self.wrong.append(f"{file.name}: {how}: {error}")
            return
        for f in fixtures:
            now, double = told[f.name]["facts"], told[f.name]["with_default_double"]
            gone = checks(said.get(f.name, [])) - checks(left.get(f.name, []))
            if f not in fixed:
                if _plain(now) != _plain(f.facts):
                    self.wrong.append(f"{file.name}:{f.line}: {f.name}: no fix, and other facts: {_plain(f.facts)} / {_plain(now)}")
                continue
            self.fixes[how] += 1
            # Where there is no GPU, the right code throws too: that part is seen with --cuda only.
            if stays := f.judged(now, double) & gone - f.policy - {SHORT["device"]}:
                self.wrong.append(f"{file.name}:{f.line}: {f.name}: {how}, and the hazard stays ({stays}): {json.dumps(now)[:500]}")
            else:
                self.fixes[how + " gone"] += 1
            if how == "fixed" and (changes := self.changes(f, now, gone)):
                self.wrong.append(f"{file.name}:{f.line}: {f.name}: the fix changes {changes}")

    def alone(self, file: Path, fixtures: list[Fixture], said: dict[str, list[dict]]) -> None:
        """Each suggestion by itself, one of each fixture at a time."""
        offered = {f.name: [(finding["check"], note["suggestion"]) for finding in said.get(f.name, [])
                            for note in finding["notes"] if "suggestion" in note] for f in fixtures}
        for turn in range(max(map(len, offered.values()), default=0)):
            chosen = {name: all_of[turn] for name, all_of in offered.items() if turn < len(all_of)}
            text = file.read_bytes()
            for edit in sorted((e for _, edits in chosen.values() for e in edits), key=lambda e: -e["offset"]):
                text = text[:edit["offset"]] + edit["text"].encode() + text[edit["offset"] + edit["length"]:]
            copy = self.builder.work / f"{file.stem}_alone{turn}.cpp"
            copy.write_bytes(text)
            try:
                told = self.builder.run(copy, fixtures)
            except RuntimeError as error:
                self.wrong.append(f"{file.name}: suggestion {turn}: {error}")
                continue
            left = self.builder.findings(copy)
            for f in (f for f in fixtures if f.name in chosen):
                check = chosen[f.name][0]
                before, after = ([g for g in of.get(f.name, []) if g["check"] == check] for of in (said, left))
                facts = f.judged(told[f.name]["facts"], told[f.name]["with_default_double"]) - f.policy - {SHORT["device"]}
                self.fixes["alone"] += 1
                if len(after) >= len(before) or (len(before) == 1 and check in facts):
                    self.wrong.append(f"{file.name}:{f.line}: {f.name}: suggestion {turn}, and the hazard stays ({check}): "
                                      f"{json.dumps(told[f.name]['facts'])[:500]}")
                else:
                    self.fixes["alone gone"] += 1

    @staticmethod
    def changes(f: Fixture, now: dict, gone: set[str]) -> str:
        """What a safe fix may not change: shapes, devices, dtypes; values, where nothing was wrong with them."""
        if f.facts["thrown"] or len(now["results"]) != len(f.facts["results"]):
            return "" if f.facts["thrown"] else "the number of results"
        for old, new in zip(f.facts["results"], now["results"]):
            for key in ("shape", "device", "dtype", "values"):
                free = key in ("dtype", "values") and gone & {SHORT["dtype"], SHORT["factory"], SHORT["dangling"]} or old.get("dead")
                if key == "values" and gone & {SHORT["index"], SHORT["discarded"]}:
                    free = True
                if old.get(key) != new.get(key) and not free:
                    return f"{key}: {old.get(key)} / {new.get(key)}"
        return ""


def _plain(facts: dict) -> str:
    """Facts without what differs from run to run: the contents of dead memory."""
    results = [{k: v for k, v in r.items() if k != "values" or not r.get("dead")} for r in facts["results"]]
    return json.dumps({**facts, "results": results})


def document(corpus: Corpus, path: Path, version: str) -> None:
    """docs/corpus.md."""
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for check, domain, what, agrees in corpus.rows:
        table[(check, domain)][what if agrees else "disagrees"] += 1
    lines = ["# The runtime corpus", "",
             "Functions as people write them, run on libtorch. What they did (bytes of buffers before and after, memory that is shared or",
             "dead, dtypes, shapes, values, exceptions) says what a right checker says. `test/runtime/run.py --docs` writes this page.", "",
             f"libtorch {version}: {corpus.fixtures} fixtures, {len(corpus.rows)} verdicts, {corpus.facts} facts, {len(corpus.wrong)} disagreements. "
             f"Safe fixes: {corpus.fixes['fixed']} applied, {corpus.fixes['fixed gone']} hazards gone; with suggestions: "
             f"{corpus.fixes['suggested']} applied, {corpus.fixes['suggested gone']} gone; each suggestion by itself: "
             f"{corpus.fixes['alone']} applied, {corpus.fixes['alone gone']} gone.", "",
             "| check | domain | warns, and the hazard is there | silent, and none is there | disagrees |", "|---|---|---|---|---|"]
    for (check, domain), n in sorted(table.items()):
        silent = sum(n.values()) - n["hazard"] - n["disagrees"] if check == "silence" else 0
        lines.append(f"| {check if check != 'silence' else '(none)'} | {domain} | {n['hazard']} | {silent} | {n['disagrees']} |")
    path.write_text("\n".join([*lines, "", story()]) + "\n", encoding="utf-8")


def main() -> int:
    """All fixture files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--libtorch", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    torch = options.libtorch or libtorch()
    with tempfile.TemporaryDirectory(prefix="torch-tidy-runtime.") as folder:
        corpus = Corpus(Builder(torch, (options.work or Path(folder)).resolve()))
        files = [f.resolve() for f in options.files] or sorted((HERE / "fixtures").glob("*.cpp"))
        files = files[:1] if options.quick and not options.files else files
        limit = QUICK if options.quick else None
        with ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(lambda file: corpus.domain(file, limit), files))
        count = sum(len(read(file)[:limit]) for file in files)
        print("\n".join(sorted(corpus.wrong)))
        if options.docs:
            document(corpus, options.docs, version_of(torch))
        n = corpus.fixes
        print(f"libtorch {version_of(torch)}: {count} fixtures, {corpus.facts} facts, {len(corpus.wrong)} disagreements; safe fixes {n['fixed']}, hazards gone "
              f"{n['fixed gone']}; with suggestions {n['suggested']}, hazards gone {n['suggested gone']}; suggestions alone "
              f"{n['alone']}, hazards gone {n['alone gone']}")
    return 1 if corpus.wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
