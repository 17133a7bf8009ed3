"""The training run: batches in, checkpoints and measurements out, until its time is spent."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader
from torch.utils.tensorboard import SummaryWriter
from transformers import PegasusForConditionalGeneration

from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import Batch, TrainingPairs
from spellfix.train.checkpoint import load_checkpoint, save_checkpoint
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Corpus
from spellfix.train.hardware import Hardware
from spellfix.train.model import Network
from spellfix.train.objective import Losses, losses
from spellfix.train.optimiser import Optimiser

log = logging.getLogger(__name__)
LOG_SECONDS = 20.0

Measure = Callable[[Network], dict[str, float]]
"""Measures a network; the key ``score`` says which of two networks is better."""

Note = Callable[[str, int, float, Mapping[str, float]], None]
"""Is told what was found ("train" or "dev"), at which step and after how many minutes."""


def silent(what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
    """The note of a run of which nobody keeps a record."""


@dataclass(slots=True)
class Progress:
    """How far a run has come; kept in its checkpoints."""

    step: int = 0
    position: int = 0
    seconds: float = 0.0
    best_score: float = float("-inf")
    without_gain: int = 0

    def share(self, config: TrainConfig) -> float:
        """From 0 to 1, by time or by steps, whichever ends first."""
        by_steps = self.step / config.max_steps if config.max_steps else 0.0
        return max(by_steps, self.seconds / (60.0 * config.max_minutes))


class Run:
    """A network on its way; ``run()`` may be killed at any moment and called again later."""

    def __init__(
        self,
        config: TrainConfig,
        corpus: Corpus,
        tokenizer: Tokenizer,
        hardware: Hardware,
        directory: Path,
        measure: Measure,
        initial: PegasusForConditionalGeneration | None = None,
        note: Note = silent,
    ) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.hardware = hardware
        self.directory = directory
        self.measure = measure
        self.note = note
        network = Network(config.shape, tokenizer)
        if initial is not None:
            network.unfold(initial)
        self.network = network.to(hardware.device)
        self.optimiser = Optimiser(self.network, config)
        self.progress = Progress()
        if self.last.exists():
            self._resume()

    @property
    def last(self) -> Path:
        return self.directory / "last.pt"

    @property
    def best(self) -> Path:
        return self.directory / "best.pt"

    def run(self) -> None:
        """Train until the time or the steps of the configuration are used up."""
        with SummaryWriter(str(self.directory / "tensorboard")) as board:
            self._train(board)

    def _train(self, board: SummaryWriter) -> None:
        seen = time.monotonic()
        saved = measured = logged = seen
        tokens, began = 0, self.progress.step
        if self.config.evaluations and not self.progress.step:
            self._measure(board)
            seen = saved = measured = logged = time.monotonic()
        for batch in self._batches():
            if self.progress.share(self.config) >= 1.0 or self.out_of_patience:
                break
            part = self._part
            found = self._update(batch)
            tokens += int((batch.source != Tokenizer.pad_id).sum())
            now = time.monotonic()
            self.progress.seconds += now - seen
            seen = now
            if now - logged >= LOG_SECONDS:
                self._report(board, found, tokens / (now - logged))
                logged, tokens = now, 0
            if now - saved >= 60.0 * self.config.checkpoint_minutes:
                self.save()
                saved = now
            if self._due(part, now - measured):
                self._measure(board)
                measured = logged = seen = time.monotonic()  # measuring is not training time
        if self.progress.step > began or not self.best.exists():
            if not self.stopped_early:
                self._measure(board)
            self.save()

    @property
    def out_of_patience(self) -> bool:
        """Whether so many measurements have found nothing better that the run stops early."""
        patience = self.config.patience
        return patience is not None and self.progress.without_gain >= patience

    @property
    def stopped_early(self) -> bool:
        """Whether the run ended, or will, before its time and its steps were used up."""
        return self.out_of_patience and self.progress.share(self.config) < 1.0

    @property
    def _part(self) -> int:
        """Which of the stretches between two measurements the run is in."""
        return int(self.progress.share(self.config) * (self.config.evaluations or 1))

    def _due(self, part: int, seconds: float) -> bool:
        """Whether to measure now; the end is measured anyway."""
        if self.config.evaluations:
            return part < self._part < self.config.evaluations
        return seconds >= 60.0 * self.config.evaluate_minutes

    def pairs(self, start: int = 0) -> TrainingPairs:
        """What is learnt from, from sample ``start`` on."""
        config = self.config
        return TrainingPairs(
            self.corpus,
            self.tokenizer,
            config.noise,
            config.seed,
            config.batch_tokens,
            start,
            config.direction,
            config.excerpts,
        )

    def _batches(self) -> DataLoader[Batch]:
        workers = self.config.workers
        return DataLoader(
            self.pairs(self.progress.position),
            batch_size=None,
            num_workers=workers,
            prefetch_factor=8 if workers else None,
        )

    def _update(self, batch: Batch) -> Losses:
        with self.hardware.precision():
            found = losses(self.network, batch.to(self.hardware.device))
            total = (
                found.decoder
                + self.config.encoder_weight * found.encoder
                + self.config.guide_weight * found.guide
            )
        total.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step(self.progress.step, self.progress.share(self.config))
        self.progress.step += 1
        self.progress.position = max(self.progress.position, batch.position)
        return found

    def _report(self, board: SummaryWriter, found: Losses, tokens_per_second: float) -> None:
        values = {field.name: float(getattr(found, field.name).detach()) for field in fields(found)}
        for name, value in values.items():
            board.add_scalar(f"train/{name}", value, self.progress.step)
        self.note("train", self.progress.step, self.progress.seconds / 60, values)
        log.info(
            "%5.1f %% step %d, %.1f min, %d sentences, %.0f tokens/s, loss %.3f, encoder %.3f, "
            "guide %.3f, copied %.2f %%, fixed %.1f %%",
            100 * self.progress.share(self.config),
            self.progress.step,
            self.progress.seconds / 60,
            self.progress.position,
            tokens_per_second,
            values["decoder"],
            values["encoder"],
            values["guide"],
            100 * values["copied"],
            100 * values["fixed"],
        )

    def _measure(self, board: SummaryWriter) -> None:
        self.network.eval()
        found = self.measure(self.network)
        self.network.train()
        for name, value in found.items():
            board.add_scalar(f"dev/{name}", value, self.progress.step)
        log.info("dev at step %d: %s", self.progress.step, json.dumps(found, ensure_ascii=False))
        with (self.directory / "measurements.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.progress.step, **found}) + "\n")
        self.note("dev", self.progress.step, self.progress.seconds / 60, found)
        gained = found["score"] > self.progress.best_score
        self.progress.without_gain = 0 if gained else self.progress.without_gain + 1
        if found["score"] >= self.progress.best_score:
            self.progress.best_score = found["score"]
            state = {name: tensor.cpu() for name, tensor in self.network.state_dict().items()}
            save_checkpoint(self.best, {"network": state, "measured": found, **self._where()})

    def _where(self) -> dict[str, Any]:
        progress = self.progress
        return {field.name: getattr(progress, field.name) for field in fields(progress)}

    def save(self) -> None:
        """Write the checkpoint from which ``Run`` goes on."""
        save_checkpoint(
            self.last,
            {
                "network": self.network.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "progress": self._where(),
            },
        )

    def _resume(self) -> None:
        state = load_checkpoint(self.last)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        log.info(
            "resuming at step %d after %.1f minutes", self.progress.step, self.progress.seconds / 60
        )
