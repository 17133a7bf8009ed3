"""A text with the place it came from; knows no file and no rule."""

from dataclasses import dataclass


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
