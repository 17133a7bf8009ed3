"""The request that is being answered, as far as logs and traces may know it.

Knows the template of a route (``/v1/drafts/{id}``) and never the path, the query or the body.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from starlette.types import Scope

OTHER = "other"
"""Stands for every route and method that is not one of the service's own: label sets stay small."""
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


@dataclass(frozen=True, slots=True)
class Current:
    """One request. request_id: 1-64 of ``[A-Za-z0-9._-]``. method: one of METHODS or OTHER.

    scope: of ASGI; the router writes the route into it, access control the name of the key
    (``request.state.owner``), tracing the id of the trace.
    """

    request_id: str
    method: str
    scope: Scope

    @property
    def route(self) -> str:
        """The template of the route, OTHER before it is known and where there is none."""
        context: Any = self.scope.get("fastapi", {}).get("effective_route_context")
        route: Any = self.scope.get("route")
        # A route that was included under a prefix knows its full template only in its context.
        for known in (getattr(context, "path_format", None), getattr(route, "path", None)):
            if isinstance(known, str):
                return known or "/"
        return OTHER

    @property
    def owner(self) -> str:
        """The name of the API key, "" without keys and before the key is known."""
        return str(self.scope["state"].get("owner", ""))

    @property
    def trace_id(self) -> str:
        """32 hexadecimal digits, "" where nothing is traced."""
        return str(self.scope["state"].get("trace_id", ""))


CURRENT: ContextVar[Current | None] = ContextVar("spellfix_request", default=None)
