"""The context of a request: its id, its time, its one line, and what is said when it fails."""

import asyncio
import io
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from time import perf_counter
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spellfix.errors import ConfigError
from spellfix.serve.telemetry import RequestContext, Telemetry
from spellfix.serve.telemetry.logs import JsonHandler

from .conftest import Start, eventually

SECRET = "비밀스러운글"
Lines = Callable[[], list[dict[str, Any]]]

inner = APIRouter()
router = APIRouter()


@inner.get("/drafts/{draft}")
async def draft(draft: str, request: Request) -> str:
    logging.getLogger("spellfix.serve.inner").info("looked up")
    request.state.owner = "햇살초등학교"
    return "ok"


@router.post("/echo")
async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


@router.get("/fail")
async def fail() -> None:
    raise ValueError(SECRET)


@router.get("/break")
async def broken() -> Response:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one"
        raise ValueError(SECRET)

    return StreamingResponse(parts())


@router.get("/slow")
async def slow() -> Response:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one"
        await asyncio.sleep(0.1)
        yield b"two"

    return StreamingResponse(parts(), background=BackgroundTask(asyncio.sleep, 0.3))


@router.get("/healthz")
async def healthz(status: int = 200) -> Response:
    return Response(status_code=status)


def application(telemetry: Telemetry) -> FastAPI:
    app = FastAPI()
    app.include_router(router)
    app.include_router(inner, prefix="/v1")
    app.add_middleware(RequestContext, telemetry=telemetry)
    return app


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


@pytest.fixture
def client(telemetry: Telemetry) -> TestClient:
    return TestClient(application(telemetry), raise_server_exceptions=False)


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What spellfix has logged so far."""
    stream = io.StringIO()
    handler = JsonHandler(stream)
    logger = logging.getLogger("spellfix")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)


def counted(telemetry: Telemetry) -> set[str]:
    """The labels of the requests that were counted."""
    body = telemetry.exposition()[0].decode()
    return set(re.findall(r"^spellfix_http_request_duration_seconds_count\{(.*?)\}", body, re.M))


def test_every_answer_has_an_id_and_no_two_the_same(client: TestClient) -> None:
    first, second = client.get("/healthz"), client.get("/nowhere")
    assert re.fullmatch("[0-9a-f]{32}", first.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


@given(st.from_regex(r"[A-Za-z0-9._-]{1,64}", fullmatch=True))
def test_the_id_of_the_caller_is_taken_over(given_id: str) -> None:
    said = PlainTextResponse("ok", headers={"X-Request-ID": "of the application"})
    headers = run(said, headers=[(b"x-request-id", given_id.encode())])[0]["headers"]
    assert [value for name, value in headers if name == b"x-request-id"] == [given_id.encode()]


@given(st.binary(max_size=80))
def test_what_is_no_id_is_not_repeated(sent: bytes) -> None:
    answer = run(PlainTextResponse("ok"), headers=[(b"x-request-id", sent)])
    (given_back,) = [value for name, value in answer[0]["headers"] if name == b"x-request-id"]
    assert re.fullmatch(rb"[A-Za-z0-9._-]{1,64}", given_back)
    assert (given_back == sent) == bool(re.fullmatch(rb"[A-Za-z0-9._-]{1,64}", sent))


def test_one_line_tells_of_a_request_by_its_template(client: TestClient, lines: Lines) -> None:
    answer = client.get(f"/v1/drafts/{SECRET}?{SECRET}", headers={"X-Request-ID": "a-1"})
    assert answer.status_code == 200
    looked_up, line = lines()
    assert looked_up["event"] == "looked up"
    assert (looked_up["request_id"], looked_up["route"]) == ("a-1", "/v1/drafts/{draft}")
    assert line["event"] == "request"
    assert line["request_id"] == "a-1"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/drafts/{draft}", 200)
    assert line["owner"] == "햇살초등학교"
    assert (line["request_bytes"], line["response_bytes"]) == (0, len('"ok"'))
    assert line["ms"] >= 0


def test_sizes_are_counted_in_bytes_of_the_bodies(client: TestClient, lines: Lines) -> None:
    client.post("/echo", content="한글".encode())
    assert (lines()[0]["request_bytes"], lines()[0]["response_bytes"]) == (6, 6)


def test_unknown_routes_and_methods_are_counted_as_other(
    client: TestClient, telemetry: Telemetry
) -> None:
    client.get(f"/{SECRET}")
    client.request("BREW", "/echo")
    assert counted(telemetry) == {
        'method="GET",route="other",status="4xx"',
        'method="other",route="/echo",status="4xx"',
    }


def test_a_failure_is_answered_without_its_message(
    client: TestClient, telemetry: Telemetry, lines: Lines
) -> None:
    answer = client.get("/fail", headers={"X-Request-ID": "a-2"})
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] == "a-2"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.json()) == {"detail"}
    assert "a-2" in answer.json()["detail"]
    assert SECRET not in answer.text
    failed, line = lines()
    assert failed["errors"][0]["type"] == "ValueError"
    assert failed["errors"][0]["places"][-1].endswith(" fail")
    assert failed["request_id"] == "a-2"
    assert line["status"] == 500
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)
    assert counted(telemetry) == {'method="GET",route="/fail",status="5xx"'}


def test_an_answer_that_breaks_off_is_not_passed_off_as_whole(
    telemetry: Telemetry, lines: Lines
) -> None:
    client = TestClient(application(telemetry))
    with pytest.raises(ValueError, match=SECRET):
        client.get("/break")
    assert [line["event"] for line in lines()] == ["a request failed", "request"]
    assert lines()[1]["status"] == 500


def test_a_streaming_answer_is_timed_to_its_end_and_no_further(
    client: TestClient, lines: Lines
) -> None:
    began = perf_counter()
    assert client.get("/slow").text == "onetwo"
    whole = (perf_counter() - began) * 1000
    assert 100 <= lines()[0]["ms"] <= whole - 290  # the task in the background takes 300


def test_probes_that_succeed_are_lines_for_debugging(client: TestClient, lines: Lines) -> None:
    client.get("/healthz")
    client.get("/healthz", params={"status": 503})
    assert [line["level"] for line in lines()] == ["debug", "info"]


# -- clients that do not wait --------------------------------------------------------------------


async def cut_off(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads until the client is gone, then fails as Starlette does."""
    while (await receive())["type"] != "http.disconnect":
        pass
    raise ClientDisconnect(SECRET)


