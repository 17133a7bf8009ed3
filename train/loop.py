"""The training run: batches in, checkpoints and measurements out, until its time is spent.

The same for one process and for several: the first one looks at the clock, measures and writes, and
tells the others before every step how far the run is; all take the same step.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path

import torch
from transformers import PegasusForConditionalGeneration

from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import Batch
from spellfix.train.checkpoint import read_checkpoint, save_checkpoint
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Corpus
from spellfix.train.hardware import Hardware
from spellfix.train.model import Network
from spellfix.train.objective import Losses, Objective
from spellfix.train.optimiser import Optimiser
from spellfix.train.progress import Diary, Note, Progress, Told, Untold, silent
from spellfix.train.stream import TrainingPairs
from spellfix.train.world import ALONE, Processes

log = logging.getLogger(__name__)

Measure = Callable[[Network], dict[str, float]]
"""Measures a network; the key ``score`` says which of two networks is better."""


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
        processes: Processes = ALONE,
    ) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.hardware = hardware
        self.directory = directory
        self.measure = measure
        self.note = note
        self.processes = processes
        network = Network(config.shape, tokenizer)
        if initial is not None:
            network.unfold(initial)
        self.network = network.to(hardware.device)
        self.optimiser = Optimiser(self.network, config)
        self.progress = Progress()
        self._resume()
        self.objective = processes.learning(Objective(self.network))

    @property
    def last(self) -> Path:
        return self.directory / "last.pt"

    @property
    def best(self) -> Path:
        return self.directory / "best.pt"

    def run(self) -> None:
        """Train until the time or the steps of the configuration are used up."""
        first = self.processes.first
        with Diary(self.directory, self.note) if first else Untold() as told:
            self._train(told)

    def _train(self, told: Told) -> None:
        first = self.processes.first
        seen = time.monotonic()
        saved = measured = logged = seen
        tokens, began = 0, self.progress.step
        if first and self.config.evaluations and not self.progress.step:
            self._measure(told)
            seen = saved = measured = logged = time.monotonic()
        for batch in self._batches():
            log_now = self._agree(time.monotonic() - logged >= self.config.log_seconds)
            if self.progress.share(self.config) >= 1.0 or self.out_of_patience:
                break
            part = self._part
            found = self._update(batch)
            tokens += batch.whole.source
            now = time.monotonic()
            self.progress.seconds += now - seen
            seen = now
            if log_now:
                values = self._values(found)
                share = self.progress.share(self.config)
                told.learnt(self.progress, share, values, tokens / (now - logged))
                logged, tokens = now, 0
            if not first:
                continue
            if now - saved >= 60.0 * self.config.checkpoint_minutes:
                self.save()
                saved = now
            if self._due(part, now - measured):
                self._measure(told)
                measured = logged = seen = time.monotonic()  # measuring is not training time
        if first and (self.progress.step > began or not self.best.exists()):
            if not self.stopped_early:
                self._measure(told)
            self.save()

    def _agree(self, log_now: bool) -> bool:
        """Take the clock and the patience of the first process, and whether to log this step."""
        progress = self.progress
        seconds, without_gain, logging_now = self.processes.told(
            [progress.seconds, progress.without_gain, log_now]
        )
        progress.seconds, progress.without_gain = seconds, int(without_gain)
        return bool(logging_now)

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

    def _batches(self) -> Iterator[Batch]:
        progress = self.progress
        pairs = self.pairs(progress.position)
        return pairs.batches(self.config.workers, progress.waiting)

    def _update(self, batch: Batch) -> Losses:
        world = self.processes.world
        share = batch.share(world.rank, world.size).to(self.hardware.device)
        with self.processes.exchanging():
            with self.hardware.precision():
                found: Losses = self.objective(share)
                total = (
                    found.decoder
                    + self.config.encoder_weight * found.encoder
                    + self.config.guide_weight * found.guide
                )
            # Each adds its share of one mean, and the gradients of all are averaged.
            (total * world.size).backward()  # type: ignore[no-untyped-call]
        progress = self.progress
        self.optimiser.step(progress.step, progress.share(self.config))
        progress.step += 1
        progress.position, progress.waiting = batch.position, list(batch.waiting)
        return found

    def _values(self, found: Losses) -> dict[str, float]:
        """What all processes found together."""
        names = [field.name for field in fields(found)]
        own = [float(getattr(found, name).detach()) for name in names]
        return dict(zip(names, self.processes.summed(own), strict=True))

    def _measure(self, told: Told) -> None:
        self.network.eval()
        found = self.measure(self.network)
        self.network.train()
        told.measured(self.progress, found)
        gained = found["score"] > self.progress.best_score
        self.progress.without_gain = 0 if gained else self.progress.without_gain + 1
        if found["score"] >= self.progress.best_score:
            self.progress.best_score = found["score"]
            state = {name: tensor.cpu() for name, tensor in self.network.state_dict().items()}
            how_far = asdict(self.progress)
            save_checkpoint(self.best, {"network": state, "measured": found, **how_far})

    def save(self) -> None:
        """Write the checkpoint from which ``Run`` goes on, with as many processes as it may be."""
        save_checkpoint(
            self.last,
            {
                "network": self.network.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "progress": asdict(self.progress),
            },
        )

    def _resume(self) -> None:
        """Go on from the checkpoint that the first process has, if it has one."""
        there, written = self.processes.first and self.last.exists(), b""
        with self.processes.together():
            written = self.last.read_bytes() if there else b""
        if not (written := self.processes.sent(written)):
            return
        state = read_checkpoint(written, self.last)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        log.info(
            "resuming at step %d after %.1f minutes", self.progress.step, self.progress.seconds / 60
        )
