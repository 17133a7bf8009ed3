"""A little server that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import httpx2
import pytest

CORRECTION = {"text": "맞는 말이다.", "edits": [], "score": 1.0}
CORRECTED = {"corrections": [CORRECTION], "model": {"name": "little", "version": "1"}}


@dataclass(frozen=True)
class Says:
    """An answer: with `dropped`, the line breaks in the middle of it; `hangs`: it never comes.
    of: the address of a service whose answer it is."""

    status: int = 200
    body: bytes = json.dumps(CORRECTED).encode()
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False
    hangs: bool = False
    of: str = ""

    def to(self, asked: Asked) -> Says:
        if not self.of:
            return self
        there = httpx2.request(
            asked.method, self.of + asked.path, headers=asked.headers, content=asked.body
        )
        return replace(self, status=there.status_code, body=there.content)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Little:
    """Gives the answers in their order, the last one for ever. hung_up: whether a client has closed
    the line of an answer that hangs."""

    answers: list[Says]
    asked: list[Asked] = field(default_factory=list)
    reached: Event = field(default_factory=Event)
    hung_up: Event = field(default_factory=Event)
    address: str = ""

    def take(self, asked: Asked) -> Says:
        self.asked.append(asked)
        self.reached.set()
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def handler(little: Little) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            says = little.take(asked).to(asked)
            if says.hangs:
                if not self.connection.recv(1):
                    little.hung_up.set()
                self.close_connection = True
                return
            self.send_response(says.status)
            for name, value in says.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(says.body)))
            self.end_headers()
            self.wfile.write(says.body[:-1] if says.dropped else says.body)
            self.close_connection = says.dropped

        do_POST = do_GET  # noqa: N815
        do_DELETE = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    return Handler


@pytest.fixture
def little() -> Iterator[Callable[..., Little]]:
    servers: list[ThreadingHTTPServer] = []

    def start(*answers: Says) -> Little:
        found = Little(list(answers))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(found))
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        found.address = f"http://127.0.0.1:{server.server_port}"
        return found

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
