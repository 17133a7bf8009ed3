"""A language model as one file of arrays, written and read; nothing is ever unpickled.

Sorted numbers are stored as differences, and these byte by byte, since most of their upper bytes
are 0. Whether the file is the one that was sealed is for those to check who list it
(`spellfix.manifest`, `spellfix.noisy_channel.storage`). Knows nothing about what numbers mean.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spellfix.atomic import write_atomically
from spellfix.errors import ModelError
from spellfix.language.arrays import DAMAGE, read_arrays
from spellfix.language.model import ORDER, LanguageModel, Level
from spellfix.language.symbols import Symbols

Arrays = Mapping[str, NDArray[np.generic]]


def to_bytes(model: LanguageModel) -> bytes:
    """The file of `model`: the same model is the same bytes."""
    characters = np.frombuffer(model.symbols.characters.encode(), np.uint8)
    arrays: dict[str, NDArray[np.generic]] = {"characters": characters}
    for number, level in enumerate(model.levels):
        steps = np.diff(level.keys, prepend=np.uint64(0)).astype("<u8")
        arrays[f"keys{number}"] = np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 8).T)
        arrays[f"costs{number}"] = level.costs
        arrays[f"backoffs{number}"] = level.backoffs
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def save(model: LanguageModel, path: str | os.PathLike[str]) -> None:
    """Write `model` to the file `path`, atomically. Raises ModelError where the system refuses."""
    place = Path(path)
    try:
        write_atomically(place, to_bytes(model))
    except OSError as error:
        raise ModelError(
            f"쓸 수 없습니다 / cannot write: {place} ({error.strerror or error})"
        ) from error


def load(path: str | os.PathLike[str]) -> LanguageModel:
    """The model in the file `path`. Raises ModelError where there is none or it is damaged."""
    place = Path(path)
    try:
        return _model(read_arrays(place))
    except DAMAGE as error:
        raise _damaged(place, error) from error


def _model(arrays: Arrays) -> LanguageModel:
    symbols = Symbols(arrays["characters"].tobytes().decode("utf-8"))
    levels = []
    for number in range(ORDER):
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
