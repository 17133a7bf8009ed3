"""How much the pages of a Parquet column hold, by their own headers; knows no value in them.

The summary at the end of a file says that too, and may say anything: whoever unpacks a page makes
as much room as its header asks for. A header is a struct in Thrift's compact protocol
(``PageHeader``; Apache Parquet, parquet.thrift): two of its fields are read, the rest passed over.
"""

from dataclasses import dataclass
from typing import IO

UNPACKED, PACKED = 2, 3
"""Fields: bytes of a page as it will be, and as it lies in the file behind its header."""
LONGEST = 16 << 20
"""Bytes of a header: it may hold the least and the greatest value of its page."""
_DEEPEST = 8
_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET = range(11)
_STRUCT = 12


class NoPages(ValueError):
    """Bytes that are no pages."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Those of one column in one row group. size: bytes of all of them, unpacked; largest: of the
    largest one, than which no value in it can be longer."""

    size: int
    largest: int


def pages_of(stream: IO[bytes], start: int, length: int) -> Pages:
    """The pages in ``length`` bytes from ``start`` on. Raises NoPages where there are none that
    fill them."""
    size = largest = 0
    at, end = start, start + length
    while at < end:
        stream.seek(at)
        header = _Header(stream)
        if header.unpacked < 0 or header.packed < 0:
            raise NoPages(f"no page at byte {at}")
        size, largest = size + header.unpacked, max(largest, header.unpacked)
        at += header.length + header.packed
    if at != end:
        raise NoPages(f"pages up to byte {at}, expected {end}")
    return Pages(size, largest)


class _Header:
    """The header where ``stream`` stands. unpacked, packed: bytes, -1 where it does not say."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.length = 0
        numbers = self._struct(0)
        self.unpacked, self.packed = (numbers.get(each, -1) for each in (UNPACKED, PACKED))

    def _take(self, count: int) -> bytes:
        self.length += count
        if self.length > LONGEST:
            raise NoPages("a header without end")
        raw = self._stream.read(count)
        if len(raw) < count:
            raise NoPages("a header is cut off")
        return raw

    def _number(self) -> int:
        """A whole number of seven bits a byte, the lowest first."""
        number = shift = 0
        while True:
            (byte,) = self._take(1)
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number
            if shift > 63:
                raise NoPages("a number without end")

    def _struct(self, depth: int) -> dict[int, int]:
        """The whole numbers among the fields of a struct."""
        if depth > _DEEPEST:
            raise NoPages("structs without end")
        found: dict[int, int] = {}
        field = 0
        while (byte := self._take(1)[0]) != _STOP:
            field = field + (byte >> 4) if byte >> 4 else _signed(self._number())
            kind = byte & 0x0F
            if kind in (_I16, _I32, _I64):
                found[field] = _signed(self._number())
            elif kind not in (_TRUE, _FALSE):  # which are the field itself
                self._pass_over(kind, depth)
        return found

    def _pass_over(self, kind: int, depth: int) -> None:
        if kind in (_TRUE, _FALSE, _BYTE):
            self._take(1)
        elif kind in (_I16, _I32, _I64):
            self._number()
        elif kind == _DOUBLE:
            self._take(8)
        elif kind == _BINARY:
            self._take(self._number())
        elif kind in (_LIST, _SET):
            (head,) = self._take(1)
            for _ in range(head >> 4 if head >> 4 < 15 else self._number()):
                self._pass_over(head & 0x0F, depth + 1)
        elif kind == _STRUCT:
            self._struct(depth + 1)
        else:
            raise NoPages(f"type {kind} in a header")


def _signed(number: int) -> int:
    """Zigzag: 0, -1, 1, -2 are written as 0, 1, 2, 3."""
    return number >> 1 ^ -(number & 1)
