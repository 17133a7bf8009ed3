"""Draws errors from the rules by a recipe; the same (seed, epoch, index) gives the same typos."""

from bisect import bisect
from itertools import accumulate
from math import exp
from random import Random

from spellfix.noise.catalogue import catalogue
from spellfix.noise.noisy import NoiseEdit, Noisy
from spellfix.noise.recipe import Recipe
from spellfix.noise.rule import apart, changed, kind_of
from spellfix.noise.sentence import Sentence
from spellfix.noise.words import reads_well

TRIES = 40  # a rule may find no place, or one that is already taken
EVEN = 1e-6  # a burstiness below which texts count as all alike
_WORD = 1 << 64


class Noiser:
    """Makes typos: ``Noiser(seed=0).noise("안녕하세요.", epoch=0, index=0)``.

    Item (epoch, index) of a seed is the same whatever was asked for before it and in whichever
    process, so that data order and number of workers never change the training pairs. A recipe
    with a higher rate adds errors to those of a lower one and takes none away.
    """

    def __init__(self, seed: int = 0, recipe: Recipe | None = None) -> None:
        self.seed = seed
        self.recipe = recipe or Recipe()
        weights = self.recipe.weights()
        rules = catalogue(self.recipe.layout)
        self._rules = [
            (rules[name], kind_of(name)) for name, weight in weights.items() if weight > 0
        ]
        self._cumulative = list(accumulate(weight for weight in weights.values() if weight > 0))

    def noise(self, text: str, epoch: int, index: int) -> Noisy:
        """``text`` with typos and the edits that made them, offsets into ``text``.

        A text in which no error finds a place (figures only, say) comes back as it is.
        """
        rng = Random(((self.seed % _WORD) * _WORD + epoch % _WORD) * _WORD + index % _WORD)
        if rng.random() < self.recipe.clean:
            return Noisy(text, ())
        sentence = Sentence(text)
        edits: list[NoiseEdit] = []
        for _ in range(self._error_count(sentence, rng)):
            edit = self._draw(sentence, edits, rng)
            if edit:
                edits.append(edit)
        edits.sort(key=_start)
        noisy = _applied(text, edits)
        while edits and noisy == text:  # one error undid another
            edits.pop()
            noisy = _applied(text, edits)
        return Noisy(noisy, tuple(edits))

    def _keep(self, rng: Random) -> bool:
        """Whether a slip onto another common word may stay."""
        return rng.random() < self.recipe.real_words

    def _error_count(self, sentence: Sentence, rng: Random) -> int:
        """Errors to try: those every text gets, and Poisson distributed ones.

        The random numbers drawn do not depend on the rate, and the count only grows with it.
        """
        recipe = self.recipe
        spread = recipe.burstiness
        factor = rng.gammavariate(1.0 / spread, spread) if spread > EVEN else 1.0
        expected = recipe.rate * _syllables(sentence.text) * factor
        return recipe.errors + _poisson(expected, rng.random())

    def _draw(self, sentence: Sentence, taken: list[NoiseEdit], rng: Random) -> NoiseEdit | None:
        """One error apart from those taken, or None."""
        text, rules, cumulative = sentence.text, self._rules, self._cumulative
        total = cumulative[-1]
        for _ in range(TRIES):
            rule, kind = rules[bisect(cumulative, rng.random() * total)]
            error = rule.draw(sentence, rng)
            if error is None:
                continue
            made = changed(text, error)
            start, end, after, row = made
            if start == end and not after:
                continue
            if taken and not all(apart(text, made, other) for other in taken):
                continue
            if sentence.protected and not sentence.may_change(start, end):
                continue
            if rule.blind and reads_well(text, start, end, after) and not self._keep(rng):
                continue
            return NoiseEdit(start, end, text[start:end], after, kind, rule.name, row)
        return None


def _syllables(text: str) -> int:
    """About how many syllables ``text`` has, quickly: Hangul takes two bytes more than ASCII."""
    return (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2


def _start(edit: NoiseEdit) -> tuple[int, int]:
    return edit.start, edit.end


def _poisson(expected: float, uniform: float) -> int:
    """The Poisson count at ``uniform`` of its distribution; grows with ``expected``. Counts end at
    700, where the probabilities leave the range of floats."""
    expected = min(expected, 700.0)
    probability = reached = exp(-expected)
    count = 0
    while uniform > reached and count < 1000:
        count += 1
        probability *= expected / count
        reached += probability
    return count


def _applied(text: str, edits: list[NoiseEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.after
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)
