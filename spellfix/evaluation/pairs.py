"""Texts as written and as meant, read from files; knows no corrector.

A file of pairs has one JSON object a line: `{"input", "target"}`, or `{"input", "targets": [...]}`
where several texts are right, and perhaps `"kind"`, `"domain"`, `"test"` (the behavioural test it
belongs to) and `"id"`, which is unique in its file. Any other key is carried by the file and not
read. An input that is among its targets is a text that must be left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spellfix.errors import InputError
from spellfix.lines import open_binary, read_records
from spellfix.metrics import Referenced


@dataclass(frozen=True, slots=True)
class Pair(Referenced):
    """A text as written and as meant.

    alternatives: other texts that are as right as the target. kind: of its errors. domain: of the
    text. test: the behavioural test it belongs to. set: the stem of its file. All None where nobody
    says.
    """

    input: str
    target: str
    kind: str | None = None
    alternatives: tuple[str, ...] = ()
    domain: str | None = None
    test: str | None = None
    id: str | None = None
    set: str | None = None


class PairFiles:
    """Pairs in files, read anew whenever they are gone through: memory holds none of them.

    All lines are read once at the start, so that what is wrong with a file is known before the
    first text is corrected. Raises InputError if a file cannot be read or holds no pair, and,
    naming file and line, if a line is no pair or repeats an id.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._count = sum(_checked(path) for path in self.paths)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Pair]:
        for path in self.paths:
            yield from _pairs(path)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs in ``path``; empty lines are passed over. Raises as PairFiles does."""
    _checked(path)
    return list(_pairs(path))


def parse_pair(line: str | bytes, place: str) -> Pair:
    """The pair in one line of JSON. Raises InputError that begins with ``place``.

    >>> parse_pair('{"input": "않 돼", "target": "안 돼"}', "here:1").targets
    ('안 돼',)
    >>> parse_pair('{"input": "할수 있다", "targets": ["할 수 있다", "할 수 있어"]}', "a:2").targets
    ('할 수 있다', '할 수 있어')
    """
    record = _object(line, place)
    if not isinstance(record.get("input"), str):
        raise InputError(f'{place}: "input"에 글이 없습니다 / "input" must be a string')
    target, *others = _targets(record, place)
    return Pair(
        record["input"],
        target,
        _text(record, "kind", place),
        tuple(others),
        domain=_text(record, "domain", place),
        test=_text(record, "test", place),
        id=_text(record, "id", place),
    )


def _object(line: str | bytes, place: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: JSON이 아닙니다 / not JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(
            f'{place}: {{"input": ..., "target": ...}} 꼴이 아닙니다 / expected an object, got '
            f"{type(record).__name__}"
        )
    return record


def _targets(record: Mapping[str, Any], place: str) -> list[str]:
    """What is right, each once."""
    given = record.get("targets", [])
    if "target" in record or "targets" not in record:
        if not isinstance(record.get("target"), str):
            raise InputError(f'{place}: "target"에 글이 없습니다 / "target" must be a string')
        given = [record["target"], *given] if isinstance(given, list) else None
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise InputError(
            f'{place}: "targets"는 글의 목록이어야 합니다 / "targets" must be a list of one string '
            "or more"
        )
    return list(dict.fromkeys(given))


def _text(record: Mapping[str, Any], key: str, place: str) -> str | None:
    value = record.get(key)
    if not isinstance(value, str | None):
        raise InputError(f'{place}: "{key}"는 글이어야 합니다 / "{key}" must be a string')
    return value


def _checked(path: Path) -> int:
    """How many pairs ``path`` holds."""
    count = 0
    seen: dict[str, int] = {}
    for number, pair in _numbered(path):
        count += 1
        if pair.id is not None and seen.setdefault(pair.id, number) != number:
            raise InputError(
                f'{path}:{number}: "id" {pair.id!r}는 {seen[pair.id]}째 줄에도 있습니다 / is also '
                f"that of line {seen[pair.id]}; expected another one, or none"
            )
    if not count:
        raise InputError(f"{path}: 쌍이 없습니다 / no pairs in this file")
    return count


def _pairs(path: Path) -> Iterator[Pair]:
    for _, pair in _numbered(path):
        yield replace(pair, set=path.stem)


def _numbered(path: Path) -> Iterator[tuple[int, Pair]]:
    with open_binary(path) as file:
        try:
            for number, line in read_records(file, str(path)):
                yield number, parse_pair(line, f"{path}:{number}")
        except OSError as error:
            raise InputError(
                f"읽을 수 없습니다 / cannot read: {path} ({error.strerror or error})"
            ) from error
