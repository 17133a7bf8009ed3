"""What is no JSON in UTF-8 goes no further (RFC 8259); knows no field of any request.

Asking for `application/json` also keeps foreign web pages out: a browser sends that type to another
origin only after asking, and is told no (see `origins`).
"""

from __future__ import annotations

import json
from typing import NoReturn

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_KEYS = 16
"""Of an object. More than any request has; complaints about thousands would take a second."""

_NOT_JSON = (
    "본문이 올바른 JSON이 아닙니다 / the body is not JSON: expected one value in UTF-8 without a "
    f"byte order mark, no key twice, no NaN, at most {MOST_KEYS} keys in an object"
)
_NO_TYPE = "본문의 종류가 다릅니다 / expected Content-Type: application/json, in UTF-8"
_ENCODED = "압축한 본문은 받지 않습니다 / expected no Content-Encoding"


class JsonBodies:
    """Answers 415 to a body that is said to be something else, and 400 to one that is.

    Stands behind `BodyLimit`, which hands over the body in one piece. Requests without a body are
    left to the routes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first: Message | None = await receive()
        body = first.get("body", b"") if first else b""
        if body and (refusal := _refusal(Headers(scope=scope), body)):
            await refusal(scope, receive, send)
            return

        async def read() -> Message:
            nonlocal first
            message, first = first, None
            return message or await receive()

        await self._app(scope, read, send)


def _refusal(headers: Headers, body: bytes) -> JSONResponse | None:
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return JSONResponse({"detail": _ENCODED}, 415, {"Accept-Encoding": "identity"})
    if not _is_json(headers.get("content-type", "")):
        return JSONResponse({"detail": _NO_TYPE}, 415, {"Accept": "application/json"})
    try:
        json.loads(body.decode(), object_pairs_hook=_object, parse_constant=_not_json)
    except (ValueError, RecursionError):  # a ValueError, too: no UTF-8, thousands of digits
        return JSONResponse({"detail": _NOT_JSON}, 400)
    return None


def _is_json(content_type: str) -> bool:
    kind, *parameters = content_type.lower().split(";")
    charsets = (each.partition("=") for each in parameters if each.strip().startswith("charset"))
    return kind.strip() == "application/json" and all(
        name.strip() == "charset" and value.strip(' "') in ("utf-8", "utf8")
        for name, _, value in charsets
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs) or len(found) > MOST_KEYS:
        raise ValueError
    return found


def _not_json(_: str) -> NoReturn:
    raise ValueError
