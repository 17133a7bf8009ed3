"""The error model of the shipped model, counted from errors that the noise function makes, that the
text itself held and that the network is taught with; read by language.py."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spellfix.language.channel import ErrorModel
from spellfix.noise import Noiser, Recipe
from spellfix.noisy_channel.build import read_pairs
from spellfix.noisy_channel.fitting import fit

Pairs = Sequence[tuple[str, str]]
"""What was typed, and what was meant."""


def counted(
    lines: Sequence[str], held: Pairs, taught: Sequence[Path], made: Mapping[str, Any]
) -> ErrorModel:
    """The errors of [language.errors] in release.toml, ``made``: those of the noise function in
    ``lines``, those that the text ``held``, and those of the files ``taught``, of which every so
    many lines count."""
    pairs = [pair for path in taught for pair in read_pairs(path)[:: made["every"]]]
    return fit([*noisy(lines, made), *held, *pairs])


def noisy(lines: Sequence[str], made: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    noiser = Noiser(made["seed"], Recipe(rate=made["rate"], clean=made["clean"]))
    for number, line in enumerate(lines):
        yield noiser.noise(line, 0, number).text, line
