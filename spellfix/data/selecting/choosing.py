"""The most doubtful texts, but no error and no text twice.

Greedy: in each step the text whose doubt, times the share of it that is new, is largest. New are
character trigrams that no chosen text has; an error that was chosen before counts a quarter. The
gain of a text only falls as others are chosen, so old gains are bounds and few are computed anew
(Minoux 1978, "Accelerated greedy algorithms"). A quarter of the places is shared out among the
kinds of edits, the rarest first, so that the model learns of those too. Knows no model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

from spellfix.config import at_least
from spellfix.data.selecting.doubt import Candidate, Key, Sign, signs, together

GRAM = 3
AGAIN = 0.25
"""What is left of a sign each time its error is chosen."""
FOR_KINDS = 0.25
"""The share of the places that is divided equally among kinds."""
LEAST = 1e-3
"""Doubt about a text without a sign: it may be chosen when nothing better is left."""
LENGTH = 200
"""Code points of a text that costs a reviewer no more than a short one."""
WORTH_TELLING = 0.05


@dataclass(frozen=True, slots=True)
class Chosen:
    """A text that was chosen. gain: what it added when it was. doubt: the probability that its
    correction is wrong. why: names of the signs, the strongest first, and ``kind:NAME`` where it
    was chosen for the sake of a kind."""

    candidate: Candidate
    gain: float
    doubt: float
    why: tuple[str, ...]


def choose(
    candidates: Sequence[Candidate], count: int, *, known: Iterable[str] = ()
) -> list[Chosen]:
    """At most `count` of `candidates`, the largest gain first: fewer where the rest is nothing new.

    known: texts that were reviewed before; what they hold is not new. Raises ConfigError for a
    count below 1. Deterministic: of equal gains, the earlier candidate.
    """
    at_least("--count", count, 1)
    choosing = _Choosing(candidates, known)
    rarity = Counter(kind for each in candidates for kind in each.kinds)
    kinds = sorted(rarity, key=lambda kind: (rarity[kind], kind))
    places = int(FOR_KINDS * count) // max(1, len(kinds))
    for kind in kinds:
        have = sum(kind in candidates[at].kinds for at in choosing.chosen)
        of_kind = [at for at, each in enumerate(candidates) if kind in each.kinds]
        choosing.take(of_kind, min(places - have, count - len(choosing.chosen)), f"kind:{kind}")
    choosing.take(range(len(candidates)), count - len(choosing.chosen))
    return sorted(choosing.chosen.values(), key=lambda each: -each.gain)


class _Choosing:
    """What was chosen so far, by index, and what that leaves of the others."""

    def __init__(self, candidates: Sequence[Candidate], known: Iterable[str]) -> None:
        self.chosen: dict[int, Chosen] = {}
        self._candidates = candidates
        self._signs = [signs(each) for each in candidates]
        self._names: dict[str, int] = {}
        self._grams = [self._numbered(each.text.text) for each in candidates]
        self._covered = {gram for text in known for gram in self._numbered(text)}
        self._shares: dict[Key, float] = {}

    def take(self, indices: Iterable[int], count: int, why: str = "") -> None:
        """Choose at most `count` of the candidates at `indices`."""
        waiting = [(-self._gain(at), at) for at in indices if at not in self.chosen]
        heapify(waiting)
        while count > 0 and waiting:
            bound, at = waiting[0]
            gain = self._gain(at)
            if gain < -bound:
                heapreplace(waiting, (-gain, at))
                continue
            heappop(waiting)
            if gain <= 0:
                return
            self._choose(at, gain, why)
            count -= 1

    def _choose(self, at: int, gain: float, why: str) -> None:
        found = self._signs[at]
        told = (*([why] if why else []), *_names(found))
        self.chosen[at] = Chosen(self._candidates[at], gain, together(found), told)
        self._covered.update(self._grams[at])
        for key in {sign.key for sign in found if sign.key}:
            self._shares[key] = AGAIN * self._shares.get(key, 1.0)

    def _gain(self, at: int) -> float:
        grams = self._grams[at]
        new = sum(gram not in self._covered for gram in grams) / len(grams) if grams else 0.0
        doubt = max(LEAST, together(self._signs[at], self._shares))
        length = len(self._candidates[at].text.text)
        return float(doubt * new / max(1.0, length / LENGTH) ** 0.5)

    def _numbered(self, text: str) -> frozenset[int]:
        """The trigrams of a text without white space, as numbers."""
        bare = "".join(text.split())
        grams = {bare[at : at + GRAM] for at in range(max(1, len(bare) - GRAM + 1))} - {""}
        return frozenset(self._names.setdefault(gram, len(self._names)) for gram in grams)


def _names(found: Iterable[Sign]) -> tuple[str, ...]:
    """Names of the signs that are worth telling, each once, the strongest first."""
    strong = sorted(found, key=lambda sign: -sign.weight)
    return tuple(dict.fromkeys(sign.name for sign in strong if sign.weight >= WORTH_TELLING))
