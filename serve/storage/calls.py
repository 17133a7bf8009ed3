"""Calls of a database: async outside, one transaction each on threads of its own inside.

Knows no table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from spellfix.serve.storage.database import READERS, Database
from spellfix.serve.storage.records import Unavailable
from spellfix.serve.storage.transaction import Retention, Transaction

P = ParamSpec("P")
T = TypeVar("T")

MOST_WAITING = 256
"""Calls that run or wait. A write takes milliseconds; what comes on top is refused at once."""


class Calls:
    """Those of one `database`, which is closed with them.

    Every call may raise Unavailable, and what the work in it raises. One that is cancelled may
    still be carried out.
    """

    def __init__(self, database: Database, retention: Retention) -> None:
        self._database = database
        self._retention = retention
        self._readers = ThreadPoolExecutor(READERS, "spellfix-read")
        self._writers = ThreadPoolExecutor(database.writers, "spellfix-write")
        self._places = BoundedSemaphore(MOST_WAITING)

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> T:
        """What `work` gives in a transaction that changes nothing."""
        begun = self._begun(work, *args, **named)
        return await self._call(self._readers, lambda: self._database.read(begun))

    async def write(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> T:
        """What `work` gives, once what it wrote is on the disk."""
        begun = self._begun(work, *args, **named)
        return await self._call(self._writers, lambda: self._database.write(begun))

    async def erase(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> T:
        """As `write`; what it deleted is overwritten too, where that is ours to do."""
        begun = self._begun(work, *args, **named)

        def erasing() -> T:
            done = self._database.write(begun)
            self._database.forget()
            return done

        return await self._call(self._writers, erasing)

    def close(self) -> None:
        """Finish what was begun; blocks until then."""
        for threads in (self._writers, self._readers):
            threads.shutdown(wait=True)
        self._database.close()

    def _begun(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **named: P.kwargs
    ) -> Callable[[Connection], T]:
        return lambda connection: work(self._retention.begin(connection), *args, **named)

    async def _call(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        """What `work` gives, on one of `threads`; dropped if it is cancelled before it begins."""
        if not self._places.acquire(blocking=False):
            raise Unavailable("too many calls of the store are waiting")
        running = threads.submit(work)
        running.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(running)
