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
from threading import Condition, Lock

from spellfix.config import at_least
from spellfix.correction import Correction
from spellfix.errors import ConfigError
from spellfix.judging import Judge, Plan
from spellfix.reading import Reading


class Overloaded(Exception):
    """There is no room for a call, or it has taken as long as it may.

    retry_after: whole seconds after which there should be room, at least 1.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


class Late(Overloaded):
    """A call was accepted, and has waited as long as it may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is accepted, and in what portions it is read.

    calls, characters: accepted and not yet answered, at most; a call is accepted whatever its size
    where there is no other. batch_characters: a batch is full that has as many; 0: every batch is
    of one call. portion_characters: of one call in a batch, up to the end of a sentence.
    timeout: seconds that a call may take, waiting included, where it names no other.

    The shipped model needs less of a processor for a character in larger batches: 99 µs in batches
    of one sentence, 80 in those of 256 characters, 75 of 512, 73 of 1,024, 66 of 2,048. One of
    1,024 takes 70 ms, and so long may a call wait for its turn that comes in just after another
    batch has begun. As many characters as are accepted take some five seconds on two cores.

    Raises ConfigError for a value that is none.
    """

    calls: int = 128
    characters: int = 100_000
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
    """Texts that are corrected with one judge, on their way. Its portions may be read by several
    threads at once.

    answer: is set once, and may be cancelled until then.
    """

    def __init__(self, judge: Judge, texts: Sequence[str]) -> None:
        self.answer: Future[list[Correction]] = Future()
        self.texts = tuple(texts)
        self.characters = sum(map(len, texts))
        self._judge = judge
        self._plans: list[Plan] | None = None
        self._unread: deque[str] = deque()
        self._left = self.characters
        self._readings: dict[str, Reading] = {}
        self._in_hand = 0
        self._settled = False
        self._lock = Lock()

    @property
    def left(self) -> int:
        """Characters that no portion has had, of all texts while nothing is planned."""
        return self._left

    def plan(self) -> None:
        """Finds the sentences, once; by the one thread that has the call before its first portion
        is cut."""
        if self._plans is None:
            plans = [self._judge.plan(text) for text in self.texts]
            sentences = dict.fromkeys(each.text for plan in plans for each in plan.sentences)
            self._plans = plans
            self._unread.extend(sentences)
            self._left = sum(map(len, sentences))

    def portion(self, characters: int) -> list[str]:
        """The next sentences, until they have so many `characters`, at least one if any is left;
        each portion is to be given to `receive`."""
        taken: list[str] = []
        size = 0
        with self._lock:
            self._in_hand += 1
            while self._unread and size < max(1, characters):
                taken.append(self._unread.popleft())
                size += len(taken[-1])
            self._left -= size
        return taken

    def receive(self, portion: Sequence[str], readings: Mapping[str, Reading]) -> bool:
        """Takes the readings of a portion. Whether they were the last: then `conclude`."""
        with self._lock:
            self._in_hand -= 1
            self._readings.update((each, readings[each]) for each in portion)
            return not self._unread and not self._in_hand

    def conclude(self) -> list[Correction]:
        """The correction of each text, all portions of which have been received."""
        judged = self._judge.conclude(self._plans or [], self._readings)
        return [each.correction(text) for each, text in zip(judged, self.texts, strict=True)]

    def succeed(self, corrections: list[Correction]) -> None:
        """Answers, unless the call was given up or has failed."""
        if self._settles():
            self.answer.set_result(corrections)

    def fail(self, error: Exception) -> None:
        """Answers with `error`, unless the call was given up or has failed before."""
        if self._settles():
            self.answer.set_exception(error)

    def _settles(self) -> bool:
        with self._lock:
            first, self._settled = not self._settled, True
        return first and self.answer.set_running_or_notify_cancel()


class Queue:
    """The calls that are accepted and not yet answered; may be used from many threads at once.

    changed: told their number whenever it changes; it must be quick and may not use the queue.
    """

    def __init__(self, limits: Limits, changed: Callable[[int], None]) -> None:
        self._limits = limits
        self._changed = changed
        self._lock = Condition()
        self._waiting: deque[Call] = deque()
        self._here: dict[Future[list[Correction]], Call] = {}
        self._characters = 0
        self._idle = 0
        self._closed = False

    @property
    def has_room(self) -> bool:
        """Whether a call of one character would be accepted."""
        with self._lock:
            return self._fits(1)

    @property
    def characters(self) -> int:
        """Those of all calls."""
        return self._characters

    def put(self, call: Call) -> bool:
        """Accepts `call` if there is room; it leaves when it is answered or cancelled."""
        with self._lock:
            if not self._fits(call.characters):
                return False
            self._here[call.answer] = call
            self._characters += call.characters
            self._changed(len(self._here))
            self._waiting.append(call)
            self._lock.notify()
        # An answer may be kept for long; it shall not keep the call, and with it the model.
        call.answer.add_done_callback(self._leave)
        return True

    def take(self) -> list[Call]:
        """The calls whose turn it is, enough for a batch. Waits for the first; none when the queue
        is closed and all are answered."""
        with self._lock:
            while not self._waiting:
                if self._closed and not self._here:
                    return []
                self._idle += 1
                self._lock.wait()
                self._idle -= 1
            taken: list[Call] = []
            size = 0
            while self._waiting and (not taken or size < self._limits.batch_characters):
                taken.append(self._waiting.popleft())
                size += min(taken[-1].left, self._limits.portion_characters)
            return taken

    def cut(self, taken: Sequence[Call]) -> list[tuple[Call, list[str]]]:
        """A portion of each call that was taken and is planned. What is left of them waits for its
        turn; a thread that is idle gets as much of it as is read here."""
        most = self._limits.portion_characters
        portions: list[tuple[Call, list[str]]] = []
        with self._lock:
            for call in taken:
                if call.answer.done():
                    continue
                share = ceil(call.left / (1 + self._idle))
                portions.append((call, call.portion(min(share, most))))
                if call.left:
                    self._waiting.append(call)
                    self._lock.notify()
        return portions

    def close(self) -> None:
        """Accept no more."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()

    def _fits(self, characters: int) -> bool:
        if self._closed or not self._here:
            return not self._closed
        more = self._characters + characters
        return len(self._here) < self._limits.calls and more <= self._limits.characters

    def _leave(self, answer: Future[list[Correction]]) -> None:
        with self._lock:
            call = self._here.pop(answer)
            if call in self._waiting:
                self._waiting.remove(call)
            self._characters -= call.characters
            self._changed(len(self._here))
            if self._closed and not self._here:
                self._lock.notify_all()
