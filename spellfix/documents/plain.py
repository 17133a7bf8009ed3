"""Plain text: UTF-8, a stretch a line, in bounded memory; every byte outside edits stays.

Byte order mark, line ends of either kind, a last line without one and decomposed Hangul come back
as they were. Knows no markup: a Markdown file read as text has its code corrected too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from spellfix.documents.stretches import UNWRITABLE, Correct, Corrected, kept, paired
from spellfix.lines import Line, open_binary, read_lines

MARK = "\ufeff"


def rewrite_text(source: Path, correct: Correct, sink: BinaryIO | None) -> Iterator[Corrected]:
    """The lines of `source` that hold text. Raises InputError where it is no UTF-8 text."""
    with open_binary(source) as stream:
        lines = (line for portion in read_lines(stream, str(source)) for line in portion)
        for line, correction in paired(lines, _text, correct):
            text = _text(line)
            done = kept(text, correction, lambda edit: not UNWRITABLE.search(edit.after))
            if sink is not None:
                mark = line.text[: len(line.text) - len(text)]
                sink.write(f"{mark}{done.text}{line.end}".encode())
            if text.strip():
                yield Corrected(str(line.number), text, done)


def _text(line: Line) -> str:
    return line.text.removeprefix(MARK) if line.number == 1 else line.text
