"""The part of the noise report that holds synthetic errors against real ones; counts nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping

from spellfix.cli.noise.figures import kind_words, words
from spellfix.cli.noise.texts import OPERATIONS
from spellfix.noise.fit import Fit, Uncovered
from spellfix.noise.survey import Profile, distance
from spellfix.report.markup import Bar, bars, percent, plain, table, visible
from spellfix.report.words import KINDS

CONFUSIONS = 20
MOST = 6  # edits a text; more stand together in the last row


def compared(ours: Profile, theirs: Profile, fit: Fit, pairs: str) -> str:
    """The section: distances, kinds, edits a text, operations, confusions, coverage."""
    n = f"{words('synthetic')} {ours.edits:,} · {words('observed')} {theirs.edits:,}"
    edits = f"{_key()}n = {n}"
    texts = (
        f"{_key()}n = {words('synthetic')} {ours.changed:,} · "
        f"{words('observed')} {theirs.changed:,}"
    )
    most = max([*ours.per_text, *theirs.per_text], default=0)
    kinds = _both(
        ours.kinds, theirs.kinds, ((kind, words(KINDS[kind]), kind) for kind in KINDS), edits
    )
    sizes = _both(
        _folded(ours.per_text),
        _folded(theirs.per_text),
        (
            (size, f"{size}+" if size == MOST < most else str(size), "keyboard")
            for size in range(1, min(MOST, most) + 1)
        ),
        texts,
    )
    operations = _both(
        ours.operations,
        theirs.operations,
        (
            (name, words(OPERATIONS[name]), "keyboard")
            for name in OPERATIONS
            if ours.operations.get(name) or theirs.operations.get(name)
        ),
        edits,
    )
    return (
        f'<section id="real"><h2>{words("real")}</h2><p class="note">{words("real_note")} '
        f"({plain(pairs)})</p>{_distances(ours, theirs)}"
        f'<div class="pair"><div><h3>{words("kinds")}</h3>{kinds}</div>'
        f"<div><h3>{words('per_text')}</h3>{sizes}</div></div>"
        f"<h3>{words('operations')}</h3>{operations}"
        f'<h3>{words("confusions")}</h3><p class="note">{words("confusions_note")}</p>'
        f'<div class="pair">{_confusions("synthetic", ours, "keyboard")}'
        f"{_confusions('observed', theirs, 'observed')}</div>{_coverage(fit)}</section>"
    )


def _both(
    ours: Mapping[str, int] | Mapping[int, int],
    theirs: Mapping[str, int] | Mapping[int, int],
    names: Iterable[tuple[object, str, str]],
    caption: str,
) -> str:
    """Bars of both sides for every (name, label, class)."""
    one, other = dict[object, int](ours.items()), dict[object, int](theirs.items())
    n, m = sum(one.values()) or 1, sum(other.values()) or 1
    rows = (
        Bar(label, one.get(name, 0) / n, other.get(name, 0) / m, kind)
        for name, label, kind in names
    )
    return bars(rows, caption, ["", words("synthetic"), words("observed")], second="observed")


def _folded(per_text: Mapping[int, int]) -> Mapping[int, int]:
    folded = Counter[int]()
    for size, count in per_text.items():
        folded[min(MOST, size)] += count
    return folded


def _key() -> str:
    return (
        f'<span class="legend"><span class="key"></span>{words("synthetic")} '
        f'<span class="key observed"></span>{words("observed")}</span> '
    )


def _distances(ours: Profile, theirs: Profile) -> str:
    measured = [
        (name, distance(dict[object, int](one.items()), dict[object, int](other.items())))
        for name, one, other in (
            ("kinds", ours.kinds, theirs.kinds),
            ("per_text", ours.per_text, theirs.per_text),
            ("operations", ours.operations, theirs.operations),
            ("all_confusions", ours.confusions, theirs.confusions),
        )
    ]
    rows = [
        (words(name), f"{d.value:.3f}", f"{d.by_chance:.3f}", f"{d.n[0]:,}", f"{d.n[1]:,}")
        if d
        else (words(name), "-", "-", "-", "-")
        for name, d in measured
    ]
    heads = ["", words("distance"), words("by_chance")]
    heads += [f"n {words('synthetic')}", f"n {words('observed')}"]
    return f"<h3>{words('distances')}</h3>{table(words('distances_note'), heads, rows)}"


def _confusions(name: str, profile: Profile, kind: str) -> str:
    n = profile.edits or 1
    most = sorted(profile.confusions.items(), key=lambda item: (-item[1], item[0]))[:CONFUSIONS]
    rows = (
        Bar(f"{visible(right)} → {visible(typed)}", count / n, None, kind)
        for (right, typed), count in most
    )
    caption = f"{words(name)} · {words('n_edits', n=f'{profile.edits:,}')}"
    return f"<div>{bars(rows, caption, ['', words('share')])}</div>"


def _coverage(fit: Fit) -> str:
    rows = [
        (kind_words(kind), percent(covered / n), f"{covered:,} / {n:,}")
        for kind, (n, covered) in fit.by_kind.items()
    ]
    rows.append((words("total"), percent(fit.coverage), f"{fit.covered:,} / {fit.n:,}"))
    heads = [words("kinds"), words("covered"), "n"]
    missing = ""
    if fit.uncovered:
        missing = (
            f"<details><summary>{words('uncovered', n=len(fit.uncovered))}</summary>"
            f'<ul class="missing">{"".join(map(_missing, fit.uncovered))}</ul></details>'
        )
    return (
        f"<h3>{words('coverage_title')}</h3>{table(words('coverage_note'), heads, rows)}{missing}"
    )


def _missing(edit: Uncovered) -> str:
    """A real edit that no rule makes, in its text as it was written."""
    end = edit.start + len(edit.before)
    return (
        f'<li class="{edit.kind}"><span class="dot"></span>'
        f"<b>{visible(edit.after)} → {visible(edit.before)}</b> "
        f"<span>{plain(_near(edit.input[: edit.start], last=True))}"
        f"<mark>{visible(edit.before, '‸')}</mark>"
        f"{plain(_near(edit.input[end:], last=False))}</span></li>"
    )


def _near(text: str, *, last: bool) -> str:
    """Up to 30 characters of ``text``, the last or the first ones."""
    if len(text) <= 30:
        return text
    return f"…{text[-30:]}" if last else f"{text[:30]}…"
