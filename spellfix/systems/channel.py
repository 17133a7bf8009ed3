"""The statistical speller that is shipped, as one system of many."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from spellfix import __version__
from spellfix.correction import Correction
from spellfix.noisy_channel import NoisyChannel
from spellfix.thresholds import Thresholds


class Channel:
    """The noisy-channel speller with the model that is shipped. Raises ModelError as
    `NoisyChannel.from_pretrained`."""

    name = "noisy-channel"

    def __init__(self) -> None:
        self._speller = NoisyChannel.from_pretrained()
        self.description = f"spellfix {__version__}, noisy channel"
        self.thresholds: Thresholds | None = Thresholds(self._speller.min_confidence)

    def correct_batch(self, texts: Sequence[str], /) -> list[Correction]:
        """Each text corrected; raises InputError for anything but a str."""
        return self._speller.correct_batch(texts)

    def at(self, thresholds: Thresholds) -> Channel:
        """The same speller with the threshold that holds for all kinds; it knows no other."""
        other = copy(self)
        other._speller = self._speller.with_options(min_confidence=thresholds.overall)
        other.thresholds = Thresholds(thresholds.overall)
        return other

    def close(self) -> None:
        """There is nothing to end."""
