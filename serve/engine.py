"""The model behind the service: loaded once, run on a few threads, never waited for without end.

Every call holds a place from the moment it is accepted until it is answered; where no place is
free, the caller is told at once. Knows nothing about HTTP.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Full
from threading import BoundedSemaphore

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.pretrained import ModelDirectory

THREADS = 2
"""One long text does not keep the short ones waiting; onnxruntime brings threads of its own."""
PLACES = 32
"""Calls that are running or waiting: what comes on top would only wait longer than it is worth."""


class Engine:
    """One model for all requests, each with its own threshold and protected terms.

    name, version: of the model.
    """

    def __init__(
        self, corrector: Corrector, *, name: str, version: str, places: int = PLACES
    ) -> None:
        self.name = name
        self.version = version
        self._corrector = corrector
        self._places = BoundedSemaphore(places)
        self._threads = ThreadPoolExecutor(THREADS, "spellfix")

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> Engine:
        """The model directory `path`, or the shipped model, loaded and tried once.

        Raises ModelError for a directory that is missing, damaged or of an unknown format.
        """
        directory = ModelDirectory.open(path)
        corrector = Corrector.from_pretrained(directory.path)
        engine = cls(corrector, name=directory.name, version=directory.version)
        engine._run(["준비"], None, ())
        return engine

    @property
    def has_room(self) -> bool:
        """Whether `correct` would accept a call now; asked on the event loop."""
        free = self._places.acquire(blocking=False)
        if free:
            self._places.release()
        return free

    async def correct(
        self, texts: Sequence[str], min_confidence: float | None, protect: Sequence[str]
    ) -> list[Correction]:
        """The correction of each text, computed off the event loop.

        Raises queue.Full where every place is taken. A call that is cancelled while it waits
        leaves the queue; one that is running gives its place back when it is done.
        """
        if not self._places.acquire(blocking=False):
            raise Full
        future = self._threads.submit(self._run, texts, min_confidence, protect)
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what is running, drop what waits."""
        self._threads.shutdown(cancel_futures=True)

    def _run(
        self, texts: Sequence[str], min_confidence: float | None, protect: Sequence[str]
    ) -> list[Correction]:
        corrector = self._corrector.with_options(protect=protect, min_confidence=min_confidence)
        return corrector.correct_batch(texts)
