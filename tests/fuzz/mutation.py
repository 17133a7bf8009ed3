"""Changes of an input that know characters: the fuzzer's own cut them in half.

Half of the time the fuzzer's own changes are left to it. Knows no target and no fuzzer.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.given import BREAK
from tests.fuzz.texts import WORDS

TOKENS = (*(word.encode("utf-8", "surrogatepass") for word in WORDS), BREAK)

BLOCKS = (
    (0, 0x80), (0x80, 0x800), (0x1100, 0x1200), (0x2000, 0x2100), (0x3130, 0x3190),
    (0xAC00, 0xD800), (0xD800, 0xE000), (0x1F000, 0x1FB00), (0, 0x110000),
)  # fmt: skip


def mutated(data: bytes, longest: int, seed: int, other: Callable[[bytes, int], bytes]) -> bytes:
    """`data` after one to three changes, or after those of `other`; at most `longest` bytes."""
    rng = Random(seed)
    if rng.random() < 0.5:
        return bytes(other(data, longest))
    for _ in range(rng.randint(1, 3)):
        data = _changed(data, rng)
    return data[:longest]


def _changed(data: bytes, rng: Random) -> bytes:
    starts = [at for at, byte in enumerate(data) if byte & 0xC0 != 0x80] + [len(data)]
    first, last = sorted((rng.choice(starts), rng.choice(starts)))
    if rng.random() < 0.6:  # a short stretch
        last = starts[min(len(starts) - 1, starts.index(first) + rng.randrange(4))]
    here = data[first:last]
    instead = rng.choice(
        (
            b"",
            rng.choice(TOKENS),
            here + rng.choice(TOKENS),
            rng.choice(TOKENS) + here + rng.choice(TOKENS),
            here * rng.randint(2, 5),
            rng.choice(TOKENS) * rng.randint(2, 40),
            _character(rng),
            here[::-1] if here.isascii() else here + here,
        )
    )
    return data[:first] + instead + data[last:]


def _character(rng: Random) -> bytes:
    low, high = rng.choice(BLOCKS)
    return chr(rng.randrange(low, high)).encode("utf-8", "surrogatepass")
