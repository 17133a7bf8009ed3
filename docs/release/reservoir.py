"""Some of many, drawn evenly without knowing how many come (Algorithm R, Vitter 1985)."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from random import Random
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class Reservoir(Generic[Key, Item]):
    """seen: how many came for each key; kept: those of them that are drawn so far."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.seen: Counter[Key] = Counter()
        self.kept: defaultdict[Key, list[Item]] = defaultdict(list)

    def offer(self, key: Key, item: Item, most: int) -> None:
        """One more for ``key``, of which ``most`` are kept."""
        self.seen[key] += 1
        if len(self.kept[key]) < most:
            self.kept[key].append(item)
        elif (place := self._rng.randrange(self.seen[key])) < most:
            self.kept[key][place] = item
