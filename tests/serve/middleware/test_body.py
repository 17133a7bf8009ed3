"""Bodies that are too large, too slow or cut off, and those that are not."""

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise
from select import select
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from spellfix.serve.middleware import BodyLimit

MOST = 100


async def measure(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the size of the body."""
    await JSONResponse(len(await Request(scope, receive).body()))(scope, receive, send)


def exchange(app: BodyLimit, messages: list[Message]) -> list[Message]:
    """What `app` answers to `messages`, after which the client says no more."""
    sent: list[Message] = []
    waiting = iter(messages)

    async def receive() -> Message:
        for message in waiting:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(app(scope, receive, send))
    return sent


def part(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


@given(st.binary(max_size=2 * MOST), st.lists(st.integers(0, 2 * MOST)))
def test_a_body_arrives_whole_however_it_was_cut_or_not_at_all(
    body: bytes, cuts: list[int]
) -> None:
    places = sorted([0, *(min(cut, len(body)) for cut in cuts), len(body)])
    messages = [part(body[start:end]) for start, end in pairwise(places)]
    seen: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(await receive())
        await JSONResponse(0)(scope, receive, send)

    sent = exchange(BodyLimit(app, MOST, 5), [*messages, part(b"", more=False)])
    if len(body) <= MOST:
        assert seen == [part(body, more=False)]
        assert sent[0]["status"] == 200
    else:
        assert not seen
        assert sent[0]["status"] == 413


def test_a_client_that_goes_away_is_not_answered_and_nothing_is_done() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError

    gone = {"type": "http.disconnect"}
    assert exchange(BodyLimit(app, MOST, 5), [part(b"{"), gone]) == []


def test_whoever_goes_away_after_the_body_is_noticed_by_the_application() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])

    exchange(BodyLimit(app, MOST, 5), [part(b"{}", more=False), {"type": "http.disconnect"}])
    assert seen == ["http.request", "http.disconnect"]


@pytest.mark.parametrize("size", [MOST + 1, 10**7])
def test_too_large_is_refused_whether_it_was_announced_or_not(size: int) -> None:
    client = TestClient(BodyLimit(measure, MOST))
    assert client.post("/", content=b"x" * MOST).json() == MOST
    assert client.post("/", content=iter([b"x"] * MOST)).json() == MOST
    announced = client.post("/", content=b"x" * size)
    streamed = client.post("/", content=iter([b"x" * (size - 1), b"x"]))
    for answer in (announced, streamed):
        assert answer.status_code == 413
        assert f"{MOST}" in answer.json()["detail"]


def test_ten_megabytes_that_are_announced_are_not_waited_for(
    serve: Callable[..., int], connect: Callable[..., Any]
) -> None:
    peer = connect(serve(BodyLimit(measure, MOST)))
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n")
    peer.send("Expect: 100-continue\r\n\r\n")
    assert peer.socket.recv(1000).startswith(b"HTTP/1.1 413")  # and no 100 before


def test_느린_본문은_408로_끝나고_그동안_다른_사람은_기다리지_않는다(
    serve: Callable[..., int], connect: Callable[..., Any]
) -> None:
    port = serve(BodyLimit(measure, MOST, 3))
    begun = time.monotonic()
    slow = [connect(port) for _ in range(20)]
    for peer in slow:
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n")
    other = connect(port)
    other.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{ }")
    assert other.answer().endswith(b"\r\n3")
    assert not select([peer.socket for peer in slow], [], [], 0)[0]
    answer = slow[0].dribble("x" * 49, 20) + slow[0].answer()
    assert time.monotonic() - begun > 2.9
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in answer.lower()
    assert all(peer.answer().startswith(b"HTTP/1.1 408") for peer in slow[1:])
