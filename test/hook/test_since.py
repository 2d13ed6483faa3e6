"""--since and --staged: findings that a change brought, and no others."""

from __future__ import annotations

import shutil
import unittest

from repository import RepositoryTest
from support import BUG, CALLER, INCLUDE

OWNED = """\
at::Tensor {name}(float *values) {{
  at::Tensor t = at::from_blob(values, {{4}}, at::kFloat32);
  t = t.clone();
  t.zero_();
  return t;
}}
"""


class Since(RepositoryTest):
    """The change is what the branch `work` has and `main` has not, committed or not."""

    def setUp(self) -> None:
        super().setUp()
        self.write("old.cpp", INCLUDE + BUG.format(name="old"))
        self.write("owned.cpp", INCLUDE + OWNED.format(name="owned"))
        self.commit()
        self.git("checkout", "-q", "-b", "work")

    def since(self, *arguments: str, status: int, revision: str = "main") -> list[str]:
        ended = self.check(f"--since={revision}", *arguments)
        self.assert_status(ended, status)
        return self.places(ended)

    def test_nothing_changed(self) -> None:
        self.assertEqual(self.since(status=0), [])
        self.assert_status(self.check("."), 1)

    def test_a_new_finding_and_an_old_one_on_a_touched_line(self) -> None:
        self.write("old.cpp", INCLUDE + "// a comment\n\n"
                   + BUG.format(name="old").replace("  t.zero_();", "    t . zero_();  // moved")
                   + BUG.format(name="fresh"))
        self.assertEqual(self.since("old.cpp", status=1), ["old.cpp:13"])
        self.commit()
        self.assertEqual(self.since("old.cpp", status=1), ["old.cpp:13"])

    def test_another_of_the_same_statement(self) -> None:
        self.write("old.cpp", self.read("old.cpp").replace("  t.zero_();\n", "  t.zero_();\n  at::Tensor u = at::from_blob("
                   "values, {4}, at::kFloat32);\n  u.zero_();\n"))
        self.assertEqual(self.since(status=1), ["old.cpp:7"])

    def test_a_line_that_is_gone(self) -> None:
        self.write("owned.cpp", self.read("owned.cpp").replace("  t = t.clone();\n", ""))
        self.assertEqual(self.since(status=1), ["owned.cpp:4"])

    def test_a_line_far_above(self) -> None:
        text = INCLUDE + "#define COPY(t) t.clone()\n" + "".join(f"int filler{i};\n" for i in range(40))
        text += OWNED.format(name="owned").replace("t = t.clone()", "t = COPY(t)")
        self.write("owned.cpp", text)
        self.commit()
        self.git("branch", "-f", "main")
        self.write("owned.cpp", text.replace("t.clone()\n", "t\n"))
        self.assertEqual(self.since(status=1), ["owned.cpp:46"])

    def test_a_header_that_changed(self) -> None:
        self.write("made.h", "#pragma once\n" + INCLUDE + "inline at::Tensor made(float *v) {\n"
                   "  return at::from_blob(v, {4}, at::kFloat32).clone();\n}\n")
        self.write("user.cpp", '#include "made.h"\nat::Tensor use(float *v) {\n  at::Tensor t = made(v);\n'
                   "  t.zero_();\n  return t.clone();\n}\n")
        self.commit()
        self.git("branch", "-f", "main")
        self.assertEqual(self.since(status=0), [])
        self.write("made.h", self.read("made.h").replace(".clone()", ""))
        self.assertEqual(self.since(status=1), ["user.cpp:4"])

    def test_a_renamed_file(self) -> None:
        self.git("mv", "old.cpp", "renamed.cpp")
        self.assertEqual(self.since(status=0), [])
        self.write("folder/deep.cpp", self.read("renamed.cpp") + BUG.format(name="fresh"))
        (self.folder / "renamed.cpp").unlink()
        self.commit()
        self.assertEqual(self.since(status=1), ["folder/deep.cpp:11"])

    def test_a_renamed_header_that_an_old_file_includes(self) -> None:
        self.write("inc/h.h", "#pragma once\n" + INCLUDE + CALLER.replace("at::Tensor {name}", "inline at::Tensor {name}")
                   .format(name="h"))
        self.write("user.cpp", '#include "inc/h.h"\n')
        self.commit()
        self.git("branch", "-f", "main")
        (self.folder / "lib").mkdir()
        self.git("mv", "inc/h.h", "lib/h.h")
        self.write("user.cpp", '#include "lib/h.h"\n')
        self.assertEqual(self.since(status=0), [])

    def test_a_new_file_that_includes_an_old_header(self) -> None:
        self.write("h.h", "#pragma once\n" + INCLUDE + CALLER.replace("at::Tensor {name}", "inline at::Tensor {name}")
                   .format(name="h"))
        self.commit()
        self.git("branch", "-f", "main")
        self.write("new.cpp", '#include "h.h"\n')
        self.assertEqual(self.since(status=0), [])

    def test_deleted_and_binary_files(self) -> None:
        (self.folder / "blob.bin").write_bytes(bytes(range(256)) * 10)
        (self.folder / "owned.cpp").unlink()
        self.write("new.cpp", INCLUDE + BUG.format(name="fresh"))
        self.commit()
        self.assertEqual(self.since(status=1), ["new.cpp:5"])

    def test_the_base_is_where_the_branch_began(self) -> None:
        self.write("new.cpp", INCLUDE + BUG.format(name="fresh"))
        self.commit()
        self.git("checkout", "-q", "main")
        self.write("theirs.cpp", INCLUDE + BUG.format(name="theirs"))
        (self.folder / "old.cpp").unlink()
        self.commit()
        self.git("checkout", "-q", "work")
        self.assertEqual(self.since(status=1), ["new.cpp:5"])

    def test_submodule(self) -> None:
        inner = self.folder / "inner-origin"
        inner.mkdir()
        self.git("init", "-q", "-b", "main", cwd=inner)
        self.write("inner-origin/in.h", "#pragma once\n" + INCLUDE)
        self.commit(cwd=inner)
        self.write(".gitignore", self.read(".gitignore") + "inner-origin/\n")
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
        self.write("user.cpp", '#include "sub/in.h"\n')
        self.commit()
        self.git("branch", "-f", "main")
        self.assertEqual(self.since("user.cpp", status=0), [])
        self.write("sub/in.h", "#pragma once\n" + INCLUDE + BUG.replace("at::Tensor {name}", "inline at::Tensor {name}")
                   .format(name="s"))
        self.assertEqual(self.since("user.cpp", status=1), ["sub/in.h:6"])
        self.commit(cwd=self.folder / "sub")
        self.assertEqual(self.since("user.cpp", status=1), ["sub/in.h:6"])
        self.commit()
        self.assertEqual(self.since("user.cpp", status=1), ["sub/in.h:6"])

    def test_from_a_folder_below_and_through_a_link(self) -> None:
        self.write("d/new.cpp", INCLUDE + BUG.format(name="fresh"))
        self.write("d/old.cpp", INCLUDE + BUG.format(name="was"))
        self.git("add", "d/old.cpp")
        self.git("commit", "-q", "-m", "x")
        self.git("branch", "-f", "main")
        ended = self.check("--since=main", cwd=self.folder / "d")
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["new.cpp:5"])
        (self.folder / "link").symlink_to(self.folder, target_is_directory=True)
        ended = self.check("--since=main", "d/new.cpp", "d/old.cpp", cwd=self.folder / "link")
        self.assertEqual(self.places(ended), ["d/new.cpp:5"])

    def test_errors(self) -> None:
        self.assert_one_line_error(self.check("--since=nowhere"), "nowhere")
        self.assert_one_line_error(self.check("--since=--help"), "--help")
        self.git("checkout", "-q", "--orphan", "other")
        self.commit()
        self.assert_one_line_error(self.check("--since=main"), "common ancestor")
        shutil.rmtree(self.folder / ".git")
        self.assert_one_line_error(self.check("--since=main"), "git")

    def test_shallow_clone(self) -> None:
        self.write("new.cpp", INCLUDE + BUG.format(name="fresh"))
        self.commit()
        self.git("checkout", "-q", "main")
        self.write("other.cpp", "int other;\n")
        self.commit()
        self.git("checkout", "-q", "work")
        clone = self.folder / "clone"
        self.git("clone", "-q", "--depth=1", "--no-single-branch", f"file://{self.folder}", str(clone))
        ended = self.check("--since=origin/main", cwd=clone)
        self.assert_one_line_error(ended, "shallow", "--unshallow")
        self.git("fetch", "-q", "--unshallow", cwd=clone)
        ended = self.check("--since=origin/main", cwd=clone)
        self.assertEqual(self.places(ended), ["new.cpp:5"], str(ended))

    def test_reports_say_that_it_is_new(self) -> None:
        self.write("new.cpp", INCLUDE + BUG.format(name="fresh"))
        ended = self.check("--since=main", "--format=sarif")
        self.assertIn('"baselineState": "new"', ended.out)


