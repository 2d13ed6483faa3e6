"""torch-clangd, as an editor sees it: findings with no configuration, quick fixes, configuration, headers, half-typed code."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from editor import Document, Editor, capabilities, offset, quiet, torch_clangd  # noqa: E402
from lsprotocol import types  # noqa: E402
from support import BUG, CALLER, INCLUDE, ToolTest  # noqa: E402

CHECK = "torch-shared-memory-write"
FIX_ALL = "source.fixAll.torch-tidy"


def titles(actions: list[types.CodeAction]) -> list[str]:
    """The lines of an editor's menu."""
    return [action.title for action in actions]


@unittest.skipUnless(torch_clangd().exists(), "torch-clangd is not built")
class ClangdTest(ToolTest, unittest.IsolatedAsyncioTestCase):
    """Each test has a folder with a small libtorch and a compile database."""

    async def asyncSetUp(self) -> None:
        quiet()

    def editor(self, *options: str, can: types.ClientCapabilities | None = None) -> Editor:
        """torch-clangd in the test's folder."""
        return Editor(self.folder, *options, can=can)


class Findings(ClangdTest):
    """What is shown."""

    async def test_no_configuration(self) -> None:
        """A file and its compile command are enough: the finding, its place, its notes, its page."""
        path = self.bug()
        self.database(["a.cpp"])
        async with self.editor() as editor:
            document = editor.open(path)
            (found,) = await document.torch()
            self.assertEqual((found.code, found.source, found.severity),
                             (CHECK, "torch-tidy", types.DiagnosticSeverity.Warning))
            self.assertEqual(found.message, "'zero_' overwrites 'values', whose memory 't' shares")
            at = offset(document.text, found.range.start)
            self.assertEqual(document.text[at:offset(document.text, found.range.end)], "zero_")
            self.assertEqual([note.message for note in found.related_information or []],
                             ["'t' borrows the memory of 'values' here"])
            assert found.code_description
            self.assertRegex(found.code_description.href, r"^file://.*/checks/shared-memory-write\.md$")
            self.assertTrue(Path(found.code_description.href.removeprefix("file://")).is_file())

    async def test_installed(self) -> None:
        """An installed program leads to the pages that were installed with it."""
        there = self.folder / "there"
        done = subprocess.run(["cmake", "--install", torch_clangd().parent.parent, "--prefix", there],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        path = self.bug()
        self.database(["a.cpp"])
        async with Editor(self.folder, server=there / "bin/torch-clangd") as editor:
            (found,) = await editor.open(path).torch()
            assert found.code_description
            page = Path(found.code_description.href.removeprefix("file://"))
            self.assertEqual(page, there / "share/doc/torch-tidy/docs/checks/shared-memory-write.md")
            self.assertTrue(page.is_file())

    async def test_without_compile_database(self) -> None:
        """compile_flags.txt, the simplest configuration that clangd knows, does as well."""
        path = self.bug()
        self.write("compile_flags.txt", "\n".join(self.flags))
        async with self.editor() as editor:
            self.assertEqual(len(await editor.open(path).torch()), 1)

    async def test_switched_off(self) -> None:
        """--clang-tidy=0 means what it says."""
        path = self.bug()
        self.database(["a.cpp"])
        async with self.editor("--clang-tidy=0") as editor:
            self.assertEqual(await editor.open(path).torch(), [])

    async def test_clang_tidy_file(self) -> None:
        """`-*` of a project leaves torch checks on, `-torch-*` does not, and stock checks are as the file says."""
        path = self.write("a.cpp", INCLUDE + BUG.format(name="f") + "int *g() { return 0; }\n")
        self.database(["a.cpp"])
        cases = [("-*", {CHECK}), ("-*,modernize-use-nullptr", {CHECK, "modernize-use-nullptr"}),
                 ("-*,-torch-*", set()), ("-*,torch-from-blob-*", set()), ("modernize-use-nullptr,-torch-*", {"modernize-use-nullptr"})]
        for checks, expected in cases:
            with self.subTest(checks):
                self.write(".clang-tidy", f"Checks: '{checks}'\n")
                async with self.editor() as editor:
                    self.assertEqual({d.code for d in await editor.open(path).diagnostics()}, expected)

    async def test_clangd_file(self) -> None:
        """.clangd removes checks, too, and its options are read."""
        path = self.bug(text=CALLER)
        self.database(["a.cpp"])
        cases = [("Remove: torch-*", 0), ("Add: modernize-*", 1), ("CheckOptions: {torch-tidy.Level: strict}", 1)]
        for line, expected in cases:
            with self.subTest(line):
                self.write(".clangd", "Diagnostics:\n  ClangTidy:\n    " + line + "\n")
                async with self.editor() as editor:
                    self.assertEqual(len(await editor.open(path).torch()), expected)

    async def test_configuration_changes_while_open(self) -> None:
        """A .clang-tidy that appears is read with a later change of the text (clangd looks every five seconds)."""
        path = self.bug()
        self.database(["a.cpp"])
        async with self.editor() as editor:
            document = editor.open(path)
            self.assertEqual(len(await document.torch()), 1)
            self.write(".clang-tidy", "Checks: '-torch-*'\n")
            for _ in range(30):
                await asyncio.sleep(0.5)
                document.set(document.text + " ")
                if not await document.torch():
                    break
            self.assertEqual(await document.torch(), [])

    async def test_compile_database_appears(self) -> None:
        """Without flags the right header is not found; with the database that a build writes later, the finding comes."""
        path = self.bug()
        async with self.editor() as editor:
            document = editor.open(path)
            self.assertEqual(await document.torch(), [])
            self.database(["a.cpp"])
            for _ in range(120):
                await asyncio.sleep(0.5)  # clangd looks for a missing database every 30 s
                document.save()
                document.set(document.text + "\n")
                if await document.torch():
                    break
            self.assertEqual(len(await document.torch()), 1)

    async def test_nolint(self) -> None:
        """Comments silence."""
        path = self.bug(text=BUG.replace("t.zero_();", "t.zero_(); // NOLINT(torch-shared-memory-write)"))
        self.database(["a.cpp"])
        async with self.editor() as editor:
            self.assertEqual(await editor.open(path).diagnostics(), [])

    async def test_helper_in_a_header(self) -> None:
        """Bodies of the user's headers are looked into, though they stand in clangd's preamble."""
        self.write("helper.h", "#pragma once\n" + INCLUDE +
                   "inline void clear(at::Tensor t) { t.zero_(); }\n"
                   "inline at::Tensor view(float *p) { return at::from_blob(p, {4}, at::kFloat32); }\n")
        path = self.write("a.cpp", '#include "helper.h"\n'
                          "at::Tensor f() {\n  float values[4];\n  at::Tensor t = view(values);\n  clear(t);\n"
                          "  return t.clone();\n}\n")
        self.database(["a.cpp"])
        async with self.editor() as editor:
            found = await editor.open(path).torch()
            self.assertEqual([d.code for d in found], [CHECK])
            self.assertLessEqual({"a.cpp", "helper.h"},
                                 {Path(note.location.uri).name for note in found[0].related_information or []})

    async def test_template_that_the_file_defines(self) -> None:
        """What a header uses and the file behind it defines is instantiated with the file, though the header stands in the preamble."""
        self.write("helper.h", "#pragma once\n" + INCLUDE + "template <class T> void clear(T t);\n"
                   "inline void use(at::Tensor t) { clear(t); }\n")
        text = ('#include "helper.h"\ntemplate <class T> void clear(T t) { t.zero_(); }\n'
                + BUG.format(name="f").replace("t.zero_()", "use(t)"))
        path = self.write("a.cpp", text)
        self.database(["a.cpp"])
        async with self.editor() as editor:
            document = editor.open(path)
            self.assertEqual([d.code for d in await document.diagnostics()], [CHECK])
            document.set(text.replace("t.zero_()", "t.clone()"))
            self.assertEqual(await document.diagnostics(), [])

    async def test_header_opened_alone(self) -> None:
        """What is wrong in a header is shown when the header is open, and only there."""
        header = self.write("wrong.h", "#pragma once\n" + INCLUDE + "inline " + BUG.format(name="f"))
        path = self.write("a.cpp", '#include "wrong.h"\nint main() {}\n')
        self.database(["a.cpp"])
        async with self.editor() as editor:
            self.assertEqual(await editor.open(path).torch(), [])
            self.assertEqual([d.code for d in await editor.open(header).torch()], [CHECK])

    async def test_two_files(self) -> None:
        """Each file has its own findings, and changing one leaves the other alone."""
        first, second = self.bug("a.cpp"), self.bug("b.cpp")
        self.database(["a.cpp", "b.cpp"])
        async with self.editor() as editor:
            a, b = editor.open(first), editor.open(second)
            self.assertEqual([len(await a.torch()), len(await b.torch())], [1, 1])
            b.set(b.text.replace("t.zero_();", ""))
            self.assertEqual([len(await a.torch()), len(await b.torch())], [1, 0])
            b.close()
            self.assertEqual(len(await a.torch()), 1)

    async def test_client_without_related_places(self) -> None:
        """For clients that show no notes of their own the notes stand in the message, and the fix is still found."""
        path = self.bug()
        self.database(["a.cpp"])
        simple = capabilities(data=False)
        assert simple.text_document and simple.text_document.publish_diagnostics
        simple.text_document.publish_diagnostics.related_information = False
        async with self.editor(can=simple) as editor:
            document = editor.open(path)
            found = (await document.torch())[0]
            self.assertRegex(found.message, r"\A'zero_' overwrites .* shares\n\na\.cpp:\d+:\d+: note: 't' borrows")
            found.data = None
            document.apply((await document.actions(found))[0])
            self.assertEqual(await document.torch(), [])


class Actions(ClangdTest):
    """What is offered."""

    async def opened(self, editor: Editor, text: str) -> Document:
        """A file with this text, and its compile command."""
        path = self.write("a.cpp", INCLUDE + text)
        self.database(["a.cpp"])
        return editor.open(path)

    async def test_safe_fix_is_preferred(self) -> None:
        """The safe fix says what it does and is the preferred one; applied, the finding is gone."""
        async with self.editor() as editor:
            document = await self.opened(editor, BUG.format(name="f"))
            (found,) = await document.torch()
            actions = await document.actions(found)
            self.assertEqual(titles(actions)[:2], ["fix: make a tensor of its own: use 'at::zeros'",
                                                   f"silence with NOLINT({CHECK})"])
            self.assertEqual([a.is_preferred for a in actions[:2]], [True, None])
            self.assertEqual(actions[0].kind, "quickfix")
            self.assertEqual((actions[0].diagnostics or [None])[0], found)
            document.apply(actions[0])
            self.assertIn("at::Tensor t = at::zeros({4}, at::kFloat32);\n  return t.clone();", document.text)
            self.assertEqual(await document.diagnostics(), [])

    async def test_suggestion_is_not_preferred(self) -> None:
        """A suggestion is an action of its own, titled with what it does, and nobody's preferred one."""
        async with self.editor() as editor:
            document = await self.opened(editor, CALLER.format(name="f"))
            (found,) = await document.torch()
            actions = await document.actions(found)
            self.assertEqual(titles(actions)[:2], ["make a tensor of its own: use 'at::zeros'", f"silence with NOLINT({CHECK})"])
            self.assertEqual([a.is_preferred for a in actions[:2]], [None, None])
            document.apply(actions[0])
            self.assertIn("at::Tensor t = at::zeros({4}, at::kFloat32);\n", document.text)
            self.assertEqual(await document.diagnostics(), [])

    async def test_silence(self) -> None:
        """The comment goes to the end of the line, behind what stands there, and silences."""
        for line in ("t.zero_();", "t.zero_(); // clear it", "t.zero_(); // NOLINT(other)", "t.zero_(); /* a\n b */"):
            with self.subTest(line):
                async with self.editor() as editor:
                    document = await self.opened(editor, BUG.format(name="f").replace("t.zero_();", line))
                    (found,) = await document.torch()
                    (silence,) = [a for a in await document.actions(found) if a.title.startswith("silence")]
                    document.apply(silence)
                    first, *rest = line.split("\n")
                    self.assertIn("\n".join([f"{first} // NOLINT({CHECK})", *rest]), document.text)
                    self.assertEqual(await document.diagnostics(), [])

    async def test_silence_in_a_macro(self) -> None:
        """In the arguments of a macro the comment goes where clang-tidy looks for it."""
        async with self.editor() as editor:
            document = await self.opened(editor, "#define DO(...) __VA_ARGS__\n" + BUG.format(name="f").replace(
                "t.zero_();", "DO(\n    t.zero_();\n  )"))
            (found,) = await document.torch()
            (silence,) = [a for a in await document.actions(found) if a.title.startswith("silence")]
            document.apply(silence)
            self.assertEqual(await document.diagnostics(), [])

    async def test_no_comment_into_a_string(self) -> None:
        """Where the end of the line is text of a string nothing is offered that would change it."""
        async with self.editor() as editor:
            document = await self.opened(editor, BUG.format(name="f").replace(
                "t.zero_();", 't.zero_(); auto s = R"(a\nb)";'))
            (found,) = await document.torch()
            self.assertEqual([t for t in titles(await document.actions(found)) if t.startswith("silence")], [])

    async def test_fix_all(self) -> None:
        """All safe findings of the file at once: in the menu of each finding, and as an action on saving."""
        text = BUG.format(name="f") + CALLER.format(name="g") + BUG.format(name="h")
        for only in (None, ["quickfix"], ["source.fixAll"], [FIX_ALL], ["source"]):
            with self.subTest(only=only):
                async with self.editor() as editor:
                    assert editor.started
                    provider = editor.started.capabilities.code_action_provider
                    assert isinstance(provider, types.CodeActionOptions)
                    self.assertIn(FIX_ALL, provider.code_action_kinds or [])
                    document = await self.opened(editor, text)
                    found = await document.torch()
                    self.assertEqual(len(found), 3)
                    about = found if only and only[0].startswith("source") else found[1:2]
                    (action,) = [a for a in await document.actions(*about, only=only)
                                 if a.title == "fix all safe torch findings in this file (2)"]
                    self.assertEqual(action.kind, FIX_ALL if about == found else "quickfix")
                    document.apply(action)
                    self.assertEqual(document.text.count("at::zeros("), 2)
                    self.assertEqual(len(await document.torch()), 1)

    async def test_fix_all_is_not_for_another_text(self) -> None:
        """An edit made for an older text says so."""
        async with self.editor() as editor:
            document = await self.opened(editor, BUG.format(name="f") + BUG.format(name="h"))
            found = await document.torch()
            document.replace(0, 0, "// a line more\n")
            (action,) = await document.actions(*found, only=[FIX_ALL])
            with self.assertRaisesRegex(ValueError, "edit for version 1, text is 2"):
                document.apply(action)

    async def test_plain_edits(self) -> None:
        """Clients without versioned edits get plain ones."""
        async with self.editor(can=capabilities(versioned=False)) as editor:
            document = await self.opened(editor, BUG.format(name="f") + BUG.format(name="h"))
            found = await document.torch()
            (action,) = await document.actions(*found, only=[FIX_ALL])
            assert action.edit
            self.assertIsNone(action.edit.document_changes)
            document.apply(action)
            self.assertEqual(await document.diagnostics(), [])

    async def test_wide_letters_before_the_fix(self) -> None:
        """Positions count UTF-16 units: text of other planes before a fix moves it."""
        async with self.editor() as editor:
            document = await self.opened(editor, BUG.format(name="f").replace("  t.zero_();", "  /* 𝔸𝔹 ä */ t.zero_();"))
            (found,) = await document.torch()
            document.apply((await document.actions(found))[0])
            self.assertEqual(await document.diagnostics(), [])
            self.assertIn("at::zeros({4}, at::kFloat32)", document.text)

    async def test_cancelled_request(self) -> None:
        """A request that the client gives up leaves nothing behind: the next one is answered."""
        async with self.editor() as editor:
            document = await self.opened(editor, BUG.format(name="f"))
            (found,) = await document.torch()
            for _ in range(20):
                document.set(document.text + "\n")
                request = editor.client.text_document_code_action_async(types.CodeActionParams(
                    types.TextDocumentIdentifier(document.uri), found.range, types.CodeActionContext([found])))
                task = asyncio.ensure_future(request)
                await asyncio.sleep(0)
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            (found,) = await document.torch()
            self.assertTrue((await document.actions(found))[0].is_preferred)

    async def test_actions_of_stock_checks(self) -> None:
        """Fixes of others come through as clangd has them."""
        self.write(".clang-tidy", "Checks: 'modernize-use-nullptr'\n")
        async with self.editor() as editor:
            document = await self.opened(editor, "int *g() { return 0; }\n")
            (found,) = await document.diagnostics()
            self.assertEqual((found.code, found.source), ("modernize-use-nullptr", "clang-tidy"))
            first = (await document.actions(found))[0]
            self.assertEqual((first.title, first.is_preferred), ("change '0' to 'nullptr'", True))


class HalfTyped(ClangdTest):
    """Code that is being written."""

    async def test_typing(self) -> None:
        """Letter by letter: nothing is ever said that is not said of the finished file, and then everything."""
        for text in (BUG.format(name="f"), CALLER.format(name="f"), BUG.format(name="f") + BUG.format(name="g")):
            path = self.write("a.cpp", INCLUDE)
            self.database(["a.cpp"])
            async with self.editor() as editor:
                document = editor.open(path, INCLUDE + text)
                finished = {(d.code, d.message) for d in await document.torch()}
                self.assertTrue(finished)
                document.set(INCLUDE)
                for index, letter in enumerate(text):
                    document.replace(len(INCLUDE) + index, len(INCLUDE) + index, letter)
                    said = {(d.code, d.message) for d in await document.torch()}
                    self.assertLessEqual(said, finished, document.text)
                self.assertEqual(said, finished)
                self.assertTrue(editor.alive)

    async def test_errors_silence_their_function_only(self) -> None:
        """A function with an error is not judged, the next one is."""
        text = INCLUDE + BUG.format(name="f").replace("t.zero_();", "t.zero_(); t.zeero_();") + BUG.format(name="g")
        path = self.write("a.cpp", text)
        self.database(["a.cpp"])
        async with self.editor() as editor:
            found = await editor.open(path).torch()
            self.assertEqual([d.range.start.line for d in found], [text[:text.index("t.zero_();", text.index("g()"))].count("\n")])


class Untouched(ClangdTest):
    """What is not about torch findings is as clangd says it."""

    async def test_same_as_stock(self) -> None:
        """Hover, completion, symbols, diagnostics of the compiler: the same answers from both."""
        stock = Path("/usr/bin/clangd-22")
        if not stock.exists():
            self.skipTest("no clangd-22")
        path = self.write("a.cpp", INCLUDE + "int f(int x) { return x + y; }\nstruct S { int a; };\nint g(S s) { return s.a; }\n")
        self.database(["a.cpp"])
        answers = []
        for server in (stock, torch_clangd()):
            async with Editor(self.folder, server=server) as editor:
                document = editor.open(path)
                identifier, client = types.TextDocumentIdentifier(document.uri), editor.client
                at = types.Position(3, 22)
                found = await document.diagnostics()
                answers.append([
                    found,
                    await client.text_document_hover_async(types.HoverParams(identifier, at)),
                    await client.text_document_completion_async(types.CompletionParams(identifier, at)),
                    await client.text_document_document_symbol_async(types.DocumentSymbolParams(identifier)),
                    await document.actions(*found),
                    await document.actions(at=types.Range(at, at))])
        for theirs, ours in zip(*answers, strict=True):
            self.assertEqual(theirs, ours)


if __name__ == "__main__":
    unittest.main()
