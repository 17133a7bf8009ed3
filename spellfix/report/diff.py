"""A text and what was changed in it, as HTML: what went out is struck through, what came in
underlined, and both are said to screen readers. Long texts are shortened around the changes, and
say so. Knows no outcome.
"""

from collections.abc import Sequence

from spellfix.edits import Edit, align
from spellfix.report.markup import plain, visible
from spellfix.report.pieces import words

LONGEST = 160  # characters in a row that are shown whole
KEPT = 60  # characters of a longer stretch that stay at either end
MOST = 40  # changes of a text that are shown


def changed(source: str, output: str, edits: Sequence[Edit] = ()) -> str:
    """``source`` turned into ``output``, by ``edits`` where they do so, else by those that align
    the two texts.

    >>> changed("가다", "가나")
    '가<del><span class="sr">[-</span>다<span class="sr">-]</span></del>\
<ins><span class="sr">{+</span>나<span class="sr">+}</span></ins>'
    """
    if not edits or _applied(source, edits) != output:
        edits = align(source, output)
    parts: list[str] = []
    done = 0
    for edit in edits[:MOST]:
        parts.append(shortened(source[done : edit.start], head=done > 0))
        parts.append(_mark("del", "[-", edit.before, "-]") + _mark("ins", "{+", edit.after, "+}"))
        done = edit.end
    if len(edits) > MOST:
        done = edits[-1].end
        parts.append(f" <i>… {words('more_edits', n=f'{len(edits) - MOST:,}')} …</i> ")
    return "".join([*parts, shortened(source[done:], tail=False)])


def shortened(text: str, *, head: bool = True, tail: bool = True) -> str:
    """``text`` as HTML; of a long one the head, the tail or both, and how much is missing."""
    if len(text) <= LONGEST:
        return plain(text)
    first = text[:KEPT] if head else ""
    last = text[-KEPT:] if tail else ""
    missing = words("left_out", n=f"{len(text) - len(first) - len(last):,}")
    return f"{plain(first)} <i>… {missing} …</i> {plain(last)}"


def _mark(tag: str, opened: str, text: str, closed: str) -> str:
    if not text:
        return ""
    shown = visible(text) if len(text) <= LONGEST else shortened(text)
    return f'<{tag}><span class="sr">{opened}</span>{shown}<span class="sr">{closed}</span></{tag}>'


def _applied(source: str, edits: Sequence[Edit]) -> str | None:
    """``source`` with ``edits`` made, None where they are not of this text."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        if edit.start < done or source[edit.start : edit.end] != edit.before:
            return None
        parts += source[done : edit.start], edit.after
        done = edit.end
    return "".join([*parts, source[done:]])
