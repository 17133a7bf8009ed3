"""Systems by name; imports only the one that is asked for."""

import os
from collections.abc import Callable
from functools import partial

from spellfix.errors import ConfigError
from spellfix.systems.copying import Copy
from spellfix.systems.kiwi import MODES, Kiwi
from spellfix.systems.system import System

Model = str | os.PathLike[str] | None


def open_system(name: str, model: Model = None) -> System:
    """The system `name`, one of `names()`, ready to correct.

    model: the model directory of "spellfix", the shipped model where None; other systems have none
    and pass over it. Raises ConfigError for an unknown name, and where the library or program of a
    system is not installed; ModelError for a model directory that is missing or damaged.
    """
    if name not in _OPENERS:
        raise ConfigError(
            f"모르는 시스템입니다 / no such system: {name!r}; "
            f"{', '.join(names())} 가운데 하나 / expected one of these"
        )
    return _OPENERS[name](model)


def names() -> tuple[str, ...]:
    """The names that `open_system` takes."""
    return tuple(_OPENERS)


def _spellfix(model: Model) -> System:
    from spellfix.systems.model import Spellfix

    return Spellfix(model)


def _noisy_channel(_: Model) -> System:
    from spellfix.systems.channel import Channel

    return Channel()


def _kiwi(mode: str, _: Model) -> System:
    return Kiwi(mode)


def _hunspell(_: Model) -> System:
    from spellfix.systems.hunspell import Hunspell

    return Hunspell()


def _copy(_: Model) -> System:
    return Copy()


_OPENERS: dict[str, Callable[[Model], System]] = {
    "spellfix": _spellfix,
    "noisy-channel": _noisy_channel,
    **{f"kiwi:{mode}" if mode else "kiwi": partial(_kiwi, mode) for mode in MODES},
    "hunspell": _hunspell,
    "copy": _copy,
}
