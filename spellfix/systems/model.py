"""spellfix itself, with the model that is shipped or that of a directory, as one system of many."""

import os
from collections.abc import Sequence

from spellfix import __version__
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.pretrained import ModelDirectory


class Spellfix:
    """The corrector of the model directory `model`, or of the shipped one where None.

    corrector: what corrects, for those who want to know more than its text. Raises ModelError as
    `Corrector.from_pretrained`.
    """

    name = "spellfix"

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        directory = ModelDirectory.open(model)
        self.corrector = Corrector.from_pretrained(directory.path)
        self.description = f"spellfix {__version__}, model {directory.name} {directory.version}"

    def correct_batch(self, texts: Sequence[str], /) -> list[Correction]:
        """Each text corrected; raises InputError for anything but a str."""
        return self.corrector.correct_batch(texts)

    def close(self) -> None:
        """There is nothing to end."""
