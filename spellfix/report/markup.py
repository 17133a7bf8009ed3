"""Pieces of HTML that reports are made of: a page, words in two languages, tables, bars.

Whatever comes from a text passes through ``plain``. Widths and heights are attributes of SVG
shapes, so that a page needs no inline style and its policy can forbid it. Knows no section and no
file.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import NamedTuple

from spellfix.report.words import CONTENTS, LANGUAGE, LANGUAGES, Words

# What no HTML page can hold, or what would turn the direction of the text around it.
_UNFIT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
GENERATOR = '<meta name="generator" content="spellfix">'
"""What stands near the beginning of every page."""


class Bar(NamedTuple):
    """One row of ``bars``: ``label`` is HTML; shares from 0 to 1; ``second`` a pale or grey bar."""

    label: str
    share: float
    second: float | None = None
    kind: str = "neutral"


def fit(text: str) -> str:
    """``text`` with U+FFFD for code points that no page can hold or that would turn it around."""
    return _UNFIT.sub("\ufffd", text)


def plain(text: object) -> str:
    """``text`` as HTML text or attribute; code points that no page can hold become U+FFFD."""
    return escape(fit(str(text)))


def words(both: Words, **values: object) -> str:
    """Both languages with ``values`` put in, each to be hidden by the choice of the other."""
    korean, english = (each.format(**values) for each in both)
    return (
        f'<span class="ko" lang="ko">{plain(korean)}</span> '
        f'<span class="en" lang="en">{plain(english)}</span>'
    )


def label(both: Words) -> str:
    """Both languages where no element can stand."""
    return plain(" / ".join(both))


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


def document(title: str, style: str, script: str, body: str) -> str:
    """A whole page of its own. ``title`` and ``body`` are HTML; nothing may be loaded, and only
    ``style`` and ``script`` may run (Content Security Policy level 2)."""
    hashes = [b64encode(sha256(each.encode()).digest()).decode() for each in (style, script)]
    policy = (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n{GENERATOR}\n'
        f"<title>{title}</title>\n<style>{style}</style></head>\n"
        f"<body>{body}\n<script>{script}</script></body></html>\n"
    )


def languages(*names: str) -> str:
    """The choice of a language, the first of ``names`` chosen; works without a script."""
    choices = "".join(
        f'<label><input type="radio" name="language" id="{name}"{" checked" * (not place)}>'
        f"{LANGUAGES[name]}</label>"
        for place, name in enumerate(names)
    )
    return (
        f'<fieldset class="languages"><legend class="sr">{label(LANGUAGE)}</legend>'
        f"{choices}</fieldset>"
    )


def contents(sections: Iterable[tuple[str, Words]]) -> str:
    """Links to the sections of a page: (id, words)."""
    links = "".join(f'<a href="#{name}">{words(title)}</a>' for name, title in sections)
    return f'<nav aria-label="{label(CONTENTS)}">{links}</nav>'


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


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], name: str = "") -> str:
    """A table of HTML cells whose first column names the row; ``name`` is a class of it."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    lines = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<table class="plain {name}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _rounded(share: float) -> str:
    return "&lt;1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def _bar(share: float, name: str = "") -> str:
    return (
        f'<svg class="{name}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.2f}" height="1"/></svg>'
    )
