"""spellfix itself, with the model that is shipped or that of a directory, as one system of many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy

from spellfix import __version__
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.pretrained import ModelDirectory
from spellfix.thresholds import Thresholds


class Spellfix:
    """The corrector of the model directory `model`, or of the shipped one where None. Raises
    ModelError as `Corrector.from_pretrained`."""

    name = "spellfix"

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        directory = ModelDirectory.open(model)
        self._corrector = Corrector.from_pretrained(directory.path)
        self.description = f"spellfix {__version__}, model {directory.name} {directory.version}"
        self.thresholds: Thresholds | None = directory.thresholds

    def correct_batch(self, texts: Sequence[str], /) -> list[Correction]:
        """Each text corrected; raises InputError for anything but a str."""
        return self._corrector.correct_batch(texts)

    def at(self, thresholds: Thresholds) -> Spellfix:
        """The same model with these thresholds."""
        other = copy(self)
        other._corrector = self._corrector.with_options(min_confidence=thresholds)
        other.thresholds = thresholds
        return other

    def close(self) -> None:
        """There is nothing to end."""
