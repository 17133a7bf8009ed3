"""What uvicorn leaves open before a request is one: silent, slow and too many connections.

uvicorn ends connections that were used and are idle, and bounds the size of headers; it waits for
ever for the first request, for the end of its headers, for the rest of a body that was answered
already, and for a client that does not read its answer. Knows nothing about what is asked.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from spellfix.serve.middleware.headers import ALWAYS, OTHER_POLICY

_OTHER_FILES = 128
"""Of a process: database, model, sockets that listen."""
_HEADER_BYTES = 16_384
_KEEP_ALIVE = 75
"""Seconds; longer than clients and proxies keep a connection, so that they are who ends it."""


def most_connections() -> int:
    """As many as the process may have open files, less some for others; 1,000 at most."""
    if sys.platform == "win32":
        return 500
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(16, min(1_000, files - _OTHER_FILES))


class BoundedConnection(H11Protocol):
    """A connection with an end to every wait.

    HEADERS: seconds from the first byte of a request, or the connection, to the end of its headers.
    REST: in which a client may send what is left of a body after it was answered. UNREAD: in which
    it must take more of its answer. MOST: connections of a process; where there are as many, the
    one that has waited longest for a request makes room, or else the new one is told 503.
    """

    HEADERS = 10.0
    REST = 5.0
    UNREAD = 30.0
    MOST = most_connections()

    _wait: tuple[str, float] | None = None  # for what, since when
    _timer: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio forgets this for sockets from socket.create_server, and an answer (headers, then
        # body) then waits 40 ms for the client to acknowledge its first half.
        peer = transport.get_extra_info("socket")
        if peer.family in (socket.AF_INET, socket.AF_INET6):
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watch()
        if len(self.connections) > self.MOST and not self._make_room():
            self._refuse(503, "연결이 너무 많습니다 / too many connections: try again later")

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._timer, self._unread):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        # h11 compares headers with their limit only where they go on after what has come.
        for start in range(0, len(data), _HEADER_BYTES):
            if not self.transport.is_closing():
                super().data_received(data[start : start + _HEADER_BYTES])
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()
        if self.transport.get_write_buffer_size():
            self._expect_reading()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "HTTP 요청이 아닙니다 / not a valid HTTP request")

    @property
    def waiting_since(self) -> float | None:
        """When this connection began to wait for a request; None while it has one."""
        return self._wait[1] if self._wait and self._wait[0] != "rest" else None

    def _watch(self) -> None:
        """Notice what the connection waits for now, and give it its time."""
        waits = self._waits_for()
        if waits == (self._wait[0] if self._wait else None):
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._wait = (waits, self.loop.time()) if waits else None
        if waits == "headers":
            self._timer = self.loop.call_later(self.HEADERS, self._too_slow)
        elif waits == "rest":
            self._timer = self.loop.call_later(self.REST, self.transport.abort)

    def _waits_for(self) -> str | None:
        if self.conn.their_state is h11.IDLE:  # nothing, or not all of the headers
            begun = self.cycle is None or self.conn.trailing_data[0]
            return "headers" if begun else "request"  # for the latter uvicorn has its own timer
        answered = self.cycle is not None and self.cycle.response_complete
        return "rest" if answered and self.conn.their_state is h11.SEND_BODY else None

    def _too_slow(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse(408, "요청이 너무 느립니다 / expected the headers sooner")
        else:
            self.transport.abort()

    def _make_room(self) -> bool:
        waiting = [
            (each.waiting_since, number, each)
            for number, each in enumerate(self.connections)
            if isinstance(each, BoundedConnection)
            and each is not self
            and each.waiting_since is not None
            and not each.transport.is_closing()
        ]
        if waiting:
            min(waiting)[2].transport.abort()
        return bool(waiting)

    def _expect_reading(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
        self._unread = self.loop.call_later(self.UNREAD, self._abort_if_unread)

    def _abort_if_unread(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _refuse(self, status: int, detail: str) -> None:
        """Answer without a request, and end the connection."""
        body = f'{{"detail":"{detail}"}}'.encode()
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": OTHER_POLICY,
            "Cache-Control": "no-store",
            "Connection": "close",
            **ALWAYS,
            **({"Retry-After": "1"} if status == 503 else {}),
        }
        try:
            answer = h11.Response(status_code=status, headers=list(headers.items()))
            parts = [self.conn.send(each) for each in (answer, h11.Data(body), h11.EndOfMessage())]
            self.transport.write(b"".join(part or b"" for part in parts))
        except h11.LocalProtocolError:  # an answer is on its way already
            pass
        self.transport.close()


def uvicorn_options(http: type[BoundedConnection] = BoundedConnection) -> dict[str, Any]:
    """What uvicorn.Config must be told: `uvicorn.Config(app, **uvicorn_options())`."""
    return {
        "http": http,
        "ws": "none",
        "h11_max_incomplete_event_size": _HEADER_BYTES,
        "timeout_keep_alive": _KEEP_ALIVE,
        "proxy_headers": False,  # nothing here asks for the client's address
        "server_header": False,
    }
