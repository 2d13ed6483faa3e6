"""Files in which nothing can be found are not parsed, and no finding is lost by that, however the code is spelled."""

from __future__ import annotations

import json
import os
import random
import unittest

from support import BUG, CALLER, CLEAN, INCLUDE, ToolTest

NOT_PARSED = "files with nothing that a finding needs, not parsed: "
SEED = 20261126
PROGRAMS = 20 if os.environ.get("TORCH_TIDY_QUICK") == "1" else 120


class PrefilterTest(ToolTest):
    """One file, with and without."""

    def setUp(self) -> None:
        super().setUp()
        self.more: list[str] = []

    def run_json(self, *options: str) -> tuple[str, str]:
        """The findings of a.cpp, and what --statistics says."""
        ended = self.run_raw("--format=json", "--statistics", *options, "a.cpp", "--", *self.flags, *self.more)
        return ended.out, ended.err

    def assert_same(self, parsed: bool | None = None, findings: int | None = None) -> None:
        """With and without: the same findings; `parsed` says whether the file must be or must not be."""
        right, _ = self.run_json("--no-prefilter", "--no-cache")
        for options in (("--no-cache",), (), ()):
            found, said = self.run_json(*options)
            self.assertEqual(found, right, said)
        if findings is not None:
            self.assertEqual(len(json.loads(right)["findings"]), findings, right)
        if parsed is not None:
            said = self.run_json("--no-cache")[1]
            self.assertEqual(NOT_PARSED in said, not parsed, said)


class Prefilter(PrefilterTest):
    """What is parsed and what is not."""

    def test_nothing_of_libtorch(self) -> None:
        self.write("a.cpp", "#include <vector>\n#include <stdlib.h>\n" + CLEAN + "void f(std::vector<int> &v) { v.resize(3); }\n")
        self.assert_same(parsed=False, findings=0)

    def test_libtorch_without_a_word(self) -> None:
        self.write("a.cpp", INCLUDE + CLEAN + '// from_blob(p).zero_()\nconst char *s = "zero_";\n')
        self.assert_same(parsed=False, findings=0)

    def test_a_word_without_libtorch(self) -> None:
        self.write("a.cpp", "struct V { void zero_(); };\nvoid f(V v) { v.zero_(); }\n")
        self.assert_same(parsed=False, findings=0)

    def test_bug(self) -> None:
        self.bug()
        self.assert_same(parsed=True, findings=1)

    def test_operators_only(self) -> None:
        self.write("a.cpp", INCLUDE + "int f(at::Tensor a);\n")
        self.assert_same(parsed=True)

    def test_user_header(self) -> None:
        self.write("own.h", INCLUDE)
        self.write("deep.h", '#include "own.h"\n')
        self.write("a.cpp", '#include "deep.h"\n' + BUG.format(name="f"))
        self.assert_same(parsed=True, findings=1)

    def test_bug_in_user_header(self) -> None:
        self.write("own.h", "#pragma once\n" + INCLUDE + BUG.format(name="f").replace("at::Tensor f", "inline at::Tensor f"))
        self.write("a.cpp", '#include "own.h"\n')
        self.assert_same(parsed=True, findings=1)

    def test_system_header_of_others(self) -> None:
        self.write("others/inner.h", INCLUDE + "inline at::Tensor &wrap(at::Tensor &t) { return t; }\n")
        self.write("others/lib.h", "#include <inner.h>\n")
        self.more = ["-isystem", str(self.folder / "others")]
        self.write("a.cpp", "#include <lib.h>\n" + BUG.format(name="f"))
        self.assert_same(parsed=True, findings=1)
        self.write("a.cpp", "#include <lib.h>\nint f() { return 1; }\n")
        self.assert_same(parsed=True, findings=0)

    def test_system_header_changes(self) -> None:
        header = self.write("others/lib.h", "#define LIB 1\n")
        self.more = ["-isystem", str(self.folder / "others")]
        self.write("a.cpp", "#include <lib.h>\n#ifdef LATER\n" + BUG.format(name="f") + "#endif\n")
        self.assert_same(parsed=False, findings=0)
        header.write_text(INCLUDE + "#define LATER\n", encoding="utf-8")
        self.assert_same(parsed=True, findings=1)

    def test_forced_include(self) -> None:
        header = self.write("forced.h", INCLUDE)
        self.write("a.cpp", BUG.format(name="f"))
        self.more = ["-include", str(header)]
        self.assert_same(parsed=True, findings=1)

    def test_include_next(self) -> None:
        """What is included and what is said there, by user code and not."""
        self.write("early/wrap.h", "#pragma once\n#include_next <wrap.h>\n")
        for option, header, source in (("-I", INCLUDE, BUG.format(name="f")), ("-isystem", INCLUDE, BUG.format(name="f")),
                                       ("-I", "inline " + BUG.format(name="f"), "")):
            with self.subTest(option=option, header=header):
                self.write("late/wrap.h", header)
                self.write("a.cpp", (INCLUDE if header != INCLUDE else "") + "#include <wrap.h>\n" + source)
                self.more = [option, "early", option, "late"]
                self.assert_same(parsed=True, findings=1)

    def test_computed_include(self) -> None:
        self.write("a.cpp", "#define H <ATen/core/TensorBody.h>\n#include H\n" + BUG.format(name="f"))
        self.assert_same(parsed=True, findings=1)

    def test_macro_of_the_command(self) -> None:
        self.write("own.h", INCLUDE + "#define TENSOR at::Tensor\n")
        self.write("a.cpp", INCLUDE + "auto f(float *p) { auto t = at::BORROW(p, {4}, at::kFloat32); t.WRITE(); return t.COPY(); }\n")
        self.more = ["-DBORROW=from_blob", "-DWRITE=zero_", "-DCOPY=clone"]
        self.assert_same(parsed=True, findings=1)

    def test_missing_header_is_told(self) -> None:
        self.write("a.cpp", '#include "nowhere.h"\n')
        ended = self.tidy("a.cpp")
        self.assert_one_line_error(ended, "nowhere.h")

    def test_unused_suppressions(self) -> None:
        self.write("a.cpp", "int x; // NOLINT(torch-shared-memory-write)\n")
        ended = self.tidy("--report-unused-suppressions", "a.cpp")
        self.assertIn("NOLINT", ended.out, str(ended))

    def test_unchanged(self) -> None:
        self.write("a.cpp", CLEAN)
        self.run_json()
        self.assertIn("unchanged since the last run: 1", self.run_json()[1])


