"""JSON that means one thing (RFC 8259), for files that decide what is loaded; knows no such file.

Refuses what parsers disagree about or may choke on: the same key twice, NaN and infinities, numbers
beyond float64, lists and objects deeper than JSON_DEPTH.
"""

import json
from math import isfinite
from typing import NoReturn

from spellfix.limits import JSON_DEPTH


def parse(raw: bytes) -> object:
    """The value that `raw`, JSON in UTF-8, stands for. Raises ValueError that says what is wrong.

    >>> parse(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ValueError: the key 'a' occurs twice in an object
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise ValueError(f"nested deeper than {JSON_DEPTH}") from error
    level, depth = [value], 0
    while level := [each for part in level for each in _parts(part)]:
        depth += 1
        if depth > JSON_DEPTH:
            raise ValueError(f"nested deeper than {JSON_DEPTH}")
    return value


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:80]!r} occurs twice in an object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"the number {text[:30]} is too large")
    return value
