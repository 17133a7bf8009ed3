"""A clean text as the rules see it: its syllables, and the stretches that nobody may touch."""

import re

from spellfix.text import Span, protected_spans

# What every protected span holds at least one of; most sentences hold none and are done with.
_SIGNS = re.compile(r"[`$\\/@#0-9]|www\.|[A-Za-z0-9_-]\.[A-Za-z0-9_-]")


class Sentence:
    """``text``, one or more sentences, analysed once however many rules look at it.

    ``syllables`` are the offsets of its precomposed Hangul syllables; ``protected`` its URLs, code,
    @names, numbers ... (``spellfix.text.protected_spans``).
    """

    __slots__ = ("protected", "syllables", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.syllables = [at for at, char in enumerate(text) if "가" <= char <= "힣"]
        self.protected: list[Span] = protected_spans(text) if _SIGNS.search(text) else []

    def may_change(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lies outside of all protected spans; inserting at the border
        of one is allowed."""
        return all(end <= span.start or span.end <= start for span in self.protected)
