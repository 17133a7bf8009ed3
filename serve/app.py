"""The HTTP application: operations over services, limits, and errors that never repeat what a user
wrote. Knows no file and no address.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import HTTPException, RequestValidationError
from fastapi.responses import JSONResponse
from starlette.routing import Match, Route

import spellfix
from spellfix.serve.admission import Admission
from spellfix.serve.disconnect import ClientGone
from spellfix.serve.engine import Late, Overloaded
from spellfix.serve.middleware import (
    BodyLimit,
    JsonBodies,
    LoopbackHosts,
    Origins,
    SecurityHeaders,
)
from spellfix.serve.routes import about, correcting, drafts, measuring, page, words
from spellfix.serve.schema import FIELDS
from spellfix.serve.schema.limits import MOST_BYTES
from spellfix.serve.schema.numbers import describe
from spellfix.serve.services import Services
from spellfix.serve.steady import Steady
from spellfix.serve.storage import Gone, KeyReused, Store, Unavailable
from spellfix.serve.telemetry import RequestContext, trace

_LOG = logging.getLogger(__name__)
_HOUR = 3600
_MOST_FAULTS = 20
_MODEL_PATHS = ("/v1/correct", "/v1/drafts", "/v1/evaluate")
_DESCRIPTION = (
    "한국어 오타 교정. /v1/drafts에 보낸 글만 저장하고, 어떤 글도 기록(로그)하지 않습니다. "
    "/ Korean typo correction. Only texts sent to /v1/drafts are stored; no text is logged."
)


def create_app(services: Services) -> FastAPI:
    """The application over `services`, which it closes when it shuts down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        background = [*await services.begin(), asyncio.create_task(_purge(services.store))]
        yield
        try:
            for each in background:
                each.cancel()
                with suppress(asyncio.CancelledError):
                    await each
        finally:
            await services.close()

    app = _Described(
        title="spellfix",
        version=spellfix.__version__,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    for each in (correcting, drafts, measuring, words, about, page):
        app.include_router(each.router)
    for refusal in (Overloaded, Unavailable, KeyReused, Gone, ClientGone):
        app.add_exception_handler(refusal, _refused)
    for shortage in (MemoryError, RuntimeError):
        app.add_exception_handler(shortage, _short)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(405, _other_method)
    app.add_exception_handler(429, _too_often)
    # From the inside out.
    app.add_middleware(JsonBodies)
    app.add_middleware(BodyLimit, most=MOST_BYTES)
    app.add_middleware(Admission, engine=services.switch, paths=_MODEL_PATHS, refuse=_refused)
    if not services.keys.required:
        app.add_middleware(LoopbackHosts)
    app.add_middleware(Origins, allowed=services.settings.origins)
    app.add_middleware(SecurityHeaders)
    trace(app)
    app.add_middleware(RequestContext, telemetry=services.telemetry)
    return app


class _Described(FastAPI):
    """An application whose document describes its numbers too."""

    def openapi(self) -> dict[str, Any]:
        return describe(super().openapi())


async def _purge(store: Store | None) -> None:
    """Delete what has been kept long enough, now and every hour, but not by a clock that jumped."""
    clock = Steady()
    while store is not None:
        if clock.believable():
            with suppress(Unavailable):
                await store.purge()
        else:
            _LOG.warning("the clock jumped: nothing that expired is deleted until it is even again")
        await asyncio.sleep(_HOUR)


async def _refused(request: Request, error: Exception) -> Response:
    """The answer to what is no fault of the service, nor of the form of the request."""
    services: Services = request.app.state.services
    if isinstance(error, Overloaded):
        services.telemetry.refused("deadline" if isinstance(error, Late) else "overload")
        return _problem(
            503,
            "지금은 요청이 너무 많습니다 / too many requests at the moment",
            {"Retry-After": str(error.retry_after)},
        )
    if isinstance(error, Unavailable):
        return _problem(
            503,
            "데이터베이스가 답하지 않습니다 / the database does not answer at the moment",
            {"Retry-After": "1"},
        )
    if isinstance(error, KeyReused):
        return _problem(
            422,
            "이 Idempotency-Key는 다른 요청에 썼습니다 / this Idempotency-Key came with another "
            "request before; use a new one",
        )
    if isinstance(error, Gone):
        return _problem(410, "그 글은 그사이 지워졌습니다 / the draft has been deleted since")
    return Response(status_code=499)  # nobody is there to read it


async def _short(request: Request, error: Exception) -> Response:
    """Where there is no memory, or no room for a thread; any other error is one of the program."""
    if not isinstance(error, MemoryError) and "can't start new thread" not in str(error):
        raise error
    _LOG.error("short of memory: %s", type(error).__name__)
    return _problem(
        503,
        "메모리가 모자랍니다 / short of memory at the moment; a shorter text may pass",
        {"Retry-After": "1"},
    )


async def _other_method(request: Request, error: Exception) -> Response:
    """405 with all methods of the path (RFC 9110, 15.5.6), not those of one route alone."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    here = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    allowed = sorted({method for route in here for method in route.methods or ()})
    detail = "이 주소에는 그런 일을 할 수 없습니다 / no such method here, see Allow"
    return _problem(405, detail, {"Allow": ", ".join(allowed)})


async def _too_often(request: Request, error: Exception) -> Response:
    services: Services = request.app.state.services
    services.telemetry.refused("rate")
    if not isinstance(error, HTTPException):
        raise error
    return await http_exception_handler(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    """422 without the input, and without keys that are the sender's own words."""
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    detail = [
        {
            "loc": [at for at in each["loc"] if isinstance(at, int) or at in FIELDS],
            "type": each["type"],
            "msg": each["msg"],
        }
        for each in faults[:_MOST_FAULTS]
    ]
    return JSONResponse({"detail": detail}, 422)


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"detail": detail}, status, headers)
