"""A parser of command lines whose complaints are those of the house: what was given, what was
expected, what to do, in Korean and English; knows no option."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from difflib import get_close_matches
from typing import NoReturn

from spellfix.errors import ConfigError

_KOREAN = (  # how argparse puts it: how we say it before
    ("expected one argument", "값이 빠졌습니다"),
    ("expected at least one argument", "값이 빠졌습니다"),
    ("unrecognized arguments", "모르는 선택 사항입니다"),
    ("ambiguous option", "어느 선택 사항인지 모호합니다"),
    ("ignored explicit argument", "값을 받지 않습니다"),
    ("the following arguments are required", "빠졌습니다"),
)


class Arguments(ArgumentParser):
    """Raises ConfigError where an ArgumentParser would print its usage and leave the program."""

    def error(self, message: str) -> NoReturn:
        said = message.removeprefix("argument ")
        korean = "".join(f"{ours} / " for theirs, ours in _KOREAN if theirs in said)
        raise ConfigError(f"{korean}{said}{self._meant(said)}; {self.prog} --help")

    def _meant(self, message: str) -> str:
        """The option that somebody who mistyped one may have meant."""
        _, unrecognized, given = message.partition("unrecognized arguments: ")
        unknown = given.partition(" ")[0].partition("=")[0]
        close = get_close_matches(unknown, self._option_string_actions, 1) if unrecognized else []
        return "".join(f"; 혹시 / did you mean {option}?" for option in close)


def one_of(*names: str) -> Callable[[str], str]:
    """A type of argument: one of ``names``."""

    def parse(given: str) -> str:
        if given not in names:
            raise ArgumentTypeError(
                f"{', '.join(names)} 가운데 하나 / expected one of these, got {given!r}"
            )
        return given

    return parse


def count(given: str) -> int:
    """A type of argument: a whole number from 1 on."""
    known = given.isascii() and given.isdigit() and len(given) <= 18
    if not (known and int(given)):  # of thousands of digits Python makes no number
        raise ArgumentTypeError(f"1 이상의 정수 / expected a number from 1 on, got {given[:20]!r}")
    return int(given)


def share(given: str) -> float:
    """A type of argument: a number from 0 to 1."""
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ArgumentTypeError(f"0에서 1 사이의 수 / expected a number from 0 to 1, got {given!r}")
    return number
