"""Checks of configuration values, answered in the words of the option that somebody gave.

Every configuration (`Recipe`, `TrainConfig`, the options of a `Corrector`) checks itself with
these, so that the same mistake reads the same everywhere. Knows no option by name.
"""

from collections.abc import Collection
from math import isfinite

from spellfix.errors import ConfigError


def share(option: str, value: float) -> float:
    """`value`, a number from 0 to 1. Raises ConfigError naming `option` for any other.

    >>> share("--rate", 0.5)
    0.5
    """
    if not 0 <= value <= 1:
        raise ConfigError(f"{option}: expected 0 to 1, got {value}")
    return value


def positive(option: str, value: float) -> float:
    """`value`, a finite number above 0. Raises ConfigError naming `option` for any other."""
    if not (isfinite(value) and value > 0):
        raise ConfigError(f"{option}: expected a number above 0, got {value}")
    return value


def at_least(option: str, value: int, least: int) -> int:
    """`value`, not below `least`. Raises ConfigError naming `option` otherwise."""
    if value < least:
        raise ConfigError(f"{option}: expected at least {least}, got {value}")
    return value


def one_of(option: str, value: str, choices: Collection[str]) -> str:
    """`value`, one of `choices`. Raises ConfigError naming `option` and what there is."""
    if value not in choices:
        raise ConfigError(f"{option}: expected one of {', '.join(choices)}, got {value!r}")
    return value


def port_number(option: str, given: str) -> int:
    """`given` as the number of a port, 0 for one that is free. Raises ConfigError naming `option`
    for what is none."""
    number = whole_number(given)
    if number is None or number >= 1 << 16:
        raise ConfigError(f"{option}: expected 0 to 65535, got {given[:20]!r}")
    return number


def whole_number(given: str) -> int | None:
    """`given` as a number of at most 18 digits, None where it is none: of thousands of digits
    Python makes no number.

    >>> whole_number("080"), whole_number("²"), whole_number("-1")
    (80, None, None)
    """
    known = given.isascii() and given.isdigit() and len(given) <= 18
    return int(given) if known else None
