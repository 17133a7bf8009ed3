"""The model behind the service: loaded once, run on threads of its own, for many requests together.

Whatever waits when a thread is free is read in one batch, whoever sent it and with what options;
nothing waits for a batch to fill. Knows nothing about HTTP.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from sys import setswitchinterval
from threading import Thread, get_native_id
from time import perf_counter
from typing import TypeVar

from spellfix.backends import default_threads
from spellfix.config import at_least
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import Edit
from spellfix.explanations import Explanation, explain
from spellfix.given import texts_given
from spellfix.pretrained import ModelDirectory
from spellfix.serve.batching import Call, Late, Limits, Overloaded, Queue
from spellfix.serve.observing import NO_OBSERVER, Observer, harmless
from spellfix.serve.speed import Speed

__all__ = ["NO_OBSERVER", "Engine", "Late", "Limits", "Observer", "Overloaded"]

_FIRST = "오늘은 숙재를 했다.", (Edit(4, 6, "숙재", "숙제", "spelling", 1.0),)
"""Corrected and explained before anybody asks, so that everything is loaded."""
_CHANGE = "오늘은 숙재를 했다.", "오늘은 숙제를 했다."
"""Asked about beforehand too, whatever the model makes of it: nothing is read from its directory
later, when another model may lie there."""
_BESIDE = 2
"""Functions that run at a time beside the model: a long one shall not hold up all the others."""
_BEHIND = 10
"""How much nicer (nice(1)) threads of the model are than those that answer."""
_TURN = 0.0005
"""Seconds of the interpreter that a thread has while others wait. The model's threads ask for it
between any two steps of a millisecond: beside one busy thread, such as an evaluation, sentences
took 3.3 times as long with Python's 5 ms, and 1.7 times with this (medians of 6, two cores)."""

T = TypeVar("T")
Told = Sequence[tuple[str, Sequence[Edit]]]
"""Texts, and edits of each."""
Portion = tuple[Call, Sequence[str]]
"""A call, and those of its sentences that are read now."""


class Engine:
    """One model for all requests, each with its own threshold and protected terms.

    corrector: one whose model is best run by one thread at a time. name, version: of the model.
    threads: that read, each a batch at a time.
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
        self._batch, self._corrected = harmless(observer.batch), harmless(observer.corrected)
        self._queue = Queue(self._limits, harmless(observer.waiting))
        self._speed = Speed(threads)
        self._explaining = ThreadPoolExecutor(1, "spellfix-explain")
        self._explaining.submit(_explained, [_FIRST])  # reads the tables of the rules
        self._beside = ThreadPoolExecutor(_BESIDE, "spellfix-beside")
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

        min_confidence: the model's own thresholds where None. threads: that read, at most two
        where None. Each has a batch and the model to itself: 32 clients with a sentence each got a
        tenth more answers so than from one thread whose batches had both cores.

        Raises ModelError for a directory that is missing, damaged or of an unknown format,
        ConfigError for a value that is none.

        Shortens the turns of all threads of this process (`sys.setswitchinterval`).
        """
        directory = ModelDirectory.open(path)
        hands = default_threads() if threads is None else at_least("threads", threads, 1)
        corrector = Corrector.from_pretrained(
            directory.path, min_confidence=min_confidence, threads=1
        )
        corrector.correct(_FIRST[0])
        corrector.judge.opinion.gains([_CHANGE])
        setswitchinterval(_TURN)
        return cls(
            corrector,
            name=directory.name,
            version=directory.version,
            threads=hands,
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

    @property
    def overloaded(self) -> Overloaded:
        """What `correct` raises where there is no room; it says when there should be some, by the
        characters that are here and how fast they have been read of late."""
        return Overloaded(self._speed.retry_after(self._queue.characters))

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
        room, and Late where the time is over. A call that is given up, for that reason or because
        the task that awaits it is cancelled, leaves the queue; only what the model is reading of it
        at that moment is read to its end. Raises InputError, ConfigError for values that are none.
        """
        options = self._corrector.with_options(protect=protect, min_confidence=min_confidence)
        call = Call(options.judge, texts_given(texts))
        if not self._queue.put(call):
            raise self.overloaded
        try:
            return await asyncio.wait_for(
                asyncio.wrap_future(call.answer),
                self._limits.timeout if timeout is None else timeout,
            )
        except asyncio.TimeoutError:
            raise Late(self.overloaded.retry_after) from None

    async def explain(self, told: Told) -> list[list[Explanation]]:
        """Why the edits of each text are made, found off the event loop.

        Raises InputError for an edit that was made for another text.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._explaining, _explained, told)

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """What `function` gives, run off the event loop."""
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
        _give_way()
        while calls := self._queue.take():
            start = perf_counter()
            for call in calls:
                try:
                    call.plan()
                except Exception as error:
                    call.fail(error)
            portions = self._queue.cut(calls)
            self._read(portions)
            self._note(portions, perf_counter() - start)

    def _read(self, portions: Sequence[Portion]) -> None:
        """Reads portions together or, where that fails, one after the other."""
        try:
            readings = self._corrector.judge.reader.read(
                sentence for _, sentences in portions for sentence in sentences
            )
        except Exception as error:
            if len(portions) == 1:
                portions[0][0].fail(error)
            else:
                for each in portions:
                    self._read([each])
            return
        for call, sentences in portions:
            if call.receive(sentences, readings):
                self._conclude(call)

    def _conclude(self, call: Call) -> None:
        try:
            corrections = call.conclude()
        except Exception as error:
            call.fail(error)
        else:
            self._corrected([edit for each in corrections for edit in each.edits])
            call.succeed(corrections)

    def _note(self, portions: Sequence[Portion], seconds: float) -> None:
        characters = sum(len(each) for _, sentences in portions for each in sentences)
        self._speed.note(characters, seconds)
        self._batch(len(portions), characters, seconds)


def _explained(told: Told) -> list[list[Explanation]]:
    return [[explain(text, edit) for edit in edits] for text, edits in told]


def _give_way() -> None:
    """Lets the threads that answer go before this one, where both want a core: under more load than
    can be borne, what cannot be read must at least be refused quickly."""
    if sys.platform == "linux":  # elsewhere priorities are those of whole processes
        here = get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, here, os.getpriority(os.PRIO_PROCESS, here) + _BEHIND)
