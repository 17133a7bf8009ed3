"""Archives corrected: many files in, one row out for every row in, by as many workers as there are.

    spellfix.bulk.correct_files(["archive/*.jsonl"], "corrected", engine="ray")
    spellfix.bulk.correct_columns(texts)        # inside of Spark, Dask or any other engine

choices     what may be asked for
files       what is read and where: paths, globs, URLs
sources     a file as it was found: fingerprint, rows, the portions it is cut into
rows        the rows of a portion, whatever is wrong with them
columns     texts to corrections, one for each
parts       corrections to a file of the output
places      where the output is made: a folder, an object store
work        a portion becomes a part
engines     who does the work: processes here, or the actors of Ray
running     all of it, in order, to go on with after a kill

Knows nothing about options and terminals.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellfix.bulk.columns import correct_columns
    from spellfix.bulk.running import Summary, correct_files

__all__ = ["Summary", "correct_columns", "correct_files"]

_HOMES = {
    "Summary": "spellfix.bulk.running",
    "correct_columns": "spellfix.bulk.columns",
    "correct_files": "spellfix.bulk.running",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'spellfix.bulk' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
