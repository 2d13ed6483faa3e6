"""The language server for Python, spoken to as an editor does, and by Neovim without a window."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import unittest
from pathlib import Path

from support import ROOT, ToolTest, program
from test_python import BUG, LOCAL, has_python

NEOVIM = """\
local out = {}
local client = vim.lsp.start_client({ name = "torch-tidy", cmd = { PROGRAM, "lsp" }, root_dir = vim.fn.getcwd() })
vim.cmd("edit a.py")
vim.lsp.buf_attach_client(0, client)
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(out, d.lnum .. ":" .. d.col .. " " .. d.code .. " " .. d.source) end
vim.fn.writefile(out, "said.txt")
vim.cmd("qa!")
"""


class Client:
    """One conversation."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.server = subprocess.Popen([str(program()), "lsp", *arguments], cwd=folder, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.number = 0
        self.capabilities = self.call("initialize", {"processId": None, "rootUri": None, "capabilities": {}})["capabilities"]
        self.notify("initialized", {})

    def send(self, message: dict) -> None:
        """Writes one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self) -> dict:
        """Reads one message."""
        length = 0
        while (line := self.server.stdout.readline().strip()):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.server.stdout.read(length))

    def notify(self, method: str, params: dict) -> None:
        """Says something that has no answer."""
        self.send({"method": method, "params": params})

    def call(self, method: str, params: dict | None) -> dict:
        """Asks, and returns the answer."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.number:
            pass
        return message["result"]

    def published(self) -> dict:
        """The next diagnostics."""
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        return message["params"]

    def close(self) -> int:
        """Ends the conversation; the exit status."""
        self.call("shutdown", None)
        self.notify("exit", {})
        self.server.stdin.close()
        status = self.server.wait(30)
        self.server.stdout.close()
        self.server.stderr.close()
        return status


