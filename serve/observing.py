"""Who is told what the engine does, such as the metrics; nobody, where none is named."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Protocol

from spellfix.edits import Edit

_LOG = logging.getLogger(__name__)


class Observer(Protocol):
    """Is told by any thread; must be quick and may not use the engine."""

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        """A batch was read: portions of so many calls, `characters` in all."""

    def waiting(self, calls: int) -> None:
        """So many calls are accepted and not yet answered."""

    def corrected(self, edits: Iterable[Edit]) -> None:
        """These edits were made in the texts of one call."""


class _NoObserver:
    """That of an engine that nobody watches."""

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        pass

    def waiting(self, calls: int) -> None:
        pass

    def corrected(self, edits: Iterable[Edit]) -> None:
        pass


NO_OBSERVER: Observer = _NoObserver()


class Together:
    """Tells one observer what several engines do: of waiting calls, how many there are in all."""

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self.waiting = 0
        self.lock = Lock()

    def one(self) -> Observer:
        """The observer of one engine more."""
        return _One(self)


class _One:
    def __init__(self, together: Together) -> None:
        self._together = together
        self._waiting = 0

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        self._together.observer.batch(texts, characters, seconds)

    def waiting(self, calls: int) -> None:
        all_of_us = self._together
        with all_of_us.lock:
            all_of_us.waiting += calls - self._waiting
            self._waiting = calls
            all_of_us.observer.waiting(all_of_us.waiting)

    def corrected(self, edits: Iterable[Edit]) -> None:
        self._together.observer.corrected(edits)


def harmless(tell: Callable[..., None]) -> Callable[..., None]:
    """`tell`, but what it raises is logged, by its name alone, and fails no call."""

    def told(*what: object) -> None:
        try:
            tell(*what)
        except Exception as error:
            _LOG.error("an observer failed: %s", type(error).__name__)

    return told
