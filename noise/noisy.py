"""What the noise function returns: the text with typos, and the edits that made them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoiseEdit:
    """Replace ``clean[start:end]``, which reads ``before``, by the typo ``after``.

    Offsets are code points into the clean text. ``rule`` is the name of the rule in the catalogue
    and ``row`` the row of its table, as right>wrong, empty for rules without one.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str
    rule: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Noisy:
    """The text with typos and the edits that made it, sorted by offset, none over another."""

    text: str
    edits: tuple[NoiseEdit, ...]
