"""Random edits to files of test/checks: torch-clangd stays alive, answers, and its memory stays flat.

TORCH_TIDY_FUZZ_EDITS says how many (1,000 by default), TORCH_TIDY_FUZZ_SEED which.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from editor import Document, Editor, quiet, torch_clangd  # noqa: E402
from support import libtorch  # noqa: E402
from test_same_findings import fixtures  # noqa: E402

EDITS = int(os.environ.get("TORCH_TIDY_FUZZ_EDITS", "1000"))
SEED = int(os.environ.get("TORCH_TIDY_FUZZ_SEED", "1"))
FILES = 10
WAIT_EVERY = 5  # edits between two answers that are waited for: clangd also has to give up work on texts of the past
TOKENS = ["{", "}", "(", ")", ";", ",", "<", ">", "[", "]", "&", "*", "::", "->", ".", "=", "\"", "'", "\\", "//", "/*",
          "*/", "R\"(", "auto ", "const ", "template <class T> ", "torch::from_blob(", ".zero_()", ".data()", "std::move(",
          "return ", "#define M(x) x\n", "#if 0\n", "#endif\n", "\n", " ", "struct S {", "[&] {", "co_await ", "0"]


def edit(chosen: random.Random, document: Document, prefix: int) -> None:
    """One edit behind the preamble: a token more, a piece less, a piece twice, or pieces exchanged."""
    text = document.text
    at = chosen.randrange(prefix, len(text) + 1)
    end = min(len(text), at + chosen.choice([1, 2, 5, 20, 80]))
    kind = chosen.randrange(4)
    if kind == 0 or at == end:
        document.replace(at, at, chosen.choice(TOKENS))
    elif kind == 1:
        document.replace(at, end, "")
    elif kind == 2:
        document.replace(at, at, text[at:end])
    else:
        to = chosen.randrange(prefix, len(text) + 1)
        document.replace(at, end, text[to:to + chosen.choice([1, 5, 30])])


@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
@unittest.skipUnless(libtorch(), "no libtorch")
class Fuzz(unittest.IsolatedAsyncioTestCase):
    """One run."""

    async def test_random_edits(self) -> None:
        """Every text is answered, the server never ends, and does not grow."""
        quiet()
        flags = libtorch()
        assert flags
        chosen = random.Random(SEED)
        files = chosen.sample([f for f in fixtures() if not f.flags], FILES)
        prefix = "".join(f"{line}\n" for line in sorted(frozenset().union(*(f.includes for f in files))))
        with tempfile.TemporaryDirectory(prefix="torch-tidy-test-") as name:
            folder = Path(name).resolve()
            path = folder / "fuzz.cpp"
            path.write_text(prefix, encoding="utf-8")
            (folder / "compile_commands.json").write_text(json.dumps([{
                "directory": name, "file": str(path), "arguments": ["c++", "-std=c++17", *flags, "-c", str(path)]}]), encoding="utf-8")
            # What glibc keeps for itself, arena by arena, until clangd asks for it once a minute, is no growth.
            async with Editor(folder, environment={"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}) as editor:
                document = editor.open(path)
                memory = []
                for number in range(EDITS):
                    if number % (EDITS // FILES or 1) == 0:
                        document.set(prefix + files[number * FILES // EDITS].body)
                        await document.diagnostics()
                        memory.append(editor.memory())
                    edit(chosen, document, len(prefix))
                    if number % WAIT_EVERY == 0:
                        found = await document.torch()
                        if found:
                            await document.actions(found[0])
                    self.assertTrue(editor.alive, f"edit {number}, seed {SEED}:\n{document.text[len(prefix):]}")
                await document.diagnostics()
                memory.append(editor.memory())
                self.assertTrue(editor.alive)
        megabytes = [m >> 20 for m in memory]
        print(f"{EDITS} random edits to {FILES} files: 0 crashes, resident memory in MB: {megabytes}", file=sys.stderr)
        # The first files still fill caches and the allocator's arenas.
        self.assertLess(megabytes[-1], max(megabytes[:4]) * 1.15 + 20)


if __name__ == "__main__":
    unittest.main()
