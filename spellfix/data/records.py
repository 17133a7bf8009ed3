"""A text with the place it came from, and what was decided about it; knows no file and no rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a source: a line, a cell, a paragraph, or a sentence of it.

    source: the file or data set, as it was named. domain: what kind of text it is. row: number of
    the line or record in its source, from 0. damage: the reason why a reader could not read it
    ("broken", "encoding", "long"; see `filters.REASONS`), empty where it could; a damaged text
    holds what is left of it, and at most its beginning.
    """

    text: str
    source: str
    domain: str
    row: int
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A text, masked, and the reason why it is dropped; None where it is kept.

    scores: what was measured, by name (`filters.SCORES`); a share of nothing is left out. masked:
    how many stretches of each kind were masked. template: what the text has in common with others
    that differ in numbers and names alone, as a hash of 64 bits; 0 where it is too short for that.
    """

    text: Text
    reason: str | None
    scores: Mapping[str, float] = field(default_factory=dict)
    masked: Mapping[str, int] = field(default_factory=dict)
    template: int = 0

    @property
    def kept(self) -> bool:
        """Whether the text stays."""
        return self.reason is None
