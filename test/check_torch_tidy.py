#!/usr/bin/env python3
"""Runs one check test: a C++ file that claims everything that a check says about it.

    // RUN: %check_torch_tidy %s torch-shared-memory-write [--level=strict] [-- FLAGS]

The rest of the line after `--` goes to the compiler. The claims are comments of the file:

    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'zero_' overwrites 'v' [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-3]]: note: 't' borrows the memory of 'v' here
    // CHECK-FIXES: auto t = torch::zeros({3}, torch::kFloat32);
    // CHECK-FIXES-DROPS: t.zero_();
    // CHECK-SUGGESTED: auto u = t.clone();
    // CHECK-SUGGESTED-DROPS: u.zero_();

MESSAGES and NOTES mean the same: FILE:LINE:COLUMN: SEVERITY: TEXT. FILE may be empty (the test file) or the
end of a path; LINE is `[[@LINE]]`, `[[@LINE-N]]`, `[[@LINE+N]]` or a number; `COLUMN:` may be left out; TEXT
is the message with its check in brackets, or any part of that. Every warning, note and error belongs to one
claim, and every claim to one of them.

FIXES says what a line of the file is after --fix, SUGGESTED what it is after --fix --unsafe-fixes, where the
claims of FIXES hold too; TEXT is the line or a part of it. They stand in the order of the lines. Every line
that a fix writes needs a claim, and every line that it takes away without writing another a DROPS claim.

What is tested: stock clang-tidy with the plugin and torch-tidy print the same, which is what the file claims;
both write the same safe fixes; what was fixed compiles, and fixing it again changes nothing. The messages are
tested with a precompiled header of torch/torch.h, and for files with `// RUN-PLAIN` without it too; --plain or
TORCH_TIDY_TEST_PLAIN=1 say so for others. The tools get a copy of the file without its claims. --brief leaves the
plugin and the compiler out: torch-tidy's messages and fixes are compared with the claims.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

CLAIM = re.compile(r"//\s*CHECK-(MESSAGES|NOTES|FIXES|FIXES-DROPS|SUGGESTED|SUGGESTED-DROPS):(.*)$")
ANY_CLAIM = re.compile(r"//\s*CHECK-[A-Z-]*:?")
MESSAGE_CLAIM = re.compile(
    r"\s*(?P<file>[^:\[\]]*):(?:\[\[@LINE(?P<offset>[+-]\d+)?\]\]|(?P<line>\d+)):(?:(?P<column>\d+):)?"
    r" (?P<severity>warning|note|error): (?P<text>.+)$")
DIAGNOSTIC = re.compile(
    r"^(?P<file>[^\s:][^:]*):(?P<line>\d+):(?P<column>\d+): (?:fatal )?(?P<severity>warning|note|error): (?P<text>.*)$")
TIMEOUT_SECONDS = 300


class TestFailure(Exception):
    """Why the test fails, in words for the person who reads the log."""


@dataclass(frozen=True)
class Diagnostic:
    """One message that a tool printed."""

    file: str
    line: int
    column: int
    severity: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.text}"


@dataclass(frozen=True)
class MessageClaim:
    """One message that the test file expects; `at` is the line of the claim itself."""

    at: int
    file: str
    line: int
    column: int | None
    severity: str
    text: str

    def matches(self, found: Diagnostic) -> bool:
        """True if `found` is what this claim means."""
        return (self.line == found.line and self.column in (None, found.column)
                and self.severity == found.severity and self.text in found.text
                and (found.file == self.file or found.file.endswith("/" + self.file)))

    def __str__(self) -> str:
        column = "" if self.column is None else f":{self.column}"
        return f"{self.file}:{self.line}{column}: {self.severity}: {self.text}  (claimed on line {self.at})"


@dataclass(frozen=True)
class TextClaim:
    """A line that a fix writes or drops."""

    at: int
    text: str
    suggested: bool
    drops: bool


@dataclass
class Claims:
    """All that a test file claims, and the file without its claims."""

    messages: list[MessageClaim] = field(default_factory=list)
    texts: list[TextClaim] = field(default_factory=list)
    source: str = ""

    def written(self, suggested: bool) -> list[TextClaim]:
        """The lines that --fix (and --unsafe-fixes where `suggested`) writes."""
        return [c for c in self.texts if not c.drops and (suggested or not c.suggested)]

    def dropped(self, suggested: bool) -> list[TextClaim]:
        """The lines that it takes away."""
        return [c for c in self.texts if c.drops and (suggested or not c.suggested)]


def parse_claims(text: str, name: str) -> Claims:
    """Reads the claims of a test file called `name`."""
    claims = Claims()
    kept: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        kept.append(ANY_CLAIM.split(line, maxsplit=1)[0].rstrip() + " //" if ANY_CLAIM.search(line) else line)
        match = CLAIM.search(line)
        if not match:
            if ANY_CLAIM.search(line):
                raise TestFailure(f"{name}:{number}: no such claim: {line.strip()}")
            continue
        kind, rest = match.groups()
        if not rest.strip():
            raise TestFailure(f"{name}:{number}: this claims nothing: {line.strip()}")
        if kind not in ("MESSAGES", "NOTES"):
            claims.texts.append(TextClaim(number, rest.strip(), kind.startswith("SUGGESTED"), kind.endswith("DROPS")))
            continue
        message = MESSAGE_CLAIM.match(rest)
        if not message:
            raise TestFailure(f"{name}:{number}: not 'FILE:LINE:COLUMN: SEVERITY: TEXT': {line.strip()}")
        claims.messages.append(MessageClaim(
            number, message["file"].strip() or name,
            int(message["line"]) if message["line"] else number + int(message["offset"] or 0),
            int(message["column"]) if message["column"] else None, message["severity"], message["text"].strip()))
    claims.source = "\n".join(kept)
    return claims


def parse_diagnostics(output: str) -> list[Diagnostic]:
    """The messages in what a tool printed, in their order."""
    return [Diagnostic(m["file"], int(m["line"]), int(m["column"]), m["severity"], m["text"])
            for m in map(DIAGNOSTIC.match, output.splitlines()) if m]


def unmatched(claims: list[MessageClaim], found: list[Diagnostic]) -> tuple[list[MessageClaim], list[Diagnostic]]:
    """Pairs claims with messages, as many as can be, and returns what is left of both."""
    claim_of: dict[int, int] = {}

    def place(claim: int, tried: set[int]) -> bool:
        for index, diagnostic in enumerate(found):
            if index in tried or not claims[claim].matches(diagnostic):
                continue
            tried.add(index)
            if index not in claim_of or place(claim_of[index], tried):
                claim_of[index] = claim
                return True
        return False

    missing = [claims[i] for i in range(len(claims)) if not place(i, set())]
    return missing, [d for i, d in enumerate(found) if i not in claim_of]


def check_messages(claims: list[MessageClaim], found: list[Diagnostic], who: str) -> None:
    """Fails unless claims and messages are one to one."""
    missing, unclaimed = unmatched(claims, found)
    problems = [f"  nobody claims: {d}" for d in unclaimed] + [f"  not printed:   {c}" for c in missing]
    if problems:
        raise TestFailure(f"{who}: the messages are not those that the file claims\n" + "\n".join(problems))


def check_fixed(claims: Claims, fixed: str, suggested: bool) -> None:
    """Fails unless the lines that a fix changed are those that the file claims."""
    option = "--fix --unsafe-fixes" if suggested else "--fix"
    before, after = claims.source.split("\n"), fixed.split("\n")
    problems: list[str] = []
    position = 0
    for claim in claims.written(suggested):
        hit = next((i for i in range(position, len(after)) if claim.text in after[i]), None)
        if hit is None:
            problems.append(f"  not written: {claim.text}  (claimed on line {claim.at})")
        else:
            position = hit + 1
    unused = list(claims.dropped(suggested))
    written = [claim.text for claim in claims.written(suggested)]

    def matters(line: str) -> bool:
        return line.strip() not in ("", "//")

    for kind, low, high, new_low, new_high in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            continue
        removed = [line for line in before[low:high] if matters(line)]
        added = [line for line in after[new_low:new_high] if matters(line)]
        problems += [f"  nobody claims the written line: {line}" for line in added
                     if not any(text in line for text in written)]
        drops = len(removed) - len(added)
        for line in removed:
            claim = next((c for c in unused if c.text in line), None)
            if claim:
                unused.remove(claim)
                drops -= 1
        if drops > 0:
            problems.append("  nobody claims that lines go away, of: " + " | ".join(line.strip() for line in removed))
    problems += [f"  still there: {claim.text}  (claimed on line {claim.at})" for claim in unused]
    if problems:
        diff = "\n".join(difflib.unified_diff(before, after, "before", "after", lineterm="", n=1))
        raise TestFailure(f"{option}: the file is not what is claimed\n" + "\n".join(problems) + "\n" + diff)


class Run:
    """One test: its file, its check, and the tools that run it."""

    def __init__(self, options: argparse.Namespace, check: str, level: str, flags: list[str]) -> None:
        self.options, self.check, self.level = options, check, level
        self.flags = [flag for folder in options.isystem for flag in ("-isystem", folder)] + flags
        if not any(flag.startswith("-std=") for flag in flags):
            self.flags.append("-std=c++17")
        # Another language standard is another precompiled header, which nobody makes.
        own_standard = any(flag.startswith("-std=") and flag != "-std=c++17" for flag in flags)
        self.with_pch = bool(options.pch) and not own_standard
        self.test = Path(options.test)
        self.work = Path(options.work)
        self.checks = "-*," + check
        self.may_be_broken = False

    def place(self, name: str, text: str) -> Path:
        """Writes a copy of the test file into a folder of its own, with the inputs that it includes."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        inputs = self.test.parent / "Inputs"
        if inputs.is_dir():
            shutil.copytree(inputs, folder / "Inputs")
        copy = folder / self.test.name
        copy.write_text(text, encoding="utf-8")
        return copy

    def execute(self, command: list[str], allowed: tuple[int, ...]) -> str:
        """Runs a tool, returns its standard output; any other exit status is a failure."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False,
                                  timeout=TIMEOUT_SECONDS, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise TestFailure(f"no end after {TIMEOUT_SECONDS} s: {' '.join(command)}") from None
        except OSError as error:
            raise TestFailure(f"cannot run {command[0]}: {error.strerror}") from None
        if done.returncode not in allowed:
            raise TestFailure(f"exit status {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def compiler_flags(self, plain: bool) -> list[str]:
        """The flags after `--`."""
        return self.flags + (["-include-pch", self.options.pch] if self.with_pch and not plain else [])

    def plugin(self, file: Path, extra: list[str], plain: bool = False) -> str:
        """Stock clang-tidy with our module."""
        config = f"{{Checks: '{self.checks}', CheckOptions: {{torch-tidy.Level: {self.level}}}}}"
        command = [self.options.clang_tidy, f"--load={self.options.module}", f"--config={config}",
                   "--header-filter=.*", "--quiet", *extra, str(file), "--", *self.compiler_flags(plain)]
        return self.execute(command, (0, 1) if self.may_be_broken else (0,))

    def driver(self, file: Path, extra: list[str], plain: bool = False) -> str:
        """Our own program."""
        # A precompiled header of a build is not ours, and dropped; one among the extra arguments is meant.
        header = [f"--extra-arg={flag}" for flag in self.compiler_flags(plain)[len(self.flags):]]
        command = [self.options.torch_tidy, f"--checks={self.checks}", f"--level={self.level}", "--isolated",
                   "--no-cache", *header, *extra, str(file), "--", *self.flags]
        return self.execute(command, (0, 1, 2) if self.may_be_broken else (0, 1))

    def say(self, source: str, plain: bool, claims: Claims) -> list[Diagnostic]:
        """What both tools print about `source`: the same, and what is claimed."""
        file = self.place("messages", source)
        how = "without" if plain or not self.with_pch else "with"
        by_driver = self.driver(file, [], plain)
        if self.options.brief:
            found = parse_diagnostics(by_driver)
            check_messages(claims.messages, found, f"torch-tidy, {how} precompiled header")
            return found
        by_plugin = self.plugin(file, [], plain)
        found = parse_diagnostics(by_plugin)
        check_messages(claims.messages, found, f"clang-tidy with the plugin, {how} precompiled header")
        check_messages(claims.messages, parse_diagnostics(by_driver), f"torch-tidy, {how} precompiled header")
        if by_plugin != by_driver:
            diff = "\n".join(difflib.unified_diff(by_plugin.splitlines(), by_driver.splitlines(),
                                                  "clang-tidy with the plugin", "torch-tidy", lineterm=""))
            raise TestFailure(f"the two tools do not print the same, {how} precompiled header\n{diff}")
        return found

    def fix(self, claims: Claims, suggested: bool) -> None:
        """The fixed file: as claimed, compiles, is the same from both tools, and is fixed for good."""
        options = ["--fix", "--unsafe-fixes"] if suggested else ["--fix"]
        file = self.place("suggested" if suggested else "fixed", claims.source)
        self.driver(file, options)
        fixed = file.read_text(encoding="utf-8")
        check_fixed(claims, fixed, suggested)
        if self.options.brief:
            return
        if not suggested:
            other = self.place("fixed-by-plugin", claims.source)
            self.plugin(other, ["--fix"])
            diff = "\n".join(difflib.unified_diff(other.read_text(encoding="utf-8").splitlines(), fixed.splitlines(),
                                                  "clang-tidy with the plugin", "torch-tidy", lineterm=""))
            if diff:
                raise TestFailure(f"the two tools do not write the same fixes\n{diff}")
        if fixed == claims.source:
            return
        self.execute([self.options.clang, "-fsyntax-only", "-w", *self.compiler_flags(False), str(file)], (0,))
        self.driver(file, options)
        again = file.read_text(encoding="utf-8")
        if again != fixed:
            diff = "\n".join(difflib.unified_diff(fixed.splitlines(), again.splitlines(),
                                                  "fixed once", "fixed twice", lineterm=""))
            raise TestFailure(f"{' '.join(options)}: fixing it again changes the file\n{diff}")

    def run(self) -> None:
        """The whole test."""
        text = self.test.read_text(encoding="utf-8")
        claims = parse_claims(text, self.test.name)
        self.may_be_broken = any(claim.severity == "error" for claim in claims.messages)
        found = self.say(claims.source, False, claims)
        first = min(self.test.parent.glob("*.cpp"), default=self.test)
        plain = "always" if os.environ.get("TORCH_TIDY_TEST_PLAIN") == "1" else self.options.plain
        marked = re.search(r"//\s*RUN-PLAIN", text) is not None
        wants_plain = (plain == "always" or (plain != "never" and marked)
                       or (plain == "sample" and self.test.samefile(first)))
        if wants_plain and self.with_pch:
            self.say(claims.source, True, claims)
        # A file that does not compile is never fixed, and nothing said is nothing fixed.
        if found and not any(d.severity == "error" for d in found):
            self.fix(claims, suggested=False)
            self.fix(claims, suggested=True)
        elif claims.texts:
            raise TestFailure("the file claims fixes, but nothing is there to be fixed")


def make_pch(options: argparse.Namespace) -> None:
    """Makes the precompiled header of torch/torch.h unless it is there for the same tools and flags."""
    pch = Path(options.pch)
    header = pch.with_suffix(".h")
    flags = [flag for folder in options.isystem for flag in ("-isystem", folder)] + ["-std=c++17"]
    command = [options.clang, "-x", "c++-header", "-Xclang", "-skip-function-bodies", *flags]
    if options.pch_maker:
        command = [options.pch_maker, *flags]
    tool = Path(shutil.which(command[0]) or command[0])
    key = f"{command} {tool.stat().st_mtime_ns} {[Path(f).stat().st_mtime_ns for f in options.isystem]}"
    key_file = pch.with_suffix(".key")
    if pch.exists() and key_file.exists() and key_file.read_text(encoding="utf-8") == key:
        return
    pch.parent.mkdir(parents=True, exist_ok=True)
    header.write_text("#include <torch/torch.h>\n", encoding="utf-8")
    subprocess.run([*command, str(header), "-o", str(pch)], check=True, timeout=TIMEOUT_SECONDS)
    key_file.write_text(key, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Runs the test that the command line names."""
    flags: list[str] = []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, flags = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--torch-tidy", default="torch-tidy")
    parser.add_argument("--module", default="TorchTidyModule.so")
    parser.add_argument("--isystem", action="append", default=[], metavar="DIR", help="a folder of libtorch's headers")
    parser.add_argument("--pch", default="", help="the precompiled torch/torch.h")
    parser.add_argument("--pch-maker", default="", help="the program that makes it (default: clang)")
    parser.add_argument("--make-pch", action="store_true", help="make the precompiled header, test nothing")
    parser.add_argument("--work", default="", metavar="DIR", help="a folder for the copies of this test")
    parser.add_argument("--plain", default="marked", choices=["never", "marked", "sample", "always"],
                        help="which tests run without precompiled header too (sample: the first of each folder)")
    parser.add_argument("--brief", action="store_true", help="torch-tidy alone, and what it fixes is not compiled")
    parser.add_argument("--level", default="recommended", choices=["recommended", "strict"])
    parser.add_argument("test", nargs="?", help="the test file")
    parser.add_argument("check", nargs="?", help="the check, or several with commas")
    options = parser.parse_args(arguments)
    if options.make_pch:
        make_pch(options)
        return 0
    if not (options.test and options.check and options.work):
        parser.error("a test needs its file, its check and --work")
    try:
        Run(options, options.check, options.level, flags).run()
    except TestFailure as failure:
        print(f"{options.test}: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
