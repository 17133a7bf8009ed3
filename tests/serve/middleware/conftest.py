"""Applications on real ports, and clients that speak to them byte by byte."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Thread

import pytest
import uvicorn
from starlette.types import ASGIApp

from spellfix.serve.middleware.connections import BoundedConnection, uvicorn_options


class Peer:
    """One connection to a port of this machine."""

    def __init__(self, port: int, *, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port))

    def send(self, text: str | bytes) -> None:
        self.socket.sendall(text.encode() if isinstance(text, str) else text)

    def dribble(self, text: str, seconds: float) -> bytes:
        """Send `text` a byte at a time over `seconds`, until an answer comes; returns that."""
        for char in text:
            try:
                self.send(char)
                self.socket.settimeout(seconds / len(text))
                return self.socket.recv(1 << 16)
            except TimeoutError:
                continue
            except ConnectionError:
                return b""
        return b"never answered"

    def answer(self) -> bytes:
        """All that comes until the other side ends the connection."""
        received = b""
        try:
            while more := self.socket.recv(1 << 16):
                received += more
        except ConnectionResetError:
            pass
        return received

    def until(self, ending: bytes) -> bool:
        """Whether what comes ends so, sooner or later."""
        received = b""
        while not received.endswith(ending):
            more = self.socket.recv(1 << 16)
            if not more:
                return False
            received += more
        return True

    def close(self) -> None:
        self.socket.close()


Serve = Callable[..., int]
Connect = Callable[..., Peer]


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Starts an application behind a kind of connection, once; returns its port."""
    ports: dict[tuple[ASGIApp, type[BoundedConnection]], int] = {}
    running: list[tuple[uvicorn.Server, Thread]] = []

    def start(app: ASGIApp, http: type[BoundedConnection] = BoundedConnection) -> int:
        if (app, http) in ports:
            return ports[app, http]
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            **uvicorn_options(http),
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        running.append((server, thread))
        ports[app, http] = listener.getsockname()[1]
        return ports[app, http]  # the socket listens already

    yield start
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(10)


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Opens connections, and closes them after the test."""
    opened: list[Peer] = []

    def open_one(port: int, *, receive_buffer: int | None = None) -> Peer:
        opened.append(Peer(port, receive_buffer=receive_buffer))
        return opened[-1]

    yield open_one
    for peer in opened:
        with closing(peer):
            pass
