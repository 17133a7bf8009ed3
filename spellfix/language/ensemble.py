"""Language models that are asked together: what one of them has not seen, another may know.

Characters know how words are spelled, pieces of words what stands beside what (experiment 022); an
error model knows what is easily typed for what (experiment 023). Knows nothing about changes, nor
why a weight is what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from spellfix.language.channel import ErrorModel
from spellfix.language.model import LanguageModel
from spellfix.language.symbols import Symbols

Weighed = tuple[LanguageModel, float]
"""A model, and what a nat of it counts."""


@dataclass(frozen=True)
class Ensemble:
    """Several models, each with its weight; errors: an error model with its own, where there is
    one. Raises ValueError where there are no language models, or a weight is not finite."""

    parts: tuple[Weighed, ...]
    errors: tuple[ErrorModel, float] | None = None

    def __post_init__(self) -> None:
        weighed = (*self.parts, *([self.errors] if self.errors else []))
        if not self.parts or not all(isfinite(weight) for _, weight in weighed):
            raise ValueError("expected language models with finite weights")

    def __iter__(self) -> Iterator[Weighed]:
        return iter(self.parts)


Language = LanguageModel | Ensemble


def of_characters(language: Language) -> LanguageModel | None:
    """The model of characters in `language`, if there is one."""
    models = [model for model, _ in language] if isinstance(language, Ensemble) else [language]
    return next((model for model in models if isinstance(model.symbols, Symbols)), None)
