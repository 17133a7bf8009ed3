"""From the best checkpoint of a run to a model directory that explains itself."""

import json
import logging
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

import spellfix
from spellfix.backends import OnnxBackend
from spellfix.calibration import AS_TOLD, Calibration
from spellfix.config import share
from spellfix.corrector import SHORTEST_SENTENCE, Corrector
from spellfix.decoding import Backend
from spellfix.evaluation import Evaluation, Pair, evaluate
from spellfix.language.opinion import NO_OPINION, SecondOpinion
from spellfix.language.storage import load
from spellfix.manifest import (
    DECODER,
    ENCODER,
    GENERATE,
    LANGUAGE,
    TOKENIZER,
    read_facts,
    write_manifest,
)
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import fitted, least, numbers, open_edits, reason
from spellfix.thresholds import EVEN_ODDS, EVERY_EDIT, Thresholds, choose, cross_validate
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import TorchBackend, load_weights
from spellfix.train.card import write_card
from spellfix.train.checkpoint import load_checkpoint
from spellfix.train.config import SIZES
from spellfix.train.excerpt import SHORTEST_EXCERPT
from spellfix.train.export import export_onnx
from spellfix.train.generation import measure_generator
from spellfix.train.heldout import synthetic_pairs
from spellfix.train.model import Network
from spellfix.train.parent import average, named
from spellfix.train.ranges import example_sources

