"""The data set as one HTML page that needs nothing else: puts the sections together.

Knows no file and counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from spellfix.data.overview import sections
from spellfix.data.overview.counting import Counts
from spellfix.data.overview.look import SCRIPT, STYLE
from spellfix.data.overview.pieces import embedded
from spellfix.data.overview.predicting import Predictions
from spellfix.data.overview.sections import words
from spellfix.data.overview.texts import OUTCOMES, TEXTS
from spellfix.report.markup import contents, document, label, languages, percent, plain

SECTIONS = (
    "sources",
    "distributions",
    "predictions",
    "reviews",
    "duplicates",
    "samples",
    "browse",
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows. name: of the data. counts: of all items. found: a sample of them, in
    random order, with what `model` makes of them. version: of spellfix."""

    name: str
    counts: Counts
    found: Predictions
    model: str
    version: str


def page(overview: Overview) -> str:
    """The whole page."""
    counts, found = overview.counts, overview.found
    data, shown = embedded(found.items, OUTCOMES)
    main = "".join(
        (
            sections.sources(counts),
            sections.distributions(counts, found),
            sections.predictions(found),
            sections.reviews(counts),
            sections.duplicates(counts),
            sections.samples([each.item for each in found.items]),
            sections.browse(shown, counts),
        )
    )
    links = [(name, TEXTS[name]) for name in SECTIONS if f'<section id="{name}"' in main]
    title = " · ".join((plain(overview.name), label(TEXTS["title"])))
    body = (
        f"{_head(overview)}{contents(links)}{_figures(counts)}<main>{main}</main>"
        f'<script type="application/json" id="data">{data}</script>'
    )
    return document(title, STYLE, SCRIPT, body)


def _head(overview: Overview) -> str:
    about = [(words("files"), overview.name), ("spellfix", overview.version)]
    if overview.model:
        about.append((words("model"), overview.model))
    told = " · ".join(f'{name} <span class="mono">{plain(value)}</span>' for name, value in about)
    return (
        f"<header><h1>{words('title')}</h1>{languages('korean', 'english', 'both')}"
        f'<p>{words("lead")}</p><p class="meta">{told}</p></header>'
    )


def _figures(counts: Counts) -> str:
    n = counts.n or 1
    figures = [("items", counts.n, "")]
    figures += [
        (name, number, percent(number / n))
        for name, number in (
            ("errors", counts.errors),
            ("right", counts.right),
            ("unlabelled", counts.unlabelled),
        )
        if number
    ]
    mean = words("mean", n=f"{counts.characters / n:,.0f}")
    figures += [
        ("repeats", counts.exact.n, percent(counts.exact.n / n)),
        ("characters", counts.characters, mean),
    ]
    shown = "".join(
        f'<div><dt>{words(name)}</dt><dd id="figure-{name}">{number:,}<small>{part}</small></dd>'
        "</div>"
        for name, number, part in figures
    )
    return f'<dl class="figures">{shown}</dl>'
