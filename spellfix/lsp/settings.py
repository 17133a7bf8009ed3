"""What a client may set, and what is said when it sets something that cannot be.

Settings come as JSON, in `initializationOptions` or from the configuration of the editor; a value
that cannot be taken leaves the one before in force. Knows no protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from spellfix.kinds import KINDS

LONGEST_DELAY = 60_000
_ELSEWHERE = frozenset({"trace"})
"""Names that clients keep beside ours, for themselves."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are checked.

    model: a model directory, None for the shipped one. min_confidence: edits that the model is less
    sure of are not shown, None for the model's own threshold. dictionary: the file of terms to
    leave alone, None for the user's. delay: seconds without a change before a document is checked.
    kinds: those of `spellfix.kinds.KINDS` that are shown. most_bytes: larger documents (in UTF-8)
    are not checked.
    """

    model: Path | None = None
    min_confidence: float | None = None
    dictionary: Path | None = None
    delay: float = 0.3
    kinds: frozenset[str] = frozenset(KINDS)
    most_bytes: int = 4 << 20


def read(given: object, base: Settings) -> tuple[Settings, list[str]]:
    """`base` with what `given` sets, and a message for each thing that cannot be taken.

    >>> read({"delayMs": 500, "minConfidence": "high"}, Settings())[1]
    ["minConfidence: 0에서 1 사이의 수 / expected a number from 0 to 1, got 'high'"]
    """
    if given is None:
        return base, []
    if not isinstance(given, Mapping):
        return base, [_fault("spellfix", "객체", "an object", given)]
    problems: list[str] = []
    settings = base
    for name, value in given.items():
        if name in _ELSEWHERE or value is None:
            continue
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            problems.append(f"{name}: 모르는 설정입니다 / unknown setting; expected one of {known}")
            continue
        try:
            settings = _FIELDS[name](settings, value)
        except _UnfitError as error:
            problems.append(_fault(name, error.korean, error.english, value))
    return settings, problems


class _UnfitError(Exception):
    """A value that cannot be taken; what was expected, in two languages."""

    def __init__(self, korean: str, english: str) -> None:
        self.korean, self.english = korean, english


def _fault(name: str, korean: str, english: str, value: object) -> str:
    shown = repr(value)
    shown = shown if len(shown) <= 100 else f"{shown[:100]}…"
    return f"{name}: {korean} / expected {english}, got {shown}"


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isfinite(value) else None  # type: ignore[arg-type]


def _path(value: object) -> Path:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _UnfitError("경로", "a path")
    return Path(value).expanduser()


def _with_model(settings: Settings, value: object) -> Settings:
    return replace(settings, model=_path(value))


def _with_dictionary(settings: Settings, value: object) -> Settings:
    return replace(settings, dictionary=_path(value))


def _with_min_confidence(settings: Settings, value: object) -> Settings:
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise _UnfitError("0에서 1 사이의 수", "a number from 0 to 1")
    return replace(settings, min_confidence=number)


def _with_delay(settings: Settings, value: object) -> Settings:
    number = _number(value)
    if number is None or not 0 <= number <= LONGEST_DELAY:
        raise _UnfitError(
            f"0에서 {LONGEST_DELAY} 사이의 밀리초", f"milliseconds from 0 to {LONGEST_DELAY}"
        )
    return replace(settings, delay=number / 1000)


def _with_kinds(settings: Settings, value: object) -> Settings:
    if not isinstance(value, list) or not all(kind in KINDS for kind in value):
        names = ", ".join(KINDS)
        raise _UnfitError(f"다음 가운데 몇 가지의 목록: {names}", f"a list of some of {names}")
    return replace(settings, kinds=frozenset(value))


def _with_most_bytes(settings: Settings, value: object) -> Settings:
    number = _number(value)
    if number is None or number < 0 or number != int(number):
        raise _UnfitError("0 이상의 정수", "an integer of at least 0")
    return replace(settings, most_bytes=int(number))


_FIELDS = {
    "model": _with_model,
    "minConfidence": _with_min_confidence,
    "dictionary": _with_dictionary,
    "delayMs": _with_delay,
    "kinds": _with_kinds,
    "maxDocumentBytes": _with_most_bytes,
}
