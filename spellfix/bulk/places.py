"""Where the output is made: a folder on a disk that all workers share, or an object store.

A part has its name once it is whole, and a note beside it says what is in it; a part with a note is
not made again. On a disk all of it is in ``OUT.partial``, which becomes ``OUT`` at the end; in a
store a file is put in one go, and ``_manifest.json`` says that all are there. Knows nothing about
what is in a part.
"""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Protocol
from uuid import uuid4

from spellfix.bulk import remote
from spellfix.data.workplace import (
    Workplace,
    already_there,
    as_manifest,
    new_file,
    plain,
    refuse_other,
    unfinished,
    write,
)
from spellfix.errors import ConfigError, InputError

MANIFEST = "_manifest.json"
"""With a name that readers of whole folders pass over."""
_RUN, _NOTES = "_run.json", "_notes"
Note = dict[str, Any]


class Shelf(Protocol):
    """What a worker knows of the place; goes from process to process."""

    def new_part(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file that is there once it is whole. Raises OSError or InputError."""

    def write_note(self, number: int, note: Note) -> None:
        """Say that a part is there."""

    def note(self, number: int) -> Note | None:
        """What was said of a part, None where nothing was or it is not there as it was said."""

    def tries(self, number: int, sitting: str) -> int:
        """Count one more try at a part in this sitting; how many there were."""


class Place(Protocol):
    """Where an output is made, for the one who has it made."""

    shelf: Shelf

    def opened(self, *, resume: bool, force: bool) -> AbstractContextManager[None]:
        """The place is this run's. Raises as `Workplace.opened`."""

    def finish(self, manifest: Mapping[str, object]) -> None:
        """All is there."""


def place_of(output: str, wanted: Mapping[str, object]) -> Place:
    """The place for ``output``, a path or a URL; ``wanted``: whatever decides about its bytes.
    Raises ConfigError for a URL that cannot be written to."""
    if not remote.is_url(output):
        return Folder(Path(remote.local(output)), wanted)
    if remote.from_beginning(output):
        raise ConfigError(
            f"--output: {remote.shown(output)}: 쓸 수 없는 주소입니다 / cannot be written to; a "
            "folder, or a URL such as s3://BUCKET/FOLDER"
        )
    return Store(output.rstrip("/"), wanted)


class Folder:
    """A folder on a disk that all workers share."""

    def __init__(self, output: Path, wanted: Mapping[str, object]) -> None:
        self._place = Workplace(output.absolute(), wanted, MANIFEST)
        self.shelf: Shelf = FolderShelf(str(self._place.folder), str(self._place.scratch))

    def opened(self, *, resume: bool, force: bool) -> AbstractContextManager[None]:
        return self._place.opened(resume=resume, force=force)

    def finish(self, manifest: Mapping[str, object]) -> None:
        self._place.finish(manifest)


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """Parts in ``folder``, notes in ``notes``."""

    folder: str
    notes: str

    def new_part(self, name: str) -> AbstractContextManager[BinaryIO]:
        return new_file(Path(self.folder, name), f".{socket.gethostname()}.{os.getpid()}")

    def write_note(self, number: int, note: Note) -> None:
        write(Path(self.notes, f"{number}.json"), json.dumps(note).encode())

    def note(self, number: int) -> Note | None:
        try:
            found: Note = json.loads(Path(self.notes, f"{number}.json").read_bytes())
            size = Path(self.folder, found["name"]).stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if size == found["bytes"] else None

    def tries(self, number: int, sitting: str) -> int:
        with Path(self.notes, f"{number}.{sitting}.tries").open("ab") as file:
            file.write(b".")
            return file.tell()


class Store:
    """A folder of an object store, where nothing can be renamed."""

    def __init__(self, url: str, wanted: Mapping[str, object]) -> None:
        self._url = url
        self._wanted = plain(wanted)
        self.shelf: Shelf = StoreShelf(url)

    @contextmanager
    def opened(self, *, resume: bool, force: bool) -> Iterator[None]:
        system, path = remote.place(self._url)
        with remote.told(self._url):
            there = system.find(path) if system.exists(path) else []
            whole, begun = (f"{path}/{name}" in there for name in (MANIFEST, _RUN))
        if whole and not force:
            raise already_there(remote.shown(self._url))
        if begun and not (resume or force):
            raise unfinished(remote.shown(self._url))
        if there and not (whole or begun):
            raise InputError(
                f"--output: {remote.shown(self._url)}: 비어 있지 않습니다 / is not empty; name "
                "another folder"
            )
        with remote.told(self._url):
            if begun and resume:
                then = json.loads(system.cat_file(f"{path}/{_RUN}"))
                refuse_other(remote.shown(self._url), then, self._wanted)
            else:
                if there:
                    system.rm(there)
                system.pipe_file(f"{path}/{_RUN}", json.dumps(self._wanted).encode())
        yield

    def finish(self, manifest: Mapping[str, object]) -> None:
        system, path = remote.place(self._url)
        with remote.told(self._url):
            system.pipe_file(f"{path}/{MANIFEST}", as_manifest(manifest))
            notes = system.find(f"{path}/{_NOTES}")
            system.rm([*notes, f"{path}/{_RUN}"])


@dataclass(frozen=True, slots=True)
class StoreShelf:
    """Parts at ``url``, notes in a folder below it."""

    url: str

    @contextmanager
    def new_part(self, name: str) -> Iterator[BinaryIO]:
        system, path = remote.place(self.url)
        with TemporaryDirectory() as folder:
            made = Path(folder, name)
            with made.open("wb") as file:
                yield file
            with remote.told(self.url):
                system.put_file(str(made), f"{path}/{name}")

    def write_note(self, number: int, note: Note) -> None:
        system, path = remote.place(self.url)
        with remote.told(self.url):
            system.pipe_file(f"{path}/{_NOTES}/{number}.json", json.dumps(note).encode())

    def note(self, number: int) -> Note | None:
        system, path = remote.place(self.url)
        with remote.told(self.url):
            try:
                found: Note = json.loads(system.cat_file(f"{path}/{_NOTES}/{number}.json"))
                size = system.info(f"{path}/{found['name']}")["size"]
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                return None
        return found if size == found["bytes"] else None

    def tries(self, number: int, sitting: str) -> int:
        system, path = remote.place(self.url)
        with remote.told(self.url):
            system.pipe_file(f"{path}/{_NOTES}/{number}.{sitting}.{uuid4().hex}", b".")
            return len(system.glob(f"{path}/{_NOTES}/{number}.{sitting}.*"))
