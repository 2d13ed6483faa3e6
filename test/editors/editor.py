"""An editor for tests: a language client (pygls) that opens, types, and applies what torch-clangd offers.

Documents are kept as an editor keeps them: edits are applied to the text that the server knows, positions count UTF-16
units.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tool"))
from support import program  # noqa: E402

from lsprotocol import types  # noqa: E402
from pygls.lsp.client import LanguageClient  # noqa: E402

PATIENCE_SECONDS = 240


def torch_clangd() -> Path:
    """The torch-clangd under test: beside torch-tidy."""
    return program().with_name("torch-clangd")


def quiet() -> None:
    """No log of what the test's own event loop does: a cancelled request is nothing to report."""
    asyncio.get_running_loop().set_debug(False)
    logging.disable(logging.CRITICAL)


def capabilities(versioned: bool = True, data: bool = True) -> types.ClientCapabilities:
    """What a usual editor can do."""
    kinds = types.ClientCodeActionLiteralOptions(types.ClientCodeActionKindOptions(["quickfix", "refactor", "source"]))
    return types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            code_action=types.CodeActionClientCapabilities(code_action_literal_support=kinds, is_preferred_support=True),
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True, version_support=True, code_description_support=True, data_support=data)),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=versioned)))


def offset(text: str, at: types.Position) -> int:
    """Where a position of the protocol is in Python's string."""
    start = 0
    for _ in range(at.line):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text)
    units = 0
    for index, letter in enumerate(text[start:]):
        if units >= at.character or letter == "\n":
            return start + index
        units += 2 if ord(letter) > 0xFFFF else 1
    return len(text)


def position(text: str, index: int) -> types.Position:
    """The position of the protocol for a place in Python's string."""
    line_start = text.rfind("\n", 0, index) + 1
    return types.Position(text.count("\n", 0, index), len(text[line_start:index].encode("utf-16-le")) // 2)


class Document:
    """One open file."""

    def __init__(self, editor: Editor, path: Path, text: str) -> None:
        self.editor, self.path, self.text, self.version = editor, path, text, 1
        self.uri = path.as_uri()
        self.published: types.PublishDiagnosticsParams | None = None
        editor.documents[self.uri] = self
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(
            types.TextDocumentItem(self.uri, "cuda" if path.suffix == ".cu" else "cpp", self.version, text)))

    def replace(self, begin: int, end: int, text: str) -> None:
        """Changes a part of the text."""
        change = types.TextDocumentContentChangePartial(
            types.Range(position(self.text, begin), position(self.text, end)), text)
        self.text = self.text[:begin] + text + self.text[end:]
        self._send(change)

    def set(self, text: str) -> None:
        """Changes the whole text."""
        self.text = text
        self._send(types.TextDocumentContentChangeWholeDocument(text))

    def _send(self, change: Any) -> None:
        self.version += 1
        self.editor.client.text_document_did_change(types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(self.version, self.uri), [change]))

    def save(self) -> None:
        """Tells the server that the text is on the disk."""
        self.path.write_text(self.text, encoding="utf-8")
        self.editor.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri)))

    def close(self) -> None:
        """Closes the file."""
        del self.editor.documents[self.uri]
        self.editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri)))

    async def diagnostics(self, wanted: Callable[[list[types.Diagnostic]], bool] = lambda _: True) -> list[types.Diagnostic]:
        """The diagnostics of this version of the text, waited for; of later answers about it the first that is `wanted`."""
        async def look() -> list[types.Diagnostic]:
            while True:
                news = self.editor.news
                if self.published is not None and self.published.version == self.version:
                    found = list(self.published.diagnostics)
                    if wanted(found):
                        return found
                await news.wait()
        return await asyncio.wait_for(look(), PATIENCE_SECONDS)

    async def torch(self) -> list[types.Diagnostic]:
        """Those of torch checks."""
        return [d for d in await self.diagnostics() if str(d.code).startswith("torch-")]

    async def actions(self, *about: types.Diagnostic, only: list[str] | None = None,
                      at: types.Range | None = None) -> list[types.CodeAction]:
        """What the editor's menu offers for diagnostics."""
        where = at or (about[0].range if about else types.Range(types.Position(0, 0), types.Position(0, 0)))
        answer = await asyncio.wait_for(self.editor.client.text_document_code_action_async(types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri), where, types.CodeActionContext(list(about), only))), PATIENCE_SECONDS)
        return [action for action in answer or [] if isinstance(action, types.CodeAction)]

    def apply(self, action: types.CodeAction) -> None:
        """Makes the change of an action, as one change of the text."""
        assert action.edit
        if action.edit.document_changes:
            (change,) = action.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit) and change.text_document.uri == self.uri
            if change.text_document.version not in (None, self.version):
                raise ValueError(f"edit for version {change.text_document.version}, text is {self.version}")
            edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
        else:
            ((uri, edits),) = (action.edit.changes or {}).items()
            assert uri == self.uri
        text = self.text
        last = len(text) + 1
        for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            begin, end = offset(text, edit.range.start), offset(text, edit.range.end)
            assert end <= last, "edits overlap"
            text, last = text[:begin] + edit.new_text + text[end:], begin
        self.set(text)


class Editor:
    """A client and its server: `async with Editor(folder) as editor`."""

    def __init__(self, folder: Path, *options: str, server: Path | None = None,
                 can: types.ClientCapabilities | None = None, environment: dict[str, str] | None = None) -> None:
        self.folder, self.can = folder, can or capabilities()
        self.command = [str(server or torch_clangd()), "--log=error", *options]
        # Not the home folder's configuration, but one without an index of the standard library: seconds at every start.
        settings = folder / "settings"
        (settings / "clangd").mkdir(parents=True, exist_ok=True)
        (settings / "clangd/config.yaml").write_text("Index: {StandardLibrary: No, Background: Skip}\n", encoding="utf-8")
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(settings), **(environment or {})}
        self.documents: dict[str, Document] = {}
        self.client = LanguageClient("torch-tidy tests", "1")
        self.news = asyncio.Event()
        self.started: types.InitializeResult | None = None
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._published(params))
        for silent in ("textDocument/clangd.fileStatus", "window/logMessage"):
            self.client.feature(silent)(lambda *_: None)

    def _published(self, params: types.PublishDiagnosticsParams) -> None:
        document = self.documents.get(params.uri)
        if document:
            document.published = params
        news, self.news = self.news, asyncio.Event()
        news.set()

    async def __aenter__(self) -> Editor:
        await self.client.start_io(*self.command, cwd=self.folder, env=self.environment)
        self.started = await asyncio.wait_for(self.client.initialize_async(types.InitializeParams(
            capabilities=self.can, process_id=os.getpid(), root_uri=self.folder.as_uri())), PATIENCE_SECONDS)
        self.client.initialized(types.InitializedParams())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.alive:
            await asyncio.wait_for(self.client.shutdown_async(None), PATIENCE_SECONDS)
            self.client.exit(None)
        await self.client.stop()

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The server."""
        server = self.client._server  # pylint: disable=protected-access
        assert server
        return server

    @property
    def alive(self) -> bool:
        """Whether the server still runs."""
        return self.process.returncode is None

    def open(self, path: Path, text: str | None = None) -> Document:
        """Opens a file, with the text of the disk or another."""
        return Document(self, path, path.read_text(encoding="utf-8") if text is None else text)

    def memory(self) -> int:
        """Resident memory of the server, in bytes."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
