"""The folder of a run before it is done: ``OUT.partial``, renamed to ``OUT`` when all is there.

A file in it has its name once it is whole. What was asked for stands in ``run.json``, so that a run
goes on only as it was begun. Knows nothing about what is in the files.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from spellfix.errors import ConfigError, InputError
from spellfix.locking import lock as hold

MANIFEST = "manifest.json"
"""Written last: a folder that has one is a whole output."""
NEW = ".new"
"""Suffix of a file that is being written."""
_RUN = "run.json"
_LOCK = "lock"
_SCRATCH = "scratch"


class Workplace:
    """Where ``output`` is made. ``wanted``: whatever decides about its bytes, as plain values.
    manifest: the name of the file that is written last."""

    def __init__(
        self, output: Path, wanted: Mapping[str, object], manifest: str = MANIFEST
    ) -> None:
        self.output = output
        self.manifest = manifest
        self.folder = output.with_name(f"{output.name}.partial")
        self.scratch = self.folder / _SCRATCH
        self._wanted = plain(wanted)

    @contextmanager
    def opened(self, *, resume: bool, force: bool) -> Iterator[None]:
        """The folder is this run's alone. What is in it stays when the context is left.

        resume: go on with what is there, if anything is. force: begin anew, whatever is there.
        Raises InputError where something is there and neither is given, where `finish` would
        replace what is no output of this command, or where another run is at work; ConfigError
        naming what differs from what was begun.
        """
        if self.output.exists():
            if not force:
                raise already_there(self.output)
            self._refuse_foreign()
        if self.folder.exists() and not (resume or force):
            raise unfinished(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("wb") as lock:
            hold(lock, self.output)
            if not (resume and self._begun()):
                self._clear()
                write(self.folder / _RUN, json.dumps(self._wanted, ensure_ascii=False).encode())
            self.scratch.mkdir(exist_ok=True)
            yield

    def finish(self, manifest: Mapping[str, object]) -> None:
        """All is there: write the manifest and give the folder its name."""
        write(self.folder / self.manifest, as_manifest(manifest))
        shutil.rmtree(self.scratch)
        for path in (self.folder / _LOCK, self.folder / _RUN, *self.folder.glob(f"*{NEW}")):
            path.unlink()
        replaced = self.output.with_name(f"{self.output.name}.replaced")
        if self.output.exists():
            shutil.rmtree(replaced, ignore_errors=True)
            self.output.replace(replaced)
        self.folder.replace(self.output)
        shutil.rmtree(replaced, ignore_errors=True)

    def _begun(self) -> bool:
        try:
            then = json.loads((self.folder / _RUN).read_bytes())
        except (OSError, ValueError):
            return False
        refuse_other(self.folder, then, self._wanted)
        return True

    def _refuse_foreign(self) -> None:
        if not (self.output / self.manifest).is_file():
            raise InputError(
                f"--force: {self.output}: {self.manifest}이 없는 폴더는 지우지 않습니다 / has no "
                f"{self.manifest} and is not replaced; name another folder"
            )

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.name == _LOCK:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


@contextmanager
def new_file(path: Path, mark: str = "") -> Iterator[BinaryIO]:
    """A file that has its name only once it is whole and on the disk; ``mark`` tells this writer
    from others that may make the same file at the same time. Raises OSError."""
    partial = path.with_name(f"{path.name}{mark}{NEW}")
    with partial.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def write(path: Path, data: bytes) -> None:
    """``data`` as a whole file. Raises OSError."""
    with new_file(path) as file:
        file.write(data)


def fingerprint(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """``values`` as they come back from JSON."""
    back: dict[str, object] = json.loads(json.dumps(values))
    return back


def as_manifest(values: Mapping[str, object]) -> bytes:
    """``values`` as a file that people read, too."""
    return f"{json.dumps(values, ensure_ascii=False, indent=1)}\n".encode()


def refuse_other(place: Path | str, then: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Raises ConfigError where what was asked for ``then`` is not what is asked for ``now``."""
    names = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    if names:
        raise ConfigError(
            f"--resume: {place}: 다른 조건으로 만들던 것입니다 / was begun otherwise: "
            f"{'; '.join(_difference(name, then, now) for name in names)}; "
            "--force로 처음부터 / --force starts over"
        )


def already_there(output: Path | str) -> InputError:
    """The error for an output that would be replaced."""
    return InputError(
        f"이미 있습니다 / exists already: {output}; 덮어쓰려면 --force / --force replaces it"
    )


def unfinished(folder: Path | str) -> InputError:
    """The error for what an earlier run left."""
    return InputError(
        f"끝나지 않은 작업이 있습니다 / an unfinished run left {folder}; "
        "이어서 하려면 --resume, 처음부터 하려면 --force / --resume goes on, "
        "--force starts over"
    )


def _difference(name: str, then: Mapping[str, object], now: Mapping[str, object]) -> str:
    before, after = (json.dumps(each.get(name), ensure_ascii=False) for each in (then, now))
    if len(before) + len(after) > 200:
        return name
    return f"{name}: {before} then, {after} now"
