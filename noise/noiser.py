"""Draws errors from the sources by a recipe; the same (seed, epoch, index) gives the same typos."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from spellfix.noise.conversion import ConversionErrors
from spellfix.noise.loanword import LoanwordErrors
from spellfix.noise.particle import ParticleErrors
from spellfix.noise.proposals import WORD, NoiseEdit, Noisy, Source
from spellfix.noise.recipe import Recipe
from spellfix.noise.slips import KeyboardSlips
from spellfix.noise.spacing import SpacingErrors
from spellfix.noise.spelling import SpellingErrors

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "keyboard": KeyboardSlips(),
        "conversion": ConversionErrors(),
        "spelling": SpellingErrors(),
        "loanword": LoanwordErrors(),
        "spacing": SpacingErrors(),
        "particle": ParticleErrors(),
    }
)
TRIES = 12  # a source may find no place, or one that is already taken


class Noiser:
    """Makes typos: ``Noiser(seed=0).noise("안녕하세요.", epoch=0, index=0)``.

    Item (epoch, index) of a seed is the same whatever was asked for before it and in whichever
    process, so that data order and number of workers never change the training pairs.
    """

    def __init__(self, seed: int = 0, recipe: Recipe | None = None) -> None:
        self.seed = seed
        self.recipe = recipe or Recipe()
        self._kinds = [kind for kind, weight in self.recipe.mix.items() if weight > 0]
        self._weights = [self.recipe.mix[kind] for kind in self._kinds]

    def noise(self, text: str, epoch: int, index: int) -> Noisy:
        """``text`` with typos and the edits that made them, offsets into ``text``.

        A text in which no error finds a place (figures only, say) comes back as it is.
        """
        rng = Random(f"{self.seed}/{epoch}/{index}")
        if rng.random() < self.recipe.clean:
            return Noisy(text, ())
        edits: list[NoiseEdit] = []
        for _ in range(self._error_count(text, rng)):
            edit = self._draw(text, edits, rng)
            if edit:
                edits.append(edit)
        edits.sort(key=lambda edit: (edit.start, edit.end))
        return Noisy(_applied(text, edits), tuple(edits))

    def _error_count(self, text: str, rng: Random) -> int:
        """At least one error; more with the length, by a rate that varies from text to text."""
        words = len(WORD.findall(text))
        rate = min(1.0, self.recipe.rate * rng.expovariate(1.0))
        return max(1, sum(rng.random() < rate for _ in range(words)))

    def _draw(self, text: str, taken: list[NoiseEdit], rng: Random) -> NoiseEdit | None:
        for _ in range(TRIES):
            kind = rng.choices(self._kinds, self._weights)[0]
            edit = SOURCES[kind].propose(text, rng)
            if edit and all(edit.end < other.start or other.end < edit.start for other in taken):
                return edit
        return None


def _applied(text: str, edits: list[NoiseEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.after
        at = edit.end
    return "".join([*parts, text[at:]])
