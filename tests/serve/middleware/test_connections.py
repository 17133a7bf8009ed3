"""Silent, slow, too many and broken connections to a real uvicorn, on real sockets."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from spellfix.serve.middleware import BodyLimit
from spellfix.serve.middleware.connections import BoundedConnection, most_connections

GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

Serve = Callable[..., int]
Connect = Callable[..., Any]


class Quick(BoundedConnection):
    HEADERS = 0.4
    REST = 0.4
    UNREAD = 0.4


class Patient(BoundedConnection):
    REST = 2.0
    UNREAD = 2.0


class Few(BoundedConnection):
    MOST = 4


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


careful = BodyLimit(hello, 1000)  # reads all of the body before it answers


def seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def test_a_connection_that_says_nothing_is_ended(serve: Serve, connect: Connect) -> None:
    port = serve(hello, Quick)
    assert seconds(lambda: connect(port).socket.recv(1)) > 0.3


def test_머리말을_한_글자씩_보내면_끝까지_기다리지_않는다(serve: Serve, connect: Connect) -> None:
    port = serve(hello, Quick)
    begun = time.monotonic()
    peer = connect(port)
    answer = peer.dribble("GET / HTTP/1.1\r\nX: " + "x" * 81, 20) + peer.answer()
    assert time.monotonic() - begun > 0.3
    assert answer.startswith(b"HTTP/1.1 408")


def test_the_second_request_of_a_connection_may_not_be_slower_than_the_first(
    serve: Serve, connect: Connect
) -> None:
    peer = connect(serve(hello, Quick))
    peer.send(GET)
    assert peer.until(b"hello")
    time.sleep(0.6)  # between requests it may wait longer
    begun = time.monotonic()
    answer = peer.dribble("GET / HTTP/1.1\r\nX: " + "x" * 81, 20) + peer.answer()
    assert time.monotonic() - begun > 0.3
    assert answer.startswith(b"HTTP/1.1 408")


def test_requests_that_come_one_behind_the_other_are_all_answered(
    serve: Serve, connect: Connect
) -> None:
    peer = connect(serve(careful, Quick))
    peer.send(GET * 20 + LAST)
    assert peer.answer().count(b"hello") == 21


def test_no_answer_waits_for_its_first_half_to_be_acknowledged(
    serve: Serve, connect: Connect
) -> None:
    peer = connect(serve(hello, Quick))

    def ask() -> None:
        peer.send(GET)
        assert peer.until(b"hello")

    assert min(seconds(ask) for _ in range(25)) < 0.03  # else 0.04 and more, each time


def test_a_slow_application_is_not_taken_for_a_slow_client(serve: Serve, connect: Connect) -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.7)
        await hello(scope, receive, send)

    peer = connect(serve(slow, Quick))
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    assert peer.answer().endswith(b"hello")


def test_the_rest_of_a_body_is_not_waited_for_after_the_answer(
    serve: Serve, connect: Connect
) -> None:
    peer = connect(serve(hello, Quick))
    begun = time.monotonic()
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
    assert peer.until(b"hello")
    assert peer.dribble("x" * 100, 20) == b""
    assert time.monotonic() - begun > 0.3


def test_a_body_that_ends_in_time_leaves_the_connection_as_it_was(
    serve: Serve, connect: Connect
) -> None:
    peer = connect(serve(hello, Patient))
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
    assert peer.until(b"hello")
    peer.send(b"x" * 1_000_000)
    time.sleep(Patient.REST + 0.2)
    peer.send(LAST)
    assert peer.answer().endswith(b"hello")


@pytest.mark.parametrize(
    ("size", "ending"), [(20_000_000, ""), (5_000_000, "Connection: close\r\n")]
)
def test_읽지_않는_사람에게_끝없이_보내지_않는다(
    serve: Serve, connect: Connect, size: int, ending: str
) -> None:
    finished: list[bool] = []

    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"x" * size)(scope, receive, send)
        finished.append(True)

    peer = connect(serve(large, Quick), receive_buffer=4096)
    peer.send(f"GET / HTTP/1.1\r\nHost: a\r\n{ending}\r\n")
    time.sleep(1)
    received = 0
    try:
        while more := peer.socket.recv(1 << 20):
            received += len(more)
    except ConnectionResetError:
        pass
    assert received < size
    deadline = time.monotonic() + 30
    while not finished:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_reads_slowly_but_steadily_gets_everything(serve: Serve, connect: Connect) -> None:
    size = 200_000

    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(10):
            body = b"x" * (size // 10)
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    peer = connect(serve(large, Patient), receive_buffer=4096)
    peer.send(LAST)
    received = 0
    begun = time.monotonic()
    while more := peer.socket.recv(4096):
        received += more.count(b"x")
        time.sleep(0.05)
    assert received == size
    assert time.monotonic() - begun > Patient.UNREAD


def test_자리가_없으면_가장_오래_기다리던_연결이_자리를_내준다(
    serve: Serve, connect: Connect
) -> None:
    port = serve(hello, Few)
    silent = []
    for _ in range(4):
        silent.append(connect(port))
        time.sleep(0.05)
    newcomer = connect(port)
    newcomer.send(GET)
    assert newcomer.until(b"hello")
    assert silent[0].answer() == b""
    silent[3].send(LAST)
    assert silent[3].answer().endswith(b"hello")


def test_where_all_connections_have_work_a_newcomer_is_told_to_come_back(
    serve: Serve, connect: Connect
) -> None:
    at_work: list[Scope] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        at_work.append(scope)
        await careful(scope, receive, send)

    port = serve(noting, Few)
    busy = [connect(port) for _ in range(4)]
    for peer in busy:
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{")
    while len(at_work) < 4:
        time.sleep(0.01)
    answer = connect(port).answer()
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 1" in answer
    for peer in busy:
        peer.send("}")
        assert peer.answer().endswith(b"hello")
    again = connect(port)
    again.send(LAST)
    assert again.answer().endswith(b"hello")


def test_as_many_connections_as_the_process_may_have_files() -> None:
    assert 16 <= most_connections() <= 1000


_POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
NO_HTTP: dict[str, bytes] = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40) + b"\r\n",
    "bytes": b"\x00\xff\r\n\r\n",
    "a path beyond ASCII": b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a huge header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: x\r\n" * 100_000 + b"\r\n",
    "a huge path": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "a negative length": _POST + b"Content-Length: -1\r\n\r\n",
    "two lengths": _POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a huge length": _POST + b"Content-Length: " + b"9" * 100 + b"\r\n\r\n",
    "an unknown transfer": _POST + b"Transfer-Encoding: gzip\r\n\r\n",
    "a chunk of no size": _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk too long": _POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx",
    "a chunk of huge size": _POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 60_000,
}


@pytest.mark.parametrize("request_bytes", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_is_answered_in_json_and_the_service_goes_on(
    serve: Serve, connect: Connect, caplog: pytest.LogCaptureFixture, request_bytes: bytes
) -> None:
    port = serve(careful, Quick)
    with caplog.at_level(logging.WARNING):
        peer = connect(port)
        with suppress(ConnectionError):  # it has said enough
            peer.send(request_bytes)
        answer = peer.answer()
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))
        head, _, body = answer.partition(b"\r\n\r\n")
        assert body.startswith(b'{"detail":"')
        assert b"nosniff" in head
        other = connect(port)
        other.send(LAST)
        assert other.answer().endswith(b"hello")
    assert all(each.levelno == logging.WARNING for each in caplog.records)


def test_nonsense_after_the_answer_ends_the_connection_quietly(
    serve: Serve, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    peer = connect(serve(hello))
    with caplog.at_level(logging.WARNING):
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert peer.until(b"hello")
        peer.send("zz\r\n")
        assert peer.answer() == b""
    assert all(each.levelno == logging.WARNING for each in caplog.records)
