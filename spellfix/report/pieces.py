"""What only the evaluation report needs of HTML: its words by name, shares with n and interval.

A share of nothing is unknown, never 0 %. Knows no section.
"""

from collections.abc import Iterable, Sequence

from spellfix.metrics import Group, Interval, Metrics
from spellfix.report import markup
from spellfix.report.markup import percent, plain
from spellfix.report.style import SERIES
from spellfix.report.texts import OUTCOMES, TEXTS


def words(name: str, **values: object) -> str:
    """``TEXTS[name]`` in both languages."""
    return markup.words(TEXTS[name], **values)


def number(value: float | None, form: str = ".2f") -> str:
    return words("unknown") if value is None else f"{value:{form}}"


def bounds(interval: Interval | None, scale: float = 100, form: str = ".1f") -> str:
    """``[47.5, 58.7]``, or nothing where nothing was measured."""
    if interval is None:
        return ""
    low, high = (f"{scale * bound:{form}}" for bound in interval)
    return f"[{low}, {high}]"


def share(value: float | None, interval: Interval | None, n: int, place: int) -> str:
    """A share with its interval and n, and a bar in the colour of the system at ``place``;
    "unknown" where n is 0."""
    if value is None:
        told = f'<b class="unknown">{words("unknown")}</b><small>n = {n:,}</small>'
    else:
        told = f"<b>{percent(value)}</b><small>{bounds(interval)} n = {n:,}</small>"
        told += bar(value, interval, place)
    return f'<div class="share">{told}</div>'


def plainly(value: float | None, interval: Interval | None = None, more: str = "") -> str:
    """A number between 0 and 1 with its interval; "unknown" where nothing was measured."""
    if value is None:
        return f'<b class="unknown">{words("unknown")}</b><small>{more}</small>'
    told = " ".join(part for part in (bounds(interval), more) if part)
    return f"<b>{percent(value)}</b><small>{told}</small>"


def key(place: int) -> str:
    """A dot in the colour that the system at ``place`` has everywhere on the page."""
    return f'<span class="dot series-{place % len(SERIES)}"></span>'


def bar(value: float, interval: Interval | None, place: int) -> str:
    """A bar on the scale from 0 to 1, its interval a thin line across its end."""
    line = ""
    if interval is not None:
        low, high = (100 * bound for bound in interval)
        width = max(high - low, 0.4)
        line = f'<rect class="interval" x="{low:.2f}" y="4" width="{width:.2f}" height="2"/>'
    return (
        f'<svg class="measure series-{place % len(SERIES)}" viewBox="0 0 100 10" '
        'preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="scale" width="100" height="10"/><rect width="{100 * value:.2f}" '
        f'height="10"/>{line}</svg>'
    )


def outcomes(group: Group | Metrics) -> str:
    """How the texts with typos ended: one divided bar, and the counts in words."""
    counts = {
        "corrected": group.corrected,
        "uncorrected": group.uncorrected,
        "miscorrected": group.miscorrected,
    }
    if not group.n_typo:
        return f'<span class="unknown">{words("unknown")}</span>'
    parts, done = [], 0.0
    for name, count in counts.items():
        width = 100 * count / group.n_typo
        parts.append(f'<rect class="{name}" x="{done:.2f}" width="{width:.2f}" height="10"/>')
        done += width
    told = "".join(
        f'<li class="{name}"><span class="dot"></span>{markup.words(OUTCOMES[name])} {count:,}</li>'
        for name, count in counts.items()
    )
    return (
        '<svg class="divided" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'{"".join(parts)}</svg><ul class="key">{told}</ul>'
    )


def spoken(title: str) -> str:
    """A caption for screen readers where a heading says the same."""
    return f'<span class="sr">{title}</span>'


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], name: str = "") -> str:
    """A table of HTML cells that scrolls by itself where the page is narrow."""
    return scrolling(markup.table(caption, heads, rows, name))


def scrolling(content: str) -> str:
    """Focusable, so that the keyboard scrolls it as well."""
    return f'<div class="wide" tabindex="0">{content}</div>'


def section(name: str, title: str, content: str, note: str = "") -> str:
    """A section of the page with the id ``name``; ``note`` is HTML."""
    told = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<section id="{name}" aria-labelledby="{name}-heading"><h2 id="{name}-heading">{title}'
        f"</h2>{told}{content}</section>"
    )


def named(name: str) -> str:
    """What a text or file says, such as the name of a system."""
    return f"<bdi>{plain(name)}</bdi>"
