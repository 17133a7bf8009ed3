"""A long answer, line by line: bytes as they come in, reviewed pairs out; reads no network.

Lines end with a line feed and nothing else: a text may hold any other separator of lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2

from spellfix.client import reading, refusals
from spellfix.client.answers import Exported
from spellfix.errors import ServiceError


class ExportLines:
    """What has been read of an export. response: the answer it comes in."""

    def __init__(self, address: str, response: httpx2.Response) -> None:
        self._address = address
        self._response = response
        self._begun: list[bytes] = []  # of the line that is not whole yet

    def read(self, received: bytes) -> Iterator[Exported]:
        """The lines that end in `received`. Raises ServiceError for one that is no pair."""
        *ends, rest = received.split(b"\n")
        for end in ends:
            line = b"".join([*self._begun, end])
            self._begun.clear()
            if line.strip():
                yield self._pair(line)
        self._begun.append(rest)

    def end(self) -> None:
        """Raises ServiceError if the last line is not whole: the rest never came."""
        if b"".join(self._begun).strip():
            raise self.broken(httpx2.ReadError)

    def broken(self, error: type[httpx2.RequestError]) -> ServiceError:
        """The error to raise where the line broke off: what came so far is not all."""
        request_id = self._response.request.headers["X-Request-ID"]
        return refusals.silent(self._address, error, 1, request_id)

    def _pair(self, line: bytes) -> Exported:
        try:
            return reading.exported(json.loads(line))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            request_id = self._response.request.headers["X-Request-ID"]
            raise refusals.unreadable(self._address, self._response, request_id) from None
