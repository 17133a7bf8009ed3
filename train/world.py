"""Which process of a training run this is, and what the processes of a run say to each other.

What launchers of PyTorch (torchrun and every other) put into the environment says which one it is.
A process that learns alone answers itself. Knows nothing of torch, and joins nothing: that is
``distributed.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from spellfix.errors import ConfigError

if TYPE_CHECKING:
    from torch import nn

SIZE, RANK, LOCAL = "WORLD_SIZE", "RANK", "LOCAL_RANK"
MEETING = ("MASTER_ADDR", "MASTER_PORT")
"""Where the processes find each other."""


@dataclass(frozen=True, slots=True)
class World:
    """Process ``rank``, from 0, of ``size``; ``local_rank`` counts those of this machine."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> World:
        """As the environment says; alone where it says nothing. Raises ConfigError where it says
        half of it, or what cannot be."""
        size = _number(environment, SIZE, 1)
        if size < 1:
            raise ConfigError(f"{SIZE}: expected at least 1, got {size}")
        if size == 1:
            return cls(local_rank=_number(environment, LOCAL, 0))
        missing = [name for name in (RANK, *MEETING) if not environment.get(name)]
        if missing:
            raise ConfigError(
                f"환경 변수가 모자랍니다 / {SIZE} is {size}, but {', '.join(missing)} not set; "
                "start the processes with torchrun --nproc-per-node N -m spellfix train ..., or "
                f"unset {SIZE} to train alone"
            )
        rank = _number(environment, RANK, 0)
        if not 0 <= rank < size:
            raise ConfigError(f"{RANK}: expected 0 to {size - 1} ({SIZE} is {size}), got {rank}")
        return cls(rank, size, _number(environment, LOCAL, 0))


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not (given.isascii() and given.isdigit()):
        raise ConfigError(f"{name}: expected a whole number, got {given!r}")
    return int(given)


class Processes(Protocol):
    """The processes of a run, as one of them sees them. All call the same methods in the same
    order; whatever ends one of them ends all."""

    world: World

    @property
    def first(self) -> bool:
        """Whether this is the one that decides, writes and reports."""

    def together(self) -> AbstractContextManager[None]:
        """A stretch that all must come through: an error of one, if it is one that a user can mend,
        is said once and ends all."""

    def told(self, values: Sequence[float]) -> list[float]:
        """What the first one has in ``values``, of the same length for all."""

    def sent(self, data: bytes) -> bytes:
        """What the first one has in ``data``."""

    def summed(self, values: Sequence[float]) -> list[float]:
        """The sum over all of each of ``values``."""

    def learning(self, module: nn.Module) -> nn.Module:
        """``module`` such that all begin with the weights of the first one, and a backward pass
        gives each the mean of all gradients."""

    def exchanging(self) -> AbstractContextManager[None]:
        """A stretch in which processes wait for each other: the loss of one is told by name."""


class Alone:
    """A run of one process."""

    world = World()
    first = True

    @contextmanager
    def together(self) -> Iterator[None]:
        yield

    def told(self, values: Sequence[float]) -> list[float]:
        return list(values)

    def sent(self, data: bytes) -> bytes:
        return data

    def summed(self, values: Sequence[float]) -> list[float]:
        return list(values)

    def learning(self, module: nn.Module) -> nn.Module:
        return module

    @contextmanager
    def exchanging(self) -> Iterator[None]:
        yield


ALONE = Alone()