async def gives_up(scope: Scope, receive: Receive, send: Send) -> None:
    """Notices in the middle of its answer that the client is gone."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"one", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass


async def looks_back(scope: Scope, receive: Receive, send: Send) -> None:
    """Hears after its answer that the client is gone, as clients are then."""
    await PlainTextResponse("done")(scope, receive, send)
    while (await receive())["type"] != "http.disconnect":
        pass


async def silent(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing."""


UNREAD = Telemetry()


def run(
    app: ASGIApp,
    telemetry: Telemetry = UNREAD,
    headers: list[tuple[bytes, bytes]] | None = None,
) -> list[Message]:
    """The answer of `app` to a client that sends a body and hangs up."""
    sent: list[Message] = []
    coming: list[Message] = [{"type": "http.request", "body": b"x"}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(whole(app, telemetry, headers or [], receive, send))
    return sent


async def whole(
    app: ASGIApp,
    telemetry: Telemetry,
    headers: list[tuple[bytes, bytes]],
    receive: Receive,
    send: Send,
) -> None:
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    await RequestContext(app, telemetry)(scope, receive, send)


@pytest.mark.parametrize("app", [cut_off, gives_up])
def test_a_client_that_hangs_up_is_no_fault_of_the_service(
    app: ASGIApp, telemetry: Telemetry, lines: Lines
) -> None:
    assert all(message.get("status") != 500 for message in run(app, telemetry))
    assert lines()[-1]["status"] == 499
    assert all(line["level"] == "info" for line in lines())
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)
    assert counted(telemetry) == {'method="POST",route="other",status="4xx"'}


def test_a_client_that_leaves_a_stream_is_noticed_by_the_real_server(start: Start) -> None:
    service = start()
    with httpx2.stream("GET", f"{service.url}/stream", timeout=20) as answer:
        assert next(answer.iter_bytes()) == b"one"
    eventually(lambda: '"status": 499' in service.log.read_text("utf-8"))
    (line,) = [line for line in service.stop() if line.get("route") == "/stream" and "ms" in line]
    assert (line["status"], line["response_bytes"], line["level"]) == (499, 3, "info")


def test_hanging_up_after_the_answer_is_how_it_should_be(lines: Lines) -> None:
    run(looks_back)
    assert lines()[-1]["status"] == 200


def test_an_application_that_answers_nothing_is_at_fault(lines: Lines) -> None:
    assert run(silent) == []
    assert lines()[-1]["status"] == 500


def test_a_cancelled_request_stays_cancelled_and_is_counted(
    telemetry: Telemetry, lines: Lines
) -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        pass

    async def cancelled() -> None:
        task = asyncio.ensure_future(whole(endless, telemetry, [], receive, send))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert [line["status"] for line in lines()] == [499]
    assert "spellfix_http_requests_in_flight 0.0" in telemetry.exposition()[0].decode()


# -- starting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (ConfigError("--database: expected a URL"), "--database: expected a URL"),
        (ValueError(SECRET), "the service cannot start or stop"),
    ],
)
def test_a_service_that_cannot_start_says_what_to_mend(
    error: Exception, event: str, lines: Lines
) -> None:
    async def starting(scope: Scope, receive: Receive, send: Send) -> None:
        raise error

    with (
        pytest.raises(type(error)),
        TestClient(RequestContext(starting, Telemetry())),
    ):
        pass
    assert [line["event"] for line in lines()] == [event]
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)
