"""A client of the language server written by hand: real messages over real pipes, to a server in a
thread, or in a process of its own where it is the process that matters."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import BinaryIO

import pytest

from spellfix.lsp.server import Server

SECONDS = 60
URI = "file:///tmp/%EA%B8%80.txt"


class Client:
    """Speaks the protocol: writes `to` the server and reads what comes `back`; `status` waits so
    many seconds for its end and says how it ended. Every wait ends after SECONDS."""

    def __init__(self, to: BinaryIO, back: BinaryIO, status: Callable[[float], int]) -> None:
        self.to = to
        self.back = back
        self.status = status
        self.texts: dict[str, str] = {}
        self.notes: list[dict] = []
        self.requests: list[dict] = []
        self._ids = 0
        self._messages: Queue[dict | None] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = self.back
        while header := stream.readline():
            while (line := stream.readline()).strip():
                header += line
            size = int(dict(each.split(b": ") for each in header.splitlines())[b"Content-Length"])
            self._messages.put(json.loads(stream.read(size)))
        self._messages.put(None)

    def send(self, body: dict | bytes) -> None:
        data = body if isinstance(body, bytes) else json.dumps({"jsonrpc": "2.0", **body}).encode()
        self.to.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.to.flush()

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
        return self.status(SECONDS)


@contextmanager
def hosted() -> Iterator[Client]:
    """A client of a server of its own, in a thread."""
    server = Server()
    (theirs, ours), (back, out) = os.pipe(), os.pipe()

    def serve() -> None:
        with os.fdopen(theirs, "rb") as heard, os.fdopen(out, "wb") as said:
            server.start_io(heard, said)
            server.session.close()

    thread = Thread(target=serve)

    def status(seconds: float) -> int:
        thread.join(seconds)
        assert not thread.is_alive()
        return 0 if server.was_shut_down else 1

    thread.start()
    with os.fdopen(back, "rb") as heard:
        with os.fdopen(ours, "wb") as said:
            yield Client(said, heard, status)
        status(SECONDS)


class ProcessClient(Client):
    """That of a server in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        super().__init__(process.stdin, process.stdout, process.wait)
        self.process = process


@contextmanager
def served(folder: Path) -> Iterator[ProcessClient]:
    """A client of a process of its own, whose configuration lies in `folder`."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "spellfix", "lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    with process:
        yield ProcessClient(process)
        if process.poll() is None:
            process.kill()


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with hosted() as client:
        yield client


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[ProcessClient]:
    with served(tmp_path) as client:
        yield client
