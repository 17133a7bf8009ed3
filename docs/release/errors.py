"""The error model of the shipped model, counted from errors that the noise function makes, that the
text itself held and that the network was taught with; read by language.py."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mended import mended

from spellfix.evaluation import read_pairs
from spellfix.language.channel import ErrorModel
from spellfix.noise import Noiser, Recipe
from spellfix.noisy_channel.fitting import fit

Pairs = Sequence[tuple[str, str]]
"""What was typed, and what was meant."""


def counted(
    lines: Sequence[str], held: Pairs, taught: Sequence[Path], plan: Mapping[str, Any]
) -> ErrorModel:
    """The errors of [errors] in language.toml, ``plan``: those of the noise function in ``lines``,
    those that the text ``held``, and those of the files ``taught``, of which every so many lines
    count."""
    return fit([*noisy(lines, plan), *held, *read(taught, plan["every"])])


def noisy(lines: Sequence[str], plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    noiser = Noiser(plan["seed"], Recipe(rate=plan["rate"], clean=plan["clean"]))
    for number, line in enumerate(lines):
        yield noiser.noise(line, 0, number).text, line


def read(paths: Sequence[Path], every: int) -> Iterator[tuple[str, str]]:
    for path in paths:
        pairs = read_pairs(path)[::every]
        meant = mended([pair.targets[0].replace("\n", " ") for pair in pairs])
        yield from zip((pair.input for pair in pairs), meant, strict=True)
