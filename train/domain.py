"""``spellfix train --from MODEL --data FOLDER``: a model learns a domain and keeps what it knew.

General sentences are mixed in, the rate is low, the best checkpoint on the domain is taken among
those that lose nothing elsewhere, and the model is kept only if it is better on sentences that
nothing was chosen by; where it lost something elsewhere, the mean of its weights and those that it
began with has a second chance. Knows no option of the command line.
"""

import json
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from spellfix.corrector import Corrector
from spellfix.evaluation import Pair
from spellfix.manifest import MANIFEST
from spellfix.metrics import Tally
from spellfix.noise import Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.train.config import SIZES, TrainConfig
from spellfix.train.domain_data import (
    PASSES,
    General,
    general_apart,
    measured_sets,
    steps,
    write_sources,
)
from spellfix.train.domain_measure import DOMAIN, GENERAL, DomainMeasure, Ran, judge, shared
from spellfix.train.domain_report import report
from spellfix.train.domain_split import Split, split, split_given
from spellfix.train.domain_terms import Term, touched_terms
from spellfix.train.domain_text import DomainText, read_domain
from spellfix.train.finish import finish
from spellfix.train.heldout import spread
from spellfix.train.measured import Finish
from spellfix.train.records import RunRecord
from spellfix.train.start import start

log = logging.getLogger(__name__)
TERMS = "terms.txt"
CANDIDATE = "candidate"
EVALUATIONS, PATIENCE = 6, 3
SYNTHETIC = 300
"""Sentences to judge by of which the accuracy by kind of error is measured."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is learnt, and from where.

    data: files and folders. heldout: clean lines or pairs to measure on; held out of ``data`` where
    empty. dev: further sets of pairs that must not fall. general: share of general sentences among
    those learnt from. most: sentences held out, of the domain and of the general corpus each.
    note: licences of the data, in Markdown, for the card. A model in ``output`` is replaced by a
    better one only.
    """

    parent: ModelDirectory
    data: Sequence[Path]
    heldout: Sequence[Path]
    dev: Mapping[str, Sequence[Pair]]
    output: Path
    name: str
    command: str
    general: float = 0.5
    most: int = 1300
    note: str = ""


def settled(parent: ModelDirectory) -> TrainConfig:
    """The configuration for learning a domain: size and noise are those of ``parent``."""
    training = parent.facts["training"]
    config = training.get("config", {}) if isinstance(training, dict) else {}
    noise = parent.facts["noise"]
    return TrainConfig(
        size=config.get("size", "small") if config.get("size") in SIZES else "small",
        max_minutes=20.0,
        batch_tokens=4608,
        learning_rate=5e-4,
        warmup_steps=30,
        decay_share=0.7,
        checkpoint_minutes=2.0,
        evaluations=EVALUATIONS,
        patience=PATIENCE,
        noise=Recipe.from_dict(noise) if isinstance(noise, dict) and noise else TrainConfig().noise,
    )


def stop_rule(config: TrainConfig) -> str:
    """What ends the run, in words."""
    steps = f" or {config.max_steps} steps" if config.max_steps else ""
    return (
        f"{config.max_minutes:g} minutes of training{steps} or {PASSES} passes over the domain; "
        f"earlier where {config.patience} of {config.evaluations} measurements in a row find "
        "nothing better on the domain. Kept if better on the domain and, case by case, nowhere "
        "worse beyond chance (McNemar, p < 0.05); else the mean of both weights, if nowhere "
        "worse with p < 0.05 for all comparisons together"
    )