# Texts in which libtorch's include or a word is easily overlooked; {bug} is a function with a finding.
DIRECTIVES = {
    "byte order mark": "\ufeff{include}{bug}",
    "ends of lines of old Macs": "{include}{bug}",  # replaced by carriage returns
    "comments around": "/* a */ {include}{bug}",
    "comments within": "# /* a */ include /* b */ <ATen/core/TensorBody.h>\n{bug}",
    "comment over lines": "/* a\n*/ {include}{bug}",
    "cut directive": "#inc\\\nlude <ATen/core/TensorBody.h>\n{bug}",
    "cut name": "#include <ATen/core/Tensor\\\nBody.h>\n{bug}",
    "cut with a blank": "#inc\\ \nlude <ATen/core/TensorBody.h>\n{bug}",
    "blanks": "\f\v#\tinclude\t<ATen/core/TensorBody.h>\n{bug}",
    "import": "#import <ATen/core/TensorBody.h>\n{bug}",
    "raw string": 'const char *s = R"x(\n#if 0\n)x";\n{include}{bug}',
    "raw string of another kind": 'const char *s = u8R"x("\n/*\n)x";\n{include}{bug}',
    "no raw string": '#define FOOR "a"\nconst char *s = FOOR"(";\n{include}{bug}',
    "digit separators": "int a = 1'0; /* ' */ int b = 1'000; // it's\n{include}{bug}",
    "apostrophe in what is left out": "#if 0\nit's \" /* odd */ R\"(\n#endif\n{include}{bug}",
    "apostrophe in a message": "#if 0\n#error it's \" /*\n*/\n#endif\n{include}{bug}",
    "cut comment": "// comment \\\n#include <nothing.h>\n{include}{bug}",
    "condition": "#if 0\n#elif __has_include(<ATen/core/TensorBody.h>)\n{include}#endif\n{bug}",
    "in the argument of a macro": "{include}#define ID(...) __VA_ARGS__\nID(\n{bug})\n",
    "trigraph": "??=include <ATen/core/TensorBody.h>\n{bug}",
}