def apply(text: str, edits: list[dict]) -> str:
    """The text with the edits of an action, whose columns are UTF-16 units."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    starts = [sum(len(line) + 2 for line in lines[:number]) for number in range(len(lines))]
    data = text.encode("utf-16-le")

    def place(position: dict) -> int:
        return starts[position["line"]] + 2 * position["character"]

    for edit in sorted(edits, key=lambda e: place(e["range"]["start"]), reverse=True):
        data = data[:place(edit["range"]["start"])] + edit["newText"].encode("utf-16-le") + data[place(edit["range"]["end"]):]
    return data.decode("utf-16-le")


def position(text: str, index: int) -> dict:
    """A place as the protocol has it."""
    line = text.rfind("\n", 0, index) + 1
    return {"line": text.count("\n", 0, index), "character": len(text[line:index].encode("utf-16-le")) // 2}


@unittest.skipUnless(has_python(), "built without Python sources")
class Lsp(ToolTest):
    """Over standard input and output."""

    def open(self, client: Client, text: str, name: str = "a.py") -> dict:
        """Opens a document; what is published of it."""
        self.uri = (self.folder / name).as_uri()
        client.notify("textDocument/didOpen", {"textDocument": {"uri": self.uri, "languageId": "python", "version": 1,
                                                                 "text": text}})
        return client.published()

    def test_diagnostics(self) -> None:
        """The findings of the command line, as the text changes; nothing is written to the disk."""
        client = Client(self.folder)
        self.assertEqual(client.capabilities["textDocumentSync"]["change"], 2)
        found = self.open(client, BUG.format(comment=""))["diagnostics"]
        self.assertEqual([(d["code"], d["range"]["start"], d["range"]["end"]) for d in found],
                         [("torch-shared-memory-write", {"line": 6, "character": 6}, {"line": 6, "character": 11})])
        self.assertIn("borrows the memory", found[0]["relatedInformation"][0]["message"])
        change = {"range": {"start": {"line": 6, "character": 6}, "end": {"line": 6, "character": 11}}, "text": "neg"}
        client.notify("textDocument/didChange", {"textDocument": {"uri": self.uri, "version": 2}, "contentChanges": [change]})
        said = client.published()
        self.assertEqual((said["version"], [d["code"] for d in said["diagnostics"]]), (2, ["torch-discarded-result"]))
        client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.assertEqual(client.published()["diagnostics"], [])
        self.assertEqual(client.close(), 0)

    def test_edits(self) -> None:
        """After each of 200 edits, what is published is what is said of the same text when it is opened."""
        numbers = random.Random(1)
        text = (ROOT / "test/python/corpus/shared_memory.py").read_text(encoding="utf-8")
        words = ["x", "(", ")", "'", "    t.zero_()\n", "\n", "    type(t).a = 1\n", "\U0001f600", "t = t.clone()", "#", ":"]
        client = Client(self.folder)
        found = len(self.open(client, text)["diagnostics"])
        self.assertGreater(found, 50)
        edited, before, counts = self.uri, [], set()
        for version in range(2, 202):
            if before and numbers.random() < 0.6:  # mostly, what was typed is taken back
                start, end, new = before.pop()
            else:
                start = numbers.randrange(len(text))
                start = text.rfind("\n", 0, start) + 1 if numbers.random() < 0.5 else start
                end = min(len(text), start + numbers.choice([0, 0, 1, 12]))
                new = numbers.choice(words)
                before.append((start, start + len(new), text[start:end]))
            client.notify("textDocument/didChange", {
                "textDocument": {"uri": edited, "version": version},
                "contentChanges": [{"range": {"start": position(text, start), "end": position(text, end)}, "text": new}]})
            text = text[:start] + new + text[end:]
            said = client.published()
            self.assertEqual((said["uri"], said["version"]), (edited, version))
            anew = self.open(client, text, f"b{version}.py")
            for one in (said, anew):
                for diagnostic in one["diagnostics"]:
                    diagnostic.pop("relatedInformation")
            self.assertEqual(said["diagnostics"], anew["diagnostics"], f"edit {version}")
            counts.add(len(said["diagnostics"]))
        self.assertGreater(len(counts), 5)
        self.assertEqual(client.close(), 0)

    def test_quick_fix(self) -> None:
        """The fixes of the command line, at the right place also behind characters of two UTF-16 units."""
        text = LOCAL.replace("return torch", "x = '\U0001f600\u00e4'; return torch")
        client = Client(self.folder)
        at = self.open(client, text)["diagnostics"][0]["range"]
        actions = client.call("textDocument/codeAction", {"textDocument": {"uri": self.uri}, "range": at,
                                                           "context": {"diagnostics": []}})
        self.assertTrue(actions[0]["isPreferred"])
        self.write("b.py", text)
        self.run_raw("--fix", "b.py")
        self.assertEqual(apply(text, actions[0]["edit"]["changes"][self.uri]), self.read("b.py"))
        away = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        self.assertEqual(client.call("textDocument/codeAction", {"textDocument": {"uri": self.uri}, "range": away,
                                                                  "context": {"diagnostics": []}}), [])
        self.assertEqual(client.close(), 0)

    def test_configuration(self) -> None:
        """The level of the command line, and of the project."""
        text = "import torch\n\nx = torch.Tensor([1.0])\n"
        client = Client(self.folder)
        self.assertEqual(self.open(client, text)["diagnostics"], [])
        client.close()
        client = Client(self.folder, "--strict")
        self.assertEqual([d["code"] for d in self.open(client, text)["diagnostics"]], ["torch-legacy-constructor"])
        client.close()

    @unittest.skipUnless(shutil.which("nvim"), "no Neovim")
    def test_neovim(self) -> None:
        """Neovim shows what the server says."""
        self.write("a.py", BUG.format(comment=""))
        self.write("init.lua", NEOVIM.replace("PROGRAM", json.dumps(str(program()))))
        subprocess.run(["nvim", "--headless", "--clean", "-n", "-c", "luafile init.lua"], cwd=self.folder, check=True,
                       timeout=120, capture_output=True)
        self.assertEqual(self.read("said.txt"), "6:6 torch-shared-memory-write torch-tidy\n")


if __name__ == "__main__":
    unittest.main()
