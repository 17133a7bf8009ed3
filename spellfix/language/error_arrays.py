"""An error model as arrays, and back (`arrays` reads them from a file). Texts are UTF-8 with a line
feed between two. Knows nothing about what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from spellfix.language.arrays import Arrays
from spellfix.language.channel import Counts, ErrorModel

LEAST_RATE = 1e-9
"""Errors by stroke meant."""


def error_arrays(errors: ErrorModel) -> Arrays:
    """What `errors` has counted; its rate of errors is stored elsewhere."""
    arrays: Arrays = {}
    for name, counts in (("stroke", errors.strokes), ("char", errors.characters)):
        arrays[f"{name}_alphas"] = texts(alpha for alpha, _ in counts.rewrites)
        arrays[f"{name}_betas"] = texts(beta for _, beta in counts.rewrites)
        arrays[f"{name}_counts"] = np.array([*counts.rewrites.values()], "<i4")
        arrays[f"{name}_meant"] = texts(counts.meant)
        arrays[f"{name}_times"] = np.array([*counts.meant.values()], "<i4")
    return arrays


def error_model(arrays: Arrays, error_rate: float) -> ErrorModel:
    """The error model of `error_arrays`. Raises KeyError or ValueError where they do not fit
    together, or the rate is none."""
    if not LEAST_RATE <= error_rate <= 1:
        raise ValueError(f"error_rate is {error_rate!r}, expected {LEAST_RATE:g} to 1")
    strokes, characters = (_counts(arrays, name) for name in ("stroke", "char"))
    return ErrorModel(strokes, characters, error_rate)


def _counts(arrays: Arrays, name: str) -> Counts:
    sides = zip(lines(arrays[f"{name}_alphas"]), lines(arrays[f"{name}_betas"]), strict=True)
    counts, times = ([*map(int, arrays[f"{name}_{each}"])] for each in ("counts", "times"))
    if min(*counts, *times, 0) < 0:
        raise ValueError(f"{name}: counts below 0")
    return Counts(
        dict(zip(sides, counts, strict=True)),
        dict(zip(lines(arrays[f"{name}_meant"]), times, strict=True)),
    )


def texts(each: Iterable[str]) -> NDArray[np.uint8]:
    """Texts without line feeds as one array."""
    return np.frombuffer("\n".join(each).encode(), np.uint8)


def lines(array: NDArray[np.generic]) -> list[str]:
    """The texts of `texts`."""
    text = array.tobytes().decode("utf-8")
    return text.split("\n") if text else []
