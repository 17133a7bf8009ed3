"""Texts out of files: streamed, in portions that several processes can share.

    for source in sources(["my_domain/", "hf:NAME"]):
        for portion in source.portions(8 << 20):
            for text in portion.texts(): ...

A damaged line or record is a `Text` that says so, never an exception that ends the run; a file that
cannot be opened is an InputError that names it. Knows nothing about what makes a text worth keeping.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spellfix.data.records import Text


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a source that is read by itself; the portions of a source follow each other.

    start, end: bytes of a file of lines, row groups of a Parquet file; end None: to the end.
    row: number of its first line or record.
    """

    source: "Source"
    start: int
    end: int | None
    row: int

    def texts(self) -> Iterator[Text]:
        """The texts of this portion in order. Raises InputError where the file cannot be read."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a data set. name: as records call it (relative to the folder it was found in).
    size: bytes. fingerprint: SHA-256 of its bytes. encoding: of a file of text, else empty."""

    path: str
    name: str
    format: str
    domain: str
    column: str
    size: int
    fingerprint: str
    encoding: str = ""

    def portions(self, size: int) -> Iterator[Portion]:
        """Portions of about ``size`` bytes for formats of lines, of row groups for Parquet, else
        one portion: whole."""
        raise NotImplementedError

    def texts(self) -> Iterator[Text]:
        """All texts in order."""
        raise NotImplementedError


def sources(
    paths: Sequence[str | Path], domain: str | None = None, column: str = "text"
) -> list[Source]:
    """What there is to read: files, all files of folders (sorted by name), data sets of Hugging
    Face on disk, and ``hf:NAME``. domain: of all of them; None: by the name of the file.
    Raises InputError."""
    raise NotImplementedError


def open_texts(
    source: str | Path, *, domain: str | None = None, column: str = "text"
) -> Iterator[Text]:
    """All texts of one file, folder or data set. Raises InputError."""
    raise NotImplementedError
