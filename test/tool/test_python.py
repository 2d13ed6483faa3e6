"""Python sources on the command line: no compile command, one report with C++, comments that hide findings."""

from __future__ import annotations

import json
import subprocess
import unittest

from support import ToolTest, program

BUG = "import numpy as np\nimport torch\n\n\ndef f(a):\n    t = torch.from_numpy(a)\n    t.zero_(){comment}\n    return t\n"
LOCAL = ("import numpy as np\nimport torch\n\n\ndef f():\n    a = np.ones(3)\n"
         "    return torch.from_numpy(a).zero_()\n")


def has_python() -> bool:
    """Whether the program under test checks Python."""
    done = subprocess.run([program(), "--version"], capture_output=True, text=True, check=False)
    return "built without Python" not in done.stdout


@unittest.skipUnless(has_python(), "built without Python sources")
class Python(ToolTest):
    """Files that need no compiler."""

    def findings(self, *arguments: str) -> list[dict]:
        """The findings as JSON."""
        return json.loads(self.run_raw("--format=json", *arguments).out)["findings"]

    def test_text(self) -> None:
        """The text form is that of C++."""
        self.write("a.py", BUG.format(comment=""))
        ended = self.run_raw("a.py")
        self.assert_status(ended, 1)
        self.assertIn("a.py:7:7: warning: 'zero_' overwrites 'a', whose memory 't' shares [torch-shared-memory-write]",
                      ended.out)
        self.assertIn("a.py:6:15: note: 't' borrows the memory of 'a' here", ended.out)

    def test_mixed_folder(self) -> None:
        """One run and one report for both languages; no compile command for Python."""
        self.bug("src/a.cpp")
        self.write("src/b.py", BUG.format(comment=""))
        self.write("src/deep/c.pyi", "import torch\nx: torch.Tensor\n")
        subprocess.run(["git", "init", "-q", "."], cwd=self.folder, check=True)
        self.database(["src/a.cpp"])
        ended = self.run_raw("src")
        self.assert_status(ended, 1)
        self.assertEqual(len(ended.headlines), 2, str(ended))
        self.assertIn("2 files", ended.err)
        self.assertIn("3 files in", ended.err)

    def unused(self, text: str, status: int = 1) -> list[str]:
        """What is said of the comments of a file, with its line and column."""
        self.write("a.py", text)
        ended = self.run_raw("--report-unused-suppressions", "a.py")
        self.assert_status(ended, status)
        return [line.split(":", 1)[1].split(" [")[0] for line in ended.headlines if "torch-unused-suppression" in line]

    def test_unused_comments(self) -> None:
        """A comment that hides nothing is a finding where that is asked for; one that hides something never is."""
        for comment in ("# torch-tidy: ignore", "# torch-tidy: ignore[torch-shared-memory-write] why", "# noqa: torch-shared-memory-write",
                        "# torch-tidy: ignore[shared-memory-write]"):
            self.assertEqual(self.unused(BUG.format(comment="  " + comment), status=0), [], comment)
        head = "import torch\n"
        for comment, words in (("# torch-tidy: ignore", "torch-tidy: ignore"), ("# torch-tidy: ignore-file", "torch-tidy: ignore-file"),
                               ("# torch-tidy: ignore[torch-x] why", "torch-tidy: ignore[torch-x]"), ("# noqa: torch-x", "noqa: torch-x"),
                               ("# noqa: F401, torch-x", "noqa: torch-x"), ("# torch-tidy: off", "torch-tidy: off")):
            found = self.unused(head + "x = 1  " + comment + "\n")
            self.assertEqual([line.split("warning: ")[1] for line in found], [f"'{words}' hides nothing"], comment)
            self.assertTrue(found[0].startswith("2:"), found)
        self.write("a.py", head + "x = 1  # torch-tidy: ignore\n")
        self.assert_status(self.run_raw("a.py"), 0)

    def test_unused_comments_beside_used_ones(self) -> None:
        """Each name of a list is judged by itself; what is for other linters is not judged at all."""
        found = self.unused(BUG.format(comment="  # torch-tidy: ignore[torch-shared-memory-write, torch-other]"))
        self.assertEqual(found, ["7:64: warning: 'torch-tidy: ignore[torch-other]' hides nothing"])
        self.assertEqual(self.unused("import torch\nx = 1  # noqa\ny = 1  # noqa: F401\nz = '# torch-tidy: ignore'\n", status=0), [])
        block = "import torch\n# torch-tidy: off\n{}# torch-tidy: on\n"
        self.assertEqual(self.unused(block.format(BUG.format(comment="")), status=0), [])
        self.assertEqual(len(self.unused(block.format("x = 1\n") + BUG.format(comment=""))), 1)

    def test_unused_comments_are_removed(self) -> None:
        """The fix takes the comment with its reason, and leaves words for others alone."""
        self.write("a.py", "import torch\nx = 1  # torch-tidy: ignore why\n# torch-tidy: ignore\ny = 1  # type: ignore # torch-tidy: ignore\n"
                           "z = 1  # noqa: torch-x, F401\nw = 1  # torch-tidy: ignore # noqa\n")
        self.assert_status(self.run_raw("--report-unused-suppressions", "--fix", "a.py"), 1)
        self.assertEqual(self.read("a.py"), "import torch\nx = 1\ny = 1  # type: ignore # torch-tidy: ignore\n"
                                            "z = 1  # noqa: torch-x, F401\nw = 1  # torch-tidy: ignore # noqa\n")

    def test_fix(self) -> None:
        """A safe fix is written, a suggestion only when asked for."""
        self.write("a.py", LOCAL)
        self.assert_status(self.run_raw("--fix", "a.py"), 1)
        self.assertIn("torch.zeros(a.shape, dtype=torch.float64, device='cpu')", self.read("a.py"))
        self.write("b.py", BUG.format(comment=""))
        self.run_raw("--fix", "b.py")
        self.assertIn("from_numpy", self.read("b.py"))
        self.run_raw("--fix", "--unsafe-fixes", "b.py")
        self.assertIn("t = torch.tensor(a)", self.read("b.py"))
        self.assert_status(self.run_raw("b.py"), 0)

    def test_comments(self) -> None:
        """What hides a finding, and what does not."""
        hides = ["  # torch-tidy: ignore", "  # torch-tidy: ignore[torch-shared-memory-write] the caller knows",
                 "  # torch-tidy: ignore[shared-memory-write]", "  # noqa", "  # NOQA", "  # noqa: torch-shared-memory-write"]
        for comment in hides:
            self.write("a.py", BUG.format(comment=comment))
            self.assertEqual(self.findings("a.py"), [], comment)
        for comment in ["  # torch-tidy: ignore[torch-discarded-result]", "  # noqa: F401", "  # torch-tidy: ignored",
                        "  # noqartist", "  # torch-tidy: ignore[]"]:
            self.write("a.py", BUG.format(comment=comment))
            self.assertEqual(len(self.findings("a.py")), 1, comment)

    def test_comment_in_statement(self) -> None:
        """A comment counts for the whole statement, and for the one below when it stands alone."""
        head = "import torch\n\n\ndef f(a):\n    t = torch.from_numpy(a)\n"
        for body in ["    t.fill_(\n        7\n    )  # torch-tidy: ignore\n", "    # torch-tidy: ignore\n    t.fill_(7)\n",
                     "    # torch-tidy: off\n    t.fill_(7)\n    # torch-tidy: on\n"]:
            self.write("a.py", head + body)
            self.assertEqual(self.findings("a.py"), [], body)
        for body in ["    t.fill_(7)\n    # torch-tidy: ignore\n    t.sum()\n", "    x = 1  # torch-tidy: ignore\n    t.fill_(7)\n",
                     "    # torch-tidy: off\n    # torch-tidy: on\n    t.fill_(7)\n",
                     "    if a is not None:  # torch-tidy: ignore\n        t.fill_(7)\n"]:
            self.write("a.py", head + body)
            self.assertEqual(len([f for f in self.findings("a.py") if f["check"] == "torch-shared-memory-write"]), 1, body)

    def test_ignored_file(self) -> None:
        """A comment for the whole file."""
        self.write("a.py", "# torch-tidy: ignore-file[torch-shared-memory-write]\n" + BUG.format(comment=""))
        self.assertEqual(self.findings("a.py"), [])

    def test_configuration(self) -> None:
        """The level and the globs of .clang-tidy hold for Python too."""
        self.write("a.py", BUG.format(comment="") + "\n\nx = torch.Tensor([1.0])\n")
        self.assertEqual(len(self.findings("a.py")), 1)
        self.write(".clang-tidy", "CheckOptions:\n  torch-tidy.Level: strict\n")
        self.assertIn("torch-legacy-constructor", {f["check"] for f in self.findings("a.py")})
        self.write(".clang-tidy", "Checks: '-torch-shared-memory-write'\n")
        self.assertEqual(self.findings("a.py"), [])

    def test_broken(self) -> None:
        """What is no Python is passed over; the rest is checked."""
        self.write("a.py", BUG.format(comment="") + "\n\ndef g(:\n")
        self.assertEqual(len(self.findings("a.py")), 1)
        self.write("b.py", "\0\xff torch (((((")
        self.assert_status(self.run_raw("b.py"), 0)

    def test_explain(self) -> None:
        """What is known of the names on a line."""
        self.write("a.py", BUG.format(comment=""))
        self.assertIn("t: a tensor, shares the memory of the parameter 'a', borrowed by 'from_numpy' on line 6",
                      self.run_raw("explain", "a.py:7").out)

    def test_deep(self) -> None:
        """Long sums, many brackets, nested loops: in time linear in the file, and without the stack's end."""
        loops = "".join("    " * (i + 1) + f"for i{i} in x:\n" for i in range(10)) + "    " * 11 + "t.zero_()\n"
        texts = ["x = " + " + ".join(["a"] * 50000) + "\n", "x = " + "(" * 100000 + "a" + ")" * 100000 + "\n",
                 "x = " + "[" * 100000, "x = a" + ".b()" * 20000 + "\n", "if " + "not " * 50000 + "x:\n    pass\n",
                 "def f(a, x):\n    t = torch.from_numpy(a)\n" + loops,
                 "".join(f"x{i} = 1\nif x{i}:\n    y{i} = 2\n" for i in range(3000)),
                 # each calls the next from deep inside, before that one is known
                 "".join(f"def f{i}(a, x):\n    y = {'(x if x else ' * 140}f{i + 1}(torch.from_numpy(a), x){')' * 140}\n"
                         for i in range(39)) + "def f39(a, x):\n    return a.zero_()\n"]
        for number, text in enumerate(texts):
            self.write(f"deep{number}.py", "import torch\n" + text)
            ended = self.run_raw(f"deep{number}.py")
            self.assertIn(ended.status, (0, 1), str(ended)[:300])
        self.assertEqual(len(self.findings("deep5.py")), 1)

    def test_notebook(self) -> None:
        """Cells are one scope, magics are passed over; a fix leaves the rest of the JSON byte for byte."""
        cells = [("markdown", "torch"), ("code", "%matplotlib inline\nimport numpy as np\nimport torch\n!ls"),
                 ("code", "a = np.ones(3)  # \u00e4 \"quoted\"\nfiles = !ls\n"), ("code", "%%bash\nfor f in *; do echo $f; done"),
                 ("code", "%%time\nt = torch.from_numpy(a).zero_()\nt.to(torch.float16)"), ("code", "np.array?\nt")]
        book = {"cells": [{"cell_type": kind, "metadata": {}, "source": text.splitlines(True)} for kind, text in cells],
                "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
        text = json.dumps(book, indent=1) + "\n"
        path = self.write("a.ipynb", text)
        found = self.findings("a.ipynb")
        self.assertEqual([f["check"] for f in found], ["torch-shared-memory-write"])
        self.assertEqual(found[0]["notes"][-1]["message"], "in cell 5, line 2")
        self.assertIn("zero_", text.splitlines()[found[0]["line"] - 1])
        self.run_raw("--fix", "a.ipynb")
        fixed = path.read_text(encoding="utf-8")
        self.assertEqual(fixed, text.replace("torch.from_numpy(a).zero_()",
                                             "torch.zeros(a.shape, dtype=torch.float64, device='cpu')"))
        json.loads(fixed)
        self.write("b.ipynb", text.replace('"name": "python"', '"name": "julia"'))
        self.assertEqual(self.findings("b.ipynb"), [])
        for broken in [text[:300], "torch", "[]", '{"cells": {"torch": 1}, "nbformat": 4}', '{"cells": [1, "torch"], "nbformat": 4}']:
            self.write("c.ipynb", broken)
            self.assertEqual(self.findings("c.ipynb"), [])

    def test_staged(self) -> None:
        """The index is judged, not the disk."""
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@t"]
        subprocess.run(["git", "init", "-q", "."], cwd=self.folder, check=True)
        self.write("a.py", "x = 1\n")
        subprocess.run([*git, "add", "a.py"], cwd=self.folder, check=True)
        subprocess.run([*git, "commit", "-qm", "a"], cwd=self.folder, check=True)
        self.write("a.py", BUG.format(comment=""))
        subprocess.run([*git, "add", "a.py"], cwd=self.folder, check=True)
        self.write("a.py", "x = 2\n")
        self.assert_status(self.run_raw("--staged"), 1)
        subprocess.run([*git, "commit", "-qm", "b"], cwd=self.folder, check=True)
        self.write("a.py", BUG.format(comment=""))
        self.assert_status(self.run_raw("--since=HEAD", "a.py"), 0)
        self.assert_status(self.run_raw("--since=HEAD~1", "a.py"), 1)

    def test_fingerprint(self) -> None:
        """The enclosing declaration is known, and other layout and comments make no other finding."""
        self.write("a.py", "import torch\n\n\nclass Model:\n    def step(self, a):\n        t = torch.from_numpy(a)\n"
                           "        t.fill_(7)\n")
        before = self.findings("a.py")[0]
        self.assertEqual(before["enclosing"], "Model.step")
        self.write("a.py", "import torch\n\n\nclass Model:\n    def step(self, a):\n\n        t = torch.from_numpy(a)\n"
                           "        t.fill_(  # all of it\n            7,\n        )\n")
        after = self.findings("a.py")[0]
        self.assertEqual(before["fingerprint"], after["fingerprint"])

    def test_pyproject(self) -> None:
        """The table of a project: level, checks, files, classes that are tensors."""
        self.write("a.py", BUG.format(comment="") + "\n\nx = torch.Tensor([1.0])\n")
        self.write("sub/b.py", BUG.format(comment=""))
        table = '[project]\nname = "x"\n\n[tool.torch-tidy]\n{}\n\n[tool.ruff]\nlevel = "none"\n'
        self.write("pyproject.toml", table.format('level = "strict"  # all'))
        self.assertIn("torch-legacy-constructor", {f["check"] for f in self.findings("a.py")})
        self.assertEqual(len(self.findings("--level=recommended", "a.py")), 1)
        self.assertEqual(len(self.findings("--isolated", "a.py")), 1)
        self.write("pyproject.toml", table.format('checks = [\n  "-torch-shared-memory-write",\n]'))
        self.assertEqual(self.findings("a.py"), [])
        self.write("pyproject.toml", table.format("exclude = ['sub']"))
        self.assertEqual(len(self.findings("a.py", "sub/b.py")), 1)
        self.write("c.py", "import torch\nfrom mine import Wave\n\n\ndef f(w: Wave):\n    w.contiguous()\n    w.clamp(0, 1)\n")
        self.assertEqual(self.findings("c.py"), [])
        self.write("pyproject.toml", table.format('tensor-types = ["Wave"]'))
        self.assertEqual(len(self.findings("c.py")), 2)
        for wrong in ['levle = "strict"', 'level = "loud"', "level = 3", 'exclude = ["a"']:
            self.write("pyproject.toml", table.format(wrong))
            self.assert_one_line_error(self.run_raw("a.py"), "pyproject.toml", "torch-tidy")

    def test_line_ends(self) -> None:
        """Windows' line ends, a byte order mark, tabs."""
        (self.folder / "a.py").write_bytes(b"\xef\xbb\xbf" + BUG.format(comment="").replace("\n", "\r\n").encode())
        self.assertEqual(self.findings("a.py")[0]["line"], 7)


if __name__ == "__main__":
    unittest.main()
