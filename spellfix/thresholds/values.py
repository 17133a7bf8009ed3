"""The least confidence of an edit that is made: one number, and others for single kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spellfix.config import one_of, share
from spellfix.edits import Edit
from spellfix.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Edits of a confidence of at least `overall` are made; of the kinds that `by_kind` names,
    those of at least the number it gives.

    Raises ConfigError for a number that is not between 0 and 1 and for a name that is none of
    `spellfix.kinds.KINDS`.

    >>> Thresholds(0.5, {"spacing": 0.8}).of("spacing"), Thresholds(0.5).of("spacing")
    (0.8, 0.5)
    """

    overall: float = 0.0
    by_kind: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        share("min_confidence", self.overall)
        for kind, least in self.by_kind.items():
            one_of("min_confidence by kind", kind, KINDS)
            share(f"min_confidence of {kind}", least)
        object.__setattr__(self, "by_kind", dict(self.by_kind))

    def of(self, kind: str) -> float:
        """The least confidence of an edit of `kind`."""
        return self.by_kind.get(kind, self.overall)

    def admit(self, edit: Edit) -> bool:
        """Whether `edit` is made."""
        return edit.confidence >= self.of(edit.kind)


EVERY_EDIT = Thresholds()
"""Every threshold open."""
