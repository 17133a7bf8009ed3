"""spellfix corrects Korean typos, offline. The whole public API is the names in `__all__`.

`spellfix.correct(text)` is the one-liner; `Corrector.from_pretrained()` is what a program keeps;
`spellfix.explain(text, edit)` says why an edit is made.
Names are loaded when first used: importing this package loads no model and no heavy library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellfix.correction import Correction, Passage
    from spellfix.corrector import Corrector, correct
    from spellfix.edits import Edit
    from spellfix.errors import SpellfixError
    from spellfix.explanations import Explanation, explain

__version__ = "0.1.0"

__all__ = [
    "Correction",
    "Corrector",
    "Edit",
    "Explanation",
    "Passage",
    "SpellfixError",
    "__version__",
    "correct",
    "explain",
]

_HOMES = {
    "Correction": "spellfix.correction",
    "Corrector": "spellfix.corrector",
    "Edit": "spellfix.edits",
    "Explanation": "spellfix.explanations",
    "Passage": "spellfix.correction",
    "SpellfixError": "spellfix.errors",
    "correct": "spellfix.corrector",
    "explain": "spellfix.explanations",
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
