"""What is sent again, how soon, and when it is given up; against a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.client import AsyncClient, Client, Retries, calls
from spellfix.client.connection import Connection
from spellfix.client.exchange import Exchange, Flow, NoAnswer, Outcome, Wait
from spellfix.client.retries import RETRIED, retry_after
from spellfix.errors import ConfigError, ServiceError

from .conftest import Little, Says

SOON = Retries(first=0.001, longest=0.01, budget=5)
BUSY = Says(503, b'{"detail": "busy"}')
TEXT = "비밀스러운글"
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
Start = Callable[..., Little]


def client(little: Little, retries: Retries = SOON, **options: float) -> Client:
    return Client(little.address, retries=retries, **options)


# -- what is sent again ----------------------------------------------------------------------


@pytest.mark.parametrize("status", sorted(RETRIED))
def test_a_service_that_is_busy_twice_is_asked_three_times(little: Start, status: int) -> None:
    busy = little(Says(status), Says(status), Says())
    with client(busy) as service:
        assert service.correct(TEXT).text == "맞는 말이다."
    assert len(busy.asked) == 3
    assert len({asked.body for asked in busy.asked}) == 1
    assert len({asked.headers["X-Request-ID"] for asked in busy.asked}) == 1


def test_the_client_to_await_asks_again_as_well(little: Start) -> None:
    busy = little(BUSY, Says(dropped=True), Says())

    async def corrected() -> str:
        async with AsyncClient(busy.address, retries=SOON) as service:
            return (await service.correct(TEXT)).text

    assert asyncio.run(corrected()) == "맞는 말이다."
    assert len(busy.asked) == 3


def test_an_answer_that_breaks_off_is_asked_for_again(little: Start) -> None:
    broken = little(Says(dropped=True), Says())
    with client(broken) as service:
        assert service.correct(TEXT).text == "맞는 말이다."
    assert len(broken.asked) == 2


def test_nobody_there_is_an_error_that_says_how_often_it_was_tried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        Client(f"http://127.0.0.1:{port}", retries=Retries(2, first=0.001)) as service,
        pytest.raises(
            ServiceError, match=rf"cannot reach http://127\.0\.0\.1:{port}.*3 tries"
        ) as no,
    ):
        service.correct(TEXT)
    assert no.value.status is None
    assert no.value.request_id


def test_a_service_that_stays_busy_is_given_up(little: Start) -> None:
    busy = little(BUSY)
    with (
        client(busy, Retries(2, first=0.001)) as service,
        pytest.raises(ServiceError, match="503: busy") as error,
    ):
        service.correct(TEXT)
    assert error.value.status == 503
    assert len(busy.asked) == 3


def test_a_service_that_does_not_answer_is_given_up_in_time(little: Start) -> None:
    hanging = little(Says(hangs=True))
    with (
        client(hanging, Retries(1, first=0.001, budget=3), timeout=0.2) as service,
        pytest.raises(ServiceError, match="in time"),
    ):
        service.correct(TEXT)
    assert len(hanging.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 408, 410, 413, 415, 422, 500, 501])
def test_what_would_be_answered_the_same_is_not_asked_again(little: Start, status: int) -> None:
    refusing = little(Says(status, b'{"detail": "no"}', {"X-Request-ID": "seen.1"}))
    with (
        client(refusing) as service,
        pytest.raises(ServiceError, match=f"{status}: no .request seen.1") as error,
    ):
        service.correct(TEXT)
    assert (error.value.status, error.value.request_id) == (status, "seen.1")
    assert len(refusing.asked) == 1


def test_only_what_writes_has_an_idempotency_key_and_each_call_one_of_its_own(
    little: Start,
) -> None:
    refusing = little(BUSY, Says(422))
    with client(refusing) as service:
        for _ in range(2):
            with pytest.raises(ServiceError):
                service.draft(TEXT)
        with pytest.raises(ServiceError):
            service.correct(TEXT)
    first, again, second, corrected = (
        asked.headers.get("Idempotency-Key") for asked in refusing.asked
    )
    assert first
    assert first == again != second
    assert corrected is None


def test_a_call_that_is_cancelled_hangs_up_and_is_not_repeated(little: Start) -> None:
    hanging = little(Says(hangs=True))

    async def cancelled() -> None:
        async with AsyncClient(hanging.address, retries=SOON) as service:
            call = asyncio.create_task(service.correct(TEXT))
            await asyncio.to_thread(hanging.reached.wait, 10)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(cancelled())
    assert hanging.hung_up.wait(10)
    assert len(hanging.asked) == 1


# -- how soon --------------------------------------------------------------------------------


def waits(flow: Flow[object], outcome: Outcome, seconds: list[float]) -> list[float]:
    """How long `flow` waits between tries that all end in `outcome`; `seconds` is its clock."""
    found: list[float] = []
    step = next(flow)
    try:
        while True:
            if isinstance(step, Wait):
                found.append(step.seconds)
                seconds[0] += step.seconds
                step = flow.send(None)
            else:
                step = flow.send(outcome)
    except ServiceError:
        return found


def waited(retries: Retries, outcome: Outcome, seed: int = 1) -> list[float]:
    seconds = [0.0]
    connection = Connection.checked("http://127.0.0.1", None, 1, False)
    exchange = Exchange(connection, retries, Random(seed), lambda: seconds[0])
    return waits(exchange.answer(calls.service()), outcome, seconds)


@given(st.integers(0, 2**32))
def test_waits_grow_twofold_up_to_a_bound_and_are_drawn_from_all_of_it(seed: int) -> None:
    found = waited(Retries(6, budget=1000, first=1, longest=8), NoAnswer(httpx2.ReadError), seed)
    assert len(found) == 6
    assert all(0 <= wait <= bound for wait, bound in zip(found, [1, 2, 4, 8, 8, 8], strict=True))


def test_the_same_generator_draws_the_same_waits_and_another_draws_others() -> None:
    busy = httpx2.Response(503)
    assert waited(SOON, busy, 1) == waited(SOON, busy, 1) != waited(SOON, busy, 2)


def test_a_service_that_names_a_time_is_not_asked_before() -> None:
    busy = httpx2.Response(429, headers={"Retry-After": "3"})
    found = waited(Retries(4, budget=1000, first=1, longest=1), busy)
    assert len(found) == 4
    assert all(3 <= wait <= 4 for wait in found)


def test_a_wait_that_the_budget_does_not_hold_is_not_begun() -> None:
    busy = httpx2.Response(503, headers={"Retry-After": "60"})
    assert waited(Retries(4, budget=30), busy) == []
    assert len(waited(Retries(100, budget=10, first=1, longest=1), httpx2.Response(503))) < 30


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9),
        (format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0),
        ("-1", 0),
        ("1.5", 0),
        ("soon", 0),
        ("", 0),
        ("٣", 0),
    ],
)
def test_a_time_to_wait_is_seconds_or_a_date_and_anything_else_is_none(
    told: str, seconds: float
) -> None:
    assert retry_after(httpx2.Headers({"Retry-After": told.encode()}), NOW) == seconds


@pytest.mark.parametrize("bad", [{"most": -1}, {"budget": 0}, {"first": -1.0}, {"longest": 0}])
def test_retries_that_cannot_be_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=f"retries.{next(iter(bad))}"):
        Retries(**bad)  # type: ignore[arg-type]
