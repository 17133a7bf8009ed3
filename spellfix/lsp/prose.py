"""The stretches of a document that are prose: what is corrected, one by one.

That is a line (or what is left of it beside a block of code), of HTML a block of the page: it gives
the same edits wherever it stands, so whoever corrects it may remember the answer by its text.
Knows nothing about editors or corrections.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from spellfix.documents import html
from spellfix.documents.stretches import Stretch as Letters
from spellfix.edits import Edit
from spellfix.text import Span, protected_spans

_COMMITS = frozenset({"git-commit", "gitcommit"})
LANGUAGES = _COMMITS | {"", "html", "latex", "markdown", "plaintex", "plaintext", "tex", "text"}
"""What clients call the languages whose documents are checked."""
# The comments of git, and all that `git commit --verbose` adds.
_COMMENT = re.compile(r"(?ms)^# -+ >8 -+$.*|^#[^\n]*$")


_MARKUP = {"html": "<>&", "markdown": "\\`*_[]<>#|~$&{}", "latex": "\\{}$%&#_^~"}
_MARKUP |= {"tex": _MARKUP["latex"], "plaintex": _MARKUP["latex"]}
"""Characters that may be markup: no edit removes one or brings one in."""


class Stretch(Protocol):
    """A text that is corrected as one. `line` (counted from 0) is where it begins."""

    @property
    def line(self) -> int: ...

    @property
    def text(self) -> str: ...

    def placed(self, edit: Edit) -> tuple[int, Edit] | None:
        """The line that an edit of `text` is in and the edit there, None where it has no place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` stands in `line` from the code point `start` on. markup: letters to leave alone."""

    line: int
    start: int
    text: str
    markup: str = ""

    def placed(self, edit: Edit) -> tuple[int, Edit] | None:
        """See `Stretch`."""
        if any(letter in self.markup for letter in edit.before + edit.after):
            return None
        return self.line, replace(edit, start=self.start + edit.start, end=self.start + edit.end)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of a block of HTML without its tags. starts: where each line of the page starts."""

    line: int
    text: str
    letters: Letters
    starts: Sequence[int]

    def placed(self, edit: Edit) -> tuple[int, Edit] | None:
        """See `Stretch`. An edit across tags, references or lines has no place."""
        changes = self.letters.changes(edit) or ()
        if len(changes) != 1 or any(letter in _MARKUP["html"] for letter in edit.after):
            return None
        start, end, _ = changes[0]
        line = bisect_right(self.starts, start) - 1
        if end - start != len(edit.before) or end >= self.starts[line + 1]:
            return None
        at = self.starts[line]
        return line, replace(edit, start=start - at, end=end - at)


def stretches(bodies: Sequence[str], language: str) -> list[Stretch]:
    """The stretches of prose in a document of `language`, given as lines without their breaks.

    Left out are protected spans that cross a line, such as blocks of code, git's comments, and of
    HTML all that a reader does not see.

    >>> [each.text for each in stretches(["가", "```", "나", "```", "다"], "markdown")]
    ['가', '다']
    >>> [each.text for each in stretches(["<p>가 <b>나</b>", "다<script>라</script>"], "html")]
    ['가 나 다']
    """
    text = "\n".join(bodies)
    starts = [0, *accumulate(len(body) + 1 for body in bodies)]
    return [*(_page if language == "html" else _lines)(text, starts, language)]


def _page(text: str, starts: Sequence[int], language: str) -> Iterator[Stretch]:
    for letters in html.stretches(text):
        line = bisect_right(starts, letters.starts[0]) - 1
        yield Block(line, letters.text, letters, starts)


def _lines(text: str, starts: Sequence[int], language: str) -> Iterator[Stretch]:
    markup = _MARKUP.get(language, "")
    done = 0
    for block in (*_blocks(text, language), Span(len(text), len(text))):
        at, line = done, bisect_right(starts, done) - 1
        for piece in text[done : max(done, block.start)].split("\n"):
            if piece:
                yield Piece(line, at - starts[line], piece, markup)
            at, line = at + len(piece) + 1, line + 1
        done = max(done, block.end)


def _blocks(text: str, language: str) -> list[Span]:
    """What is no prose, in order; spans may overlap."""
    blocks = [span for span in protected_spans(text) if "\n" in text[span.start : span.end]]
    if language in _COMMITS:
        blocks += [Span(*found.span()) for found in _COMMENT.finditer(text)]
    return sorted(blocks, key=lambda span: span.start)
