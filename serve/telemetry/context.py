"""The outermost middleware: gives a request its id, times it, counts it, and writes its one line.

Pure ASGI, so that streaming answers are timed to their last byte. Reads of a request its method,
one header and the sizes; knows no path, no query, no body and no key.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from time import perf_counter
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spellfix.errors import ConfigError, ModelError
from spellfix.serve.telemetry.current import CURRENT, METHODS, OTHER, Current
from spellfix.serve.telemetry.metrics import Telemetry

HEADER = "X-Request-ID"
GONE = 499
"""The client hung up, or the request was cancelled, before the answer was complete (as nginx)."""
PROBES = frozenset({"/healthz", "/metrics", "/readyz"})
"""Asked every few seconds by machines: their lines are for DEBUG as long as all is well."""

_LOG = logging.getLogger(__name__)
_HEADER = HEADER.lower().encode()
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class RequestContext:
    """Add it last, so that it stands outside all others: ``add_middleware(RequestContext, ...)``.

    An exception that escapes from `app` is logged without its message and answered with 500; once
    the answer has begun it is raised, so that the server breaks the connection off.
    """

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self._app = app
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except (ConfigError, ModelError) as error:  # about options and files: no text yet
            _LOG.error("%s", error)
            raise
        except Exception:
            _LOG.exception("the service cannot start or stop")
            raise

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        scope.setdefault("state", {})
        current = Current(_request_id(scope), method if method in METHODS else OTHER, scope)
        exchange = _Exchange(current.request_id, receive, send)
        token = CURRENT.set(current)
        try:
            with self._telemetry.in_flight():
                await self._run(scope, exchange)
        finally:
            self._record(current, exchange)
            CURRENT.reset(token)

    async def _run(self, scope: Scope, exchange: _Exchange) -> None:
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except asyncio.CancelledError:
            exchange.gone = exchange.gone or not exchange.complete
            raise
        except Exception as error:
            if exchange.gone:
                _LOG.info("what failed after the client had gone", exc_info=error)
                return
            _LOG.error("a request failed", exc_info=error)
            if exchange.status is not None:
                raise
            await exchange.fail()

    def _record(self, current: Current, exchange: _Exchange) -> None:
        seconds = (exchange.ended or perf_counter()) - exchange.began
        # An answer that was not begun, or broken off by the app itself, is a fault of ours.
        status = exchange.status if exchange.complete and exchange.status is not None else 500
        status = GONE if exchange.gone else status
        self._telemetry.request(current.method, current.route, status, seconds)
        quiet = current.route in PROBES and status < 400
        fields = {
            "status": status,
            "ms": round(seconds * 1000, 1),
            "request_bytes": exchange.bytes_in,
            "response_bytes": exchange.bytes_out,
        }
        _LOG.log(logging.DEBUG if quiet else logging.INFO, "request", extra={"fields": fields})


class _Exchange:
    """What goes through `receive` and `send` of one request, measured."""

    def __init__(self, request_id: str, receive: Receive, send: Send) -> None:
        self.began = perf_counter()
        self.ended: float | None = None
        self.status: int | None = None
        self.gone = False
        self.bytes_in = 0
        self.bytes_out = 0
        self._request_id = request_id
        self._receive = receive
        self._send = send

    @property
    def complete(self) -> bool:
        """Whether the whole answer was handed to the server."""
        return self.ended is not None

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self.bytes_in += len(message.get("body", b""))
        elif message["type"] == "http.disconnect" and not self.complete:
            self.gone = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [each for each in message.get("headers", ()) if each[0].lower() != _HEADER]
            headers.append((_HEADER, self._request_id.encode()))
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
            if not message.get("more_body", False):
                self.ended = perf_counter()
        elif message["type"] == "http.response.pathsend":
            self.ended = perf_counter()
        await self._send(message)

    async def fail(self) -> None:
        """Answer 500 with the id under which the log tells what happened."""
        detail = (
            "서비스의 잘못으로 답하지 못했습니다 / the service failed; "
            f"문의할 때 / when you report it: {self._request_id}"
        )
        body = json.dumps({"detail": detail}, ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _request_id(scope: Scope) -> str:
    given: bytes = next((value for name, value in scope["headers"] if name == _HEADER), b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else uuid4().hex
