"""What pairs say of each other: the same pair twice, and the same text with different targets.

Texts are known by 8 bytes of their digest, so that a pair takes some hundred bytes of memory,
however long it is. Texts that differ in Unicode form or in how much white space there is are the
same. Knows no model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import blake2b
from unicodedata import category, normalize

from spellfix.data.auditing.items import Item
from spellfix.data.auditing.reasons import Reason

Key = int
Targets = tuple[Key, ...]


class Relations:
    """What is known of all pairs once each has been given to `add`, in the order of the files."""

    def __init__(self) -> None:
        self._votes: defaultdict[Key, Counter[Targets]] = defaultdict(Counter)
        self._meant: Counter[Key] = Counter()
        self._first: dict[tuple[Key, Targets], str] = {}
        self._places: dict[Key, list[str]] = {}

    def add(self, item: Item) -> None:
        """Count what `item` says."""
        text, targets = _keys(item)
        self._votes[text][targets] += 1
        self._meant.update(targets)
        if self._first.setdefault((text, targets), item.place) == item.place:
            self._places.setdefault(text, []).append(item.place)

    def reasons(self, item: Item) -> list[Reason]:
        """What speaks against `item`, which has been given to `add`."""
        text, targets = _keys(item)
        found: list[Reason] = []
        first = self._first[text, targets]
        if first != item.place:
            found.append(Reason("duplicate", 1.0, f"= {first}"))
        if contrary := self._contrary(text, targets):
            found.append(contrary)
        elif corrected := self._corrected(text, targets[0]):
            found.append(corrected)
        return found

    def _contrary(self, text: Key, targets: Targets) -> Reason | None:
        """Others give the same text targets of which none is among these; each pair has a vote."""
        votes = self._votes[text]
        against = sum(n for other, n in votes.items() if not set(other) & set(targets))
        if not against:
            return None
        own = self._first[text, targets]
        place = next(place for place in self._places[text] if place != own)
        return Reason("contradiction", against / votes.total(), f"≠ {place}")

    def _corrected(self, text: Key, target: Key) -> Reason | None:
        """What is the target here is corrected where it is an input."""
        votes = self._votes.get(target)
        if votes is None or target == text:
            return None
        against = sum(n for others, n in votes.items() if target not in others)
        if not against:
            return None
        place = self._places[target][0]
        return Reason("contradiction", against / (against + self._meant[target]), f"≠ {place}")


def plain(text: str) -> str:
    """`text` in NFC, without signs that nobody sees, with single spaces and none at the ends.

    >>> plain(" 할\\u200b  수\\u00a0있다\\n")
    '할 수 있다'
    """
    seen = "".join(char for char in normalize("NFC", text) if category(char) != "Cf")
    return " ".join(seen.split())


def _keys(item: Item) -> tuple[Key, Targets]:
    return _key(item.pair.input), tuple(_key(target) for target in item.pair.targets)


def _key(text: str) -> Key:
    data = plain(text).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
