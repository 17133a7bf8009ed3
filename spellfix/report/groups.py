"""The sections that break the numbers down: by group, by kinds confused, by behavioural test.

Nothing measured is "unknown", never 0 %. Counts nothing that the metrics do not hold.
"""

from collections.abc import Mapping, Sequence

from spellfix.evaluation import Evaluation
from spellfix.metrics import Group, wilson
from spellfix.report import markup
from spellfix.report.markup import percent
from spellfix.report.pieces import (
    bar,
    bounds,
    key,
    named,
    scrolling,
    section,
    share,
    table,
    words,
)
from spellfix.report.texts import EDIT_KINDS

BREAKDOWNS = ("by_kind", "by_domain", "by_set", "by_length")
SHADES = 9  # steps of grey in the table of confusions


def groups(evaluations: Sequence[Evaluation]) -> str:
    """Both numbers of every system by kind, domain, set and length."""
    return section(
        "groups",
        words("groups"),
        "".join(f"<h3>{words(name)}</h3>{_breakdown(name, evaluations)}" for name in BREAKDOWNS),
    )


def _breakdown(name: str, evaluations: Sequence[Evaluation]) -> str:
    """A table with a body for every group, in it a row for every system."""
    found: Sequence[Mapping[str, Group]] = [getattr(each.metrics, name) for each in evaluations]
    if not found[0]:
        return f'<p class="unknown">{words("no_group")}</p>'
    bodies = []
    for group in found[0]:
        rows = [
            f'<tr><th scope="row">{key(place)}{named(each.system)}</th>'
            f"{_cells(mine[group], place)}</tr>"
            for place, (each, mine) in enumerate(zip(evaluations, found, strict=True))
        ]
        bodies.append(
            f'<tbody><tr><th scope="rowgroup" colspan="3">{_name(group)}</th></tr>'
            f"{''.join(rows)}</tbody>"
        )
    heads = "".join(
        f'<th scope="col">{words(each)}</th>'
        for each in ("system", "typo_accuracy", "correct_text_accuracy")
    )
    return scrolling(
        f'<table class="plain grouped"><caption class="sr">{words(name)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{''.join(bodies)}</table>"
    )


def _cells(group: Group, place: int) -> str:
    typo = share(group.typo_accuracy, group.typo_accuracy_interval, group.n_typo, place)
    clean = share(
        group.correct_text_accuracy, group.correct_text_accuracy_interval, group.n_clean, place
    )
    return f"<td>{typo}</td><td>{clean}</td>"


def _name(group: str) -> str:
    """Kinds of the project and the unnamed in both languages, others as the file has them."""
    if group == "unknown":
        return words("unnamed")
    return markup.words(EDIT_KINDS[group]) if group in EDIT_KINDS else named(group)


def confusion(evaluations: Sequence[Evaluation]) -> str:
    """For every system the kinds of edits made where others were wanted; the first one open."""
    tables = "".join(
        f"<details{' open' * (not place)}><summary>{key(place)}{named(each.system)}</summary>"
        f"{_confused(each)}</details>"
        for place, each in enumerate(evaluations)
    )
    return section("confusion", words("confusion"), tables, words("confusion_note"))


def _confused(evaluation: Evaluation) -> str:
    counts = evaluation.metrics.confusion
    if not counts:
        return f'<p class="unknown">{words("no_edits")}</p>'
    made = {kind for row in counts.values() for kind in row}
    across = _ordered(made)
    rows = []
    for wanted in _ordered(counts):
        row = counts[wanted]
        n = sum(row.values())
        cells = "".join(_shaded(row.get(kind, 0), n, wanted == kind != "none") for kind in across)
        rows.append(f'<tr><th scope="row">{_name(wanted)}</th>{cells}<td>{n:,}</td></tr>')
    heads = "".join(f'<th scope="col">{_name(kind)}</th>' for kind in across)
    return scrolling(
        f'<table class="confusion"><caption class="sr">{words("confusion")}: '
        f"{named(evaluation.system)}</caption><thead><tr>"
        f'<th scope="col">{words("wanted")}</th>{heads}<th scope="col">{words("total")}</th></tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _ordered(kinds: Mapping[str, object] | set[str]) -> list[str]:
    """In the order of the project, others after it."""
    return [*(k for k in EDIT_KINDS if k in kinds), *sorted(set(kinds) - set(EDIT_KINDS))]


def _shaded(count: int, n: int, same: bool) -> str:
    """A cell, the darker the larger its share of the row; the kinds that agree are framed."""
    shade = -(-SHADES * count // n) if n else 0  # rounded up: what occurs is never white
    name = f"shade-{shade}" + " same" * same
    return f'<td class="{name}">{count:,}</td>' if count else f'<td class="{name} nil">·</td>'


def behaviour(evaluations: Sequence[Evaluation]) -> str:
    """The behavioural tests, those with failures of the first system first; nothing where no pair
    belongs to one."""
    tests = {
        name: group for name, group in evaluations[0].metrics.by_test.items() if name != "unknown"
    }
    if not tests:
        return ""
    ranked = sorted(tests, key=lambda name: (_rate(tests[name]), name))
    broken = [name for name in ranked if _passed(tests[name]) < _n(tests[name])]
    whole = ranked[len(broken) :]
    n = sum(map(_n, tests.values()))
    told = f"{percent(len(whole) / len(tests))} {bounds(wilson(len(whole), len(tests)))}"
    note = words("behaviour_note", n=f"{n:,}", tests=len(tests), whole=len(whole), share=told)
    content = ""
    if broken:
        caption = words("broken_tests", n=len(broken))
        content += _tests(caption, broken, evaluations)
    if whole:
        caption = words("whole_tests", n=len(whole))
        content += (
            f"<details><summary>{caption}</summary>{_tests(caption, whole, evaluations)}</details>"
        )
    return section("behaviour", words("behaviour"), content, note)


def _tests(caption: str, names: Sequence[str], evaluations: Sequence[Evaluation]) -> str:
    heads = [words("test")]
    heads += [f"{key(place)}{named(each.system)}" for place, each in enumerate(evaluations)]
    rows = [
        (
            named(name),
            *(_rated(each.metrics.by_test[name], place) for place, each in enumerate(evaluations)),
        )
        for name in names
    ]
    return table(caption, heads, rows, "tests")


def _rated(group: Group, place: int) -> str:
    """How many passed, of which kind, and a bar."""
    kept = group.n_clean - group.overcorrected
    return (
        f'<div class="share"><span><b>{_passed(group):,}</b> / {_n(group):,}</span>'
        f"<small>{group.corrected:,}/{group.n_typo:,} · {kept:,}/{group.n_clean:,}</small>"
        f"{bar(_rate(group), wilson(_passed(group), _n(group)), place)}</div>"
    )


def _passed(group: Group) -> int:
    return group.corrected + group.n_clean - group.overcorrected


def _n(group: Group) -> int:
    return group.n_typo + group.n_clean


def _rate(group: Group) -> float:
    """Groups that occur hold at least one text."""
    return _passed(group) / _n(group)
