"""Without keys, only requests to a name of this machine itself; knows nothing but names.

A web page can have its own name point to 127.0.0.1 after it was loaded (DNS rebinding); to the
browser the service is then a part of that page, which could read every draft. Its requests still
carry the foreign name.
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_DETAIL = (
    "이 컴퓨터의 주소로만 됩니다 / expected a request to this machine itself, such as "
    "http://127.0.0.1 or http://localhost; 다른 이름으로 쓰려면 --keys / other names need --keys"
)


class LoopbackHosts:
    """Answers 421 where the header Host names anything but localhost or a loopback address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_loopback(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"detail": _DETAIL}, 421)(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether the header `host`, with or without a port, names this machine.

    >>> [is_loopback(host) for host in ("localhost:8000", "127.0.0.1", "[::1]:80", "a.example")]
    [True, True, True, False]
    """
    bracketed, closed, _ = host.removeprefix("[").partition("]")
    name = (bracketed if closed else host.partition(":")[0]).lower().removesuffix(".")
    try:
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False
