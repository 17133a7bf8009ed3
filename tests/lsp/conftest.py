"""A client of the language server written by hand: real messages to a real process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

SECONDS = 60
URI = "file:///tmp/%EA%B8%80.txt"


class Client:
    """Speaks the protocol over `process`; every wait ends after SECONDS."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.texts: dict[str, str] = {}
        self.notes: list[dict] = []
        self.requests: list[dict] = []
        self._ids = 0
        self._messages: Queue[dict | None] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = self.process.stdout
        while header := stream.readline():
            while (line := stream.readline()).strip():
                header += line
            size = int(dict(each.split(b": ") for each in header.splitlines())[b"Content-Length"])
            self._messages.put(json.loads(stream.read(size)))
        self._messages.put(None)

    def send(self, body: dict | bytes) -> None:
        data = body if isinstance(body, bytes) else json.dumps({"jsonrpc": "2.0", **body}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def notify(self, method: str, params: object = None) -> None:
        self.send({"method": method, "params": params})

    def request(self, method: str, params: object = None) -> object:
        self._ids += 1
        self.send({"id": self._ids, "method": method, "params": params})
        answer = self.next(lambda each: each.get("id") == self._ids and "method" not in each)
        assert "error" not in answer, answer
        return answer["result"]

    def next(self, wanted: Callable[[dict], bool]) -> dict:
        """The next message that is wanted, among those that came and those to come."""
        for message in self.notes:
            if wanted(message):
                self.notes.remove(message)
                return message
        while message := self._messages.get(timeout=SECONDS):
            if wanted(message):
                return message
            self.notes.append(message)
        raise AssertionError("the server went away")

    def start(
        self, capabilities: dict | None = None, options: object = None, **more: object
    ) -> dict:
        """Begin the session; what the server can do."""
        answer = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None,
                "capabilities": capabilities or {},
                "initializationOptions": options,
                **more,
            },
        )
        self.notify("initialized", {})
        return answer["capabilities"]

    def open(self, text: str, uri: str = URI, language: str = "plaintext") -> None:
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, version: int, *changes: dict, uri: str = URI) -> None:
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": list(changes)}
        self.notify("textDocument/didChange", params)

    def diagnostics(self, version: int | None = 1, uri: str = URI) -> list[dict]:
        """Those of the next report about this version."""

        def wanted(message: dict) -> bool:
            params = message.get("params")
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and params.get("version") == version
            )

        return self.next(wanted)["params"]["diagnostics"]

    def message(self) -> str:
        """The next message for the user."""
        return self.next(lambda each: each.get("method") == "window/showMessage")["params"][
            "message"
        ]

    def actions(self, where: dict, only: list[str] | None = None, uri: str = URI) -> list[dict]:
        context = {"diagnostics": [], **({"only": only} if only else {})}
        params = {"textDocument": {"uri": uri}, "range": where, "context": context}
        return self.request("textDocument/codeAction", params)

    def run(self, action: dict) -> None:
        command = action["command"]
        params = {"command": command["command"], "arguments": command["arguments"]}
        self.request("workspace/executeCommand", params)

    def leave(self) -> int:
        """Say goodbye; the exit status."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(SECONDS)


@contextmanager
def served(folder: Path) -> Iterator[Client]:
    """A client of a server of its own, whose configuration lies in `folder`."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "spellfix", "lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    with process:
        yield Client(process)
        if process.poll() is None:
            process.kill()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with served(tmp_path) as client:
        yield client
