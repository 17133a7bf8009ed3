"""What would find no room is refused before its body is read.

A refusal that reads and checks the request first costs a good part of an answer; at several times
the load that a service can bear it would do nothing but refuse. Knows no route.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from spellfix.serve.engine import Overloaded

Refuse = Callable[[Request, Overloaded], Awaitable[Response]]


class Room(Protocol):
    """An engine, or whatever knows the one that answers."""

    @property
    def has_room(self) -> bool: ...
    @property
    def overloaded(self) -> Overloaded: ...


class Admission:
    """POST requests to one of `paths` are answered by `refuse` while `engine` has no room.

    Pure ASGI. A request that is let in may still find no room: another one may have taken it, and
    what is long needs more.
    """

    def __init__(self, app: ASGIApp, engine: Room, paths: Collection[str], refuse: Refuse) -> None:
        self._app = app
        self._engine = engine
        self._paths = frozenset(paths)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._asks_the_model(scope) and not self._engine.has_room:
            response = await self._refuse(Request(scope), self._engine.overloaded)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _asks_the_model(self, scope: Scope) -> bool:
        http = scope["type"] == "http"
        return http and scope["method"] == "POST" and scope["path"] in self._paths
