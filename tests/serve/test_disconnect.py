"""A client that hangs up: its call leaves the queue of a real server, and nobody else notices."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from time import monotonic, sleep

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.encoder_decoder import Backend, Floats, Ids
from spellfix.pretrained import ModelDirectory
from spellfix.serve.disconnect import ClientGone, unless_gone
from spellfix.serve.engine import Engine
from spellfix.serve.observing import NO_OBSERVER
from spellfix.tokenizer import Tokenizer

TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."


class Gate(Backend):
    """A model that waits until it is opened."""

    def __init__(self, directory: ModelDirectory) -> None:
        self.backend = OnnxBackend(directory.encoder, directory.decoder, threads=1)
        self.opened = threading.Event()

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        self.opened.wait(60)
        return self.backend.encode(ids, mask)

    def decode(self, memory: Floats, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        return self.backend.decode(memory, mask, decoder_ids, first)


class Calls:
    """How many calls there are in the engine, and how often a client was found gone."""

    def __init__(self) -> None:
        self.now = self.gone = 0
        self.batch, self.corrected = NO_OBSERVER.batch, NO_OBSERVER.corrected

    def waiting(self, calls: int) -> None:
        self.now = calls


class Service:
    """A real server over an engine whose model waits at a gate."""

    def __init__(self) -> None:
        directory = ModelDirectory.open()
        self.gate, self.calls = Gate(directory), Calls()
        corrector = Corrector(self.gate, Tokenizer.load(directory.tokenizer))
        self.engine = Engine(corrector, name="gate", version="1", observer=self.calls)
        app = Starlette(routes=[Route("/", self.correct, methods=["POST"])])
        config = uvicorn.Config(app, log_level="critical", lifespan="off")
        self.server = uvicorn.Server(config)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))
        self.thread.start()

    async def correct(self, request: Request) -> Response:
        text = (await request.json())["text"]
        try:
            (done,) = await unless_gone(request, self.engine.correct([text]))
        except ClientGone:
            self.calls.gone += 1
            return Response(status_code=499)
        return JSONResponse(done.text)

    def close(self) -> None:
        self.gate.opened.set()
        self.server.should_exit = True
        self.thread.join(60)
        self.listener.close()
        self.engine.close()

    def ask(self, text: str) -> socket.socket:
        """A connection on which `text` has been sent to be corrected."""
        body = json.dumps({"text": text}).encode()
        connection = socket.create_connection(self.listener.getsockname(), timeout=60)
        head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
        return connection


@pytest.fixture
def service() -> Iterator[Service]:
    with closing(Service()) as service:
        yield service


def until(service: Service, calls: int) -> None:
    """Waits until there are so many calls."""
    end = monotonic() + 30
    while service.calls.now != calls:
        assert monotonic() < end, service.calls.now
        sleep(0.002)


def answer(connection: socket.socket) -> object:
    """What comes back on a connection."""
    response = HTTPResponse(connection)
    response.begin()
    return json.load(response)


def test_who_hangs_up_leaves_the_queue_and_the_others_are_answered(service: Service) -> None:
    with service.ask(TYPO) as stays:
        until(service, 1)
        leaving = [service.ask(TYPO * 50) for _ in range(4)]
        until(service, 5)
        for connection in leaving:
            connection.close()
        until(service, 1)  # the model still waits at the gate
        service.gate.opened.set()
        assert answer(stays) == RIGHT
        until(service, 0)
    assert service.calls.gone == 4


def test_a_connection_that_is_reset_is_a_client_gone(service: Service) -> None:
    leaving = service.ask(TYPO)
    until(service, 1)
    leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    leaving.close()
    until(service, 0)


def test_a_connection_serves_one_request_after_the_other(service: Service) -> None:
    service.gate.opened.set()
    with closing(HTTPConnection(*service.listener.getsockname(), timeout=60)) as connection:
        for text in (TYPO, RIGHT, TYPO):
            connection.request("POST", "/", json.dumps({"text": text}))
            assert json.load(connection.getresponse()) == RIGHT


# -- without a server ------------------------------------------------------------------------


def request_of(*messages: dict[str, object]) -> Request:
    """A request whose client sends these messages, and then waits without end."""
    left = list(messages)

    async def receive() -> dict[str, object]:
        if left:
            return left.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    return Request({"type": "http", "headers": []}, receive)


def test_what_the_work_gives_or_raises_comes_back() -> None:
    async def fine() -> str:
        return "글"

    async def faulty() -> str:
        raise KeyError("글")

    assert asyncio.run(unless_gone(request_of(), fine())) == "글"
    with pytest.raises(KeyError):
        asyncio.run(unless_gone(request_of(), faulty()))


def test_the_work_has_ended_before_anybody_hears_that_the_client_is_gone() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("work")

    async def script() -> None:
        request = request_of({"type": "http.request"}, {"type": "http.disconnect"})
        with pytest.raises(ClientGone):
            await unless_gone(request, work())
        assert ended == ["work"]

    asyncio.run(script())


def test_cancelling_the_request_cancels_the_work() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    async def script() -> None:
        task = asyncio.create_task(unless_gone(request_of(), work()))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == ["work"]
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(script())
