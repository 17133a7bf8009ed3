"""Counts the errors in pairs of texts: what was typed and what was meant. Knows no probabilities.

Nothing is guessed and then improved on: a pair is aligned once, by `spellfix.edits.align`, and what
differs is counted as `spellfix.language.channel` will look it up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

from spellfix.edits import align
from spellfix.keyboard import strokes
from spellfix.language.channel import (
    START,
    WIDEST,
    Counts,
    ErrorModel,
    Rewrite,
    character_rewrites,
    narrowed,
    stroke_rewrites,
)

Key = TypeVar("Key", str, Rewrite)

LEAST_COUNT = 2
"""Of a rewrite of characters that is kept."""


def fit(pairs: Iterable[tuple[str, str]], least_count: int = LEAST_COUNT) -> ErrorModel:
    """The error model of pairs (typed, meant); correct ones say how rare errors are."""
    by_strokes: Counter[Rewrite] = Counter()
    by_characters: Counter[Rewrite] = Counter()
    strokes_meant: Counter[str] = Counter()
    texts: list[str] = []
    for typed, meant in pairs:
        texts.append(START + meant + START)
        keys = strokes(texts[-1])
        strokes_meant.update(keys[1:])
        strokes_meant.update(map("".join, pairwise(keys)))
        for edit in align(meant, typed):
            around = meant[edit.start - 1 : edit.start] or START, meant[edit.end : edit.end + 1]
            whole = around[0] + edit.before + around[1], around[0] + edit.after + around[1]
            before, alpha, beta, behind = narrowed(*whole)
            by_strokes.update(stroke_rewrites(before, alpha, beta))
            by_characters.update(character_rewrites(before, alpha, beta, behind))
    kept = {rewrite: count for rewrite, count in by_characters.items() if count >= least_count}
    characters = _meant({alpha for alpha, _ in kept}, texts)
    typed_strokes = sum(count for keys, count in strokes_meant.items() if len(keys) == 1)
    return ErrorModel(
        Counts(_sorted(by_strokes), _sorted({a: strokes_meant[a] for a, _ in by_strokes})),
        Counts(_sorted(kept), _sorted(characters)),
        by_strokes.total() / max(typed_strokes, 1) or 1e-6,
    )


def _meant(wanted: set[str], texts: Iterable[str]) -> dict[str, int]:
    """How often each of `wanted` stands in the texts."""
    counts = dict.fromkeys(wanted, 0)
    for text in texts:
        for width in range(1, WIDEST + 1):
            for start in range(len(text) - width + 1):
                if (part := text[start : start + width]) in counts:
                    counts[part] += 1
    return counts


def _sorted(counts: dict[Key, int]) -> dict[Key, int]:
    return {key: counts[key] for key in sorted(counts)}
