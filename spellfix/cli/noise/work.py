"""Blocks of lines become encoded pairs, here or in several processes; the same bytes either way.

The processes do all that is done for a sentence, who asks for the pairs only passes bytes on. Knows
nothing about where blocks come from and where pairs go.
"""

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from functools import cache
from typing import NamedTuple

from spellfix.cli.blocks import Block
from spellfix.cli.draft import fingerprint
from spellfix.cli.noise.blocks import texts_of
from spellfix.noise import Noiser, Noisy, Recipe
from spellfix.noise.record import record
from spellfix.processes import workers as processes

AHEAD = 2  # blocks that wait for each process
Noise = Callable[[Sequence[str], Sequence[int]], list[Noisy]]


class Task(NamedTuple):
    """What is done to every line, in plain values that travel between processes.

    name: of the input, for errors. recipe: of the rules, as JSON. generator: a model directory that
    is asked instead of the rules, at ``temperature``; empty for none.
    """

    name: str
    seed: int
    epoch: int
    recipe: str
    generator: str = ""
    temperature: float = 1.0


class Piece(NamedTuple):
    """The pairs of a block as JSON lines in UTF-8, how many these are and the lines they come from,
    and fingerprints of the block and of ``data``."""

    data: bytes
    pairs: int
    lines: int
    read: str
    made: str


def pieces(task: Task, blocks: Iterable[Block], workers: int) -> Generator[Piece, None, None]:
    """The pieces of ``blocks`` in order, made by ``workers`` processes; by this one if that is 1.

    Holds a few blocks for each process at a time. Raises SpellfixError as reading and noise do, or
    if a process dies.
    """
    waiting: deque[Future[Piece]] = deque()
    with processes(workers) as pool:
        for block in blocks:
            waiting.append(pool.submit(_piece, task, block))
            while waiting and (len(waiting) > AHEAD * workers or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@cache  # one for each process
def _noise(task: Task) -> Noise:
    if task.generator:
        from spellfix.generator import TypoGenerator

        # One thread: how many there are may change the last digit, and then a typo.
        generator = TypoGenerator.from_pretrained(
            task.generator, seed=task.seed, temperature=task.temperature, threads=1
        )
        return lambda texts, indices: generator.noise_batch(texts, task.epoch, indices)
    noiser = Noiser(task.seed, Recipe.from_dict(json.loads(task.recipe)))
    return lambda texts, indices: [
        noiser.noise(text, task.epoch, index) for text, index in zip(texts, indices, strict=True)
    ]


def _piece(task: Task, block: Block) -> Piece:
    texts = texts_of(block, task.name)
    kept = [at for at, text in enumerate(texts) if text.strip()]
    clean = [texts[at] for at in kept]
    noisy = _noise(task)(clean, [block.number + at for at in kept])
    data = "".join(
        f"{json.dumps(record(text, each), ensure_ascii=False)}\n"
        for text, each in zip(clean, noisy, strict=True)
    ).encode()
    return Piece(data, len(kept), len(texts), fingerprint(block.raw), fingerprint(data))