class Staged(RepositoryTest):
    """The index is judged, not the disk."""

    def setUp(self) -> None:
        super().setUp()
        self.write("a.cpp", INCLUDE + BUG.format(name="old"))
        self.commit()

    def staged(self, *arguments: str, status: int) -> list[str]:
        ended = self.check("--staged", *arguments)
        self.assert_status(ended, status)
        return self.places(ended)

    def test_nothing_staged(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="old") + BUG.format(name="fresh"))
        self.assertEqual(self.staged(status=0), [])
        self.assertEqual(self.staged("a.cpp", status=0), [])

    def test_partly_staged(self) -> None:
        self.write("a.cpp", INCLUDE + BUG.format(name="old") + BUG.format(name="fresh"))
        self.git("add", "a.cpp")
        self.write("a.cpp", "// not staged\n" * 3 + INCLUDE + BUG.format(name="old") + "int fine;\n")
        ended = self.check("--staged", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(self.places(ended), ["a.cpp:11"])
        self.assertIn("t.zero_();\n", ended.out)  # the line as it is in the index

    def test_repaired_on_disk_only(self) -> None:
        self.write("b.cpp", INCLUDE + BUG.format(name="fresh"))
        self.git("add", "b.cpp")
        self.write("b.cpp", "int fine;\n")
        self.assertEqual(self.staged(status=1), ["b.cpp:5"])
        (self.folder / "b.cpp").unlink()
        self.assertEqual(self.staged(status=1), ["b.cpp:5"])

    def test_header_in_the_index(self) -> None:
        self.write("h.h", "#pragma once\n" + INCLUDE)
        self.write("b.cpp", '#include "h.h"\n')
        self.git("add", ".")
        self.write("h.h", self.read("h.h") + BUG.replace("at::Tensor {name}", "inline at::Tensor {name}").format(name="h"))
        self.assertEqual(self.staged("b.cpp", status=0), [])
        self.git("add", "h.h")
        self.assertEqual(self.staged("b.cpp", status=1), ["h.h:6"])

    def test_header_that_needs_the_file_that_includes_it(self) -> None:
        self.write("inc/h.h", "#pragma once\ninline NEEDS at::Tensor made(float *v) {\n"
                   "  return at::from_blob(v, {4}, at::kFloat32).clone();\n}\n")
        self.write("use.cpp", INCLUDE + '#define NEEDS\n#include "inc/h.h"\n' + OWNED.format(name="use")
                   .replace("  t = t.clone();\n", "").replace("at::from_blob(values, {4}, at::kFloat32)", "made(values)"))
        self.commit()
        text = self.read("inc/h.h")
        # A finding in the header, and none that was there before.
        self.write("inc/h.h", text + "inline NEEDS " + CALLER.format(name="fresh"))
        self.git("add", ".")
        self.assertEqual(self.staged(status=1), ["inc/h.h:7"])
        self.assertEqual(self.staged("inc/h.h", status=1), ["inc/h.h:7"])
        self.assertEqual(self.places(self.check("--since=HEAD", "inc/h.h")), ["inc/h.h:7"])
        # What the header brings in the file that includes it.
        self.write("inc/h.h", text.replace(".clone()", ""))
        self.git("add", ".")
        self.write("inc/h.h", text)  # repaired on the disk only
        self.assertEqual(self.staged(status=1), ["use.cpp:6"])
        self.git("commit", "-q", "-m", "x")
        self.assertEqual(self.staged("inc/h.h", status=0), [])

    def test_python_in_the_index(self) -> None:
        bug = "import numpy as np\nimport torch\n\n\ndef f(values: np.ndarray):\n    t = torch.from_numpy(values)\n    t.zero_()\n"
        self.write("p.py", bug)
        self.git("add", ".")
        self.write("p.py", "fine = 1\n")
        self.assertEqual(self.staged(status=1), ["p.py:7"])
        self.git("commit", "-q", "-m", "x")
        self.write("p.py", "# one line more\n" + bug)
        self.git("add", ".")
        self.assertEqual(self.staged(status=0), [])
        self.assertEqual(self.places(self.check("--since=HEAD~1", "p.py")), ["p.py:8"])

    def test_fix_leaves_a_partly_staged_file_alone(self) -> None:
        self.write("b.cpp", INCLUDE + BUG.format(name="fresh"))
        self.git("add", "b.cpp")
        self.assert_status(self.check("--staged", "--fix", "b.cpp"), 1)
        self.assertIn("at::zeros", self.read("b.cpp"))
        mixed = self.read("b.cpp") + "int more;\n"
        self.write("b.cpp", mixed)
        ended = self.check("--staged", "--fix", "b.cpp")
        self.assert_status(ended, 2)
        self.assertIn("not staged", ended.err)
        self.assertEqual(self.read("b.cpp"), mixed)

    def test_before_the_first_commit(self) -> None:
        shutil.rmtree(self.folder / ".git")
        self.git("init", "-q")
        self.git("add", ".")
        self.assertEqual(self.staged(status=1), ["a.cpp:5"])

    def test_deleted(self) -> None:
        self.git("rm", "-q", "a.cpp")
        self.assertEqual(self.staged(status=0), [])


if __name__ == "__main__":
    unittest.main()
