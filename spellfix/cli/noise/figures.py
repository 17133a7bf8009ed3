"""Pieces of HTML that the noise report is made of: words, bars, columns, highlighted texts.

Whatever comes from a text passes through ``plain``. Widths and heights are attributes of SVG
shapes, so that the page needs no inline style. Knows no section and no file.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from spellfix.cli.noise.texts import KINDS, TEXTS, Words
from spellfix.noise import NoiseEdit, Noisy

LONGEST = 120  # characters between two typos of a sample that are shown whole
KEPT = 40  # characters of a longer stretch that stay at either end
# What no HTML page can hold, or what would turn the direction of the text around it.
_UNFIT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Bar(NamedTuple):
    """One row of ``bars``: ``label`` is HTML; shares from 0 to 1; ``second`` a pale or grey bar."""

    label: str
    share: float
    second: float | None = None
    kind: str = "neutral"


def plain(text: object) -> str:
    """``text`` as HTML text or attribute; code points that no page can hold become U+FFFD."""
    return escape(_UNFIT.sub("\ufffd", str(text)))


def words(name: str | Words, **values: object) -> str:
    """The words called ``name`` in both languages, each to be hidden by the choice of the other."""
    korean, english = (each.format(**values) for each in _words(name))
    return (
        f'<span class="ko" lang="ko">{plain(korean)}</span>'
        f'<span class="en" lang="en">{plain(english)}</span>'
    )


def _words(name: str | Words) -> Words:
    return TEXTS[name] if isinstance(name, str) else name


def label(name: str) -> str:
    """``TEXTS[name]`` where no element can stand."""
    return " / ".join(TEXTS[name])


def kind_words(kind: str) -> str:
    return f'<span class="{kind}"><span class="dot"></span>{words(KINDS[kind])}</span>'


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def visible(text: str, nothing: str = "∅") -> str:
    """``text`` with its white space to be seen.

    >>> visible("할 수"), visible("수\u3000있다"), visible("")
    ('할␣수', '수[U+3000]있다', '∅')
    """
    return plain(re.sub(r"\s", _space, text)) or nothing


def _space(match: re.Match[str]) -> str:
    return "␣" if match[0] == " " else f"[U+{ord(match[0]):04X}]"


def highlighted(clean: str, noisy: Noisy) -> str:
    """The noisy text, every typo marked and the right text behind it; long stretches shortened."""
    parts: list[str] = []
    done = 0
    for edit in noisy.edits:
        parts += plain(_shortened(clean[done : edit.start])), _marked(edit)
        done = edit.end
    return "".join([*parts, plain(_shortened(clean[done:]))])


def bars(
    rows: Iterable[Bar], caption: str, heads: Sequence[str], second: str = "pale", name: str = ""
) -> str:
    """A table of horizontal bars, the longest of them as wide as its column.

    ``heads``: what the label and the numbers are called, in HTML; ``second`` is the class of the
    second bar of a row, ``name`` one of the table.
    """
    rows = list(rows)
    most = max((max(row.share, row.second or 0.0) for row in rows), default=0.0) or 1.0
    lines = []
    for label_, share, other, kind in rows:
        drawn, number = _bar(share / most), f'<td class="number">{percent(share)}</td>'
        if other is not None:
            drawn += _bar(other / most, second)
            number += f'<td class="number">{percent(other)}</td>'
        lines.append(
            f'<tr class="{kind}"><th scope="row">{label_}</th>'
            f'<td class="bar">{drawn}</td>{number}</tr>'
        )
    first, *numbers = heads
    head = f'<th scope="col">{first}</th><td></td>' + "".join(
        f'<th scope="col" class="number">{each}</th>' for each in numbers
    )
    return (
        f'<table class="bars {name}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def columns(rows: Sequence[tuple[str, float]], caption: str) -> str:
    """A histogram of standing bars: (label, share) in order."""
    most = max((share for _, share in rows), default=0.0) or 1.0
    numbers = "".join(f"<td>{_rounded(share)}</td>" for _, share in rows)
    drawn = "".join(
        '<td class="tall"><svg viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect y="{100 - 100 * share / most:.2f}" width="1" height="{100 * share / most:.2f}"/>'
        "</svg></td>"
        for _, share in rows
    )
    names = "".join(f'<th scope="col">{plain(name)}</th>' for name, _ in rows)
    return (
        f'<table class="columns neutral"><caption>{caption}</caption><tbody><tr>{numbers}</tr>'
        f'<tr aria-hidden="true">{drawn}</tr></tbody><tfoot><tr>{names}</tr></tfoot></table>'
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML cells whose first column names the row."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    lines = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<table class="plain"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _rounded(share: float) -> str:
    return "&lt;1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def _bar(share: float, name: str = "") -> str:
    return (
        f'<svg class="{name}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.2f}" height="1"/></svg>'
    )


def _marked(edit: NoiseEdit) -> str:
    right = visible(edit.before)
    return (
        f'<mark class="{edit.kind}" title="{plain(edit.rule)}: {right} → {visible(edit.after)}">'
        f'{visible(edit.after, "‸")}<span class="sr"> ({label("typo")}; {label("right")}: '
        f'{right})</span></mark><del aria-hidden="true">{right}</del>'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:KEPT]} … {text[-KEPT:]}"
