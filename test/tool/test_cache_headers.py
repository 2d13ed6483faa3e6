"""What a kept answer hangs on besides the texts that were read: where headers were looked for, links, options in files, edits while
it runs. The answer is always that of a run without cache and without prefilter."""

from __future__ import annotations

import json
import os
import threading
import time
import unittest
from pathlib import Path

from support import BUG, INCLUDE
from test_cache import Cache

F = BUG.format(name="f")
WITH_X = INCLUDE + "#ifdef X\n" + F + "#endif\n"
IN_HEADER = "inline " + BUG.format(name="g")
X, Y = "#define X\n", "#define Y\n"
ROUNDS = 5 if os.environ.get("TORCH_TIDY_QUICK") == "1" else 30


class CachedAnswer(Cache):
    """The answers before and after a change."""

    def assert_same(self, findings: int, *files: str) -> None:
        """So many, without cache, and in two runs with it."""
        names = files or ("a.cpp",)
        _, right = self.run_on(*names, options=("--no-cache", "--no-prefilter"))
        for _ in range(2):
            ended, found = self.run_on(*names)
            self.assertEqual(found, right, str(ended))
        self.assertEqual(len(json.loads(right)["findings"]), findings, right)

    def remove(self, name: str) -> None:
        os.remove(self.folder / name)

    def link(self, name: str, to: str) -> None:
        (self.folder / name).symlink_to(to)


class Search(CachedAnswer):
    """Headers that come and go on the way of a search."""

    def test_forced_include(self) -> None:
        self.write("late/forced.h", Y)
        (self.folder / "early").mkdir()
        self.write("a.cpp", "#ifdef X\n" + INCLUDE + F + "#endif\n")
        self.flags += ["-Iearly", "-Ilate", "-include", "forced.h"]
        self.assert_same(0)
        for name in ("early/forced.h", "forced.h"):
            self.write(name, X)
            self.assert_same(1)
            self.remove(name)
            self.assert_same(0)
        self.write("late/forced.h", X)
        self.assert_same(1)

    def test_forced_macros(self) -> None:
        self.write("m.h", Y)
        self.write("a.cpp", "#ifdef X\n" + INCLUDE + F + "#endif\n")
        self.flags += ["-imacros", "m.h"]
        self.assert_same(0)
        self.write("m.h", X)
        self.assert_same(1)

    def test_include_next(self) -> None:
        self.write("one/n.h", "#include_next <n.h>\n")
        (self.folder / "two").mkdir()
        self.write("three/n.h", Y)
        self.write("a.cpp", "#include <n.h>\n" + WITH_X)
        self.flags += ["-Ione", "-Itwo", "-Ithree"]
        self.assert_same(0)
        self.write("two/n.h", X)
        self.assert_same(1)

    def test_has_include(self) -> None:
        self.write("a.cpp", INCLUDE + '#if __has_include("extra.h")\n' + F + "#endif\n")
        (self.folder / "inc").mkdir()
        self.flags.append("-Iinc")
        self.assert_same(0)
        for name in ("inc/extra.h", "extra.h"):
            self.write(name, "")
            self.assert_same(1)
            self.remove(name)
            self.assert_same(0)

    def test_has_include_next(self) -> None:
        self.write("one/n.h", "#if __has_include_next(<n.h>)\n" + X + "#endif\n")
        (self.folder / "two").mkdir()
        self.write("a.cpp", "#include <n.h>\n" + WITH_X)
        self.flags += ["-Ione", "-Itwo"]
        self.assert_same(0)
        self.write("two/n.h", "")
        self.assert_same(1)

    def test_folder_appears(self) -> None:
        """Also before a file that is not parsed, and where the folders are no user code."""
        for number, (option, text) in enumerate((("-I", WITH_X), ("-I", "#ifdef X\n" + F + "#endif\n"),
                                                 ("-isystem", "#ifdef X\n" + F + "#endif\n"))):
            with self.subTest(option=option, text=text):
                self.write(f"{number}/late/n.h", Y)
                self.write("a.cpp", "#include <n.h>\n" + text)
                usual = self.flags
                self.flags = [*usual, option, f"{number}/early", option, f"{number}/late"]
                self.assert_same(0)
                self.write(f"{number}/early/n.h", INCLUDE + X)
                self.assert_same(1)
                self.remove(f"{number}/early/n.h")
                (self.folder / str(number) / "early").rmdir()
                self.assert_same(0)
                self.write(f"{number}/other/n.h", INCLUDE + X)
                self.link(f"{number}/early", "other")
                self.assert_same(1)
                self.flags = usual

    def test_optional_header_of_a_file_that_is_not_parsed(self) -> None:
        self.write("a.cpp", '#if __has_include("extra.h")\n#include "extra.h"\n' + F + "#endif\n")
        self.assert_same(0)
        self.write("extra.h", INCLUDE)
        self.assert_same(1)


