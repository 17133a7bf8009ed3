"""Several processes that learn as one: torch.distributed, gloo between processors, NCCL between
GPUs, and DistributedDataParallel for the gradients.

Messages between the processes are few: one of some numbers a step, from the first process, which
alone looks at the clock; the gradients; and errors, so that one that fails ends all. Knows nothing
of what is learnt.
"""

import os
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from threading import current_thread, main_thread
from time import monotonic, sleep
from uuid import uuid4
from warnings import catch_warnings, simplefilter

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.distributed_c10d import PrefixStore, Store
from torch.distributed.rendezvous import rendezvous
from torch.nn.parallel import DistributedDataParallel

from spellfix.errors import ConfigError, SpellfixError
from spellfix.train.world import MEETING, World

GRADIENTS = timedelta(minutes=5)
"""How long a process waits for the others where all are at the same place."""
WORD = timedelta(minutes=30)
"""How long for word of the first one, which may be measuring or writing. A process that was killed
is noticed at once; these are for a machine that fell silent."""
REFUSED = 2
"""Exit status of the processes that leave the word to the first one."""
BREATH = 1.0
"""Seconds that it has to say it: a launcher that sees one process end, ends the rest."""
POLL = 0.02
"""Seconds between two looks at who has come."""


class ElsewhereError(SpellfixError):
    """What stopped another process of the run, in its words."""


class LostError(SpellfixError):
    """Another process of the run is gone, or has not answered in time."""


