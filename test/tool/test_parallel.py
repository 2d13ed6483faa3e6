"""Several files at once: what is said must not depend on how many."""

from __future__ import annotations

import json
import unittest

from support import BUG, CALLER, CLEAN, INCLUDE, ToolTest

FILES = 24


class Parallel(ToolTest):
    """-j N against -j 1."""

    def setUp(self) -> None:
        super().setUp()
        # Each file is compiled in a folder of its own and finds its header by a relative path: a current folder that
        # threads share would lead to the header of another file. The first files take longest.
        entries = []
        for number in range(FILES):
            folder = self.folder / f"d{number}"
            self.write(f"d{number}/include/mine.h", f"#pragma once\ninline int mine_{number}() {{ return {number}; }}\n")
            text = INCLUDE + "#include <shared.h>\n#include <mine.h>\n"
            text += "".join(BUG.format(name=f"f{number}_{i}") for i in range((FILES - number) * 4))
            text += CALLER.format(name=f"g{number}") + f"int use() {{ return mine_{number}(); }}\n"
            if number % 7 == 3:
                text += "int broken = nothing;\n"
            self.write(f"d{number}/x.cpp", text)
            entries.append({"directory": str(folder), "file": "x.cpp",
                            "arguments": ["c++", *self.flags, "-I../shared", "-Iinclude", "-c", "x.cpp"]})
        self.write("shared/shared.h", "#pragma once\n" + INCLUDE + CALLER.replace("at::Tensor {name}", "inline at::Tensor {name}")
                   .format(name="shared"))
        self.write("d99/clean.cpp", CLEAN)
        self.write("compile_commands.json", json.dumps(entries))

    def test_same_bytes(self) -> None:
        arguments = [f"d{number}/x.cpp" for number in range(FILES)] + ["d5/no.cpp", "d99/clean.cpp"]
        formats = ["--format=text", "--format=json:{}.json", "--format=yaml:{}.yaml"]

        def run(jobs: str) -> tuple[int, str, list[str], list[str]]:
            ended = self.run_raw("-j", jobs, "--no-result-cache", *(form.format("j" + jobs) for form in formats), *arguments)
            said = [line for line in ended.err.splitlines() if not line.startswith("Found ")]
            return ended.status, ended.out, said, [self.read(f"j{jobs}.{kind}") for kind in ("json", "yaml")]

        one = run("1")
        self.assertEqual(one[0], 2)
        self.assertEqual(len(json.loads(one[3][0])["findings"]), sum(4 * n for n in range(1, FILES + 1)) + FILES + 1 + 3,
                         one[2])
        self.assertEqual([line.split(":")[1].strip() for line in one[2]],
                         ["d10/x.cpp", "d17/x.cpp", "d3/x.cpp", "d5/no.cpp"])
        for jobs in ("2", "8", "8", "8", "32"):
            with self.subTest(jobs):
                self.assertEqual(run(jobs), one)

    def test_explain_and_profile(self) -> None:
        self.assertIn("zero_", self.run_raw("explain", "-j8", "d0/x.cpp:7").out)
        self.assertIn("torch-shared-memory-write",
                      self.run_raw("-j8", "--enable-check-profile", "d0/x.cpp", "d1/x.cpp").err)


if __name__ == "__main__":
    unittest.main()
