"""What comes of correcting a text or a stretch of a document; knows no model."""

from dataclasses import dataclass
from typing import Protocol

from spellfix.edits import Edit


class HasText(Protocol):
    """The answer of any corrector, as far as all of them have one; a Correction is one."""

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected text.

    text: the input with `edits` made. edits: in order, offsets in code points of the input.
    score: how sure the model is of its reading of the whole text, 0 to 1: the geometric mean of the
    probabilities of all tokens it decoded; 1.0 where there was nothing to decode.
    """

    text: str
    edits: tuple[Edit, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that starts at code point `start`: `input` as it stood, `text` as
    corrected. edits: with offsets into the whole document. score: as that of a Correction."""

    start: int
    input: str
    text: str
    edits: tuple[Edit, ...]
    score: float
