"""The sections of the page; counts nothing that `counting` and `predicting` have not counted.

A share of nothing is unknown, never 0 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spellfix.data.overview.counting import LENGTHS, MOST_EDITS, Counts, Repeats, by_size
from spellfix.data.overview.items import Item
from spellfix.data.overview.predicting import Predictions
from spellfix.data.overview.texts import SORTS, TEXTS
from spellfix.metrics import Interval
from spellfix.report import markup
from spellfix.report.diff import changed, shortened
from spellfix.report.markup import Bar, bars, columns, label, percent, plain
from spellfix.report.words import KINDS

MOST_DOMAINS = 12
SAMPLE_DOMAINS, SAMPLES = 6, 3
SAMPLE_LENGTH = 240


def words(name: str, **values: object) -> str:
    return markup.words(TEXTS[name], **values)


def section(name: str, content: str, note: str = "") -> str:
    told = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<section id="{name}" aria-labelledby="{name}-heading"><h2 id="{name}-heading">'
        f"{words(name)}</h2>{told}{content}</section>"
    )


def sources(counts: Counts) -> str:
    """A row for each file."""
    rows = [
        (
            f"<bdi>{plain(name)}</bdi>",
            markup.words(SORTS[each.sort]),
            f"{each.n:,}",
            *(f"{n:,}" if each.errors + each.right else "–" for n in (each.errors, each.right)),
            f"{each.characters:,}",
        )
        for name, each in counts.sources.items()
    ]
    heads = [words(name) for name in ("source", "sort", "items", "errors", "right", "characters")]
    lost = (
        f'<p class="note">{words("damaged", n=f"{counts.damaged:,}")}</p>' if counts.damaged else ""
    )
    return section("sources", _table(heads, rows, "sources") + lost)


def distributions(counts: Counts, found: Predictions) -> str:
    n, labelled = counts.n or 1, counts.errors + counts.right
    ends = ["1", *(str(end + 1) for end in LENGTHS)]
    names = [f"{low}–{high}" for low, high in zip(ends, LENGTHS, strict=False)] + [f"{ends[-1]}+"]
    last = max((at for at, times in counts.lengths.items() if times), default=0)
    lengths = [(name, counts.lengths[at] / n) for at, name in enumerate(names[: last + 1])]
    parts = [_columns("lengths", lengths, words("of_items", n=f"{counts.n:,}"))]
    if labelled:
        most = max((edits for edits, times in counts.per_text.items() if times), default=0)
        shares = [
            (f"{edits}+" if edits == MOST_EDITS else str(edits), counts.per_text[edits] / labelled)
            for edits in range(most + 1)
        ]
        parts.append(_columns("per_text", shares, words("of_labelled", n=f"{labelled:,}")))
    if found.confidences:
        edits = sum(found.confidences.values())
        shares = [(f".{tenth}", found.confidences[tenth] / edits) for tenth in range(10)]
        note = words("confidences_note", n=f"{edits:,}", threshold=found.threshold)
        parts.append(_columns("confidences", shares, note))
    parts.append(f"<div><h3>{words('domains')}</h3>{_domains(counts)}</div>")
    parts.append(_kinds(counts, found))
    return section("distributions", f'<div class="pair">{"".join(parts)}</div>')


def predictions(found: Predictions) -> str:
    """The two numbers, each with its interval and n; of texts without targets how many stay."""
    if not found.outcomes:
        return section("predictions", f'<p class="unknown">{words("not_asked")}</p>')
    shares = (
        ("typo_accuracy", found.share("corrected", "uncorrected", "miscorrected")),
        ("correct_text_accuracy", found.share("kept", "overcorrected")),
        ("untouched", found.share("same", "changed")),
    )
    told = "".join(
        f"<div><dt>{words(name)}</dt><dd>{_share(value)}<small>{_bounds(interval)} n = {n:,}"
        "</small></dd></div>"
        for name, (value, interval, n) in shares
    )
    note = words("predictions_note", n=f"{len(found.items):,}")
    return section("predictions", f'<dl class="figures cut">{told}</dl>', note)


def reviews(counts: Counts) -> str:
    """What reviewers decided, by kind and by reviewer; nothing where nobody reviewed."""
    if not counts.reviewed:
        return ""
    kinds = [kind for kind in KINDS if any(name == kind for name, _ in counts.decisions)]
    rows = [
        (
            markup.words(KINDS[kind]),
            *_decided([counts.decisions[kind, said] for said in (True, False, None)]),
        )
        for kind in kinds
    ]
    people = [
        (
            f"<bdi>{plain(name)}</bdi>" if name else words("unnamed"),
            f"{n:,}",
            *_decided([counts.by_reviewer[name, said] for said in (True, False, None)]),
        )
        for name, n in sorted(counts.reviewed.items(), key=lambda each: (-each[1], each[0]))
    ]
    heads = [words(name) for name in ("accepted", "rejected", "undecided", "accepted_share")]
    return section(
        "reviews",
        _table([words("kind"), *heads], rows, "reviews")
        + _table([words("reviewer"), words("drafts"), *heads], people, "reviews"),
    )


def duplicates(counts: Counts) -> str:
    parts = [
        _repeats("exact", counts.exact),
        _repeats("alike", counts.alike),
    ]
    if counts.contradictory:
        parts.append(f"<p>{words('contradictory', n=f'{counts.contradictory:,}')}</p>")
    return section("duplicates", "".join(parts))


def samples(items: Sequence[Item]) -> str:
    """Some items of each domain, the largest domains first; `items` are in random order."""
    by_domain: dict[str, list[Item]] = {}
    for item in items:
        if len(item.text) <= SAMPLE_LENGTH:
            by_domain.setdefault(item.domain, []).append(item)
    ordered = sorted(by_domain.items(), key=lambda each: (-len(each[1]), each[0]))
    groups = "".join(
        f'<h3><bdi>{plain(domain)}</bdi></h3><ul class="items">{"".join(map(_sample, some))}</ul>'
        for domain, some in ((name, each[:SAMPLES]) for name, each in ordered[:SAMPLE_DOMAINS])
    )
    return section("samples", groups or f"<p>{words('none')}</p>", words("samples_note"))


def browse(shown: int, counts: Counts) -> str:
    """The form and the list that the script fills."""
    names = ("drawn", "doubt", "long", "short")
    orders = "".join(
        f'<option value="{name}">{label(TEXTS[f"order_{name}"])}</option>' for name in names
    )
    selects = "".join(
        f'<label>{words(said)}<select name="{name}"><option value="">{label(TEXTS["all"])}'
        "</option></select></label>"
        for name, said in (("domain", "domain"), ("outcome", "outcome"), ("kind", "by_kind"))
    )
    told = (("doubt", "doubt"), ("sure", "confidences"))
    spoken = " ".join(f'data-{name}="{plain("|".join(TEXTS[said]))}"' for name, said in told)
    form = (
        f'<form class="filter" role="search" {spoken} hidden>'
        f'<label>{words("search")}<input type="search" name="text"></label>{selects}'
        f'<label>{words("order")}<select name="order">{orders}</select></label>'
        f"<span>{words('shown')} <output></output></span></form>"
    )
    return section(
        "browse",
        f"<noscript><p>{words('script')}</p></noscript>{form}"
        f'<p id="no-item" hidden>{words("no_item")}</p><ol class="items"></ol>'
        f'<button type="button" class="more" hidden>{words("more")}</button>',
        words("browse_note", n=f"{shown:,}", all=f"{counts.n:,}"),
    )


def _columns(name: str, rows: Sequence[tuple[str, float]], note: str) -> str:
    return f"<div><h3>{words(name)}</h3>{columns(rows, note)}</div>"


def _domains(counts: Counts) -> str:
    rows = [
        Bar(f"<bdi>{plain(name)}</bdi>" if name else words("other"), times / (counts.n or 1))
        for name, times in by_size(counts.domains, MOST_DOMAINS)
    ]
    return bars(rows, words("of_items", n=f"{counts.n:,}"), [words("domain"), words("share")])


def _kinds(counts: Counts, found: Predictions) -> str:
    n, m = sum(counts.kinds.values()), sum(found.kinds.values())
    if not n + m:
        return ""
    rows = [
        Bar(markup.words(KINDS[kind]), counts.kinds[kind] / (n or 1), second, kind)
        for kind, second in ((kind, found.kinds[kind] / m if m else None) for kind in KINDS)
    ]
    heads = [words("kind"), words("wanted"), *([words("made")] if m else [])]
    note = words("kinds_note", n=f"{n:,}", m=f"{m:,}")
    return f"<div><h3>{words('kinds')}</h3>{bars(rows, note, heads)}</div>"


def _repeats(name: str, found: Repeats) -> str:
    note = f"<p class='note'>{words(f'{name}_note', n=f'{found.n:,}')}</p>"
    if not found.groups:
        return f"<h3>{words(name)}</h3>{note}"
    rows = "".join(
        f'<tr><th scope="row">{times:,}</th><td class="said" dir="auto">{shortened(text)}</td></tr>'
        for times, text in found.groups
    )
    return (
        f"<h3>{words(name)}</h3>{note}<details><summary>{words('largest', n=len(found.groups))}"
        f'</summary><div class="wide" tabindex="0"><table class="plain"><tbody>{rows}</tbody>'
        "</table></div></details>"
    )


def _sample(item: Item) -> str:
    wrong = item.has_error
    said = changed(item.text, item.targets[0]) if wrong else plain(item.text)
    return f'<li class="sample"><p class="text" dir="auto" lang="ko">{said}</p></li>'


def _decided(counts: Sequence[int]) -> tuple[str, ...]:
    accepted, rejected, _ = counts
    n = accepted + rejected
    share = percent(accepted / n) if n else words("unknown")
    return (*(f"{each:,}" for each in counts), share)


def _share(value: float | None) -> str:
    return f'<span class="unknown">{words("unknown")}</span>' if value is None else percent(value)


def _bounds(interval: Interval | None) -> str:
    return "" if interval is None else f"[{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> str:
    """A table that scrolls by itself where the page is narrow."""
    caption = f'<span class="sr">{words(name)}</span>'
    return f'<div class="wide" tabindex="0">{markup.table(caption, heads, rows)}</div>'
