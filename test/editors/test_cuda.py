"""torch-clangd on CUDA sources: what a build with nvcc writes down is enough, and the findings are torch-tidy's.

No CUDA toolkit is needed: -nocudainc stands among the flags.
"""

from __future__ import annotations

import json
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from editor import Document, Editor, quiet, torch_clangd  # noqa: E402
from lsprotocol import types  # noqa: E402
from support import BUG, CALLER, INCLUDE, NVCC, ToolTest  # noqa: E402

KERNELS = """\
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
template <class T> __global__ void kernel(T *p, int n) { only_on_the_device(p, n); }
__device__ int helper() { return only_on_the_device(1); }
unsigned blocks(int n, unsigned m) { return max(min(n, 1024), 1) + min(n, m); }
"""


@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
class Cuda(ToolTest, unittest.IsolatedAsyncioTestCase):
    """Files of the test's folder, in both programs."""

    async def asyncSetUp(self) -> None:
        quiet()
        self.include = self.folder / "libtorch/include"

    def command(self, text: str, file: str = "a.cu") -> None:
        """A compile database with one command; INCLUDE is the folder of libtorch."""
        self.write("compile_commands.json", json.dumps([{
            "directory": str(self.folder), "file": str(self.folder / file),
            "command": text.replace("INCLUDE", str(self.include)).replace("FILE", str(self.folder / file))}]))

    async def compare(self, document: Document, finds: int) -> None:
        """All that torch-clangd says, the compiler's errors too, is what torch-tidy says."""
        said = self.run_raw("--no-cache", "--quiet", "-p", ".", document.path.name)
        places = [(int(m[1]), int(m[2]), m[3]) for m in re.finditer(r"^a\.\w+:(\d+):(\d+): .*\[([\w-]+)\]$", said.out, re.MULTILINE)]
        self.assertEqual(len(places), finds, str(said))
        self.assertNotIn("error", said.out + said.err)
        found = await document.diagnostics()
        self.assertEqual([(d.range.start.line + 1, d.range.start.character + 1, d.code) for d in found], places, found)

    async def test_commands_of_nvcc(self) -> None:
        """As CMake, PyTorch's extensions and others write them."""
        path = self.write("a.cu", INCLUDE + BUG.format(name="f") + CALLER.format(name="g"))
        self.write("options.txt", f"-isystem={self.include} -nocudainc")
        for name, command in NVCC.items():
            with self.subTest(name):
                self.command(command)
                async with Editor(self.folder) as editor:
                    await self.compare(editor.open(path), 2)

    async def test_host_pass(self) -> None:
        """The file is read as for the host, with nvcc's min and max; an error in a body of the device silences nothing else."""
        path = self.write("a.cu", INCLUDE + KERNELS + BUG.format(name="f"))
        self.command(NVCC["CMake"])
        async with Editor(self.folder) as editor:
            document = editor.open(path)
            self.assertEqual([d.range.start.line for d in await document.torch()], [document.text[:document.text.index("t.zero_();")].count("\n")])
            errors = [d for d in await document.diagnostics() if d.severity == types.DiagnosticSeverity.Error]
            self.assertEqual([document.text.split("\n")[d.range.start.line].split("(")[0] for d in errors],
                             ["__device__ int helper"], errors)

    async def test_cpp_file_that_nvcc_compiles(self) -> None:
        """CMake's LANGUAGE property makes any file a CUDA source."""
        path = self.write("a.cpp", INCLUDE + "int n = min(1, 2);\n" + BUG.format(name="f"))
        self.command(NVCC["CMake"], "a.cpp")
        async with Editor(self.folder) as editor:
            await self.compare(editor.open(path), 1)

    async def test_without_database(self) -> None:
        """Flags that .clangd adds to a file without a command."""
        path = self.write("a.cu", INCLUDE + "int n = min(1, 2);\n" + BUG.format(name="f"))
        self.write(".clangd", json.dumps({"CompileFlags": {"Add": ["-nocudainc", "-std=c++17", "-isystem", str(self.include)]}}))
        async with Editor(self.folder) as editor:
            found = await editor.open(path).diagnostics()
            self.assertEqual([d.code for d in found], ["torch-shared-memory-write"], found)

    async def test_flags_of_the_project_come_last(self) -> None:
        """.clangd takes flags away that the database has."""
        path = self.write("a.cu", INCLUDE + "#ifdef X\n" + BUG.format(name="f") + "#endif\n")
        self.command(NVCC["CMake"] + " -DX=1")
        for lines, finds in (("", 1), ("CompileFlags: {Remove: -DX*}\n", 0)):
            self.write(".clangd", lines)
            async with Editor(self.folder) as editor:
                self.assertEqual(len(await editor.open(path).diagnostics()), finds)


if __name__ == "__main__":
    unittest.main()
