"""A failing input made as small as it gets: whatever can go without another failure goes."""

from __future__ import annotations

from collections.abc import Callable

TRIES = 20_000


def minimal(data: bytes, check: Callable[[bytes], None]) -> bytes:
    """`data` without the stretches, of characters and then of bytes, that its failure, told by its
    type, does not need; letters become simple ones where that is enough."""
    tries = TRIES
    wanted = _failure(data, check)

    def fails(candidate: bytes) -> bool:
        nonlocal tries
        tries -= 1
        return tries > 0 and _failure(candidate, check) is wanted

    size = max(1, len(data) // 2)
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if fails(shorter):
                data = shorter
            else:
                at += size
        size //= 2
    for at, byte in enumerate(data):
        simple = data[:at] + b"a" + data[at + 1 :]
        if byte not in b"a\xff" and fails(simple):
            data = simple
    return data


def _failure(data: bytes, check: Callable[[bytes], None]) -> type[Exception] | None:
    try:
        check(data)
    except Exception as error:
        return type(error)
    return None
