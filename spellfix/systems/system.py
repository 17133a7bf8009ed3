"""What can be measured beside others: a name, what it is, and a text back for each text.

Knows no system, and nothing about how answers are scored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from spellfix.correction import HasText
from spellfix.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of a system that tells no more than that."""

    text: str


class System(Protocol):
    """A corrector under its name in `spellfix evaluate --system NAME`.

    description: one line: versions, options, and what went wrong so far (the crashes of a
    library); read it when the work is done.
    correct_batch: one answer for each text, in order; a text that the system cannot read comes
    back as it is. For one thread at a time.
    thresholds: those that it works with, and at: itself with others; both None for a system that
    tells no confidences.
    close: ends the processes that the system started, which otherwise end with the interpreter; a
    closed system starts them again when it is asked.
    """

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def thresholds(self) -> Thresholds | None: ...

    def correct_batch(self, texts: Sequence[str], /) -> Sequence[HasText]: ...

    def at(self, thresholds: Thresholds, /) -> "System | None": ...

    def close(self) -> None: ...


class Unsure:
    """Of a system that tells no confidences and ends nothing."""

    thresholds: Thresholds | None = None

    def at(self, thresholds: Thresholds, /) -> System | None:
        """There are no thresholds to change."""
        return None

    def close(self) -> None:
        """There is nothing to end."""
