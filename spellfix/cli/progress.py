"""How far a long run is: one line on a terminal, JSON lines on request, or nothing.

Everything shown is measured: done are the bytes or pairs whose results are there, the rate is that
of this sitting, and where the size of the input is unknown there is no share and no end in sight.
Knows nothing about the work.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from time import monotonic
from typing import TextIO

CHOICES = ("auto", "json", "none")
_EVERY = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Facts:
    """How far a run is. done: of ``total``, in units; sentences: done in this sitting."""

    done: int
    total: int | None
    share: float | None
    sentences: int
    sentences_per_second: float
    seconds_left: float | None


class Progress:
    """Shows nothing: what a run reports to where nobody looks."""

    shown = False
    """Whether anybody looks."""

    def start(self, done: int) -> None:
        """The sitting begins, with ``done`` units done before."""

    def advance(self, size: int, sentences: int) -> None:
        """``size`` more units are done, with ``sentences`` in them."""

    def end(self) -> None:
        """The sitting is over, however it ends."""


class Shown(Progress):
    """Writes about once a second, and at the end, what ``form`` makes of the facts."""

    shown = True

    def __init__(
        self, stream: TextIO, total: int | None, form: Callable[[Facts], str], end: str = ""
    ) -> None:
        self._stream, self._form, self._end = stream, form, end
        self._total = total
        self._done = self._before = self._sentences = 0
        self._begun = self._last = monotonic()

    def start(self, done: int) -> None:
        self._done = self._before = done
        self._begun = monotonic()

    def advance(self, size: int, sentences: int) -> None:
        self._done += size
        self._sentences += sentences
        if monotonic() - self._last >= _EVERY:
            self._last = monotonic()
            self._write(self._form(self._facts()))

    def end(self) -> None:
        self._write(f"{self._form(self._facts())}{self._end}")

    def _facts(self) -> Facts:
        seconds = max(monotonic() - self._begun, 1e-9)
        share = left = None
        if self._total:
            share = round(min(1.0, self._done / self._total), 4)
            speed = (self._done - self._before) / seconds
            left = round((self._total - self._done) / speed, 1) if speed else None
        rate = round(self._sentences / seconds, 1)
        return Facts(self._done, self._total, share, self._sentences, rate, left)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def progress(choice: str, stream: TextIO, total: int | None, unit: str = "bytes") -> Progress:
    """What ``choice``, one of CHOICES, and ``stream`` ask for; ``total``: units, None if unknown.

    ``auto`` is the line where ``stream`` is a terminal, else nothing.
    """
    if choice == "json":
        return Shown(stream, total, partial(as_record, unit=unit))
    if choice == "auto" and stream.isatty():
        return Shown(stream, total, partial(as_line, unit=unit), "\n")
    return Progress()


def as_record(facts: Facts, unit: str = "bytes") -> str:
    """One JSON object, with its line end; what is done stands under the name of its unit."""
    named = {unit if name == "done" else name: value for name, value in asdict(facts).items()}
    return f"{json.dumps(named)}\n"


def as_line(facts: Facts, unit: str = "bytes") -> str:
    """The line in place of the one before.

    >>> as_line(Facts(1024, 4096, 0.25, 9, 3.0, 3725.4))[1:-3]
    '1,024 / 4,096 bytes (25.0%), 3 문장/s sentences/s, ETA 1:02:05'
    """
    done = f"{facts.done:,}" if facts.total is None else f"{facts.done:,} / {facts.total:,}"
    share = "" if facts.share is None else f" ({facts.share:.1%})"
    rate = f"{facts.sentences_per_second:,.0f} 문장/s sentences/s"
    left = "" if facts.seconds_left is None else f", ETA {_clock(facts.seconds_left)}"
    return f"\r{done} {unit}{share}, {rate}{left}\x1b[K"


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