class Links(CachedAnswer):
    """One text under several names."""

    def test_switched(self) -> None:
        self.write("v1/n.h", Y)
        self.write("v2/n.h", X)
        self.link("current", "v1")
        self.write("a.cpp", "#include <n.h>\n" + WITH_X)
        self.flags.append("-Icurrent")
        self.settle()
        self.assert_same(0)
        self.remove("current")
        self.link("current", "v2")
        self.assert_same(1)

    def test_folder_of_sources(self) -> None:
        self.write("real/a.cpp", '#include "n.h"\n' + WITH_X)
        self.write("real/n.h", X)
        self.link("link", "real")
        self.assert_same(1, "link/a.cpp")
        self.assert_same(1, "real/a.cpp")
        self.assert_same(2, "real/a.cpp", "link/a.cpp")
        self.write("real/n.h", Y)
        self.assert_same(0, "real/a.cpp", "link/a.cpp")

    def test_source_beside_other_headers(self) -> None:
        self.write("one/a.cpp", '#include "n.h"\n' + WITH_X)
        self.write("one/n.h", Y)
        self.write("two/n.h", X)
        self.link("two/a.cpp", "../one/a.cpp")
        self.assert_same(0, "one/a.cpp")
        self.assert_same(1, "two/a.cpp")
        self.assert_same(1, "one/a.cpp", "two/a.cpp")

    def test_once_under_two_names(self) -> None:
        self.write("n.h", "#pragma once\n" + INCLUDE + IN_HEADER)
        self.link("m.h", "n.h")
        self.write("a.cpp", '#include "m.h"\n#include "n.h"\n')
        self.write("b.cpp", '#include "n.h"\n#include "m.h"\n')
        self.assert_same(1)
        self.assert_same(2, "a.cpp", "b.cpp")
        self.remove("m.h")
        self.write("m.h", "#pragma once\n")
        self.assert_same(1, "a.cpp", "b.cpp")

    def test_project_in_anothers_place(self) -> None:
        self.write("p/a.cpp", "#include <n.h>\n" + WITH_X)
        self.write("q/a.cpp", "#include <n.h>\n" + WITH_X)
        self.write("p/inc/n.h", X)
        self.write("q/inc/n.h", Y)
        self.flags.append("-Ip/inc")
        self.assert_same(1, "p/a.cpp")
        (self.folder / "p").rename(self.folder / "r")
        (self.folder / "q").rename(self.folder / "p")
        self.assert_same(0, "p/a.cpp")


class Options(CachedAnswer):
    """Flags and configurations that stand in files."""

    def test_response_file(self) -> None:
        self.write("a.cpp", "#ifdef X\n" + INCLUDE + F + "#endif\n")
        self.write("compile_commands.json", json.dumps([{"directory": str(self.folder), "file": "a.cpp",
                                                         "command": f"c++ @flags.rsp {' '.join(self.flags)} -c a.cpp"}]))
        for flag, findings in (("-DY", 0), ("-DX", 1), ("-DY", 0)):
            self.write("flags.rsp", flag)
            for _ in range(2):
                ended = self.run_raw("--format=json", f"--cache-dir={self.cache}", "a.cpp")
                self.assertEqual(len(json.loads(ended.out)["findings"]), findings, str(ended))

    def test_configuration_of_clang(self) -> None:
        self.write("a.cpp", "#ifdef X\n" + INCLUDE + F + "#endif\n")
        self.flags.append(f"--config={self.folder}/my.cfg")
        for flag, findings in (("-DY\n", 0), ("-DX\n", 1)):
            self.write("my.cfg", flag)
            self.assert_same(findings)

    def test_silence_in_a_header(self) -> None:
        self.write("n.h", "#pragma once\n" + INCLUDE + IN_HEADER)
        self.write("a.cpp", '#include "n.h"\n')
        self.assert_same(1)
        self.write("n.h", self.read("n.h").replace("t.zero_();", "t.zero_(); // NOLINT"))
        self.assert_same(0)


class WhileItRuns(CachedAnswer):
    """Files that somebody writes meanwhile: what is kept then is never the answer for another text."""

    def hammer(self, name: str, texts: tuple[str, str], in_place: bool) -> None:
        """Runs while the file changes back and forth, and once with each of the texts."""
        path = self.folder / name
        for _ in range(ROUNDS):
            stop = threading.Event()

            def edit(ends: threading.Event = stop) -> None:
                while not ends.is_set():
                    for text in texts:
                        place = path if in_place else Path(f"{path}.new")
                        place.write_text(text, encoding="utf-8")
                        if not in_place:
                            os.replace(place, path)
                        time.sleep(0.0005)

            editor = threading.Thread(target=edit)
            editor.start()
            self.run_on("a.cpp")
            stop.set()
            editor.join()
            for text, findings in zip(texts, (1, 0)):
                self.write(name, text)
                ended, found = self.run_on("a.cpp")
                self.assertEqual(len(json.loads(found)["findings"]), findings, str(ended))

    def test_header(self) -> None:
        self.write("a.cpp", '#include "n.h"\n' + WITH_X)
        self.write("n.h", X)
        for in_place in (False, True):
            with self.subTest(in_place=in_place):
                self.hammer("n.h", (X + "//\n" * 2000, Y), in_place)

    def test_source(self) -> None:
        for in_place in (False, True):
            with self.subTest(in_place=in_place):
                self.hammer("a.cpp", (INCLUDE + F, INCLUDE + F.replace("t.zero_();", "") + "//\n" * 500), in_place)


if __name__ == "__main__":
    unittest.main()
