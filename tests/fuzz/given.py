"""Bytes from a fuzzer read as texts, numbers and choices; the same with and without a fuzzer.

Fields are told apart by the byte 0xFF, which UTF-8 never holds, so that seeds and words of a
dictionary stand in the input as people read them. Knows no target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

BREAK = b"\xff"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """One input. A field that is missing is empty."""

    data: bytes

    def field(self, number: int) -> bytes:
        """The bytes of field `number`."""
        fields = self.data.split(BREAK, number + 1)
        return fields[number] if number < len(fields) else b""

    def rest(self, number: int) -> bytes:
        """All bytes from field `number` on, whatever they are."""
        return self.data.split(BREAK, number)[number] if self.data.count(BREAK) >= number else b""

    def text(self, number: int) -> str:
        """Field `number` as a text: UTF-8 of any code points, lone surrogates too; bytes that fit
        nothing are low surrogates."""
        raw = self.field(number)
        try:
            return raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "surrogateescape")

    def texts(self, number: int) -> tuple[str, ...]:
        """Field `number` as texts, one a line; empty lines are none."""
        return tuple(filter(None, self.text(number).split("\n")))

    def number(self, number: int, below: int) -> int:
        """Field `number` as a number from 0 to `below` - 1: as it reads, or by its checksum."""
        raw = self.field(number)
        return (int(raw) if len(raw) < 19 and raw.isdigit() else crc32(raw)) % below

    def choice(self, number: int, values: Sequence[T]) -> T:
        """One of `values` by field `number`."""
        return values[self.number(number, len(values))]


def fields(*parts: str | bytes) -> bytes:
    """An input with these fields, for seeds."""
    return BREAK.join(
        part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass") for part in parts
    )
