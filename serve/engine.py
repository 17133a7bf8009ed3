"""The model behind the service: loaded once, run on threads of its own, for many requests together.

Whatever waits when the model is free is read in one batch, whoever sent it and with what options;
nothing waits for a batch to fill. Knows nothing about HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import perf_counter
from typing import Protocol, TypeVar

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import Edit
from spellfix.explanations import Explanation, explain
from spellfix.given import texts_given
from spellfix.pretrained import ModelDirectory
from spellfix.serve.batching import Call, Limits, Overloaded, Queue

__all__ = ["NO_OBSERVER", "Engine", "Limits", "Observer", "Overloaded"]

_LOG = logging.getLogger(__name__)
_FIRST = "오늘은 숙재를 햇다."
"""Read before anybody asks, so that everything is loaded."""

T = TypeVar("T")
Told = Sequence[tuple[str, Sequence[Edit]]]
"""Texts, and edits of each."""


class Observer(Protocol):
    """Is told what the engine does, from any thread; must be quick and may not use the engine."""

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        """A batch was read: sentences of so many requests' texts, `characters` in all."""

    def waiting(self, calls: int) -> None:
        """So many calls are accepted and not yet answered."""

    def corrected(self, edits: Iterable[Edit]) -> None:
        """These edits were made in the texts of one call."""


class _NoObserver:
    def batch(self, texts: int, characters: int, seconds: float) -> None:
        pass

    def waiting(self, calls: int) -> None:
        pass

    def corrected(self, edits: Iterable[Edit]) -> None:
        pass


NO_OBSERVER: Observer = _NoObserver()


class Engine:
    """One model for all requests, each with its own threshold and protected terms.

    name, version: of the model. threads: that read, each a batch at a time.
    """

    def __init__(
        self,
        corrector: Corrector,
        *,
        name: str,
        version: str,
        threads: int = 1,
        limits: Limits | None = None,
        observer: Observer = NO_OBSERVER,
    ) -> None:
        self.name = name
        self.version = version
        self._corrector = corrector
        self._limits = limits or Limits()
        self._observer = observer
        self._queue = Queue(self._limits, observer.waiting, threads)
        self._explaining = ThreadPoolExecutor(1, "spellfix-explain")
        self._beside = ThreadPoolExecutor(1, "spellfix-beside")
        self._threads = [
            Thread(target=self._work, name=f"spellfix-model-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        min_confidence: float | None = None,
        threads: int | None = None,
        limits: Limits | None = None,
        observer: Observer = NO_OBSERVER,
    ) -> Engine:
        """The model directory `path`, or the shipped model, loaded and tried once.

        min_confidence: the model's own thresholds where None. threads: of the model, at most two
        where None. Raises ModelError for a directory that is missing, damaged or of an unknown
        format, ConfigError for a value that is none.
        """
        directory = ModelDirectory.open(path)
        corrector = Corrector.from_pretrained(
            directory.path, min_confidence=min_confidence, threads=threads
        )
        corrector.correct(_FIRST)
        return cls(
            corrector,
            name=directory.name,
            version=directory.version,
            limits=limits,
            observer=observer,
        )

    @property
    def min_confidence(self) -> float:
        """The least confidence of an edit that is made where a call names none, but for kinds with
        their own."""
        return self._corrector.min_confidence

    @property
    def has_room(self) -> bool:
        """Whether `correct` would accept a short call now."""
        return self._queue.has_room

    async def correct(
        self,
        texts: Sequence[str],
        *,
        min_confidence: float | None = None,
        protect: Sequence[str] = (),
        timeout: float | None = None,
    ) -> list[Correction]:
        """The correction of each text, as a Corrector with these options gives it.

        timeout: seconds, that of the limits where None. Raises Overloaded at once where there is no
        room, and where the time is over. A call that is given up, for that reason or because the
        task that awaits it is cancelled, leaves the queue; only what the model is reading of it at
        that moment is read to its end. Raises InputError, ConfigError for values that are none.
        """
        options = self._corrector.with_options(protect=protect, min_confidence=min_confidence)
        call = Call(options.judge, texts_given(texts))
        self._queue.put(call)
        try:
            return await asyncio.wait_for(
                asyncio.wrap_future(call.answer),
                self._limits.timeout if timeout is None else timeout,
            )
        except asyncio.TimeoutError:
            raise Overloaded(self._queue.retry_after) from None

    async def explain(self, told: Told) -> list[list[Explanation]]:
        """Why the edits of each text are made, found off the event loop.

        Raises InputError for an edit that was made for another text.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._explaining, _explained, told)

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """What `function` gives, run off the event loop, one such function at a time."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._beside, function, *arguments)

    def close(self) -> None:
        """Accept nothing more, finish what was accepted. Blocks until then."""
        self._queue.close()
        for thread in self._threads:
            thread.join()
        self._explaining.shutdown()
        self._beside.shutdown()

    def _work(self) -> None:
        while calls := self._queue.take():
            self._read(calls)

    def _read(self, calls: Sequence[Call]) -> None:
        """Reads a portion of each call; where that fails, one call after the other."""
        start = perf_counter()
        portions: list[tuple[Call, list[str]]] = []
        for call in calls:
            try:
                portions.append((call, call.portion(self._limits.portion_characters)))
            except Exception as error:
                call.fail(error)
        self._read_portions(portions)
        characters = sum(len(each) for _, portion in portions for each in portion)
        seconds = perf_counter() - start
        self._queue.note(characters, seconds)
        self._observer.batch(len(portions), characters, seconds)

    def _read_portions(self, portions: Sequence[tuple[Call, list[str]]]) -> None:
        sentences = [each for _, portion in portions for each in portion]
        try:
            readings = self._corrector.judge.reader.read(sentences)
        except Exception as error:
            if len(portions) > 1:
                for each in portions:
                    self._read_portions([each])
            else:
                portions[0][0].fail(error)
            return
        for call, portion in portions:
            if not call.receive(portion, readings):
                self._queue.give_back(call)
                continue
            try:
                corrections = call.conclude()
            except Exception as error:
                call.fail(error)
            else:
                call.succeed(corrections)
                self._observer.corrected(edit for each in corrections for edit in each.edits)


def _explained(told: Told) -> list[list[Explanation]]:
    return [[explain(text, edit) for edit in edits] for text, edits in told]
