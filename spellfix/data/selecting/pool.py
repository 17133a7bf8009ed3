"""The texts to choose from: each once, none too long, and no more than can be corrected in time.

Of more texts those are drawn whose hash is lowest: a sample that depends on the texts alone, not on
their order, and that holds in memory no more than it keeps. Knows no model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappush, heappushpop
from unicodedata import normalize

from spellfix.config import at_least
from spellfix.data.records import Text

LONGEST = 20_000
"""Code points: the service takes no longer text."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The texts drawn, in the order of their sources, and what became of all others.

    read: how many there were. damaged, empty, long, repeated, known: how many were passed over;
    `known` had been reviewed already. The rest was not drawn.
    """

    texts: tuple[Text, ...]
    read: int = 0
    damaged: int = 0
    empty: int = 0
    long: int = 0
    repeated: int = 0
    known: int = 0


def draw(texts: Iterable[Text], most: int, *, known: Iterable[str] = (), seed: int = 0) -> Pool:
    """At most `most` of `texts`, none of those in `known`: the same ones whatever their order.

    Raises ConfigError for `most` below 1.
    """
    at_least("--pool", most, 1)
    before = {_fingerprint(text, seed) for text in known}
    met: set[bytes] = set()
    kept: list[tuple[int, int, Text]] = []  # the lowest hash last to go: hashes are negated
    counts = dict.fromkeys(("read", "damaged", "empty", "long", "repeated", "known"), 0)
    for text in texts:
        counts["read"] += 1
        reason = _passed_over(text)
        mark = _fingerprint(text.text, seed)
        if not reason and mark in before:
            reason = "known"
        if not reason and mark in met:
            reason = "repeated"
        if reason:
            counts[reason] += 1
            continue
        met.add(mark)
        entry = (-int.from_bytes(mark, "big"), -counts["read"], text)
        if len(kept) < most:
            heappush(kept, entry)
        else:
            heappushpop(kept, entry)
    in_order = sorted(kept, key=lambda entry: -entry[1])
    return Pool(tuple(text for _, _, text in in_order), **counts)


def _passed_over(text: Text) -> str:
    if text.damage or not _whole(text.text):
        return "damaged"
    if not text.text.strip():
        return "empty"
    return "long" if len(text.text) > LONGEST else ""


def _whole(text: str) -> bool:
    """Whether no character of it is half of one, which no file and no service can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fingerprint(text: str, seed: int) -> bytes:
    """The same for texts that differ in white space and Unicode form alone."""
    told = normalize("NFC", " ".join(text.split()))
    key = str(seed).encode()[:64]
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()
