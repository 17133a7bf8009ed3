"""The sources cut into chunks of work, at the same places every time.

A file of lines is cut into portions that any process can read. What can only be read from its
beginning (a compressed file, a table with line breaks in cells) is read here where it is large, and
its texts are handed on. Knows nothing about what is done with a chunk.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np

from spellfix.data.filters import sentences
from spellfix.data.laid import Laid
from spellfix.data.ordering import firsts
from spellfix.data.reading import Portion, Source
from spellfix.data.reading.encodings import without_halves
from spellfix.data.reading.formats import packing_of
from spellfix.data.shards import Rows, read_part

SIZE = 4 << 20
"""Bytes of a chunk, about; of texts that were read here, characters count two of them each."""
PACKED = 8
"""Bytes of text in a byte of a compressed file, at most where it is nothing special."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Work for one process: portions to read, or what was read of one, or a part of an output.

    number: from 0. size: bytes of the sources that are done with it.
    """

    number: int
    size: int
    portions: tuple[Portion, ...] = ()
    read: "Held | None" = None
    part: Path | None = None

    def rows(self, *, split: bool) -> Rows:
        """The texts to judge, with ``split`` sentence by sentence; those of a part are split
        already. White space alone is no text. Raises InputError where a source cannot be read."""
        if self.part:
            return read_part(self.part)
        held = [self.read] if self.read else [_held(portion) for portion in self.portions]
        texts = [*chain.from_iterable(each.texts for each in held)]
        laid, damage, at = _laid(texts), dict[int, str](), 0
        for each in held:
            damage |= {at + place: reason for place, reason in each.damage.items()}
            at += len(each.texts)
        names = list(dict.fromkeys(each.portion.source for each in held))
        source = np.repeat(
            np.array([names.index(each.portion.source) for each in held], np.int64),
            [len(each.texts) for each in held],
        )
        row = np.concatenate([np.array(each.rows, np.int64) for each in held])
        sentence = np.zeros(len(texts), np.int64)
        if split:
            laid, owners = sentences(laid, damage)
            source, row = source[owners], row[owners]
            begin = firsts(owners)
            sentence = np.arange(len(owners)) - np.repeat(begin, np.diff(begin, append=len(owners)))
            places = np.searchsorted(owners, [*damage]).tolist()
            damage = dict(zip(places, damage.values(), strict=True))
        sources = tuple((each.name, each.domain) for each in names)
        return Rows(laid, sources, source, row, sentence, damage, np.zeros(len(laid), np.int64))


@dataclass(slots=True)
class Held:
    """What was read of a portion: texts, the row of each, and the damage of some by place."""

    portion: Portion
    texts: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    damage: dict[int, str] = field(default_factory=dict)


def _held(portion: Portion) -> Held:
    held = Held(portion)
    for rows, texts, damage in portion.blocks():
        held.damage |= {len(held.texts) + at: reason for at, reason in damage.items()}
        held.texts += texts
        held.rows += rows
    return held


def chunks_of(sources: Iterable[Source], size: int = SIZE) -> Iterator[Chunk]:
    """The chunks of ``sources`` in order. Raises InputError where one cannot be read."""
    number = weight = 0
    held: list[Portion] = []
    for source in sources:
        for portion in source.portions(size):
            room = _weight(portion)
            if held and (weight + room > size or room > 2 * size):
                yield Chunk(number, sum(each.size for each in held), tuple(held))
                number, weight, held = number + 1, 0, []
            if room > 2 * size:
                for chunk in _streamed(portion, number, size):
                    yield chunk
                    number = chunk.number + 1
            else:
                held.append(portion)
                weight += room
    if held:
        yield Chunk(number, sum(each.size for each in held), tuple(held))


def chunks_of_parts(parts: Sequence[Path]) -> Iterator[Chunk]:
    """A chunk for each part of an output."""
    return (Chunk(number, part.stat().st_size, part=part) for number, part in enumerate(parts))


def _weight(portion: Portion) -> int:
    """Bytes of the texts of a portion, about."""
    packed = packing_of(Path(portion.source.path))
    return portion.size * (PACKED if packed else 1)


def _streamed(portion: Portion, number: int, size: int) -> Iterator[Chunk]:
    """The texts of a portion in chunks; its bytes are done with the last one."""
    held, filled = Held(portion), 0
    for rows, texts, damage in portion.blocks():
        for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
            if filled >= size:
                yield Chunk(number, 0, read=held)
                number, filled, held = number + 1, 0, Held(portion)
            if at in damage:
                held.damage[len(held.texts)] = damage[at]
            held.texts.append(text)
            held.rows.append(row)
            filled += 2 * len(text) + 1
    yield Chunk(number, portion.size, read=held)


def _laid(texts: list[str]) -> Laid:
    """``texts`` laid out, with U+FFFD for half a surrogate pair, which no UTF-8 can hold."""
    laid = Laid.out(texts)
    if ((laid.points & np.uint32(0xFFFFF800)) == 0xD800).any():
        return Laid.out([*map(without_halves, texts)])
    return laid
