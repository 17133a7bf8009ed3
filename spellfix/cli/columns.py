"""Tables on a terminal, where a Hangul syllable is as wide as two letters; knows no content."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def table(rows: Sequence[Sequence[str]]) -> str:
    """``rows`` as lines of columns that stand below each other.

    >>> print(table([("가", "b"), ("ccc", "d")]))
    가   b
    ccc  d
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    """Columns that ``text`` takes; Hangul and other wide signs take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
