"""Evaluations to report on: the shipped model on lines of the benchmark, and answers by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from spellfix import Corrector
from spellfix.correction import Correction
from spellfix.edits import Edit, align, apply
from spellfix.evaluation import Pair, Results, evaluate, read_pairs
from spellfix.metrics import Tally, compare
from spellfix.report import write
from spellfix.thresholds import Thresholds

DATA = Path(__file__).parents[2] / "data"
FILES = (
    ("benchmark/real_dev.jsonl", 40),
    ("benchmark/clean_dev.jsonl", 10),
    ("benchmark/feedback_dev.jsonl", 20),
    ("behaviour/register.jsonl", 10),
)


@dataclass(frozen=True)
class ByHand:
    """Answers as written down; a text that is not there comes back. All edits have `confidence`
    and are made if it is at least `least`."""

    answers: Mapping[str, str]
    confidence: float = 1.0
    least: float = 0.0

    def correct_batch(self, texts: Sequence[str], /) -> list[Correction]:
        return [self._answer(text) for text in texts]

    def _answer(self, text: str) -> Correction:
        edits = tuple(
            Edit(each.start, each.end, each.before, each.after, each.kind, self.confidence)
            for each in align(text, self.answers.get(text, text))
            if self.confidence >= self.least
        )
        return Correction(apply(text, edits), edits, 1.0)


def results_of(
    pairs: Sequence[Pair], *systems: tuple[str, Mapping[str, str], float | None]
) -> Results:
    """Systems by name, answers and confidence (None: tells none) on `pairs`."""
    tallies = [Tally() for _ in systems]
    evaluations = tuple(
        replace(
            evaluate(
                ByHand(answers, confidence or 1.0, 0.5 if confidence else 0.0),
                pairs,
                name=name,
                opened=ByHand(answers, confidence) if confidence else None,
                thresholds=Thresholds(0.5) if confidence else None,
                tally=tally,
            ),
            description=f"{name} 1.0",
            seconds=0.25,
        )
        for (name, answers, confidence), tally in zip(systems, tallies, strict=True)
    )
    comparisons = tuple(compare(tallies[0], other) for other in tallies[1:])
    return Results(("손으로.jsonl",), evaluations, comparisons)


@pytest.fixture(scope="session")
def by_hand() -> Callable[..., Results]:
    return results_of


@pytest.fixture(scope="session")
def results() -> Results:
    """The shipped model, beside copying the input."""
    pairs = [
        Pair(p.input, p.target, p.kind, p.alternatives, p.domain, p.test, p.id, Path(name).stem)
        for name, most in FILES
        for p in read_pairs(DATA / name)[:most]
    ]
    corrector = Corrector.from_pretrained()
    tallies = Tally(), Tally()
    ours = evaluate(
        corrector,
        pairs,
        opened=corrector.with_options(min_confidence=0.0),
        thresholds=Thresholds(0.5),
        tally=tallies[0],
    )
    copy = evaluate(ByHand({}), pairs, name="copy", tally=tallies[1])
    evaluations = (
        replace(ours, description="the shipped model"),
        replace(copy, description="the input"),
    )
    names = tuple(name for name, _ in FILES)
    return Results(names, evaluations, (compare(*tallies),))


@pytest.fixture(scope="session")
def written(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the report of `results`."""
    directory = tmp_path_factory.mktemp("report") / "report"
    write(results, directory)
    return directory
