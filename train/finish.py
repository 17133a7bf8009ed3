"""From the best checkpoint of a run to a model directory that explains itself."""

import json
import logging
import platform
import shutil
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from transformers import PegasusForConditionalGeneration

import spellfix
from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.errors import InputError
from spellfix.evaluation import Pair
from spellfix.manifest import (
    ENCODER,
    GENERATE,
    LANGUAGE,
    MANIFEST,
    TOKENIZER,
    read_facts,
    write_manifest,
)
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import least
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import load_weights
from spellfix.train.card import write_card
from spellfix.train.checkpoint import load_checkpoint
from spellfix.train.config import SIZES
from spellfix.train.excerpt import SHORTEST_EXCERPT
from spellfix.train.export import export_onnx
from spellfix.train.measured import Finish, measured_corrector, measured_generator
from spellfix.train.model import Network
from spellfix.train.parent import average, named
from spellfix.train.provenance import libraries
from spellfix.train.ranges import example_sources

log = logging.getLogger(__name__)


def finish(run: Path, output: Path, plan: Finish, taught: Sequence[Pair] = ()) -> dict[str, Any]:
    """Write the model directory ``output`` from the run in ``run``: weights, tokenizer, ONNX files,
    threshold, measurements, card; the manifest last. Gives the measurements.

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
    (output / MANIFEST).unlink(missing_ok=True)  # from here on no whole model is there
    shutil.copyfile(run / "spm.model", output / TOKENIZER)
    torch.nn.Module.to(model, torch.float16)
    _save(model, output)
    _export(output, tokenizer)
    (output / LANGUAGE).unlink(missing_ok=True)
    if plan.language:
        shutil.copyfile(plan.language, output / LANGUAGE)

    direction = facts["config"]["direction"]
    shortest = SHORTEST_EXCERPT if facts["config"].get("excerpts") else SHORTEST_SENTENCE
    if direction == GENERATE:
        measured = measured_generator(output, tokenizer, plan, taught)
    else:
        measured = measured_corrector(output, tokenizer, plan, shortest)
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
            "code": plan.code,
            "finished": datetime.now(timezone.utc).date().isoformat(),
        },
        "libraries": libraries(),
    }
    write_card(output / "README.md", described, plan.sources_note)
    write_manifest(output, described)
    ModelDirectory.open(output, direction).verify()
    chosen = least(measured.thresholds)
    log.info("wrote %s, threshold %s (%s)", output, chosen, measured.threshold_from)
    return dict(measured.metrics)


def _save(model: PegasusForConditionalGeneration, output: Path) -> None:
    try:
        model.save_pretrained(output)
    except SafetensorError as error:  # what it makes of an OSError
        raise InputError(f"쓸 수 없습니다 / cannot write: {output} ({error})") from error


def export_again(directory: Path) -> None:
    """Write the ONNX files of a model directory anew and seal it again. Raises ModelError where
    ``directory`` has no manifest or no weights."""
    facts = read_facts(directory)
    _export(directory, Tokenizer.load(directory / TOKENIZER))
    write_manifest(directory, facts)


def _export(directory: Path, tokenizer: Tokenizer) -> None:
    network, place = load_weights(directory), (directory / ENCODER).parent
    export_onnx(network, place, example_sources(tokenizer))
