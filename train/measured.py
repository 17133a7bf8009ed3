"""What a finished model is found to be: its thresholds, and its accuracy with them.

Knows what it is measured on, and nothing of how the model came to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spellfix.backends import OnnxBackend
from spellfix.calibration import AS_TOLD, Calibration
from spellfix.config import share
from spellfix.corrector import Corrector
from spellfix.encoder_decoder import Backend
from spellfix.evaluation import Evaluation, Pair, evaluate
from spellfix.language.opinion import NO_OPINION, SecondOpinion
from spellfix.language.storage import shared
from spellfix.manifest import DECODER, ENCODER, LANGUAGE
from spellfix.metrics import Tally
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import fitted, numbers, open_edits, reason
from spellfix.sealed import fingerprint
from spellfix.thresholds import EVEN_ODDS, EVERY_EDIT, Thresholds, choose, cross_validate
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import TorchBackend, load_weights
from spellfix.train.generation import measure_generator
from spellfix.train.heldout import synthetic_pairs
from spellfix.train.provenance import commit


@dataclass(frozen=True, slots=True)
class Finish:
    """How a model is finished.

    name: its name. heldout: clean lines for synthetic accuracy. benchmarks: dev pairs by name, to
    report; confidences are calibrated on them, on synthetic ones where there are none; thresholds
    are chosen on their typos, and synthetic ones where there are none, and on their clean texts,
    the held-out lines where there are none.
    correct_text: share of clean texts that the thresholds must leave untouched. sources_note:
    licences of the data, in Markdown, for the card. command: what was typed. average: a model with
    which the mean of weights is taken. language: the file of the language model that gives the
    corrector a second opinion. settled: a model whose calibration and thresholds this one takes
    over: one that went on from it, by the same noise. tallies: count the cases of the benchmarks
    that they are named after, for a settled model. by_kind: whether kinds have thresholds of their
    own; None: if they gain on texts that they were not chosen on. code: the commit that the model
    is made with, by default that of the moment when this plan is made, before the training.
    """

    name: str
    heldout: Sequence[str]
    benchmarks: Mapping[str, Sequence[Pair]]
    correct_text: float
    sources_note: str
    command: str
    average: ModelDirectory | None = None
    language: Path | None = None
    settled: ModelDirectory | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    by_kind: bool | None = None
    code: str = field(default_factory=commit)

    def __post_init__(self) -> None:
        share("--correct-text", self.correct_text)

    @property
    def dev(self) -> list[Pair]:
        return [pair for pairs in self.benchmarks.values() for pair in pairs]

    def deciding(self, synthetic: Sequence[Pair]) -> list[Pair]:
        """The pairs that thresholds are chosen on, with `synthetic` ones where dev has none."""
        return [
            pair
            for clean in (False, True)
            for pair in (
                [pair for pair in self.dev if pair.clean == clean]
                or [pair for pair in synthetic if pair.clean == clean]
            )
        ]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a finished model was found to be. calibrated_on: so many edits. expected: outcomes of
    texts at thresholds that were chosen without them."""

    metrics: Mapping[str, Any]
    thresholds: Thresholds
    threshold_from: str
    calibration: Calibration = AS_TOLD
    calibrated_on: int = 0
    expected: Mapping[str, Any] | None = None


def measured_corrector(output: Path, tokenizer: Tokenizer, plan: Finish, shortest: int) -> Measured:
    def corrector_of(network: Backend, **options: Any) -> Corrector:
        return Corrector(network, tokenizer, opinion=opinion, shortest=shortest, **options)

    place = output / LANGUAGE
    opinion = (
        SecondOpinion(lambda: shared(place, fingerprint(place))) if plan.language else NO_OPINION
    )
    backend = _backend(output)
    synthetic = [*synthetic_pairs(plan.heldout), *(Pair(line, line) for line in plan.heldout)]
    if old := plan.settled:
        settled = corrector_of(backend, min_confidence=old.thresholds, calibration=old.calibration)
        found = {
            name: _numbers(evaluate(settled, pairs, tally=plan.tallies.get(name)))
            for name, pairs in {**plan.benchmarks, "synthetic": synthetic}.items()
        }
        why = f"taken over from {old.name}"
        metrics: dict[str, Any] = {**found, "float32": {}}
        return Measured(metrics, old.thresholds, why, old.calibration)
    calibration, n = fitted(
        lambda calibration: corrector_of(backend, calibration=calibration),
        plan.dev or synthetic,
        plan.language is not None,
    )
    edits = open_edits(corrector_of(backend, calibration=calibration), plan.deciding(synthetic))
    held_out = cross_validate(edits, plan.correct_text, EVEN_ODDS)
    by_kind = held_out.kinds_gain if plan.by_kind is None else plan.by_kind
    thresholds = choose(edits, plan.correct_text, by_kind, EVEN_ODDS)
    chosen = {"min_confidence": thresholds, "calibration": calibration}
    corrector = corrector_of(backend, **chosen)
    full = corrector_of(TorchBackend(load_weights(output)), **chosen)
    metrics = {
        name: _numbers(evaluate(corrector, pairs))
        for name, pairs in {**plan.benchmarks, "synthetic": synthetic}.items()
    }
    metrics["float32"] = {
        name: _numbers(evaluate(full, pairs)) for name, pairs in plan.benchmarks.items()
    }
    why = reason(edits.counts(thresholds), plan.correct_text)
    expected = numbers(held_out.expected(by_kind))
    return Measured(metrics, thresholds, why, calibration, n, expected)


def measured_generator(
    output: Path, tokenizer: Tokenizer, plan: Finish, taught: Sequence[Pair]
) -> Measured:
    backend = _backend(output)
    metrics = measure_generator(backend, tokenizer, plan.heldout, taught, plan.benchmarks)
    return Measured(metrics, EVERY_EDIT, "none: a generator draws its typos")


def _backend(directory: Path) -> OnnxBackend:
    return OnnxBackend(directory / ENCODER, directory / DECODER)


def _numbers(evaluation: Evaluation) -> dict[str, Any]:
    """What an evaluation found, without its speed: that belongs to the machine."""
    found = evaluation.to_dict()
    found.pop("sentences_per_second")
    return found
