"""The stretches of a document that are prose: what is corrected, one by one, line by line.

A sentence never crosses the end of a line, so a line (or what is left of it beside a block of code)
gives the same edits wherever it stands: whoever corrects it may remember the answer by its text.
Knows nothing about editors or corrections.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spellfix.text import Span, protected_spans

_COMMITS = frozenset({"git-commit", "gitcommit"})
LANGUAGES = _COMMITS | {"", "html", "latex", "markdown", "plaintex", "plaintext", "tex", "text"}
"""What clients call the languages whose documents are checked."""
# The comments of git, and all that `git commit --verbose` adds.
_COMMENT = re.compile(r"(?ms)^# -+ >8 -+$.*|^#[^\n]*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text` stands in `line` (counted from 0) from the code point `start` on."""

    line: int
    start: int
    text: str


def stretches(bodies: Sequence[str], language: str) -> list[Stretch]:
    """The stretches of prose in a document of `language`, given as lines without their breaks.

    Left out are protected spans that cross a line, such as blocks of code, and git's comments.

    >>> [each.text for each in stretches(["가", "```", "나", "```", "다"], "markdown")]
    ['가', '다']
    """
    text = "\n".join(bodies)
    starts = [0, *accumulate(len(body) + 1 for body in bodies)]
    found: list[Stretch] = []
    done = 0
    for block in (*_blocks(text, language), Span(len(text), len(text))):
        at, line = done, bisect_right(starts, done) - 1
        for piece in text[done : max(done, block.start)].split("\n"):
            if piece:
                found.append(Stretch(line, at - starts[line], piece))
            at, line = at + len(piece) + 1, line + 1
        done = max(done, block.end)
    return found


def _blocks(text: str, language: str) -> list[Span]:
    """What is no prose, in order; spans may overlap."""
    blocks = [span for span in protected_spans(text) if "\n" in text[span.start : span.end]]
    if language in _COMMITS:
        blocks += [Span(*found.span()) for found in _COMMENT.finditer(text)]
    return sorted(blocks, key=lambda span: span.start)
