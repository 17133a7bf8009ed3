"""The first sections of the page: what was measured, the two numbers of every system, the further
numbers, and whether the first system differs from the others by more than luck. Counts nothing.
"""

from collections.abc import Sequence

from spellfix.evaluation import Evaluation, Results
from spellfix.metrics import Comparison, Metrics
from spellfix.report import markup
from spellfix.report.pieces import (
    bounds,
    key,
    named,
    number,
    outcomes,
    plainly,
    scrolling,
    section,
    share,
    spoken,
    table,
    words,
)
from spellfix.report.texts import EDIT_KINDS
from spellfix.thresholds import Thresholds


def measured(results: Results) -> str:
    """Files, numbers of texts, systems and the thresholds they ran with."""
    first = results.evaluations[0].metrics
    facts = (
        ("files", ", ".join(map(named, results.files))),
        ("n_typo", f"{first.n_typo:,}"),
        ("n_clean", f"{first.n_clean:,}"),
    )
    told = "".join(f"<div><dt>{words(name)}</dt><dd>{value}</dd></div>" for name, value in facts)
    rows = [
        (
            f"{key(place)}{named(each.system)}",
            named(each.description),
            _thresholds(each.thresholds),
        )
        for place, each in enumerate(results.evaluations)
    ]
    heads = [words(name) for name in ("system", "version", "thresholds")]
    systems = table(words("systems"), heads, rows)
    return section("measured", words("measured"), f'<dl class="facts">{told}</dl>{systems}')


def headline(results: Results) -> str:
    """Both numbers always together, then what is behind them."""
    names = ("system", "typo_accuracy", "correct_text_accuracy", "outcomes")
    rows = [
        (
            f"{key(place)}{named(each.system)}",
            share(
                each.metrics.typo_accuracy,
                each.metrics.typo_accuracy_interval,
                each.metrics.n_typo,
                place,
            ),
            share(
                each.metrics.correct_text_accuracy,
                each.metrics.correct_text_accuracy_interval,
                each.metrics.n_clean,
                place,
            ),
            outcomes(each.metrics),
        )
        for place, each in enumerate(results.evaluations)
    ]
    heads = [words(name) for name in names]
    content = table(spoken(words("headline")), heads, rows, "headline")
    content += _further(results.evaluations) + _against(results)
    return section("headline", words("headline"), content, words("headline_note"))


def _thresholds(chosen: Thresholds | None) -> str:
    if chosen is None:
        return f'<span class="unknown">{words("no_thresholds")}</span>'
    parts = [f"{words('overall')} {chosen.overall:g}"]
    parts += [f"{markup.words(EDIT_KINDS[kind])} {least:g}" for kind, least in _by_kind(chosen)]
    return " · ".join(parts)


def _by_kind(chosen: Thresholds) -> list[tuple[str, float]]:
    return [(kind, chosen.by_kind[kind]) for kind in EDIT_KINDS if kind in chosen.by_kind]


def _further(evaluations: Sequence[Evaluation]) -> str:
    names = (
        "system",
        "coverage",
        "correction_precision",
        "spacing_insensitive",
        "edit_f05",
        "word_edit_f05",
        "cer",
        "gleu",
        "speed",
    )
    rows = [
        (f"{key(place)}{named(each.system)}", *_numbers(each.metrics), _speed(each))
        for place, each in enumerate(evaluations)
    ]
    heads = [words(name) for name in names]
    return f'<h3>{words("further")}</h3><p class="note">{words("further_note")}</p>' + table(
        spoken(words("further")), heads, rows, "further"
    )


def _numbers(m: Metrics) -> tuple[str, ...]:
    return (
        plainly(m.coverage, m.coverage_interval, f"n = {m.n_typo:,}"),
        plainly(m.correction_precision, m.correction_precision_interval, f"n = {m.n_changed:,}"),
        plainly(
            m.spacing_insensitive_typo_accuracy,
            m.spacing_insensitive_typo_accuracy_interval,
            f"n = {m.n_typo_beyond_spacing:,}",
        ),
        plainly(m.edit_f05, m.edit_f05_interval, _made(m.edit_precision, m.edit_recall)),
        plainly(
            m.word_edit_f05,
            m.word_edit_f05_interval,
            _made(m.word_edit_precision, m.word_edit_recall),
        ),
        _before_after(m.cer_in, m.cer_out, bounds(m.cer_out_interval, form=".2f")),
        _before_after(m.gleu_in, m.gleu, bounds(m.gleu_interval, form=".2f")),
    )


def _made(precision: float | None, recall: float | None) -> str:
    told = (f"{100 * each:.1f}" if each is not None else "?" for each in (precision, recall))
    return "P {}, R {}".format(*told)


def _before_after(before: float | None, after: float | None, interval: str) -> str:
    if before is None or after is None:
        return f'<b class="unknown">{words("unknown")}</b>'
    return f"<b>{100 * before:.2f} → {100 * after:.2f} %</b><small>{interval}</small>"


def _speed(evaluation: Evaluation) -> str:
    return f"<b>{number(evaluation.sentences_per_second, ',.1f')}</b>"


def _against(results: Results) -> str:
    """The first system against each other one, on the same texts."""
    if not results.comparisons:
        return ""
    first, *others = results.evaluations
    title = words("significance", first=first.system)
    part = (
        f'<th scope="col">{words("only_first", first=first.system)}</th>'
        f'<th scope="col">{words("only_second")}</th><th scope="col">p</th>'
    )
    head = (
        f'<tr><th scope="col" rowspan="2">{words("system")}</th>'
        f'<th scope="colgroup" colspan="3">{words("n_typo")}</th>'
        f'<th scope="colgroup" colspan="3">{words("n_clean")}</th>'
        f'<th scope="col" rowspan="2">{words("f05_difference")}</th></tr><tr>{part}{part}</tr>'
    )
    rows = "".join(
        f'<tr><th scope="row">{key(place)}{named(other.system)}</th>'
        + "".join(f"<td>{cell}</td>" for cell in _compared(comparison))
        + "</tr>"
        for place, (other, comparison) in enumerate(
            zip(others, results.comparisons, strict=True), start=1
        )
    )
    return f'<h3>{title}</h3><p class="note">{words("significance_note")}</p>' + scrolling(
        f'<table class="plain against"><caption>{spoken(title)}</caption><thead>{head}</thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _compared(comparison: Comparison) -> list[str]:
    cells: list[str] = []
    for part in (comparison.typo, comparison.clean):
        if part.p_value is None:
            cells += [
                f'<span class="unknown">{words("unknown")}</span><small>n = 0</small>',
                "",
                "",
            ]
        else:
            cells += [f"{part.only_first:,}", f"{part.only_second:,}", probability(part.p_value)]
    difference = comparison.edit_f05_difference
    interval = bounds(comparison.edit_f05_difference_interval)
    if difference is None:
        return [*cells, f'<span class="unknown">{words("unknown")}</span>']
    return [*cells, f"{100 * difference:+.1f}<small>{interval}</small>"]


def probability(p: float) -> str:
    """``p`` to two digits; none is shown smaller than they can be told apart.

    >>> probability(0.0412), probability(0.000012), probability(1.0)
    ('0.041', '&lt; 0.001', '1.000')
    """
    return "&lt; 0.001" if p < 0.001 else f"{p:.3f}"
