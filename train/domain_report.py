"""What a domain run found, in lines for whoever waits for it. Knows no model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from spellfix.train.domain_measure import Ran
from spellfix.train.domain_terms import Term

MOST_TERMS = 20


def report(
    before: Ran, after: Ran, reasons: Sequence[str], terms: Sequence[Term], place: Path
) -> str:
    """Both accuracies of each set before and after, the verdict, and the terms to look at."""
    return "\n".join((*_numbers(before, after), "", *reasons, *_terms(terms, place)))


def _numbers(before: Ran, after: Ran) -> Iterator[str]:
    yield "오타 정확률, 정타 정확률; 95 % / typo and correct-text accuracy, before -> after:"
    then = before.headlines()
    for name, now in after.headlines().items():
        typo = _change(then[name], now, "typo_accuracy", "n_typo")
        clean = _change(then[name], now, "correct_text_accuracy", "n_clean")
        yield f"  {name:<12}  {typo:<44}  {clean}"


def _change(then: dict[str, Any], now: dict[str, Any], name: str, count: str) -> str:
    if not now[count]:
        return "-"
    low, high = now[f"{name}_interval"]
    return (
        f"{100 * then[name]:.1f} -> {100 * now[name]:.1f} % "
        f"[{100 * low:.1f}, {100 * high:.1f}] (n = {now[count]})"
    )


def _terms(terms: Sequence[Term], place: Path) -> Iterator[str]:
    if not terms:
        return
    yield ""
    yield (
        f"앞 모델이 바꾸던 낱말 {len(terms)}개 / words of the domain that the model changed "
        f"before; read them, then --protect {place / 'terms.txt'}:"
    )
    for term in terms[:MOST_TERMS]:
        yield f"  {term.text} -> {term.into} ({term.changed} times, seen {term.seen})"
