"""What is packed in a .gz or .xz file, unpacked as it is read; knows no format of what comes out.

A few packed bytes can stand for gigabytes, and an .xz file says itself how much memory unpacking it
takes: both have a limit here.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from spellfix.limits import RATIO, RATIO_FROM, VARIABLE, XZ_MEMORY, limit

BLOCK = 1 << 16  # bytes


class BlownUp(Exception):
    """What is packed is so much more than what it is packed into that it is no text."""


CUT_OFF = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, BlownUp)
"""What reading packed bytes that are damaged, cut off or made to do harm raises."""


@contextmanager
def unpacked(stream: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    """What is packed in ``stream``, or the stream itself where that is nothing. Reading what is
    damaged, cut off or blown up raises one of CUT_OFF."""
    if not packing:
        yield stream
        return
    counted = _Counted(stream)
    gz = packing == ".gz"
    more = gzip.GzipFile(fileobj=cast(IO[bytes], counted)) if gz else _Xz(counted)
    with io.BufferedReader(_Unpacking(more.read1, counted), BLOCK) as bare:
        yield bare


class _Counted:
    """A stream that knows how much was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.taken = 0
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        block = self._stream.read(size)
        self.taken += len(block)
        return block


class _Xz:
    """One or more .xz streams, in as much memory as XZ_MEMORY."""

    def __init__(self, stream: _Counted) -> None:
        self._stream = stream
        self._decoder: lzma.LZMADecompressor | None = None
        self._rest = b""

    def read1(self, size: int, /) -> bytes:
        while True:
            if self._decoder is None or self._decoder.eof:
                if self._decoder is not None:
                    self._rest = self._decoder.unused_data.lstrip(b"\0")  # padding between streams
                self._rest = self._rest or self._stream.read(BLOCK)
                if not self._rest.strip(b"\0"):
                    if self._decoder is None or self._rest:
                        raise EOFError("no .xz stream, or bytes behind it")
                    return b""
                self._decoder = lzma.LZMADecompressor(memlimit=limit(XZ_MEMORY))
            elif self._decoder.needs_input and not (rest := self._stream.read(BLOCK)):
                raise EOFError("the .xz stream is cut off")
            else:
                self._rest = rest if self._decoder.needs_input else b""
            given, self._rest = self._rest, b""
            if block := self._decoder.decompress(given, size):
                return block


class _Unpacking(io.RawIOBase):
    """Reads by ``more``, until far more has come out than went in."""

    def __init__(self, more: Callable[[int], bytes], packed: _Counted) -> None:
        self._more, self._packed, self._given = more, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        block = self._more(len(buffer))
        self._given += len(block)
        if self._given > RATIO_FROM and self._given > limit(RATIO) * self._packed.taken:
            raise BlownUp(
                f"압축 폭탄 같습니다 / this looks like a bomb: more than {limit(RATIO)} bytes for "
                f"each packed one; 정말 글이라면 / if it is text: {VARIABLE}=4"
            )
        buffer[: len(block)] = block
        return len(block)