def train_domain(plan: Plan, config: TrainConfig, record: RunRecord) -> tuple[bool, str]:
    """Learn the domain; says whether the model was kept, and the report. The model lies in
    ``plan.output``, or where it was not kept in ``.run/candidate`` inside of it.

    Raises InputError for data that cannot be used, ConfigError where ``plan.output`` holds a run of
    another configuration or other data.
    """
    work = plan.output / ".run"
    text = read_domain(plan.data)
    log.info("%d sentences and pairs from %d files", len(text.items), len(text.files))
    if text.passed_over:
        log.info("%d files of other formats: spellfix data clean reads them", text.passed_over)
    parts = (
        split_given(text.items, read_domain(plan.heldout).items)
        if plan.heldout
        else split(text.items, plan.most)
    )
    log.info(
        "%d to learn from, %d to watch, %d to judge by",
        *map(len, (parts.learn, parts.watch, parts.judge)),
    )
    general = general_apart(parts)
    watch, sets = measured_sets(parts, general.heldout, plan.most, config.noise)
    sets |= {name: list(pairs) for name, pairs in plan.dev.items()}
    sources = write_sources(work / "data", parts, general.learn, plan.general)
    config = replace(config, max_steps=steps(config, sources))

    before_corrector = Corrector.from_pretrained(plan.parent.path)
    before = Ran.of(before_corrector, sets)
    terms = touched_terms([item.text for item in parts.learn], before_corrector)
    record.told(domain=_facts(text, parts, general, plan))
    record.numbers("before", before.headlines())
    began = _began(work)
    measure = partial(DomainMeasure, watch[DOMAIN], watch[GENERAL])
    start(
        config,
        sources,
        work,
        (),
        parent=plan.parent,
        record=record,
        measure=lambda tokenizer, bf16: measure(tokenizer, bf16, began),
    )
    tries = _Tries(plan, work, sets, spread([item.text for item in parts.judge], SYNTHETIC), terms)
    after = tries.finished()
    verdict = judge(before, after)
    reasons = list(verdict.reasons)
    if verdict.gained and not verdict.kept:
        record.told(alone={"numbers": after.headlines(), "compared": verdict.to_dict()})
        after = tries.finished(plan.parent)
        verdict = judge(before, after, shared(len(sets)))
        reasons += [f"평균한 가중치 / mean of both weights: {why}" for why in verdict.reasons]
    kept = verdict.kept
    if kept and (plan.output / MANIFEST).exists():
        present = judge(Ran.of(Corrector.from_pretrained(plan.output), sets), after)
        kept = present.kept
        reasons += [f"있던 모델 / the model in place: {why}" for why in present.reasons]
    record.numbers("after", after.headlines())
    record.told(compared=verdict.to_dict(), terms=len(terms))
    record.verdict(kept, reasons)
    if kept:
        _install(tries.candidate, plan.output)
    place = plan.output if kept else tries.candidate
    return kept, report(before, after, reasons, terms, place)


@dataclass(frozen=True, slots=True)
class _Tries:
    """Makes model directories of the best checkpoint, each in the place of the one before."""

    plan: Plan
    work: Path
    sets: Mapping[str, Sequence[Pair]]
    lines: Sequence[str]
    terms: Sequence[Term]

    @property
    def candidate(self) -> Path:
        return self.work / CANDIDATE

    def finished(self, average: ModelDirectory | None = None) -> Ran:
        """The candidate, its weights as they were learnt or their mean with ``average``, and what
        it makes of the sets. A mean keeps most of what was learnt and forgets less (Wortsman et al.
        2022, "Robust fine-tuning of zero-shot models")."""
        shutil.rmtree(self.candidate, ignore_errors=True)
        self.candidate.mkdir(parents=True)
        listed = "".join(f"{term.text}\n" for term in self.terms)
        (self.candidate / TERMS).write_text(listed, encoding="utf-8")
        ran = Ran({each: Tally() for each in self.sets})
        parent = self.plan.parent
        how = Finish(
            self.plan.name,
            self.lines,
            self.sets,
            0.99,
            self.plan.note,
            self.plan.command,
            average=average,
            language=parent.language,
            settled=parent,
            tallies=ran.tallies,
        )
        finish(self.work, self.candidate, how)
        return ran


def _began(work: Path) -> dict[str, float] | None:
    """What was measured before the first step of a run that goes on."""
    path = work / "measurements.jsonl"
    if not path.exists():
        return None
    first, end, _ = path.read_text(encoding="utf-8").partition("\n")
    if not end:
        return None  # cut off while it was written
    return {name: float(value) for name, value in json.loads(first).items()}


def _facts(text: DomainText, parts: Split, general: General, plan: Plan) -> dict[str, Any]:
    return {
        "files": [list(file) for file in text.files],
        "fingerprint": text.fingerprint,
        "held_out_fingerprint": parts.fingerprint,
        "learn": len(parts.learn),
        "watch": len(parts.watch),
        "judge": len(parts.judge),
        "near_held_out": parts.near,
        "general": len(general.learn),
        "general_share": plan.general,
    }


def _install(candidate: Path, output: Path) -> None:
    """Move a model into place, the manifest last: until then no whole model is there."""
    (output / MANIFEST).unlink(missing_ok=True)
    files = [path for path in candidate.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: path.name == MANIFEST):
        target = output / path.relative_to(candidate)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    shutil.rmtree(candidate, ignore_errors=True)
