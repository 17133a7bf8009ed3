"""Pages elsewhere whose scripts may call the service: those on a list, and nobody's cookies.

Knows no page. The list is empty unless somebody writes it (CORS, WHATWG Fetch).
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_HOUR = 3_600


class Origins:
    """Lets browsers hand answers to pages of `allowed` origins (https://school.example)."""

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app: ASGIApp = app
        if allowed:  # without one, a browser is told nothing, which means no
            self._app = CORSMiddleware(
                app,
                allow_origins=tuple(allowed),
                allow_methods=("GET", "POST", "DELETE"),
                allow_headers=("Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"),
                expose_headers=("Idempotency-Replayed", "Location", "Retry-After", "X-Request-ID"),
                max_age=_HOUR,
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
