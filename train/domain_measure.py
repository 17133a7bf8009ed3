"""What says whether a model that learns a domain gets better: in the domain, and not worse
elsewhere.

While it learns, both accuracies on the domain, as long as the general ones stay inside the interval
that they began with; at the end, all sets before and after, case by case. Knows no files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from spellfix.corrector import Corrector
from spellfix.evaluation import Pair, evaluate
from spellfix.metrics import Comparison, Metrics, Paired, Tally, compare, wilson
from spellfix.tokenizer import Tokenizer
from spellfix.train.measure import DevMeasure
from spellfix.train.model import Network

DOMAIN, GENERAL = "domain", "general"
SIGNIFICANT = 0.05
OUT_OF_BOUNDS = 2.0
"""Taken from a score, which is 2 at most: below any that is within bounds."""
_HEADLINES = (("typo_accuracy", "n_typo"), ("correct_text_accuracy", "n_clean"))


class DomainMeasure:
    """Measures a network under training on the pairs of the domain and on general ones.

    ``score`` is the sum of both accuracies on the domain, less OUT_OF_BOUNDS where a general one
    lies below the 95 % interval of ``began``, what was measured first; the first call sets it where
    it is None.
    """

    def __init__(
        self,
        domain: Sequence[Pair],
        general: Sequence[Pair],
        tokenizer: Tokenizer,
        bf16: bool,
        began: Mapping[str, float] | None = None,
    ) -> None:
        self._domain = DevMeasure(domain, tokenizer, bf16)
        self._general = DevMeasure(general, tokenizer, bf16)
        self._began = began

    def __call__(self, network: Network) -> dict[str, float]:
        domain, general = self._domain(network), self._general(network)
        found = {f"{DOMAIN}_{name}": value for name, value in domain.items()}
        found |= {f"{GENERAL}_{name}": value for name, value in general.items()}
        if self._began is None:
            self._began = found
        lost = any(found.get(name, 0.0) < least for name, least in _bounds(self._began).items())
        return found | {"score": domain["score"] - OUT_OF_BOUNDS * lost}


def _bounds(began: Mapping[str, float]) -> dict[str, float]:
    bounds: dict[str, float] = {}
    for accuracy, count in _HEADLINES:
        n = round(began.get(f"{GENERAL}_{count}", 0))
        if interval := wilson(round(n * began.get(f"{GENERAL}_{accuracy}", 0.0)), n):
            bounds[f"{GENERAL}_{accuracy}"] = interval[0]
    return bounds


@dataclass(frozen=True, slots=True)
class Ran:
    """What one corrector made of each set."""

    tallies: Mapping[str, Tally]

    @classmethod
    def of(cls, corrector: Corrector, sets: Mapping[str, Sequence[Pair]]) -> "Ran":
        """Run ``corrector`` on ``sets``."""
        tallies = {name: Tally() for name in sets}
        for name, pairs in sets.items():
            evaluate(corrector, pairs, tally=tallies[name])
        return cls(tallies)

    def headlines(self) -> dict[str, dict[str, Any]]:
        """Both accuracies of each set with n and interval."""
        return {name: _headlines(tally.metrics()) for name, tally in self.tallies.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the model is kept, whether it gained in the domain, why, and the comparison of each
    set, case by case."""

    kept: bool
    gained: bool
    reasons: tuple[str, ...]
    compared: Mapping[str, Comparison]

    def to_dict(self) -> dict[str, Any]:
        return {name: asdict(found) for name, found in self.compared.items()}


def judge(before: Ran, after: Ran, significant: float = SIGNIFICANT) -> Verdict:
    """The model behind ``after`` is kept if it gets more of the domain right, typos and correct
    texts counted alike, and falls in neither accuracy of any set so that chance hardly explains it
    (McNemar, p < ``significant``)."""
    compared = {name: compare(after.tallies[name], before.tallies[name]) for name in before.tallies}
    domain = compared[DOMAIN]
    gains = [_gain(each) for each in (domain.typo, domain.clean)]
    gained = kept = sum(gains) > 0
    typo, clean = gains
    reasons = [
        f"{DOMAIN}: typo accuracy {typo:+.1%} (n = {domain.typo.n}), "
        f"correct-text accuracy {clean:+.1%} (n = {domain.clean.n})"
        + ("" if kept else ": 나아지지 않았습니다 / no gain")
    ]
    for name, found in compared.items():
        for what, paired in (("typo", found.typo), ("correct-text", found.clean)):
            if fallen(paired, significant):
                kept = False
                reasons.append(
                    f"{name}: {what} accuracy 나빠졌습니다 / fell: {paired.only_second} lost, "
                    f"{paired.only_first} won of {paired.n}, p = {paired.p_value:.2g}"
                )
    if kept:
        reasons.append("다른 글에서 잃은 것이 없습니다 / nothing was lost beyond chance elsewhere")
    return Verdict(kept, gained, tuple(reasons), compared)


def fallen(paired: Paired, significant: float = SIGNIFICANT) -> bool:
    """Whether the first system lost more than it won, beyond chance."""
    p_value = paired.p_value
    lost = paired.only_second > paired.only_first
    return lost and p_value is not None and p_value < significant


def shared(sets: int) -> float:
    """SIGNIFICANT for all comparisons of so many sets together (Bonferroni): of ten sound models
    one or two would fall in some accuracy of four sets by chance alone."""
    return SIGNIFICANT / (len(_HEADLINES) * sets)


def _gain(paired: Paired) -> float:
    return (paired.only_first - paired.only_second) / paired.n if paired.n else 0.0


def _headlines(found: Metrics) -> dict[str, Any]:
    told = found.to_dict()
    names = [each for pair in _HEADLINES for each in pair]
    return {name: told[name] for name in (*names, *(f"{a}_interval" for a, _ in _HEADLINES))}
