"""Weights of the rules estimated from real errors, and how much of these the rules can produce.

Which rule made an error is hidden (ㅐ for ㅔ may be a neighbour key or a confusion of vowels), so
the shares of the rules are found by expectation maximisation: every error is divided among the
rules that can make it, in proportion to share times probability of this very error, and the shares
follow (Dempster, Laird and Rubin 1977). The recipe at hand counts as ``PRIOR`` errors beside the
real ones, so that few pairs move it a little. A rule that finds a place in few sentences is tried
more often in turn, so that the noise comes out with the shares that were found.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from spellfix.errors import InputError
from spellfix.kinds import KINDS
from spellfix.noise.catalogue import catalogue
from spellfix.noise.explain import Explanation, explain
from spellfix.noise.recipe import Recipe
from spellfix.noise.rule import kind_of
from spellfix.noise.sentence import Sentence

PRIOR = 300.0  # real errors that the recipe at hand weighs as much as
ROUNDS = 30
TRIED = 400  # sentences in which every rule is tried
LEAST_PLACES = 0.15  # share of sentences with a place that a rule is taken to have at least


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A real edit no rule makes: ``before``, in ``input`` at ``start``, should be ``after``."""

    input: str
    target: str
    start: int
    before: str
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What the rules make of real pairs.

    n: real edits. covered: those that the rules can produce. by_kind: (n, covered) by kind of the
    edit (``spellfix.kinds``). shares: share of each rule among the covered errors, by name. recipe:
    the fitted recipe.
    """

    n: int
    covered: int
    by_kind: Mapping[str, tuple[int, int]]
    uncovered: tuple[Uncovered, ...]
    shares: Mapping[str, float]
    recipe: Recipe

    @property
    def coverage(self) -> float:
        """Share of the real edits that the rules can produce."""
        return self.covered / self.n

    def to_dict(self) -> dict[str, object]:
        return {
            "coverage": self.coverage,
            "n": self.n,
            "covered": self.covered,
            "by_kind": {
                kind: {"n": n, "covered": covered, "coverage": covered / n}
                for kind, (n, covered) in self.by_kind.items()
            },
            "uncovered": [
                {name: getattr(each, name) for name in each.__slots__} for each in self.uncovered
            ],
            "shares": dict(self.shares),
            "recipe": self.recipe.to_dict(),
        }


def fit(pairs: Sequence[tuple[str, str]], recipe: Recipe | None = None) -> Fit:
    """Fit ``recipe`` to real pairs of (typo, right text); pairs of equal texts say nothing.

    Raises InputError if there is no error in ``pairs``.
    """
    recipe = recipe or Recipe()
    weights = recipe.weights()
    rules = [rule for name, rule in catalogue(recipe.layout).items() if weights[name] > 0]
    explained = [
        (typo, right, each) for typo, right in pairs for each in explain(typo, right, rules)
    ]
    if not explained:
        raise InputError(
            f"오타가 있는 쌍이 없습니다 / none of the {len(pairs)} pairs holds an error; "
            "expected pairs whose input differs from their target"
        )
    by_kind = {
        kind: (len(of_kind), sum(bool(each.causes) for each in of_kind))
        for kind in KINDS
        if (of_kind := [each for _, _, each in explained if each.edit.kind == kind])
    }
    places = _places([right for _, right in pairs], recipe)
    shares = _shares([each for _, _, each in explained if each.causes], weights, places)
    return Fit(
        n=len(explained),
        covered=sum(covered for _, covered in by_kind.values()),
        by_kind=by_kind,
        uncovered=tuple(_uncovered(explained)),
        shares=shares,
        recipe=replace(_recipe(recipe, shares, places), rate=_rate(recipe, pairs, len(explained))),
    )


def _rate(recipe: Recipe, pairs: Sequence[tuple[str, str]], edits: int) -> float:
    """Errors a syllable beyond those that ``recipe`` gives every text that has any."""
    texts = [Sentence(right) for typo, right in pairs if typo != right]
    syllables = sum(len(text.syllables) for text in texts)
    return round(max(0.0, edits - recipe.errors * len(texts)) / max(1, syllables), 5)


def _uncovered(explained: Iterable[tuple[str, str, Explanation]]) -> Iterable[Uncovered]:
    for typo, right, each in explained:
        if not each.causes:
            edit = each.edit
            yield Uncovered(typo, right, edit.start, edit.before, edit.after, edit.kind)


def _places(texts: Sequence[str], recipe: Recipe) -> dict[str, float]:
    """For each rule the share of ``texts`` in which it made an error when asked once."""
    rng = Random(0)
    tried = [Sentence(text) for text in rng.sample(texts, min(TRIED, len(texts)))]
    return {
        name: max(
            LEAST_PLACES, sum(rule.draw(each, rng) is not None for each in tried) / len(tried)
        )
        for name, rule in catalogue(recipe.layout).items()
    }


def _shares(
    explanations: Sequence[Explanation], weights: Mapping[str, float], places: Mapping[str, float]
) -> dict[str, float]:
    """Share of each rule with a positive weight among the errors, by name."""
    prior = {name: weight * places[name] for name, weight in weights.items() if weight > 0}
    total = sum(prior.values())
    prior = {name: weight / total for name, weight in prior.items()}
    shares = dict(prior)
    for _ in range(ROUNDS):
        counts: dict[str, float] = defaultdict(float)
        for each in explanations:
            evidence = {
                names: probability * _product(shares[name] for name in names)
                for names, probability in each.causes.items()
            }
            whole = sum(evidence.values())
            for names, weight in evidence.items():
                for name in names:
                    counts[name] += weight / whole
        n = sum(counts.values())
        shares = {name: (counts[name] + PRIOR * prior[name]) / (n + PRIOR) for name in prior}
    return shares


def _product(values: Iterable[float]) -> float:
    product = 1.0
    for value in values:
        product *= value
    return product


def _recipe(recipe: Recipe, shares: Mapping[str, float], places: Mapping[str, float]) -> Recipe:
    """``recipe`` with weights that give ``shares``; each kind's rules add up to 100."""
    tries = {name: share / places[name] for name, share in shares.items()}
    kinds: dict[str, float] = defaultdict(float)
    for name, weight in tries.items():
        kinds[kind_of(name)] += weight
    total = sum(kinds.values())
    rules = dict.fromkeys(recipe.rules, 0.0) | {
        name: round(100 * weight / kinds[kind_of(name)], 3) for name, weight in tries.items()
    }
    mix = {kind: round(weight / total, 4) for kind, weight in kinds.items()}
    return replace(recipe, mix=mix, rules=rules)
