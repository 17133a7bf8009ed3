"""How far a training run has come, and what it says on its way: to the log, to TensorBoard, to
``measurements.jsonl`` and to its record. Decides nothing.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol

from torch.utils.tensorboard import SummaryWriter

from spellfix.train.config import TrainConfig

log = logging.getLogger(__name__)

Note = Callable[[str, int, float, Mapping[str, float]], None]
"""Is told what was found ("train" or "dev"), at which step and after how many minutes."""


def silent(what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
    """The note of a run of which nobody keeps a record."""


@dataclass(slots=True)
class Progress:
    """How far a run has come; kept in its checkpoints.

    position: samples drawn. waiting: the positions of those among them that were in no batch yet:
    a run that goes on takes them up. seconds: of training, over all resumes.
    """

    step: int = 0
    position: int = 0
    seconds: float = 0.0
    best_score: float = float("-inf")
    without_gain: int = 0
    waiting: list[int] = field(default_factory=list)

    def share(self, config: TrainConfig) -> float:
        """From 0 to 1, by time or by steps, whichever ends first."""
        by_steps = self.step / config.max_steps if config.max_steps else 0.0
        return max(by_steps, self.seconds / (60.0 * config.max_minutes))


class Told(Protocol):
    """Whoever is told how a run goes, for as long as a ``with`` block lasts."""

    def __enter__(self) -> "Told": ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def learnt(
        self, progress: Progress, share: float, found: Mapping[str, float], speed: float
    ) -> None:
        """The losses of a step, and source tokens a second since the last word."""

    def measured(self, progress: Progress, found: Mapping[str, float]) -> None:
        """What a measurement found."""


class Untold:
    """A process that leaves the word to the first one."""

    def __enter__(self) -> "Untold":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    def learnt(
        self, progress: Progress, share: float, found: Mapping[str, float], speed: float
    ) -> None:
        """Nothing is said."""

    def measured(self, progress: Progress, found: Mapping[str, float]) -> None:
        """Nothing is said."""


class Diary:
    """Everything that a run leaves in ``directory`` beside its checkpoints."""

    def __init__(self, directory: Path, note: Note) -> None:
        self._measurements = directory / "measurements.jsonl"
        self._board = SummaryWriter(str(directory / "tensorboard"))
        self._note = note

    def __enter__(self) -> "Diary":
        return self

    def __exit__(self, *_: object) -> None:
        self._board.close()

    def learnt(
        self, progress: Progress, share: float, found: Mapping[str, float], speed: float
    ) -> None:
        for name, value in found.items():
            self._board.add_scalar(f"train/{name}", value, progress.step)
        self._note("train", progress.step, progress.seconds / 60, found)
        log.info(
            "%5.1f %% step %d, %.1f min, %d sentences, %.0f tokens/s, loss %.3f, encoder %.3f, "
            "guide %.3f, copied %.2f %%, fixed %.1f %%",
            100 * share,
            progress.step,
            progress.seconds / 60,
            progress.position,
            speed,
            found["decoder"],
            found["encoder"],
            found["guide"],
            100 * found["copied"],
            100 * found["fixed"],
        )

    def measured(self, progress: Progress, found: Mapping[str, float]) -> None:
        for name, value in found.items():
            self._board.add_scalar(f"dev/{name}", value, progress.step)
        log.info("dev at step %d: %s", progress.step, json.dumps(found, ensure_ascii=False))
        with self._measurements.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": progress.step, **found}) + "\n")
        self._note("dev", progress.step, progress.seconds / 60, found)
