"""Calls that wait for the model: how many may, whose turn it is, and how much of each is read next.

Calls take turns. Each gives a portion of its sentences at a time, so that a long text holds up a
short one by no more than that. Knows nothing about asyncio and HTTP, and runs no model.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from math import ceil
from threading import Condition

from spellfix.config import at_least
from spellfix.correction import Correction
from spellfix.errors import ConfigError
from spellfix.judging import Judge, Plan
from spellfix.reading import Reading

_LONGEST_RETRY = 60
_MEMORY = 0.95
"""Of the measured speed, by batch: what was long ago counts less and less."""


class Overloaded(Exception):
    """There is no room for a call, or it has waited as long as it may.

    retry_after: whole seconds after which there should be room, at least 1.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is accepted, and in what portions it is read.

    calls, characters: accepted and not yet answered, at most; a call that is alone is accepted
    whatever its size. batch_characters: a batch is full when it has as many; 0: of one call alone.
    portion_characters: those of one call in a batch, but for the end of the last sentence.
    timeout: seconds that a call may take, waiting included, where it does not say itself.

    Raises ConfigError for a value that is none.
    """

    calls: int = 128
    characters: int = 200_000
    batch_characters: int = 1024
    portion_characters: int = 512
    timeout: float = 30.0

    def __post_init__(self) -> None:
        at_least("calls", self.calls, 1)
        at_least("characters", self.characters, 1)
        at_least("batch_characters", self.batch_characters, 0)
        at_least("portion_characters", self.portion_characters, 1)
        if not self.timeout > 0:
            raise ConfigError(f"timeout: expected seconds above 0, got {self.timeout}")


class Call:
    """Texts of one request with the judge of its options, on their way; in one hand at a time."""

    def __init__(self, judge: Judge, texts: Sequence[str]) -> None:
        self.answer: Future[list[Correction]] = Future()
        self.texts = tuple(texts)
        self.characters = sum(map(len, texts))
        self._judge = judge
        self._plans: list[Plan] | None = None
        self._unread: deque[str] = deque()
        self._readings: dict[str, Reading] = {}

    def portion(self, characters: int) -> list[str]:
        """The next sentences to be read, until they have so many `characters`; none where all have
        been."""
        if self._plans is None:
            self._plans = [self._judge.plan(text) for text in self.texts]
            sentences = (each.text for plan in self._plans for each in plan.sentences)
            self._unread.extend(dict.fromkeys(sentences))
        taken: list[str] = []
        size = 0
        while self._unread and size < characters:
            taken.append(self._unread.popleft())
            size += len(taken[-1])
        return taken

    def receive(self, sentences: Sequence[str], readings: Mapping[str, Reading]) -> bool:
        """Takes the readings of a portion; whether they were the last."""
        self._readings.update((each, readings[each]) for each in sentences)
        return not self._unread

    def conclude(self) -> list[Correction]:
        """The correction of each text, when all has been read."""
        judged = self._judge.conclude(self._plans or [], self._readings)
        return [each.correction(text) for each, text in zip(judged, self.texts, strict=True)]

    def succeed(self, corrections: list[Correction]) -> None:
        """Answers, unless nobody waits any more."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_result(corrections)

    def fail(self, error: Exception) -> None:
        """Answers with `error`, unless nobody waits any more."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(error)


class Queue:
    """The calls that are accepted and not yet answered; may be used from many threads at once.

    changed: told the number of them whenever it changes, by one thread at a time. It must be quick
    and may not use the queue. hands: threads that take calls.
    """

    def __init__(self, limits: Limits, changed: Callable[[int], None], hands: int = 1) -> None:
        self._limits = limits
        self._changed = changed
        self._hands = hands
        self._lock = Condition()
        self._waiting: deque[Call] = deque()
        self._calls = 0
        self._characters = 0
        self._closed = False
        self._read = 0.0
        self._busy = 0.0

    @property
    def has_room(self) -> bool:
        """Whether a call of one character would be accepted."""
        with self._lock:
            return self._fits(1)

    @property
    def retry_after(self) -> int:
        """Whole seconds that the model needs for what is here, as fast as it has been of late; at
        least 1, at most a minute."""
        with self._lock:
            speed = self._hands * self._read / self._busy if self._busy else 0.0
            needed = ceil(self._characters / speed) if speed else 1
            return min(max(needed, 1), _LONGEST_RETRY)

    def put(self, call: Call) -> None:
        """Accepts `call`, which leaves when it is answered or cancelled. Raises Overloaded."""
        with self._lock:
            if not self._fits(call.characters):
                raise Overloaded(self.retry_after)
            self._calls += 1
            self._characters += call.characters
            self._waiting.append(call)
            self._changed(self._calls)
            self._lock.notify()
        call.answer.add_done_callback(lambda _: self._leave(call))

    def take(self) -> list[Call]:
        """The calls whose turn it is, enough for a batch; waits for the first. None when the queue
        is closed and all are answered."""
        with self._lock:
            while not self._waiting:
                if self._closed and not self._calls:
                    return []
                self._lock.wait()
            taken: list[Call] = []
            size = 0
            while self._waiting and (not taken or size < self._limits.batch_characters):
                taken.append(self._waiting.popleft())
                size += min(taken[-1].characters, self._limits.portion_characters)
            return taken

    def give_back(self, call: Call) -> None:
        """Puts a call that was taken at the end, if it has not been answered or cancelled."""
        with self._lock:
            if not call.answer.done():
                self._waiting.append(call)
                self._lock.notify()

    def note(self, characters: int, seconds: float) -> None:
        """What one hand has read, and how long that took."""
        with self._lock:
            self._read = self._read * _MEMORY + characters
            self._busy = self._busy * _MEMORY + seconds

    def close(self) -> None:
        """Accept no more."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()

    def _fits(self, characters: int) -> bool:
        return not self._closed and (
            not self._calls
            or (
                self._calls < self._limits.calls
                and self._characters + characters <= self._limits.characters
            )
        )

    def _leave(self, call: Call) -> None:
        with self._lock:
            if call in self._waiting:
                self._waiting.remove(call)
            self._calls -= 1
            self._characters -= call.characters
            self._changed(self._calls)
            if not self._calls:
                self._lock.notify_all()
