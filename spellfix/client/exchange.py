"""One request with its repetitions, as steps that somebody else takes; sends nothing itself.

An exchange is a generator: it yields what to do next (`Send`, `Wait`), is sent what came of it, and
returns the answer. So the blocking and the awaiting client share all that is decided here: what is
sent again, when it is given up, what is an error.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import count
from random import Random
from time import monotonic
from typing import Any, TypeVar

import httpx2

from spellfix.client import refusals
from spellfix.client.calls import Call
from spellfix.client.connection import Connection
from spellfix.client.retries import RETRIED, Retries, retry_after
from spellfix.errors import ConfigError, ServiceError

T = TypeVar("T")

_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, slots=True)
class Send:
    """Send the request of a call, and wait at most so many seconds for a sign of life."""

    call: Call[Any]
    headers: dict[str, str]
    seconds: float

    def request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        """The request, as either client of httpx2 builds it."""
        return http.build_request(
            self.call.method,
            self.call.path,
            params=dict(self.call.query) or None,
            content=self.call.body,
            headers=self.headers,
            # A free connection is waited for as long as others of this program use them all.
            timeout=httpx2.Timeout(self.seconds, pool=None),
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """What happened instead of an answer."""

    error: type[httpx2.RequestError]


Outcome = httpx2.Response | NoAnswer | None
Flow = Generator[Send | Wait, Outcome, T]


@dataclass(frozen=True, slots=True)
class Exchange:
    """How requests are repeated, and where to."""

    connection: Connection
    retries: Retries
    generator: Random
    clock: Callable[[], float] = field(default=monotonic)

    def answer(self, call: Call[T], idempotency_key: str | None = None) -> Flow[T]:
        """The answer to `call`. Raises ServiceError where there is none.

        All tries of a call that writes carry one Idempotency-Key, a new one unless it is given.
        """
        response, request_id = yield from self._answered(call, idempotency_key)
        if response.status_code == 404 and call.gone is not None:
            return call.gone
        if not response.is_success:
            raise refusals.refused(self.connection.address, response, request_id)
        try:
            return call.read(response.json() if response.content else None)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            raise refusals.unreadable(self.connection.address, response, request_id) from None

    def opened(self, call: Call[T]) -> Flow[httpx2.Response]:
        """The answer to a `call` that streams, not read yet. Raises ServiceError."""
        response, request_id = yield from self._answered(call, None)
        if not response.is_success:
            raise refusals.refused(self.connection.address, response, request_id)
        return response

    def _answered(
        self, call: Call[Any], idempotency_key: str | None
    ) -> Flow[tuple[httpx2.Response, str]]:
        """The last answer, whatever it is, and the id of the request."""
        request_id = secrets.token_hex(8)
        headers = {"X-Request-ID": request_id}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if call.writes:
            headers["Idempotency-Key"] = _given_or_new(idempotency_key)
        started = self.clock()
        for tries in count(1):
            left = started + self.retries.budget - self.clock()
            outcome = yield Send(call, headers, min(self.connection.timeout, left))
            told = 0.0
            if isinstance(outcome, httpx2.Response):
                if outcome.status_code not in RETRIED:
                    return outcome, request_id
                told = retry_after(outcome.headers, datetime.now(timezone.utc))
            pause = self.retries.wait(tries, told, self.generator)
            left = started + self.retries.budget - self.clock()
            if tries > self.retries.most or pause >= left:
                if isinstance(outcome, httpx2.Response):
                    return outcome, request_id
                raise self._silent(outcome, tries, request_id)
            yield Wait(pause)
        raise RuntimeError("unreachable: tries have no end")

    def _silent(self, outcome: NoAnswer | None, tries: int, request_id: str) -> ServiceError:
        happened = outcome.error if outcome else httpx2.RequestError
        return refusals.silent(self.connection.address, happened, tries, request_id)


def _given_or_new(key: str | None) -> str:
    """Raises ConfigError for a key that cannot be sent."""
    if key is None:
        return secrets.token_hex(16)
    if not _KEY.fullmatch(key):
        raise ConfigError(
            "idempotency_key: 열쇠가 아닙니다 / expected 1 to 128 printable ASCII characters, no "
            "spaces"
        )
    return key
