"""The sources cut into chunks of work, at the same places every time.

A file of lines is cut into portions that any process can read. What can only be read from its
beginning (a compressed file, a table with line breaks in cells) is read here where it is large, and
its texts are handed on. Knows nothing about what is done with a chunk.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from spellfix.data.filters.splitting import sentences_of
from spellfix.data.reading import Portion, Source
from spellfix.data.reading.encodings import without_halves
from spellfix.data.reading.formats import packing_of
from spellfix.data.records import Text
from spellfix.data.shards import Rows, read_part

SIZE = 4 << 20
"""Bytes of a chunk, about; of texts that were read here, characters count two of them each."""
PACKED = 8
"""Bytes of text in a byte of a compressed file, at most where it is nothing special."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Work for one process: portions to read, or texts that were read, or a part of an output.

    number: from 0. size: bytes of the sources that are done with it.
    """

    number: int
    size: int
    portions: tuple[Portion, ...] = ()
    texts: tuple[Text, ...] = ()
    part: Path | None = None

    def rows(self, *, split: bool) -> Rows:
        """The texts to judge, with ``split`` sentence by sentence; those of a part are split
        already. White space alone is no text. Raises InputError where a source cannot be read."""
        if self.part:
            return read_part(self.part)
        texts = _storable(list(self._read()))
        if not split:
            return Rows(texts, [0] * len(texts), [0] * len(texts))
        rows = Rows([], [], [])
        for text, found in zip(texts, sentences_of([each.text for each in texts]), strict=True):
            if text.damage or len(found) < 2:
                only = text if text.damage or not found else _with(text, found[0])
                rows.texts.append(only)
                rows.sentences.append(0)
            else:
                rows.texts.extend(_with(text, sentence) for sentence in found)
                rows.sentences.extend(range(len(found)))
        rows.masked.extend([0] * len(rows.texts))
        return rows

    def _read(self) -> Iterator[Text]:
        read = (text for portion in self.portions for text in portion.texts())
        return (text for text in chain(self.texts, read) if text.damage or text.text.strip())


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
    texts: list[Text] = []
    filled = 0
    for text in portion.texts():
        if filled >= size:
            yield Chunk(number, 0, texts=tuple(texts))
            number, filled, texts = number + 1, 0, []
        texts.append(text)
        filled += 2 * len(text.text) + 1
    yield Chunk(number, portion.size, texts=tuple(texts))


def _storable(texts: list[Text]) -> list[Text]:
    """``texts`` with U+FFFD for half a surrogate pair, which no UTF-8 can hold."""
    try:
        "".join(text.text for text in texts).encode()
    except UnicodeEncodeError:
        return [
            Text(without_halves(text.text), text.source, text.domain, text.row, text.damage)
            for text in texts
        ]
    return texts


def _with(text: Text, sentence: str) -> Text:
    return text if text.text == sentence else Text(sentence, text.source, text.domain, text.row)
