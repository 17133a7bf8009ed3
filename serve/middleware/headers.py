"""What browsers are told with every answer: trust nothing but what this service sends itself.

Pages may load scripts, styles, pictures and data from this service, none of them written into the
page; everything else may load nothing. Knows no page.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    f"{_NOTHING}; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'"
)
"""Content Security Policy Level 3 for text/html."""
OTHER_POLICY = _NOTHING
"""For all other answers, should a browser be made to show one."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds `ALWAYS` and a policy to every answer, in place of what may be there.

    Nothing may be kept by caches (answers hold texts), unless the route says something else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "").partition(";")[0].strip().lower()
                headers.update(ALWAYS)
                headers["Content-Security-Policy"] = (
                    PAGE_POLICY if kind == "text/html" else OTHER_POLICY
                )
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)
