"""What the noise function did to many texts, counted; and how two such counts differ.

``survey`` counts what was drawn: edits, kinds and rules as the noise function names them.
``profile`` looks at pairs of a typo text and the right one from outside, by ``spellfix.edits``
alone, so that synthetic and real errors are judged in the same way. Knows no HTML and no file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from statistics import mean

from spellfix.edits import align
from spellfix.kinds import KINDS
from spellfix.noise.noiser import Noiser
from spellfix.noise.noisy import Noisy
from spellfix.noise.operations import confusion, operation
from spellfix.noise.rule import kind_of

POSITIONS = 10  # parts of a text in which edits are counted
MOST_EDITS = 20  # in a text that is shown as a sample
ROUNDS = 20  # of the split that tells chance from difference


@dataclass(frozen=True, slots=True)
class Profile:
    """Errors of pairs as ``align`` tells them, each count by name.

    pairs: all pairs; changed: those whose sides differ. per_text: pairs by number of edits, of
    those that differ. kinds: edits by ``spellfix.kinds``; operations and confusions (right, typed):
    edits by ``spellfix.noise.operations``.
    """

    pairs: int
    changed: int
    per_text: Mapping[int, int]
    kinds: Mapping[str, int]
    operations: Mapping[str, int]
    confusions: Mapping[tuple[str, str], int]

    @property
    def edits(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its typos, drawn to show errors of ``kind``; ``line`` counts from 1."""

    line: int
    clean: str
    noisy: Noisy
    kind: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What was drawn.

    texts: all texts; changed: those with an edit. per_text: texts by number of edits, 0 included.
    kinds and rules: edits by name. positions: edits in each tenth of their text. samples: by kind,
    in the order of ``KINDS``. seen: the same pairs from outside.
    """

    texts: int
    changed: int
    per_text: Mapping[int, int]
    kinds: Mapping[str, int]
    rules: Mapping[str, int]
    positions: tuple[int, ...]
    samples: tuple[Sample, ...]
    seen: Profile

    @property
    def edits(self) -> int:
        return sum(self.rules.values())


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two counted distributions are apart: total variation, 0 (equal) to 1 (disjoint).

    by_chance: the mean distance of two samples of these sizes drawn from both together, which is
    what sampling alone makes. n: counts behind either side.
    """

    value: float
    by_chance: float
    n: tuple[int, int]


def survey(noiser: Noiser, texts: Iterable[tuple[int, str]], samples: int = 5) -> Survey:
    """Draw typos for ``texts``, given with their line numbers from 1, and count them.

    Line ``n`` gets the typos of (epoch 0, index ``n`` - 1) of ``noiser``. Of every kind up to
    ``samples`` texts are kept, taken at random, its rules in turn.
    """
    per_text: Counter[int] = Counter()
    rules: Counter[str] = Counter()
    positions = [0] * POSITIONS
    shown: dict[str, list[Sample]] = defaultdict(list)
    rng = Random(noiser.seed)

    def drawn() -> Iterator[tuple[str, str]]:
        for line, clean in texts:
            noisy = noiser.noise(clean, 0, line - 1)
            per_text[len(noisy.edits)] += 1
            for edit in noisy.edits:
                rules[edit.rule] += 1
                positions[min(POSITIONS - 1, POSITIONS * edit.start // len(clean))] += 1
                if len(noisy.edits) <= MOST_EDITS:
                    sample = Sample(line, clean, noisy, edit.kind)
                    _keep_some(shown[edit.rule], sample, rules[edit.rule], samples, rng)
            yield noisy.text, clean

    seen = profile(drawn())
    kinds: Counter[str] = Counter()
    for rule, n in rules.items():
        kinds[kind_of(rule)] += n
    return Survey(
        texts=per_text.total(),
        changed=per_text.total() - per_text[0],
        per_text=per_text,
        kinds=kinds,
        rules=rules,
        positions=tuple(positions),
        samples=_chosen(shown, samples),
        seen=seen,
    )


def profile(pairs: Iterable[tuple[str, str]]) -> Profile:
    """The errors of ``pairs`` of (typo, right text), equal texts among them or not."""
    n = 0
    per_text: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    operations: Counter[str] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    for typo, right in pairs:
        n += 1
        if typo == right:
            continue
        edits = align(typo, right)
        per_text[len(edits)] += 1
        kinds.update(edit.kind for edit in edits)
        operations.update(operation(edit.after, edit.before) for edit in edits)
        confusions.update(confusion(edit.after, edit.before) for edit in edits)
    return Profile(n, per_text.total(), per_text, kinds, operations, confusions)


def distance(ours: Mapping[object, int], theirs: Mapping[object, int]) -> Distance | None:
    """The distance of two distributions given as counts; None where one holds nothing.

    >>> distance({"a": 1, "b": 1}, {"a": 1, "c": 1}).value
    0.5
    """
    n, m = sum(ours.values()), sum(theirs.values())
    if not n or not m:
        return None
    both = Counter(ours)
    both.update(theirs)
    pool = [*both.elements()]
    rng = Random(0)
    chance = []
    for _ in range(ROUNDS):
        some = Counter(rng.sample(pool, min(n, m)))
        chance.append(_apart(some, both - some))
    return Distance(_apart(ours, theirs), mean(chance), (n, m))


def _apart(ours: Mapping[object, int], theirs: Mapping[object, int]) -> float:
    n, m = sum(ours.values()), sum(theirs.values())
    names = {*ours, *theirs}
    return sum(abs(ours.get(each, 0) / n - theirs.get(each, 0) / m) for each in names) / 2


def _keep_some(kept: list[Sample], sample: Sample, seen: int, most: int, rng: Random) -> None:
    """Keep ``sample``, the ``seen``-th, with equal chances for all (Vitter 1985, algorithm R)."""
    if len(kept) < most:
        kept.append(sample)
    elif (place := rng.randrange(seen)) < most:
        kept[place] = sample


def _chosen(shown: Mapping[str, list[Sample]], most: int) -> tuple[Sample, ...]:
    """Up to ``most`` texts of each kind, every text once, the rules of a kind in turn."""
    taken: set[int] = set()
    chosen: list[Sample] = []
    for kind in KINDS:
        of_kind = [shown[rule] for rule in sorted(shown) if kind_of(rule) == kind]
        left = most
        for row in zip_longest(*of_kind):
            for sample in row:
                if left and sample is not None and sample.line not in taken:
                    taken.add(sample.line)
                    chosen.append(sample)
                    left -= 1
    return tuple(chosen)
