"""How large the body of a request may be, and how long it may take to come; knows not what it is.

A request goes on when all of its body is there, in one piece. Until then it costs nothing but its
own bytes, of which there are not many.
"""

from __future__ import annotations

from anyio import fail_after
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 30.0
"""From the end of the headers to the end of the body: of the largest one, 9 kB a second."""


class BodyLimit:
    """Answers 413 to a body of more than `most` bytes, announced or not, and 408 to one that is
    not there after `seconds`. Where the client goes away, nobody is answered."""

    def __init__(self, app: ASGIApp, most: int, seconds: float = SECONDS) -> None:
        self._app = app
        self._most = most
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # starting up and shutting down
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self._most:
            await self._too_large()(scope, receive, send)
            return
        try:
            with fail_after(self._seconds):
                body = await self._read(receive)
        except TimeoutError:
            await self._too_slow()(scope, receive, send)
            return
        if body is None:
            return
        if len(body) > self._most:
            await self._too_large()(scope, receive, send)
            return
        whole: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def read() -> Message:
            nonlocal whole
            message, whole = whole, None
            return message or await receive()

        await self._app(scope, read, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The body, or as much of it as is too much; None where the client has gone."""
        body = bytearray()
        while len(body) <= self._most:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return bytes(body)

    def _too_large(self) -> JSONResponse:
        detail = f"본문이 너무 큽니다 / expected at most {self._most:,} bytes in the body"
        return JSONResponse({"detail": detail}, 413)

    def _too_slow(self) -> JSONResponse:
        detail = f"본문이 너무 느립니다 / expected the body within {self._seconds:g} seconds"
        return JSONResponse({"detail": detail}, 408, {"Connection": "close"})
