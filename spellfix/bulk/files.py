"""What is to be read: the files that paths, patterns, folders and URLs stand for, in order.

A file is named by what was given, so that the same command gives the same rows wherever it runs.
Knows formats by name alone.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast
from urllib.parse import urlsplit

from spellfix.bulk import remote
from spellfix.data.reading.formats import format_of, packing_of
from spellfix.errors import InputError
from spellfix.lines import open_binary

FORMATS = ("text", "jsonl", "parquet")
SUFFIXES = ".txt .jsonl .ndjson .parquet (.txt .jsonl: .gz .xz)"


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. path: on this machine, or a URL. format: one of FORMATS. packing: ``.gz``,
    ``.xz`` or nothing."""

    path: str
    format: str
    packing: str

    @property
    def name(self) -> str:
        """As rows and messages name it: without what nobody shall see, or what is no text."""
        return os.fsencode(remote.shown(self.path)).decode("utf-8", "replace")

    @property
    def cuttable(self) -> bool:
        """Whether reading may begin anywhere: of packed files too, where going there is cheap."""
        return not remote.is_url(self.path) or not (
            self.packing or remote.from_beginning(self.path)
        )

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes of the file as they are. Raises InputError where they cannot be had."""
        if remote.is_url(self.path):
            with remote.opened(self.path) as stream:
                yield cast(IO[bytes], stream)
        else:
            with open_binary(Path(self.path)) as file:
                yield file


def files(inputs: Sequence[str]) -> list[File]:
    """The files of ``inputs``, each once: those of a pattern or a folder by name, hidden ones and
    those of other formats apart. Raises InputError where one of ``inputs`` gives none."""
    found: dict[str, File] = {}
    for given in inputs:
        paths, named = _paths(given)
        known = [each for each in map(_file, paths) if each]
        if not known:
            raise _nothing(given, paths if named else [])
        found.update((each.path, each) for each in known)
    return list(found.values())


def _paths(given: str) -> tuple[list[str], bool]:
    """What ``given`` stands for, and whether it names one file."""
    if remote.is_url(given):
        paths = remote.expanded(given)
        return paths, paths == [given]
    path = remote.local(given)
    if Path(path).is_dir():
        inside = (each for each in Path(path).rglob("*") if each.is_file())
        return sorted(str(each) for each in inside if not _hidden(each, Path(path))), False
    if glob.has_magic(path) and not Path(path).exists():
        found = glob.glob(path, recursive=True)  # noqa: PTH207  Path.glob takes no absolute ones
        return sorted(each for each in found if Path(each).is_file()), False
    return [path], True


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _file(path: str) -> File | None:
    name = Path(PurePosixPath(urlsplit(path).path).name if remote.is_url(path) else path)
    kind = format_of(name)
    return File(path, kind, packing_of(name)) if kind in FORMATS else None


def _nothing(given: str, paths: Sequence[str]) -> InputError:
    name = remote.shown(given)
    if paths and (remote.is_url(given) or Path(paths[0]).exists()):
        return InputError(
            f"{name}: 읽을 수 없는 형식입니다 / cannot read this kind of file; {SUFFIXES} "
            "가운데 하나 / expected one of these"
        )
    return InputError(f"{name}: 그런 파일이 없습니다 / there is no such file to read; {SUFFIXES}")
