"""The noise report as one HTML page that needs nothing else: no script to be read, no network.

Puts the sections together from counts made elsewhere. Knows no file and counts nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from spellfix.cli.noise.compared import compared
from spellfix.cli.noise.figures import highlighted, kind_words, label, words
from spellfix.cli.noise.style import SCRIPT, STYLE
from spellfix.cli.noise.texts import TEXTS
from spellfix.noise import Recipe
from spellfix.noise.catalogue import catalogue
from spellfix.noise.fit import Fit
from spellfix.noise.rule import kind_of
from spellfix.noise.survey import Profile, Sample, Survey
from spellfix.report.markup import (
    Bar,
    bars,
    columns,
    contents,
    document,
    languages,
    percent,
    plain,
    visible,
)
from spellfix.report.words import KINDS

MOST = 10  # edits a text; more stand together in the last column


@dataclass(frozen=True, slots=True)
class Real:
    """The errors of the real pairs in ``file``, and what the rules make of them."""

    file: str
    profile: Profile
    fit: Fit


@dataclass(frozen=True, slots=True)
class Report:
    """What the page shows: ``drawn`` from ``file`` with ``seed`` and ``recipe``, up to ``per_kind``
    samples of each kind; ``real`` errors where there are any."""

    file: str
    version: str
    seed: int
    recipe: Recipe
    drawn: Survey
    per_kind: int
    real: Real | None = None


def page(report: Report) -> str:
    """The whole page."""
    sections = [_samples(report), _counts(report)]
    names = ["samples", "counts"]
    if report.real is not None:
        names.append("real")
        seen = report.drawn.seen
        sections.append(compared(seen, report.real.profile, report.real.fit, report.real.file))
    links = contents((name, TEXTS[name]) for name in names)
    return document(
        f"{plain(report.file)} · {label('title')}",
        STYLE,
        SCRIPT,
        f"{_head(report, links)}<main>{''.join(sections)}</main>",
    )


def _head(report: Report, links: str) -> str:
    drawn, toml = report.drawn, report.recipe.to_toml()
    figures = [
        ("texts", f"{drawn.texts:,}", ""),
        ("changed", percent(drawn.changed / drawn.texts), f"{drawn.changed:,} / {drawn.texts:,}"),
        ("edits", f"{drawn.edits:,}", ""),
        ("mean", f"{drawn.edits / drawn.texts:.2f}", ""),
    ]
    if report.real:
        found = report.real.fit
        figures.append(("coverage", percent(found.coverage), f"{found.covered:,} / {found.n:,}"))
    shown = "".join(
        f"<div><dt>{words(name)}</dt>"
        f'<dd id="figure-{name}">{number}<small>{part}</small></dd></div>'
        for name, number, part in figures
    )
    about = [
        (words("file"), plain(report.file)),
        (words("seed"), str(report.seed)),
        ("spellfix", plain(report.version)),
    ]
    return (
        f"<header><h1>{words('title')}</h1>{languages('korean', 'english')}"
        f'<p>{words("lead")}</p><p class="meta">'
        + " · ".join(f'{name} <span class="mono">{value}</span>' for name, value in about)
        + f'</p></header>{links}<dl class="figures">{shown}</dl>'
        f"<details><summary>{words('recipe')}</summary><pre>{plain(toml)}</pre>"
        f'<a download="recipe.toml" href="data:application/toml;charset=utf-8,{quote(toml)}">'
        f"{words('download')}</a></details>"
    )


def _samples(report: Report) -> str:
    samples = report.drawn.samples
    rules = sorted({edit.rule for sample in samples for edit in sample.noisy.edits})
    groups = []
    for kind, some in groupby(samples, lambda sample: sample.kind):
        shown = "".join(_sample(each, report.recipe) for each in some)
        groups.append(f'<section class="group"><h3>{kind_words(kind)}</h3>{shown}</section>')
    form = (
        '<form class="filter" hidden>'
        + _select("by_kind", {kind: " / ".join(KINDS[kind]) for kind in KINDS})
        + _select("by_rule", {rule: rule for rule in rules})
        + f"<span>{words('shown')} <output></output></span></form>"
    )
    found = form + "".join(groups) if samples else f"<p>{words('no_samples')}</p>"
    note = words("samples_note", n=report.per_kind)
    return (
        f'<section id="samples"><h2>{words("samples")}</h2><p class="note">{note}</p>{found}'
        "</section>"
    )


def _select(name: str, options: Mapping[str, str]) -> str:
    choices = "".join(
        f'<option value="{plain(value)}">{plain(text)}</option>' for value, text in options.items()
    )
    return (
        f'<label>{words(name)}<select><option value="">{label("all")}</option>{choices}</select>'
        "</label>"
    )


def _sample(sample: Sample, recipe: Recipe) -> str:
    rules = catalogue(recipe.layout)
    edits = sample.noisy.edits
    names = sorted({edit.rule for edit in edits} | {edit.kind for edit in edits})
    told = "".join(
        f'<li class="{edit.kind}"><span class="dot"></span><b>{visible(edit.before)} → '
        f"{visible(edit.after)}</b> <code>{plain(edit.rule)}</code> · "
        + (f"{words('row')} <code>{visible(edit.row)}</code> · " if edit.row else "")
        + f"{plain(rules[edit.rule].source)}</li>"
        for edit in edits
    )
    return (
        f'<article class="sample" data-names="{plain(" ".join(names))}">'
        f'<small class="line">{words("line", n=sample.line)}</small>'
        f'<p class="text" dir="auto">{highlighted(sample.clean, sample.noisy)}</p>'
        f'<ul class="edits">{told}</ul></article>'
    )


def _counts(report: Report) -> str:
    drawn, n = report.drawn, report.drawn.edits or 1
    asked = report.recipe.weights()
    of_kind = {kind: sum(asked[name] for name in asked if kind_of(name) == kind) for kind in KINDS}
    kinds = [
        Bar(words(KINDS[kind]), drawn.kinds.get(kind, 0) / n, of_kind[kind], kind) for kind in KINDS
    ]
    tenths = [f"{10 * at} %" for at in range(len(drawn.positions))]
    places = [(name, count / n) for name, count in zip(tenths, drawn.positions, strict=True)]
    return (
        f'<section id="counts"><h2>{words("counts")}</h2><div class="pair">'
        f"<div><h3>{words('per_text')}</h3>"
        f"{columns(_per_text(drawn.per_text), words('per_text_note', n=f'{drawn.texts:,}'))}</div>"
        f"<div><h3>{words('positions')}</h3>"
        f"{columns(places, words('positions_note', n=f'{drawn.edits:,}'))}</div></div>"
        f"<h3>{words('kinds')}</h3>"
        f"{bars(kinds, words('asked_note', n=f'{drawn.edits:,}'), _heads())}"
        f"<h3>{words('rules')}</h3>{''.join(_rules(kind, report, asked) for kind in KINDS)}"
        "</section>"
    )


def _rules(kind: str, report: Report, asked: Mapping[str, float]) -> str:
    """The rules of ``kind``, folded up; those that are switched off are left out."""
    drawn, n = report.drawn, report.drawn.edits or 1
    rows = [
        Bar(
            f"<code>{plain(name)}</code> {plain(rule.example)}<small>{plain(rule.source)}</small>",
            drawn.rules.get(name, 0) / n,
            asked[name],
            kind,
        )
        for name, rule in catalogue(report.recipe.layout).items()
        if kind_of(name) == kind and asked[name]
    ]
    count = drawn.kinds.get(kind, 0)
    told = words("rules_of_kind", rules=len(rows), n=f"{count:,}", share=percent(count / n))
    return (
        f"<details><summary>{kind_words(kind)} {told}</summary>"
        f"{bars(rows, '', _heads(), name='rules')}</details>"
        if rows
        else ""
    )


def _heads() -> list[str]:
    return [words(name) for name in ("name", "produced", "asked")]


def _per_text(counts: Mapping[int, int]) -> list[tuple[str, float]]:
    """Share of texts by number of edits, up to the most there are, or MOST and more."""
    n = sum(counts.values()) or 1
    most = max(counts, default=0)
    last = min(MOST, most)
    shares = [(str(edits), counts.get(edits, 0) / n) for edits in range(last)]
    rest = sum(count for edits, count in counts.items() if edits >= last) / n
    return [*shares, (f"{last}+" if most > last else str(last), rest)]