log = logging.getLogger(__name__)
LIBRARIES = ("torch", "transformers", "onnxruntime", "sentencepiece", "numpy")


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
    corrector a second opinion.
    """

    name: str
    heldout: Sequence[str]
    benchmarks: Mapping[str, Sequence[Pair]]
    correct_text: float
    sources_note: str
    command: str
    average: ModelDirectory | None = None
    language: Path | None = None

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
class _Measured:
    """What a finished model was found to be. calibrated_on: so many edits. expected: outcomes of
    texts at thresholds that were chosen without them."""

    metrics: Mapping[str, Any]
    thresholds: Thresholds
    threshold_from: str
    calibration: Calibration = AS_TOLD
    calibrated_on: int = 0
    expected: Mapping[str, Any] | None = None


def finish(run: Path, output: Path, plan: Finish, taught: Sequence[Pair] = ()) -> None:
    """Write the model directory ``output`` from the run in ``run``: weights, tokenizer, ONNX files,
    threshold, measurements, card; the manifest last.

    ``taught``: pairs that a typo generator learnt from, to set beside its own.
    """
    facts = json.loads((run / "run.json").read_text(encoding="utf-8"))
    best = load_checkpoint(run / "best.pt")
    tokenizer = Tokenizer.load(run / "spm.model")
    network = Network(SIZES[facts["config"]["size"]], tokenizer)
    network.load_state_dict(best["network"])
    model = network.fold()
    if plan.average:
        average(model, plan.average)
    output.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(run / "spm.model", output / TOKENIZER)
    torch.nn.Module.to(model, torch.float16)
    model.save_pretrained(output)
    _export(output, tokenizer)
    (output / LANGUAGE).unlink(missing_ok=True)
    if plan.language:
        shutil.copyfile(plan.language, output / LANGUAGE)

    direction = facts["config"]["direction"]
    shortest = SHORTEST_EXCERPT if facts["config"].get("excerpts") else SHORTEST_SENTENCE
    if direction == GENERATE:
        measured = _measured_generator(output, tokenizer, plan, taught)
    else:
        measured = _measured_corrector(output, tokenizer, plan, shortest)
    described = {
        "name": plan.name,
        "version": spellfix.__version__,
        "direction": direction,
        "min_confidence": measured.thresholds.overall,
        "min_confidence_by_kind": dict(measured.thresholds.by_kind),
        "calibration": measured.calibration.to_dict(),
        "shortest": shortest,
        "noise": facts["config"]["noise"],
        "data": facts["data"],
        "metrics": measured.metrics,
        "training": {
            "config": {key: value for key, value in facts["config"].items() if key != "noise"},
            "steps": best["step"],
            "minutes": round(best["seconds"] / 60, 1),
            "sentences": best["position"],
            "parameters": sum(weight.numel() for weight in model.parameters()),
            "threshold_from": measured.threshold_from,
            "threshold_expected": measured.expected,
            "calibrated_on_edits": measured.calibrated_on,
            "command": plan.command,
            "parent": facts.get("parent"),
            "averaged_with": plan.average and named(plan.average),
            "processor": platform.processor() or platform.machine(),
            "code": _commit(),
            "finished": datetime.now(timezone.utc).date().isoformat(),
        },
        "libraries": {name: version(name) for name in LIBRARIES},
    }
    write_card(output / "README.md", described, plan.sources_note)
    write_manifest(output, described)
    ModelDirectory.open(output, direction).verify()
    chosen = least(measured.thresholds)
    log.info("wrote %s, threshold %s (%s)", output, chosen, measured.threshold_from)


def _measured_corrector(
    output: Path, tokenizer: Tokenizer, plan: Finish, shortest: int
) -> _Measured:
    def corrector_of(network: Backend, **options: Any) -> Corrector:
        return Corrector(network, tokenizer, opinion=opinion, shortest=shortest, **options)

    place = output / LANGUAGE
    opinion = SecondOpinion(lambda: load(place)) if plan.language else NO_OPINION
    backend = _backend(output)
    synthetic = [*synthetic_pairs(plan.heldout), *(Pair(line, line) for line in plan.heldout)]
    calibration, n = fitted(corrector_of(backend), plan.dev or synthetic, plan.language is not None)
    edits = open_edits(corrector_of(backend, calibration=calibration), plan.deciding(synthetic))
    held_out = cross_validate(edits, plan.correct_text, EVEN_ODDS)
    thresholds = choose(edits, plan.correct_text, held_out.kinds_gain, EVEN_ODDS)
    chosen = {"min_confidence": thresholds, "calibration": calibration}
    corrector = corrector_of(backend, **chosen)
    full = corrector_of(TorchBackend(load_weights(output)), **chosen)
    metrics: dict[str, Any] = {
        name: _numbers(evaluate(corrector, pairs))
        for name, pairs in {**plan.benchmarks, "synthetic": synthetic}.items()
    }
    metrics["float32"] = {
        name: _numbers(evaluate(full, pairs)) for name, pairs in plan.benchmarks.items()
    }
    why = reason(edits.counts(thresholds), plan.correct_text)
    expected = numbers(held_out.expected(held_out.kinds_gain))
    return _Measured(metrics, thresholds, why, calibration, n, expected)


def _measured_generator(
    output: Path, tokenizer: Tokenizer, plan: Finish, taught: Sequence[Pair]
) -> _Measured:
    backend = _backend(output)
    metrics = measure_generator(backend, tokenizer, plan.heldout, taught, plan.benchmarks)
    return _Measured(metrics, EVERY_EDIT, "none: a generator draws its typos")


def export_again(directory: Path) -> None:
    """Write the ONNX files of a model directory anew and seal it again. Raises ModelError where
    ``directory`` has no manifest or no weights."""
    facts = read_facts(directory)
    _export(directory, Tokenizer.load(directory / TOKENIZER))
    write_manifest(directory, facts)


def _export(directory: Path, tokenizer: Tokenizer) -> None:
    network, place = load_weights(directory), (directory / ENCODER).parent
    export_onnx(network, place, example_sources(tokenizer))


def _backend(directory: Path) -> OnnxBackend:
    return OnnxBackend(directory / ENCODER, directory / DECODER)


def _numbers(evaluation: Evaluation) -> dict[str, Any]:
    """What an evaluation found, without its speed: that belongs to the machine."""
    found = evaluation.to_dict()
    found.pop("sentences_per_second")
    return found


def _commit() -> str:
    """The commit of the code, "unknown" outside of a checkout."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=Path(__file__).resolve().parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()
