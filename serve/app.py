"""The HTTP application: routes, limits, and errors that never repeat what a user wrote.

Knows no file and no address; the model is an `Engine` that is handed in.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from traceback import format_tb
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import spellfix
from spellfix.serve.engine import Engine, Overloaded
from spellfix.serve.schema.about import Status
from spellfix.serve.schema.correcting import (
    CorrectAnswer,
    CorrectionAnswer,
    CorrectRequest,
    ModelAnswer,
)
from spellfix.serve.schema.limits import MOST_BYTES
from spellfix.serve.schema.problems import Invalid, Problem

_LOG = logging.getLogger(__name__)
_PLACES_OF_FAULTS = frozenset({"body", *CorrectRequest.model_fields})
_BUSY = "지금은 요청이 너무 많습니다 / too many requests at the moment"


def create_app(engine: Engine) -> FastAPI:
    """The application over `engine`, which it closes when it shuts down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.close()

    app = FastAPI(
        title="spellfix",
        version=spellfix.__version__,
        description="한국어 오타 교정. 보낸 글은 저장하지도 기록하지도 않습니다. "
        "/ Korean typo correction. Texts are neither stored nor logged.",
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.engine = engine
    app.add_middleware(BodyLimit, most=MOST_BYTES)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.include_router(router)
    return app


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


router = APIRouter()
Model = Annotated[Engine, Depends(_engine)]


@router.post(
    "/v1/correct",
    summary="글을 교정합니다 / Correct texts",
    responses={
        400: {"model": Problem, "description": "읽을 수 없는 본문 / The body cannot be read"},
        413: {"model": Problem, "description": "너무 큰 본문 / The body is too large"},
        422: {"model": Invalid, "description": "받을 수 없는 값 / A value that cannot be taken"},
        500: {"model": Problem, "description": "서비스의 잘못 / A fault of the service"},
        503: {"model": Problem, "description": "나중에 다시 / Busy, see Retry-After"},
    },
)
async def correct(request: CorrectRequest, engine: Model) -> CorrectAnswer:
    """글 하나 또는 여럿을 교정하고, 무엇을 어디서 고쳤는지 답합니다.

    Correct one text or several; the answer says what was changed, and where.
    """
    try:
        done = await engine.correct(
            request.all_texts, min_confidence=request.min_confidence, protect=request.protect
        )
        return CorrectAnswer(
            corrections=[CorrectionAnswer.model_validate(asdict(each)) for each in done],
            model=ModelAnswer(name=engine.name, version=engine.version),
        )
    except Overloaded as busy:
        raise HTTPException(503, _BUSY, {"Retry-After": str(busy.retry_after)}) from None
    except Exception as error:
        # The message of an exception may hold text: where it happened must do.
        _LOG.error("%s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise HTTPException(500, "교정하지 못했습니다 / the correction failed") from None


@router.get("/healthz", summary="살아 있는지 / Whether the service is alive")
async def healthz() -> Status:
    """살아 있으면 언제나 200. / Always 200 while the process answers."""
    return Status(status="ok")


@router.get(
    "/readyz",
    summary="요청을 받을 수 있는지 / Whether a request would be accepted",
    responses={503: {"model": Problem, "description": "자리가 없음 / Every place is taken"}},
)
async def readyz(engine: Model) -> Status:
    """모델은 이미 읽었습니다. 자리가 없으면 503. / The model is loaded; 503 while all is busy."""
    if not engine.has_room:
        raise HTTPException(503, _BUSY, {"Retry-After": "1"})
    return Status(status="ready")


async def _invalid(request: Request, error: Exception) -> Response:
    """422 without the input, and without keys that are the sender's own words."""
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    detail = [
        {
            "loc": [at for at in each["loc"] if isinstance(at, int) or at in _PLACES_OF_FAULTS],
            "type": each["type"],
            "msg": each["msg"],
        }
        for each in faults
    ]
    return JSONResponse({"detail": detail}, 422)


class BodyLimit:
    """Stops reading a request body beyond `most` bytes, announced or not: 413."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # starting up and shutting down
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        left = self._most

        async def limited() -> Message:
            nonlocal left
            if announced.isdecimal() and int(announced) > self._most:
                raise self._refusal()
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise self._refusal()
            return message

        await self._app(scope, limited, send)

    def _refusal(self) -> HTTPException:
        return HTTPException(
            413, f"본문이 너무 큽니다 / expected at most {self._most:,} bytes in the body"
        )
