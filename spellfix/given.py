"""What users hand over in several: texts, and terms to leave alone; knows nothing they are for."""

from collections.abc import Iterable

from spellfix.errors import ConfigError, InputError


def texts_given(texts: Iterable[str]) -> list[str]:
    """All of `texts`. Raises InputError for one string instead of several, and for no str.

    >>> texts_given(iter(["가", "나"]))
    ['가', '나']
    """
    if isinstance(texts, str):
        raise InputError("expected several texts, got one string; use correct()")
    given = list(texts)
    for text in given:
        if not isinstance(text, str):
            raise InputError(f"expected a text (str), got {type(text).__name__}")
    return given


def terms_given(protect: Iterable[str]) -> tuple[str, ...]:
    """All of `protect`. Raises ConfigError for one string instead of several."""
    if isinstance(protect, str):
        raise ConfigError(f"protect: expected several terms, got the string {protect!r}")
    return tuple(protect)
