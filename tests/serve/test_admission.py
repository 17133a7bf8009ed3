"""While there is no room, requests are refused unread; with room they go their way."""

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from spellfix.corrector import Corrector
from spellfix.serve.admission import Admission
from spellfix.serve.engine import Engine, Limits, Overloaded


async def refuse(request: Request, busy: Overloaded) -> Response:
    return PlainTextResponse(request.url.path, 503, {"Retry-After": str(busy.retry_after)})


async def answer(request: Request) -> Response:
    return PlainTextResponse(await request.body())


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    corrector = Corrector.from_pretrained(threads=1)
    with closing(Engine(corrector, name="a", version="1", limits=Limits(calls=1))) as engine:
        yield engine


@pytest.fixture(scope="module")
def client(engine: Engine) -> TestClient:
    routes = [Route(path, answer, methods=["GET", "POST"]) for path in ("/model", "/other")]
    app = Starlette(routes=routes)
    app.add_middleware(Admission, engine=engine, paths=["/model"], refuse=refuse)
    return TestClient(app)


def test_with_room_a_request_goes_its_way(client: TestClient) -> None:
    assert client.post("/model", content="글").text == "글"


def test_without_room_only_what_asks_the_model_is_refused(
    client: TestClient, engine: Engine
) -> None:
    async def script() -> list[Response]:
        busy = asyncio.create_task(engine.correct(["오늘은 숙재를 다 햇다. " * 900]))
        while engine.has_room:
            await asyncio.sleep(0)
        asked = [("POST", "/model"), ("POST", "/other"), ("GET", "/model")]
        found = [client.request(method, path) for method, path in asked]
        busy.cancel()
        return found

    refused, other, get = asyncio.run(script())
    assert (refused.status_code, refused.text) == (503, "/model")
    assert int(refused.headers["Retry-After"]) >= 1
    assert (other.status_code, get.status_code) == (200, 200)
    assert client.post("/model", content="글").text == "글"
