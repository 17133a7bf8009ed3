"""A small service that does everything wrong that an application and its libraries can do with a
text, run as a program by the tests: ``python service.py WORKERS``. It prints its port.
"""

import asyncio
import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.supervisors import Multiprocess

from spellfix.serve.telemetry import RequestContext, Telemetry, configure, shared, trace


async def metrics(request: Request) -> Response:
    body, media_type = request.app.state.telemetry.exposition()
    return Response(body, media_type=media_type)


async def pid(request: Request) -> Response:
    request.app.state.telemetry.batch(2, 40, 0.01)
    return JSONResponse(os.getpid())


async def wait(request: Request) -> Response:
    request.app.state.telemetry.waiting(5)
    await asyncio.sleep(60)
    return Response()


async def stream(request: Request) -> Response:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one"
        await asyncio.sleep(60)

    return StreamingResponse(parts())


async def careless(request: Request) -> Response:
    """Tells everybody what it was sent."""
    from sqlalchemy import create_engine, text  # slow to import, and needed here alone

    request.state.owner = "school"
    sent = request.path_params["draft"]
    said = f"{sent} {request.url} {request.headers} {(await request.body()).decode()}"
    for name in ("sqlalchemy.engine", "uvicorn.error", "uvicorn.access", "asyncio", "a.library"):
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(level, said)
            logging.getLogger(name).log(level, "%s", said)
            logging.getLogger(name).log(level, "%d is no number", said)
    logging.getLogger("spellfix.wrong").error("%d is no number", said)
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("select :said"), {"said": said}).all()
    warnings.warn(said, stacklevel=1)
    _ = asyncio.ensure_future(_fail(said))  # noqa: RUF006
    thread = threading.Thread(target=asyncio.run, args=(_fail(said),), name=said[:9])
    thread.start()
    thread.join()
    Unraisable(said)
    await asyncio.sleep(0.01)
    try:
        await _fail(said)
    except KeyError as error:
        raise RuntimeError(said) from error
    return PlainTextResponse(said)


async def _fail(said: str) -> None:
    raise KeyError(said)


class Unraisable:
    def __init__(self, said: str) -> None:
        self.said = said

    def __del__(self) -> None:
        raise ValueError(self.said)


def create() -> Starlette:
    configure("debug")
    for name in ("sqlalchemy", "uvicorn"):
        logging.getLogger(name).setLevel(
            5
        )  # uvicorn's own level below DEBUG: every message of ASGI
    app = Starlette(
        routes=[
            Route("/metrics", metrics),
            Route("/pid", pid),
            Route("/stream", stream),
            Route("/v1/drafts/{draft}", careless, methods=["POST"]),
            Route("/wait", wait),
        ]
    )
    app.state.telemetry = Telemetry()
    trace(app)
    app.add_middleware(RequestContext, telemetry=app.state.telemetry)
    return app


def main(workers: int) -> None:
    configure("debug")
    with socket.create_server(("127.0.0.1", 0)) as listener, shared():
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            "service:create",
            factory=True,
            workers=workers,
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        if workers == 1:
            os.environ.pop("PROMETHEUS_MULTIPROC_DIR")
            uvicorn.Server(config).run([listener])
        else:
            Multiprocess(config, [listener]).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
