"""spellfix corrects Korean typos, offline. The whole public API is the names in `__all__`.

    >>> import spellfix
    >>> spellfix.__all__
    ['Correction', 'Corrector', 'Edit', 'SpellfixError', '__version__', 'correct']

`spellfix.correct(text)` is the one-liner; `Corrector.from_pretrained()` is what a program keeps.
Names are loaded when first used: importing this package loads no model and no heavy library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellfix.corrector import Correction, Corrector, correct
    from spellfix.edits import Edit
    from spellfix.errors import SpellfixError

__version__ = "0.1.0"

__all__ = ["Correction", "Corrector", "Edit", "SpellfixError", "__version__", "correct"]

_HOMES = {
    "Correction": "spellfix.corrector",
    "Corrector": "spellfix.corrector",
    "Edit": "spellfix.edits",
    "SpellfixError": "spellfix.errors",
    "correct": "spellfix.corrector",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'spellfix' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
