"""A clean text as the rules see it: its syllables, and the stretches that nobody may touch."""

import re
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from spellfix.text import Span, protected_spans

# What every protected span but a number holds; most sentences hold none and are done with.
_SIGNS = re.compile(r"[`$\\/@#]|www\.|[A-Za-z0-9_-]\.[A-Za-z0-9_-]")
_NUMBER = re.compile("[0-9]+(?:[,:-][0-9]+)*")


Found = TypeVar("Found")
PROBES = 4  # looks at random places before all syllables are listed: most characters are some


class Sentence:
    """``text``, one or more sentences, analysed once however many rules look at it.

    ``protected`` are its URLs, code, @names, numbers ... (``spellfix.text.protected_spans``).
    """

    __slots__ = ("_found", "_syllables", "protected", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[Callable[[str], Any], Any] = {}
        self._syllables: list[int] | None = None
        self.protected: list[Span] = (
            protected_spans(text)
            if _SIGNS.search(text)
            else [Span(*found.span()) for found in _NUMBER.finditer(text)]
        )

    @property
    def syllables(self) -> list[int]:
        """The offsets of its precomposed Hangul syllables."""
        if self._syllables is None:
            self._syllables = [at for at, char in enumerate(self.text) if "가" <= char <= "힣"]
        return self._syllables

    def found(self, by: Callable[[str], Found]) -> Found:
        """What ``by`` finds in the text: asked once, however often a rule draws from it."""
        if by not in self._found:
            self._found[by] = by(self.text)
        found: Found = self._found[by]
        return found

    def random_syllable(self, rng: Random) -> int | None:
        """The offset of one of its syllables, each as likely as the other; None without any."""
        text, length = self.text, len(self.text)
        for _ in range(PROBES if length else 0):
            at = int(rng.random() * length)
            if "가" <= text[at] <= "힣":
                return at
        places = self.syllables
        return places[int(rng.random() * len(places))] if places else None

    def may_change(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lies outside of all protected spans; inserting at the border
        of one is allowed."""
        return all(end <= span.start or span.end <= start for span in self.protected)