class Group:
    """The processes of a run, joined."""

    def __init__(self, world: World, word: timedelta = WORD) -> None:
        self.world = world
        self.words = dist.new_group(backend="gloo", timeout=word)

    @property
    def first(self) -> bool:
        return self.world.rank == 0

    @contextmanager
    def together(self) -> Iterator[None]:
        own: SpellfixError | OSError | None = None
        try:
            yield
        except (SpellfixError, OSError) as error:
            own = error
        said: list[str | None] = [None] * self.world.size
        with self.exchanging():
            dist.all_gather_object(said, own and str(own), group=self.words)
        failed = [rank for rank, words in enumerate(said) if words is not None]
        if not failed:
            return
        if not self.first:
            sleep(BREATH)
            raise SystemExit(REFUSED)
        if own is not None:
            raise own
        raise ElsewhereError(
            f"프로세스 {failed[0]} / process {failed[0]} of {self.world.size}: {said[failed[0]]}"
        )

    def told(self, values: Sequence[float]) -> list[float]:
        tensor = torch.tensor(values, dtype=torch.float64)
        with self.exchanging():
            dist.broadcast(tensor, 0, group=self.words)
        return [float(value) for value in tensor]

    def sent(self, data: bytes) -> bytes:
        (size,) = self.told([float(len(data))])
        if not size:
            return b""
        tensor = torch.empty(int(size), dtype=torch.uint8)
        if self.first:
            tensor = torch.frombuffer(bytearray(data), dtype=torch.uint8)
        with self.exchanging():
            dist.broadcast(tensor, 0, group=self.words)
        return tensor.numpy().tobytes()

    def summed(self, values: Sequence[float]) -> list[float]:
        tensor = torch.tensor(values, dtype=torch.float64)
        with self.exchanging():
            dist.all_reduce(tensor, group=self.words)
        return [float(value) for value in tensor]

    def learning(self, module: nn.Module) -> nn.Module:
        with self.exchanging(), catch_warnings():
            simplefilter("ignore", FutureWarning)  # the option's newer name is unknown to torch 2.9
            return DistributedDataParallel(
                module, broadcast_buffers=False, gradient_as_bucket_view=True
            )

    @contextmanager
    def exchanging(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            if not _of_the_exchange(error):
                raise
            raise LostError(
                "다른 학습 프로세스가 사라졌습니다 / another process is gone or silent, says "
                f"process {self.world.rank} of {self.world.size}; the same command goes on from "
                f"the last checkpoint ({_reason(error)})"
            ) from error


@contextmanager
def joined(world: World) -> Iterator[Group]:
    """Meet the other processes of ``world``. Raises ConfigError if they do not come, or if this
    machine has fewer GPUs than processes.

    SIGTERM ends all but the first at once, and before they have met that one too. Later, told to
    stop like them, it comes back from an exchange as they are gone, and clears up.
    """
    backend = "gloo"
    if torch.cuda.is_available():
        found = torch.cuda.device_count()
        if world.local_rank >= found:
            raise ConfigError(
                f"--nproc-per-node: expected at most {found}, one process a GPU of this machine, "
                f"got process {world.local_rank + 1} of it"
            )
        torch.cuda.set_device(world.local_rank)
        backend = "nccl"
    with _at_once():
        _meet(world, backend)
    group = Group(world)
    try:
        with _at_once() if world.rank else nullcontext():
            yield group
    except BaseException:
        # Threads of gloo that still run when a process ends may abort it. NCCL's do not, and ending
        # its exchange after an error could wait for the others for ever.
        dist.destroy_process_group(None if backend == "gloo" else group.words)
        raise
    dist.destroy_process_group()


@contextmanager
def _at_once() -> Iterator[None]:
    """SIGTERM ends this process at once. No handler of Python's runs while it waits inside a
    library, and it writes nothing that could be left half done."""
    before = None
    if current_thread() is main_thread():
        before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _meet(world: World, backend: str) -> None:
    try:
        place, _, _ = next(rendezvous("env://", world.rank, world.size, timeout=GRADIENTS))
        dist.init_process_group(
            backend,
            store=PrefixStore(_attempt(place, world), place),
            rank=world.rank,
            world_size=world.size,
            timeout=GRADIENTS,
        )
    except (RuntimeError, ValueError) as error:
        place = ":".join(os.environ.get(name, "?") for name in MEETING)
        raise ConfigError(
            f"프로세스들이 만나지 못했습니다 / process {world.rank} of {world.size} did not find "
            f"the others at {place}; are all started, and does every machine reach it? "
            f"({_reason(error)})"
        ) from error


def _attempt(place: Store, world: World) -> str:
    """A word that only the processes of this start share.

    torchrun keeps what the processes of an earlier start left at the meeting place, where one that
    was killed may be taken for present. So each asks by a word of its own, the first one answers
    all with its own, and asks of the dead are answered in vain.
    """
    mine = uuid4().hex
    if world.rank:
        place.set(f"ask {world.rank}", mine)
        place.wait([f"answer {mine}"], GRADIENTS)
        told = bytes(place.get(f"answer {mine}")).decode()
        place.set(f"here {told} {world.rank}", "")
        return told
    missing = set(range(1, world.size))
    deadline = monotonic() + GRADIENTS.total_seconds()
    while missing:
        if monotonic() > deadline:
            raise RuntimeError(f"process {min(missing)} did not come")
        for rank in [rank for rank in missing if place.check([f"ask {rank}"])]:
            place.set(f"answer {bytes(place.get(f'ask {rank}')).decode()}", mine)
        missing -= {rank for rank in missing if place.check([f"here {mine} {rank}"])}
        sleep(POLL)
    return mine


def _reason(error: Exception) -> str:
    """What an error of the exchange says, without where in its source that is and any advice."""
    line = re.sub(r"\[[^\]]*\]", "", str(error)).strip().partition("\n")[0]
    return " ".join(line.partition(". ")[0].replace(" :", ":").split())


def _of_the_exchange(error: RuntimeError) -> bool:
    """Whether it was the exchange that failed: gloo has no type of its own for that."""
    if isinstance(error, torch.OutOfMemoryError):
        return False
    words = str(error).lower()
    return isinstance(error, dist.DistError) or "gloo" in words or "connection closed" in words
