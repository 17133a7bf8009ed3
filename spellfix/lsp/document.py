"""An open document as lines, kept equal to what the client shows, change by change.

Lines end at CRLF, LF or a lone CR and nowhere else, as the protocol has it (`str.splitlines` knows
more breaks and would drift from the client). Knows nothing about corrections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spellfix.lsp.units import joined, split, width

_AFTER_BREAK = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line, counted from 0, and a column in the code units of the client."""

    line: int
    column: int


class Document:
    """The text of one document. `encoding` is one of `units`; `version` is the client's."""

    def __init__(self, text: str, version: int | None, encoding: str) -> None:
        self.version = version
        self._encoding = encoding
        self._lines = lines_of(joined(text))

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self._lines)

    @property
    def size(self) -> int:
        """Of the text in UTF-8, in bytes."""
        return sum(len(line.encode("utf-8", "surrogatepass")) for line in self._lines)

    @property
    def bodies(self) -> list[str]:
        """The lines without their breaks; one more than there are breaks."""
        return [body_of(line) for line in self._lines]

    def replace(self, text: str) -> None:
        """Take `text` as the whole text."""
        self._lines = lines_of(joined(text))

    def change(self, start: Place, end: Place, text: str) -> None:
        """Put `text` where `start` to `end` stood.

        A column behind the end of a line means that end, a line behind the last one the end of the
        document; a range that runs backwards is turned round.
        """
        (first, head, _), (last, _, tail) = map(self._cut, sorted((start, end)))
        # One line more on both sides: a CR and a LF that now touch become one break.
        above, below = max(0, first - 1), last + 2
        middle = joined(*self._lines[above:first], head, text, tail, *self._lines[last + 1 : below])
        at_end = below >= len(self._lines)
        lines = lines_of(middle)
        self._lines[above:below] = lines if at_end else lines[:-1]

    def _cut(self, place: Place) -> tuple[int, str, str]:
        """The number of the line that `place` is in, and the line cut there."""
        if place.line >= len(self._lines):
            return len(self._lines) - 1, self._lines[-1], ""
        line = self._lines[place.line]
        body = body_of(line)
        head, tail = split(body, place.column, self._encoding)
        return place.line, head, tail + line[len(body) :]

    def place(self, line: int, column: int) -> Place:
        """Where the code point `column` of `line` is for the client."""
        return Place(line, width(self._lines[line][:column], self._encoding))


def lines_of(text: str) -> list[str]:
    """The lines of `text` with their breaks; the last one has none and may be empty.

    >>> lines_of("a\\r\\nb\\rc\\x0bd\\n")
    ['a\\r\\n', 'b\\r', 'c\\x0bd\\n', '']
    """
    return _AFTER_BREAK.split(text)


def body_of(line: str) -> str:
    """`line` without its break."""
    return line.rstrip("\r\n")
