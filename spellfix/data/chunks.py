"""The sources cut into chunks of work, at the same places every time.

A file of lines is cut into portions that any process can read. What can only be read from its
beginning (a compressed file, a table with line breaks in cells) is read here where it is large, and
its texts are handed on. Knows nothing about what is done with a chunk.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spellfix.data.filters import sentences
from spellfix.data.reading import Portion, Source
from spellfix.data.records import Text
from spellfix.data.shards import Rows, read_part

SIZE = 4 << 20
"""Bytes of a chunk, about; of texts that were read here, characters count two of them each."""
_COMPRESSED = (".xz", ".gz")


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
        rows = Rows([], [], [])
        for text in self._read():
            if text.damage or not split:
                rows.texts.append(text)
                rows.sentences.append(0)
                continue
            found = sentences(text.text)
            if found == [text.text] or not found:
                rows.texts.append(text)
                rows.sentences.append(0)
                continue
            for number, sentence in enumerate(found):
                rows.texts.append(Text(sentence, text.source, text.domain, text.row))
                rows.sentences.append(number)
        rows.masked.extend([0] * len(rows.texts))
        return rows

    def _read(self) -> Iterator[Text]:
        read = (text for portion in self.portions for text in portion.texts())
        return (text for text in (*self.texts, *read) if text.damage or text.text.strip())


def chunks_of(sources: Iterable[Source], size: int = SIZE) -> Iterator[Chunk]:
    """The chunks of ``sources`` in order. Raises InputError where one cannot be read."""
    number = weight = 0
    held: list[Portion] = []
    for source in sources:
        for portion in source.portions(size):
            room = _weight(portion)
            if held and weight + room > size:
                yield Chunk(number, weight, tuple(held))
                number, weight, held = number + 1, 0, []
            if _by_itself(portion, room, size):
                for chunk in _streamed(portion, room, number, size):
                    yield chunk
                    number = chunk.number + 1
                continue
            held.append(portion)
            weight += room
    if held:
        yield Chunk(number, weight, tuple(held))


def chunks_of_parts(parts: Sequence[Path]) -> Iterator[Chunk]:
    """A chunk for each part of an output."""
    return (Chunk(number, part.stat().st_size, part=part) for number, part in enumerate(parts))


def _weight(portion: Portion) -> int:
    """Bytes of a portion; those of a whole file where it is not said."""
    end = portion.source.size if portion.end is None else portion.end
    return max(0, end - portion.start)


def _by_itself(portion: Portion, room: int, size: int) -> bool:
    return room > 2 * size or portion.source.path.endswith(_COMPRESSED)


def _streamed(portion: Portion, room: int, number: int, size: int) -> Iterator[Chunk]:
    """The texts of a portion in chunks; its bytes are done with the last one."""
    texts: list[Text] = []
    filled = 0
    for text in portion.texts():
        if filled >= size:
            yield Chunk(number, 0, texts=tuple(texts))
            number, filled, texts = number + 1, 0, []
        texts.append(text)
        filled += 2 * len(text.text) + 1
    yield Chunk(number, room, texts=tuple(texts))