class Directives(PrefilterTest):
    """Each of them with and without."""

    def test_directives(self) -> None:
        self.more = ["-trigraphs"]
        for title, text in DIRECTIVES.items():
            with self.subTest(title):
                text = text.replace("{include}", INCLUDE).replace("{bug}", BUG.format(name="f"))
                if title == "ends of lines of old Macs":
                    text = text.replace("\n", "\r")
                (self.folder / "a.cpp").write_bytes(text.encode())
                self.assert_same(parsed=True, findings=1)

    def test_folders_of_the_search(self) -> None:
        """By each kind of folder, past a folder that has the header's name, and through links."""
        self.write("late/own.h", INCLUDE)
        (self.folder / "early" / "own.h").mkdir(parents=True)
        (self.folder / "link").symlink_to("late")
        self.write("a.cpp", '#include "own.h"\n' + BUG.format(name="f"))
        for flags in (["-Iearly", "-Ilate"], ["-isystem", "early", "-isystem", "late"], ["-iquote", "late"], ["-idirafter", "late"],
                      ["-Ilink"], ["-isystem", "link"], ["-iwithprefixbefore", "late"]):
            with self.subTest(flags):
                self.more = flags
                self.assert_same(parsed=True, findings=1)


    def test_headers_of_other_libraries(self) -> None:
        """In a folder of system headers: with names of the standard library's, and with an include that a macro names."""
        self.write("system/complex.h", INCLUDE)
        self.write("system/vector", "#pragma once\n" + INCLUDE + "#include_next <vector>\n")
        self.write("system/library.h", "#ifdef CONFIG\n#include CONFIG\n#endif\n")
        self.write("mine.h", INCLUDE)
        for header, flags in (("#include <complex.h>\n", []), ("#include <vector>\n", []),
                              ("#include <library.h>\n", ['-DCONFIG="mine.h"', "-I."]),
                              ('#define CONFIG "mine.h"\n#include <library.h>\n', ["-I."])):
            with self.subTest(header, flags=flags):
                self.more = ["-isystem", "system", *flags]
                self.write("a.cpp", header + BUG.format(name="f"))
                self.assert_same(parsed=True, findings=1)
        self.more = ["-isystem", "system"]
        self.write("a.cpp", "#include <library.h>\n#include <string>\n#include <stdio.h>\n" + BUG.format(name="f").replace("at::", "own::"))
        self.assertIn("not parsed: 1", self.run_raw("--statistics", "a.cpp", "--", *self.more).err)


class RandomSpellings(PrefilterTest):
    """The same two bugs, spelled in ways that nobody would read them."""

    def spelled(self, text: str, chance: random.Random) -> str:
        """Hides words of `text` in macros, pastes them together, or cuts them by the ends of lines."""
        before: list[str] = []
        for number, word in enumerate(("zero_", "from_blob", "Tensor", "clone", "at")):
            way = chance.randrange(7)
            cut = chance.randrange(1, len(word)) if len(word) > 1 else 1
            name = f"M{number}"
            if way == 0:
                before.append(f"#define {name} {word}")
            elif way == 1:
                before.append(f"#define P{number}(a, b) a##b\n#define {name} P{number}({word[:cut]}, {word[cut:]})")
            elif way == 2:
                before.append(f"%:define P{number}(a, b) a%:%:b\n%:define {name} P{number}({word[:cut]}, {word[cut:]})")
            elif way == 3:
                name = f"{word[:cut]}\\\n{word[cut:]}"
            elif way == 4:
                self.more.append(f"-D{name}={word}")
            elif way == 5:
                header = f"word{number}.h"
                self.write(header, f"#define {name} {word}\n")
                before.append(f'#include "{header}"')
            else:
                continue
            text = text.replace(word, name) if word != "at" else text.replace("at::", f"{name}::")
        includes = [INCLUDE.strip(), "#define INC <ATen/core/TensorBody.h>\n#include INC", '#include "libtorch.h"']
        self.write("libtorch.h", "#pragma once\n" + INCLUDE)
        return "\n".join([chance.choice(includes), *before, text])

    def test_spellings(self) -> None:
        chance = random.Random(SEED)
        found = 0
        for number in range(PROGRAMS):
            self.more = []
            text = self.spelled(chance.choice((BUG, CALLER)).format(name="f"), chance)
            self.write("a.cpp", text)
            with self.subTest(number=number, text=text, flags=self.more):
                right, _ = self.run_json("--no-prefilter", "--no-cache")
                self.assertEqual(self.run_json("--no-cache")[0], right)
                found += len(json.loads(right)["findings"])
        self.assertGreater(found, PROGRAMS // 2)


if __name__ == "__main__":
    unittest.main()
