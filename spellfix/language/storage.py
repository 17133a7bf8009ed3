"""A language model, or several, as one file of arrays; nothing is ever unpickled.

Sorted numbers are stored as differences, and these byte by byte, since most of their upper bytes
are 0. Whether the file is the one that was sealed is for those to check who list it
(`spellfix.manifest`, `spellfix.noisy_channel.storage`). Knows nothing about what numbers mean.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np

from spellfix.atomic import write_atomically
from spellfix.errors import ModelError
from spellfix.language.arrays import DAMAGE, Arrays, read_arrays
from spellfix.language.channel import ErrorModel
from spellfix.language.ensemble import Ensemble, Language
from spellfix.language.error_arrays import error_arrays, error_model
from spellfix.language.model import WORD, LanguageModel, Level
from spellfix.language.pieces import Alphabet, Pieces
from spellfix.language.symbols import Symbols

WEIGHTS = "weights"
"""The array of a file that holds more than one model."""
ERRORS = "errors"
"""The array that says what an error model in such a file counts, and how often errors happen."""

_IN_USE: WeakValueDictionary[str, Language] = WeakValueDictionary()
"""Language models by the SHA-256 of their files."""


def to_bytes(language: Language) -> bytes:
    """The file of `language`: the same model is the same bytes."""
    arrays: Arrays = {}
    if isinstance(language, Ensemble):
        arrays[WEIGHTS] = np.array([weight for _, weight in language], np.float64)
        for number, (model, _) in enumerate(language):
            arrays |= {_prefix(number) + name: each for name, each in _arrays(model).items()}
        if language.errors:
            errors, weight = language.errors
            arrays[ERRORS] = np.array([weight, errors.error_rate], np.float64)
            arrays |= {_prefix(ERRORS) + name: each for name, each in error_arrays(errors).items()}
    else:
        arrays = _arrays(language)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def save(language: Language, path: str | os.PathLike[str]) -> None:
    """Write `language` to the file `path`, atomically. Raises ModelError where the system
    refuses."""
    place = Path(path)
    try:
        write_atomically(place, to_bytes(language))
    except OSError as error:
        raise ModelError(
            f"쓸 수 없습니다 / cannot write: {place} ({error.strerror or error})"
        ) from error


def load(path: str | os.PathLike[str]) -> Language:
    """What is in the file `path`. Raises ModelError where there is none or it is damaged."""
    place = Path(path)
    try:
        arrays = read_arrays(place)
        if WEIGHTS not in arrays:
            return _model(arrays)
        weights = enumerate(np.atleast_1d(arrays[WEIGHTS]).astype(np.float64).tolist())
        parts = tuple((_model(_of(arrays, n)), weight) for n, weight in weights)
        return Ensemble(parts, _errors(arrays) if ERRORS in arrays else None)
    except DAMAGE as error:
        raise _damaged(place, error) from error


def shared(path: str | os.PathLike[str], fingerprint: str) -> Language:
    """What is in the file `path`, whose SHA-256 is `fingerprint`; one that is in use already is not
    loaded again, wherever it came from. Raises ModelError as `load` does."""
    language = _IN_USE.get(fingerprint)
    if language is None:
        language = _IN_USE[fingerprint] = load(path)
    return language


def load_model(path: str | os.PathLike[str]) -> LanguageModel:
    """The one model in the file `path`, of characters. Raises ModelError for anything else, too."""
    found = load(path)
    if isinstance(found, Ensemble) or isinstance(found.symbols, Pieces):
        raise _damaged(Path(path), ValueError("expected one model, of characters"))
    return found


def _arrays(model: LanguageModel) -> Arrays:
    symbols = model.symbols
    arrays: Arrays = {}
    if isinstance(symbols, Pieces):
        arrays["pieces"] = np.frombuffer(symbols.model, np.uint8)
    else:
        arrays["characters"] = np.frombuffer(symbols.characters.encode(), np.uint8)
    for number, level in enumerate(model.levels):
        steps = np.diff(level.keys, prepend=np.uint64(0)).astype("<u8")
        arrays[f"keys{number}"] = np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 8).T)
        arrays[f"costs{number}"] = level.costs
        arrays[f"backoffs{number}"] = level.backoffs
    return arrays


def _prefix(model: int | str) -> str:
    return f"{model}."


def _of(arrays: Arrays, model: int | str) -> Arrays:
    """Those of one of several models, under their own names."""
    prefix = _prefix(model)
    return {name[len(prefix) :]: each for name, each in arrays.items() if name.startswith(prefix)}


def _errors(arrays: Arrays) -> tuple[ErrorModel, float]:
    weight, rate = arrays[ERRORS].astype(np.float64).tolist()
    return error_model(_of(arrays, ERRORS), rate), weight


def _symbols(arrays: Arrays) -> Alphabet:
    if "pieces" in arrays:
        return Pieces(arrays["pieces"].tobytes())
    return Symbols(arrays["characters"].tobytes().decode("utf-8"))


def _model(arrays: Arrays) -> LanguageModel:
    symbols = _symbols(arrays)
    levels = []
    for number in range(WORD // symbols.bits):
        planes = np.ascontiguousarray(arrays[f"keys{number}"].T)
        keys = np.cumsum(planes.view("<u8").ravel(), dtype=np.uint64)
        costs, backoffs = arrays[f"costs{number}"], arrays[f"backoffs{number}"]
        if not keys.shape == costs.shape == backoffs.shape:
            raise ValueError(f"n-grams of {number + 1}: arrays of different lengths")
        if (keys[1:] <= keys[:-1]).any():
            raise ValueError(f"n-grams of {number + 1}: not in order")
        levels.append(Level(keys, costs.astype(np.uint8), backoffs.astype(np.uint8)))
    if len(levels[0].keys) != len(symbols):
        raise ValueError(f"{len(levels[0].keys)} single symbols, expected {len(symbols)}")
    return LanguageModel(symbols, levels)


def _damaged(path: Path, why: Exception) -> ModelError:
    return ModelError(
        f"{path}: expected a language model as spellfix.language writes it, but it cannot be read "
        f"({why}); copy or build it again"
    )
