"""How often a caller may call, counted over all worker processes of one machine.

The generic cell rate algorithm (ITU-T I.371, 1996): of every name one time is kept, at which the
calls so far would have been due had they come evenly. A call that comes too long before it has to
wait. Knows callers by the hash of their names, and nothing of what they call.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from threading import Lock
from typing import BinaryIO

from spellfix.serve.access.keys import Caller

_BURST_SECONDS = 10
_LEAST_BURST = 10
_MINUTE = 60_000_000_000  # nanoseconds
_SLOT = struct.Struct("=Qq")  # hash of a name, nanoseconds of the monotonic clock
_SLOTS = 4_096
_NEAR = 16
"""A name lies in one of so many slots from the one its hash points to."""


class Rates:
    """Limits of calls per minute; see `admit`.

    A table of times in a file that all processes map. The clock is the machine's monotonic one,
    which is the same for all processes and never goes back; times from before the machine was
    started last are recognised (nothing may be due later than a minute from now) and forgotten.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        """`path`: of the file that the worker processes share, made where it is missing, and opened
        by each of them; None for a process that is alone. Raises OSError."""
        self._file = None if path is None else _opened(path)
        handle = -1 if self._file is None else self._file.fileno()
        self._table = mmap.mmap(handle, _SLOTS * _SLOT.size)
        self._threads = Lock()

    def admit(self, caller: Caller) -> float:
        """0.0 where `caller` may call now, which counts; else the seconds until it may.

        At most `requests_per_minute` on average; at once as many as ten seconds bring, or ten, or
        all of a minute, whichever fits. What is refused does not count.
        """
        if caller.requests_per_minute is None:
            return 0.0
        rate = caller.requests_per_minute
        interval = _MINUTE // rate
        burst = min(rate, max(_LEAST_BURST, rate * _BURST_SECONDS // 60))
        with self._alone():
            now = time.monotonic_ns()
            at, due = self._find(caller.owner, now)
            wait = due - now - interval * (burst - 1)
            if wait <= 0:
                _SLOT.pack_into(self._table, at, _hash(caller.owner), due + interval)
        return max(wait, 0) / 1e9

    def close(self) -> None:
        """Let go of the file, which stays."""
        self._table.close()
        if self._file is not None:
            self._file.close()

    def _find(self, name: str, now: int) -> tuple[int, int]:
        """Where the time of `name` is kept, in bytes, and that time, not before `now`.

        A time that is past says no more than none, so that its slot is free for others.
        """
        wanted = _hash(name)
        slots = [(wanted + step) % _SLOTS * _SLOT.size for step in range(_NEAR)]
        known = [(at, *_SLOT.unpack_from(self._table, at)) for at in slots]
        for at, found, due in known:
            if found == wanted and now < due <= now + _MINUTE:
                return at, due
        free = next((at for at, _, due in known if not now < due <= now + _MINUTE), None)
        return (slots[0] if free is None else free), now

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            if self._file is None or sys.platform == "win32":
                yield
                return
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def _opened(path: str | os.PathLike[str]) -> BinaryIO:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if os.fstat(handle).st_size < _SLOTS * _SLOT.size:
        os.truncate(handle, _SLOTS * _SLOT.size)
    return os.fdopen(handle, "r+b", buffering=0)
